/* estimator.js - the form of data/estimator/: the numbers of include/judge/estimator.h times what is put in. */
var estimate = function (m, v) {
  var at = function (x, e) { return x && x.length ? x[e] : x || 0 }, base = m.s[m.s.length - 1], total = [0, 0, 0];
  for (var i = m.s.length; i--;) if (v.u <= m.s[i].d[0]) base = m.s[i];
  var by = { c: m.f[v.f][0], m: m.f[v.f][1], t: v.t, z: v.z, h: v.h, u: v.u, w: v.w, v: Math.max(1, v.u / m.u) };
  function amount(p, e) {
    var a = at(p[1], e), r = p[2] || '', k = at(p[3], e);
    for (var i = 0; i < r.length; i++)
      a *= r[i] === 'a' ? Math.max(0, k + v.z + Math.max(2, v.z)) : r[i] === 'o' ? Math.max(0, v.o - k) : by[r[i]];
    return Math.max(0, a - at(p[4], e));
  }
  function bill(price, a, e) {
    if (!price.t) return a * at(price, e);
    var sum = 0;
    price.t.forEach(function (t) {
      var here = t[0] ? Math.min(a, t[0]) : a;
      sum += here * t[1];
      a -= here;
    });
    return sum;
  }
  return {
    name: base.n, total: total, rows: base.r.map(function (r) {
      return [r[0], [0, 1, 2].map(function (e) {
        var sum = 0;
        r[1].forEach(function (p) { sum += bill(p[0] < 0 ? m.c[v.k][1] : m.p[p[0]], amount(p, e), e) });
        total[e] += sum;
        return sum;
      })];
    })
  };
};

if (typeof document !== 'undefined') (function () {
  var box = document.querySelector('.estimator'), m = JSON.parse(box.dataset.model), keys = 'uftzhokw', fields = {}, first = 0;
  /* its look comes with it, so that other pages do not carry it */
  var look = [
    '.estimator form { display: grid; grid-template-columns: repeat(auto-fill, minmax(11rem, 1fr)); gap: .8rem 1rem; margin: 1.25rem 0; padding: 1rem 1.1rem; background: var(--card); border: 1px solid var(--line); border-radius: .6rem }',
    '.estimator p, .estimator output { grid-column: 1 / -1; margin: 0 }',
    '.estimator output { font-size: 1.2rem; font-weight: 600; font-variant-numeric: tabular-nums }',
    '.estimator label { display: grid; gap: .25rem; align-content: start; color: var(--soft); font-size: .875rem }',
    '.estimator small { color: var(--false); min-height: 0 }',
    '.estimator input, .estimator select, .estimator button { font: inherit; color: var(--ink); background: var(--paper); border: 1px solid var(--soft); border-radius: .4rem; padding: .35rem .55rem; min-width: 0; min-height: 2.75rem }',
    '.estimator button { margin: 0 .3rem .3rem 0 }',
    '.estimator [type="checkbox"] { justify-self: start; width: 1.3rem; height: 1.3rem; accent-color: var(--accent) }'
  ].join(''), sheet = window.CSSStyleSheet && document.adoptedStyleSheets && new CSSStyleSheet();
  if (sheet) {
    sheet.replaceSync(look);
    document.adoptedStyleSheets = document.adoptedStyleSheets.concat(sheet);
  }
  function add(to, tag, text) {
    var e = document.createElement(tag);
    if (text !== undefined) e.textContent = text;
    to.appendChild(e);
    return e;
  }
  function usd(n) { return '$' + n.toFixed(n < 100 ? 2 : 0).replace(/\B(?=(\d{3})+$)/g, ',') }
  var form = add(box, 'form'), start = add(form, 'p', 'Start from: ');
  m.s.forEach(function (s) {
    var b = add(start, 'button', s.n);
    b.type = 'button';
    b.onclick = function () { set(s.d); show(true) };
  });
  function field(key, label, options, most) {
    var l = add(form, 'label', label), f = fields[key] = add(l, options ? 'select' : 'input');
    if (options) options.forEach(function (o, i) { add(f, 'option', o).value = i });
    else if (most) { f.type = 'number'; f.min = key === 'h' || key === 'o' || key === 't' ? 0 : 1; f.max = most; f.step = 'any' }
    else f.type = 'checkbox';
    f.required = f.type === 'number';
    add(l, 'small').setAttribute('role', 'alert');
  }
  field('u', 'Users at the same time', 0, 1e6);
  field('f', 'Size of a task', m.f.map(function (f) { return f[0] + ' vCPU / ' + f[1] + ' GB' }));
  field('t', 'Tasks (number)', 0, 1e4);
  field('z', 'Availability zones (number)', 0, 6);
  field('h', 'Hours a month (h)', 0, 730);
  field('o', 'Data out (GB a month)', 0, 1e7);
  field('k', 'Cache node', m.c.map(function (c) { return c[0] }));
  field('w', 'Web application firewall');
  var out = add(form, 'output'), table = add(box, 'table');
  out.setAttribute('aria-live', 'polite');
  function set(d) {
    for (var i = 0; i < 8; i++) {
      var f = fields[keys[i]], n = +d[i];
      if (f.type === 'checkbox') f.checked = n > 0;
      else if (f.min ? n >= +f.min && n <= +f.max : f.options[n]) f.value = n;
    }
  }
  function show(share) {
    var v = {}, hash = '#', bad = 0;
    for (var i = 0; i < 8; i++) {
      var f = fields[keys[i]], n = f.type === 'checkbox' ? +f.checked : +f.value, wrong = f.type === 'number' && !f.checkValidity();
      f.setAttribute('aria-invalid', wrong);
      f.nextSibling.textContent = wrong ? 'a number from ' + f.min + ' to ' + f.max : '';
      bad += wrong;
      v[keys[i]] = n;
      hash += (i ? '&' : '') + keys[i] + '=' + v[keys[i]];
    }
    table.hidden = bad > 0;
    if (bad) {
      out.textContent = 'Nothing is computed until the marked fields hold numbers.';
      return;
    }
    var r = estimate(m, v), more = r.total[1] - (first = first || r.total[1]);
    out.textContent = usd(r.total[1]) + ' a month, from ' + usd(r.total[0]) + ' to ' + usd(r.total[2]) + '; ' + usd(r.total[1] / v.u) + ' a user' +
      (Math.abs(more) < .005 ? '' : '; ' + (more < 0 ? '−' : '+') + usd(Math.abs(more)) + ' against the start');
    table.textContent = '';
    add(table, 'caption', 'What adds up, USD a month; what no input says is as in ' + r.name);
    var head = add(add(table, 'thead'), 'tr'), body = add(table, 'tbody');
    ['Service', 'Low', 'Typical', 'High'].forEach(function (t) { var th = add(head, 'th', t); th.scope = 'col'; th.className = t === 'Service' ? '' : 'n' });
    r.rows.forEach(function (row) {
      if (!row[1][2]) return;
      var tr = add(body, 'tr');
      add(tr, 'th', row[0]).scope = 'row';
      row[1].forEach(function (n) { add(tr, 'td', usd(n)).className = 'n' });
    });
    var sum = add(add(table, 'tfoot'), 'tr');
    add(sum, 'th', 'Total').scope = 'row';
    r.total.forEach(function (n) { add(sum, 'td', usd(n)).className = 'n' });
    if (share) history.replaceState(null, '', hash);
  }
  function read() {
    var d = m.s[m.i].d.slice();
    location.hash.slice(1).split('&').forEach(function (s) {
      var i = keys.indexOf(s[0]);
      if (i >= 0 && s[1] === '=' && s.length > 2 && isFinite(s.slice(2))) d[i] = +s.slice(2);
    });
    set(m.s[m.i].d);
    set(d);
    show();
  }
  form.onsubmit = function () { return false };
  form.oninput = function () { show(true) };
  onhashchange = read;
  read();
})();
