/* estimator.js - the form of data/estimator/: include/judge/estimator.h */
var estimate = function (m, v) {
  var at = function (x, e) { return x && x.length ? x[e] : x || 0 }, base = m.s[m.s.length - 1], total = [0, 0, 0], there = m.g[v.g || 0];
  for (var i = m.s.length; i--;) if (v.u <= m.s[i].d[0]) base = m.s[i];
  var by = { c: m.f[v.f][0], m: m.f[v.f][1], t: v.t, z: v.z, h: v.h, u: v.u, w: v.w, v: Math.max(1, v.u / m.u) };
  function amount(p, e) {
    var a = at(p[1], e), r = p[2] || '', k = at(p[3], e);
    for (var i = 0; i < r.length; i++)
      a *= r[i] === 'a' ? Math.max(0, k + v.z + Math.max(2, v.z)) : r[i] === 'o' ? Math.max(0, v.o - k) : by[r[i]];
    return Math.max(0, a - at(p[4], e));
  }
  function bill(price, a, e) {
    if (price === null) return a ? NaN : 0;
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
        r[1].forEach(function (p) { sum += bill(p[0] < 0 ? there[2] ? there[2][v.k] : m.c[v.k][1] : (there[1] || m.p)[p[0]], amount(p, e), e) });
        total[e] += sum;
        return sum;
      })];
    })
  };
};

if (typeof document !== 'undefined') (function () {
  var box = document.querySelector('.estimator'), m = JSON.parse(box.dataset.model), keys = 'uftzhokwg', fields = {}, first = 0;
  function add(to, tag, text) {
    var e = document.createElement(tag);
    if (text !== undefined) e.textContent = text;
    to.appendChild(e);
    return e;
  }
  function usd(n) { return isNaN(n) ? '–' : '$' + n.toFixed(n < 100 ? 2 : 0).replace(/\B(?=(\d{3})+$)/g, ',') }
  var form = box.querySelector('form'), out = form.querySelector('output'), table = add(box, 'table');
  for (var key of keys) fields[key] = form.elements[key];
  form.querySelectorAll('button').forEach(function (b, i) {
    b.onclick = function () { set(m.s[i].d); show(true) };
  });
  function set(d) {
    for (var i = 0; i < 9; i++) {
      var f = fields[keys[i]], n = +d[i] || 0;
      if (f.type === 'checkbox') f.checked = n > 0;
      else if (f.min ? n >= +f.min && n <= +f.max : f.options[n]) f.value = n;
    }
  }
  function show(share) {
    var v = {}, hash = '#', bad = 0;
    for (var i = 0; i < 9; i++) {
      var f = fields[keys[i]], n = f.type === 'checkbox' ? +f.checked : +f.value, wrong = f.type === 'number' && !f.checkValidity();
      f.setAttribute('aria-invalid', wrong);
      f.nextSibling.textContent = wrong ? 'a number from ' + f.min + ' to ' + f.max : '';
      bad += wrong;
      v[keys[i]] = n;
      hash += (i ? '&' : '') + keys[i] + '=' + v[keys[i]];
    }
    table.hidden = bad > 0;
    if (bad) {
      out.textContent = 'Some fields hold no numbers.';
      return;
    }
    var r = estimate(m, v), more = r.total[1] - (first = first || r.total[1]);
    var lacks = r.rows.filter(function (row) { return isNaN(row[1][2]) }).map(function (row) { return row[0] });
    out.textContent = lacks.length ? 'No total: ' + m.g[v.g][0] + ' has no price for ' + lacks.join(', ') :
      usd(r.total[1]) + ' a month, from ' + usd(r.total[0]) + ' to ' + usd(r.total[2]) + '; ' + usd(r.total[1] / v.u) + ' a user' +
      (Math.abs(more) < .005 ? '' : '; ' + (more < 0 ? '−' : '+') + usd(Math.abs(more)) + ' against the start');
    table.textContent = '';
    add(table, 'caption', 'USD a month; what no input says is as in ' + r.name);
    var head = add(add(table, 'thead'), 'tr'), body = add(table, 'tbody');
    ['Service', 'Low', 'Typical', 'High'].forEach(function (t) { var th = add(head, 'th', t); th.scope = 'col'; th.className = t === 'Service' ? '' : 'n' });
    r.rows.forEach(function (row) {
      if (row[1][2] === 0) return;
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
    var d = m.s[0].d.slice();
    location.hash.slice(1).split('&').forEach(function (s) {
      var i = keys.indexOf(s[0]);
      if (i >= 0 && s[1] === '=' && s.length > 2 && isFinite(s.slice(2))) d[i] = +s.slice(2);
    });
    set(m.s[0].d);
    set(d);
    show();
  }
  form.onsubmit = function () { return false };
  form.oninput = function () { show(true) };
  onhashchange = read;
  read();
})();
