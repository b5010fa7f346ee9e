/* search.js - finds pages. plumb.js loads it when a reader asks; include/page/search.h tells what the files
   hold that it loads. Each of them calls plumbSearch(key, ...), so no fetch is needed.
   Without a document (tests/search.mjs) there is only the engine: plumbSearch.find, .section, .marks. */
(() => {
  const came = {}, asked = {}, IN_TITLE = 40, doc = self.document, base = doc?.currentScript.src.replace(/[^/]*$/, '');
  const api = self.plumbSearch = (key, ...rest) => { came[key] = rest };
  const head = (tag, props) => doc.head.append(Object.assign(doc.createElement(tag), props));
  api.run = path => new Promise((onload, onerror) => head('script', { src: base + path, onload, onerror }));
  const once = (key, make) => asked[key] ??= make().catch(e => { delete asked[key]; throw e });
  const get = (key, path) => once(key, () => api.run(path).then(() => came[key]));

  /* words as search_words.c cuts them, with the later parts of humpedWords */
  const han = '\\u2e80-\\u9fff', L = `(?:(?![${han}])[\\p{L}\\p{M}\\p{Nd}])`;
  const word = RegExp(`[${han}]|(?:${L}*\\d\\.(?=\\d))*${L}+`, 'gu');
  const words = s => [...new Set((s.match(word) || []).flatMap(w => {
    w = [...w].slice(0, 24).join('');
    return [w, ...w.split(/(?<=[a-z])(?=[A-Z])/).slice(1, 7)];
  }).map(w => w.toLowerCase()))];

  /* a shard: [word, pages, pages with it in a heading] */
  const unpack = ([text, bits], n) => {
    let at = 0, w = '';
    const bit = () => {
      const c = bits.charCodeAt(at / 6);
      return (c > 125 ? 44 : c - 48) >> 5 - at++ % 6 & 1;
    };
    const take = (k, v = 0) => { while (k--) v = v * 2 + bit(); return v };
    const gamma = (k = 0) => { while (!bit()) k++; return take(k, 1) };
    const list = (m, of) => {
      let k = 0, next = 0;
      while (m && 3 * m << k < 2 * (of - m)) k++;
      return Array.from({ length: m }, () => {
        while (bit()) next += 1 << k;
        return (next += take(k) + 1) - 1;
      });
    };
    return (text.match(/[A-Z][^A-Z]*/g) || []).map(rest => {
      w = w.slice(0, rest.charCodeAt() - 65) + rest.slice(1);
      const m = gamma(), most = m > n / 2, few = list(most ? n - m : m, n), lack = new Set(few);
      const pages = most ? [...Array(n).keys()].filter(p => !lack.has(p)) : few;
      return [w, pages, list(gamma() - 1, m).map(i => pages[i])];
    });
  };

  const index = () => once('all', async () => {
    const [x, ...rest] = await get('index', 'index.js'), titles = {}, s = x.s.split(' ');
    x.t = x.t.split('\n');
    x.u = x.u.split('\n');
    x.size = x.t.map((t, i) => words(t).map(w => (titles[w] ??= []).push(i)).length);
    x.titles = Object.entries(titles);
    x.first = s.filter((_, i) => i % 2 < 1);
    x.shard = i => once('shard ' + i, async () => unpack(rest[0] ? rest : await get(s[2 * i + 1], s[2 * i + 1] + '.js'), x.n));
    return x;
  });

  /* one letter more, less or other, or two swapped */
  const near = (a, b) => {
    let i = 0, d = a.length - b.length;
    while (i < a.length && a[i] === b[i]) i++;
    return d * d < 2 && (a.slice(i + (d >= 0)) === b.slice(i + (d <= 0)) ||
      a[i] + a[i + 1] === b[i + 1] + b[i] && a.slice(i + 2) === b.slice(i + 2));
  };

  /* pages that have w, each with a weight: title before heading before text, the whole word before its
     beginning; when there is neither, what is misspelt by one letter */
  const look = async (x, w) => {
    const hits = new Map(), terms = [w], i = Math.max(0, x.first.findLastIndex(f => f <= w));
    const wrong = e => near(e, w) ? 1 : [1, 0, -1].some(d => near(e.slice(0, w.length + d), w)) && .5;
    const add = (list, weight, known) => {
      const good = list.filter(e => e[0].startsWith(w)), right = known || good[0] || w.length < 4;
      for (const [e, ...on] of right ? good : list) {
        const fit = e === w ? 3 : right ? 2 : wrong(e);
        fit < 2 && fit && terms.push(e);
        fit && on.map((pages, i) => pages.map(p => hits.set(p, Math.max(hits.get(p) || 0, weight * fit * (i ? 10 : 1)))));
      }
      return good[0];
    };
    const known = add(x.titles, IN_TITLE), at = x.first[i + 1]?.startsWith(w) ? [i, i + 1] : [i];
    add((await Promise.all(at.map(x.shard))).flat(), 1, known);
    return { hits, terms };
  };

  /* pages for a query, best first: { p, url, n: how many of its words they have, t: in the title }; x is the index */
  api.find = async query => {
    const x = await index(), ws = words(query).slice(0, 12), pages = {};
    const found = await Promise.all(ws.map(w => look(x, w)));
    for (const { hits } of found) hits.forEach((weight, p) => {
      const r = pages[p] ??= { p, url: x.u[p], n: 0, t: 0, score: 0 };
      r.n++;
      r.t += weight >= IN_TITLE;
      r.score += weight * Math.log(1 + x.n / hits.size) + (weight < IN_TITLE ? 0 : 60 / x.size[p]);
    });
    const out = Object.values(pages).sort((a, b) => b.n - a.n || b.score - a.score);
    return Object.assign(out, { x, ws, re: marks(found.flatMap(f => f.terms)) });
  };
  const marks = terms => RegExp(`(?<![\\p{L}\\p{Nd}])(${terms.sort((a, b) => b.length - a.length).join('|').replace(/\./g, '\\.')})`, 'giu');

  /* the section of page r that says most of what re finds, the first when its title does: [id, heading, text] */
  api.section = async (r, re) => {
    const [all] = await get(r.url, `../${r.url}plumb-text.js`), kinds = t => new Set(t.toLowerCase().match(re)).size;
    return r.t === r.n ? ['', '', all.find(s => s[2])?.[2] || '']
      : all.map(s => [3 * kinds(s[1]) + 2 * kinds(s[2]), s]).sort((a, b) => b[0] - a[0])[0][1];
  };
  if (!doc) return;

  /* ---- the dialog ---- */
  const box = doc.createElement('dialog');
  box.className = 'find';
  box.ariaLabel = 'Search';
  box.innerHTML = '<div><input type="search" role="combobox" aria-label="Search" aria-controls="found" aria-expanded="false" aria-autocomplete="list" autocomplete="off" spellcheck="false" placeholder="Search"><button type="button">Close</button></div><p role="status"></p><div role="listbox" id="found" aria-label="Pages"></div>';
  const [{ children: [field, button] }, said, list] = box.children;
  const esc = s => s.replace(/[&<"]/g, c => `&#${c.charCodeAt()};`);
  const show = (s, re) => esc(s.replace(re, '\1$1\2')).replace(/\1/g, '<mark>').replace(/\2/g, '</mark>');
  const crumb = (x, u) => (u = u.replace(/[^/]*\/$/, '')) && crumb(x, u) + (x.u.includes(u) ? esc(x.t[x.u.indexOf(u)]) + ' › ' : '');
  let active, turn = 0, waiting;

  const choose = i => {
    const all = [...list.children];
    active = all.at(i % all.length);
    all.map(a => a.ariaSelected = a === active);
    field.setAttribute('aria-activedescendant', active?.id || '');
    active?.scrollIntoView({ block: 'nearest' });
  };
  const excerpt = async (r, a, re) => {
    const [id, heading, text] = await api.section(r, re), at = text.search(re), beg = at < 60 ? 0 : text.indexOf(' ', at - 60);
    a.hash = id;
    a.children[1].innerHTML += (heading && ' › ') + show(heading, re);
    a.lastChild.innerHTML = (beg ? '…' : '') + show(text.slice(beg, beg + 220), re);
  };
  const search = async () => {
    const mine = ++turn, all = await api.find(field.value), { x, ws, re } = all, most = all[0]?.n, n = all.filter(r => r.n === most).length;
    if (mine !== turn) return;
    all.splice(20);
    list.innerHTML = all.map((r, i) => `<a role="option" id="found-${i}" tabindex="-1" href="${base}../${r.url}index.html"><small>${crumb(x, r.url)}</small><b>${show(x.t[r.p], re)}</b><span></span></a>`).join('');
    field.ariaExpanded = n > 0;
    choose(0);
    said.textContent = ws[0] ? `${n || 'No'} page${n > 1 ? 's' : ''}` + (most < ws.length ? ` with ${most} of ${ws.length} words` : '') : '';
    const fill = n => mine === turn && all.splice(0, n).map(r => excerpt(r, list.children[next++], re));
    let next = 0;
    waiting = setTimeout(fill, 120, 6);
    list.onscroll = () => fill(20);
  };
  field.oninput = () => { clearTimeout(waiting); waiting = setTimeout(search, 60) };
  button.onclick = () => box.close();
  box.onclick = e => (e.target === box || e.target.closest('a')) && box.close();
  box.onkeydown = e => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[e.key], all = [...list.children];
    if (step) choose(all.indexOf(active) + step);
    else if (e.key === 'Escape') box.close();
    else if (e.key === 'Enter' && e.target === field) active?.click();
    else if (e.key !== 'k' || !e.ctrlKey && !e.metaKey) return;
    e.preventDefault();
  };
  api.open = () => { box.open || box.showModal(); field.select() };
  doc.body.append(box);
  head('link', { rel: 'stylesheet', href: base + 'search.css', onload: api.open, onerror: api.open });
})();
