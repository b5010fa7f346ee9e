/* review.js - the outcome of a review: votes, actions, who was there, back into the review's file. */
(() => {
  const $ = id => document.getElementById(id), form = $('form'), file = JSON.parse($('file').textContent);
  const votes = () => {
    const all = {};
    for (const f of document.querySelectorAll('.vote')) {
      const v = f.querySelector('input:checked');
      if (v) all[f.dataset.path] = v.value;
    }
    return all;
  };
  const actions = () => [...document.querySelectorAll('.action')].map((row, i) => {
    const [text, owner, due] = [...row.querySelectorAll('input')].map(e => e.value.trim());
    return { id: form.dataset.date + '-' + (i + 1), text, owner, due };
  }).filter(a => a.text);
  const outcome = () => Object.assign({}, file, {
    present: form.present.value.split(',').map(s => s.trim()).filter(Boolean),
    votes: votes(), actions: actions(), notes: form.notes.value.trim()
  });
  const minutes = () => {
    const o = outcome(), lines = ['# Review of ' + o.date, '', document.querySelector('h1').textContent, ''];
    if (o.present.length) lines.push('Present: ' + o.present.join(', '), '');
    for (const f of document.querySelectorAll('.vote'))
      lines.push('- ' + f.dataset.title + ': **' + (o.votes[f.dataset.path] || 'not voted') + '**');
    if (o.actions.length) lines.push('', '## Actions', '');
    for (const a of o.actions)
      lines.push('- [ ] ' + a.text + (a.owner ? ', ' + a.owner : '') + (a.due ? ', by ' + a.due : ''));
    if (o.notes) lines.push('', o.notes);
    return lines.join('\n') + '\n';
  };
  const fill = () => {
    form.present.value = (file.present || []).join(', ');
    form.notes.value = file.notes || '';
    for (const f of document.querySelectorAll('.vote')) {
      const e = f.querySelector('input[value="' + ((file.votes || {})[f.dataset.path] || '') + '"]');
      if (e) e.checked = true;
    }
    (file.actions || []).forEach((a, i) => {
      while (document.querySelectorAll('.action').length <= i) more();
      const e = document.querySelectorAll('.action')[i].querySelectorAll('input');
      [e[0].value, e[1].value, e[2].value] = [a.text || '', a.owner || '', a.due || ''];
    });
  };
  const more = () => {
    const rows = document.querySelectorAll('.action'), n = rows.length + 1, row = rows[0].cloneNode(true);
    row.querySelectorAll('input').forEach((e, i) => {
      e.value = '';
      e.setAttribute('aria-label', ['Action ', 'Owner of action ', 'Due day of action '][i] + n);
    });
    rows[rows.length - 1].after(row);
  };
  $('more').addEventListener('click', more);
  $('save').addEventListener('click', () => {
    const a = document.createElement('a');
    a.href = URL.createObjectURL(new Blob([JSON.stringify(outcome(), null, 1) + '\n'], { type: 'application/json' }));
    a.download = form.dataset.date + '.json';
    a.click();
    $('said').textContent = 'Saved: put it into reviews/ beside the pages.';
  });
  $('copy').addEventListener('click', async () => {
    const area = $('minutes');
    area.value = minutes();
    area.hidden = false;
    area.select();
    try { await navigator.clipboard.writeText(area.value); } catch { document.execCommand('copy'); }
    $('said').textContent = 'Copied; it also stands below.';
  });
  fill();
})();
