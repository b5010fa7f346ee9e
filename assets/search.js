/* search.js - finds pages. plumb.js loads it when a reader asks; include/page/search.h tells what the files
   hold that it loads. Each of them calls plumbSearch(key, ...), so no fetch is needed.
   Without a document (tests/search.mjs) there is only the engine: plumbSearch.find, .section, .marks. */
(() => {
  const came = {}, asked = {}, IN_TITLE = 40, doc = self.document, base = doc?.currentScript.src.replace(/[^/]*$/, '');
  const api = self.plumbSearch = (key, ...rest) => { came[key] = rest };
  const made = (tag, props) => Object.assign(doc.createElement(tag), props), head = (...of) => doc.head.append(made(...of));
  api.run = path => new Promise((onload, onerror) => head('script', { src: base + path, onload, onerror }));
  const once = (key, make) => asked[key] ??= make().catch(e => { delete asked[key]; throw e });
  const get = (key, path) => once(key, () => api.run(path).then(() => came[key]));

  /* words as search_words.c cuts them, each with the parts of humpedWords behind it */
  const han = '\\u2e80-\\u9fff', L = `(?:(?![${han}])[\\p{L}\\p{M}\\p{Nd}])`;
  const word = RegExp(`[${han}]|(?:${L}*\\d\\.(?=\\d))*${L}+`, 'gu');
  const words = s => (s.match(word) || []).map(w => {
    w = [...w].slice(0, 24).join('');
    return [w, ...w.split(/(?<=[a-z])(?=[A-Z])/)].map(w => w.toLowerCase());
  });

  /* words as search_bits.h writes them; with n pages, each with its list: [word, pages, pages that say it often, how
     much of all pages have it when it is common] */
  const unpack = (text, n) => {
    const odds = [];
    let at = 0, range = 1, code = 0, w = '';
    const fill = least => {
      for (; range < least; range *= 64) {
        const c = text.charCodeAt(at++) - 48 || 0;
        code = code * 64 + (c > 77 ? 44 : c);
      }
    };
    const one = of => {
      if (of > 4096) return one(1 + (of - 1 >> 12)) * 4096 + one(4096);
      fill(2 ** 24);
      range = Math.floor(range / of);
      const v = Math.floor(code / range);
      code -= v * range;
      return v;
    };
    const bit = i => {
      fill(2 ** 24);
      const o = odds[i] ??= [32768, 0], bound = (range >> 16) * o[0], v = +(code < bound);
      code -= v ? 0 : bound;
      range = v ? bound : range - bound;
      o[0] = Math.min(65024, Math.max(512, o[0] + Math.trunc((v * 65536 - o[0]) * 2 / (2 * o[1] + 3))));
      o[1] += o[1] < 30;
      return v;
    };
    const tree = (k, i) => {
      let node = 1;
      for (let j = k; j--;) node = node * 2 + bit(i + node);
      return node - 2 ** k;
    };
    const count = () => {
      let k = tree(3, 545);
      while (k > 6 && one(2)) k++;
      return k && 2 ** (k - 1) + one(2 ** (k - 1));
    };
    const list = (m, of) => {
      let next = 0;
      return Array.from({ length: m }, (_, i) => {
        const left = of - next, todo = m - i, b = Math.floor((9 * left + 6 * todo) / 13 / todo) || 1;
        if (todo < 2) next += one(left);
        else if (todo < left) {
          while (one(2)) next += b;
          next += one(b);
        }
        return next++;
      });
    };
    const entry = () => {
      w = w.slice(0, tree(5, 0));
      for (let high = 0, c = 1; c; w += c ? String.fromCharCode(c) : '') {
        if (!bit(544)) high = one(256);
        c = high * 256 + tree(8, high ? 288 : 32);
      }
      if (!n) return w;
      let m = count(), common = 0, k = 0;
      if (!m) {
        common = (1 + one(8)) / 8;
        m = count();
      }
      const most = m > n / 2, few = list(most ? n - m : m, n), lack = new Set(few);
      const pages = most ? [...Array(n).keys()].filter(p => !lack.has(p)) : few;
      if (!m) return [w, few, few, common];
      while (bit(553 + 8 * Math.min(7, 31 - Math.clz32(m)) + Math.min(7, k))) k++;
      return [w, pages, list(2 ** k + one(2 ** k) - 1, m).map(i => pages[i]), common];
    };
    fill(2 ** 30);
    return Array.from({ length: one(2 ** 24) }, entry);
  };

  /* words that ask, and say nothing of what is asked for */
  const IDLE = new Set('a an and are as at be by can do does for from get has have how i if in is it its many much my of on or should that the this to we what when where which who why will with you'.split(' '));

  /* words that ask for a figure, and of them those that ask for money */
  const ASKS = /\bhow (much|many)\b|\b(cost|price)s?\b/i, MONEY = /much|cost|price/i;

  const slug = t => t.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-|-$/g, '').toLowerCase();
  const index = () => once('all', async () => {
    const [x, ...rest] = await get('index', 'index.js'), titles = {}, s = x.s.split(' ');
    let u = '';
    x.t = x.t.split('\n');
    x.u = x.u.split('\n').map((r, i) => u = u.split('/').slice(0, r[0]).map(f => f + '/').join('') +
      r.slice(1).replace(/>(.)/, (_, less) => slug(x.t[i]).slice(0, -less || 1e9) + '/'));
    x.size = x.t.map((t, i) => [...new Set(words(t).flat())].map(w => (titles[w] ??= []).push(i)).length);
    x.said = x.t.map(t => new Set(words(t).map(w => w[0]).filter(w => !IDLE.has(w))).size);
    x.titles = Object.entries(titles);
    x.same = {};
    for (const line of x.y?.split('\n') ?? []) {
      const names = line.split(',').map(n => words(n).map(w => w[0]));
      for (const n of names) if (!n[1]) (x.same[n] ??= []).push(...names.filter(o => o !== n));
    }
    x.first = s.filter((_, i) => i % 2 < 1);
    x.shard = i => once('shard ' + i, async () => unpack(rest[0] ?? (await get(s[2 * i + 1], s[2 * i + 1] + '.js'))[0], x.n));
    x.at = w => Math.max(0, x.first.findLastIndex(f => f <= w));
    x.near = () => once('near words', async () => x.s ? unpack((await get('near', 'near.js'))[0]) : []);
    return x;
  });

  /* one letter more, less or other, or two swapped */
  const near = (a, b) => {
    let i = 0, d = a.length - b.length;
    while (i < a.length && a[i] === b[i]) i++;
    return d * d < 2 && (a.slice(i + (d >= 0)) === b.slice(i + (d <= 0)) ||
      a[i] + a[i + 1] === b[i + 1] + b[i] && a.slice(i + 2) === b.slice(i + 2));
  };

  /* pages that have all of these; a common word lists a few of its pages, so it may be on any */
  const both = found => found.reduce((a, b) => ({
    hits: new Map([...a.hits.keys(), ...b.hits.keys()].filter(p => (a.common || a.hits.has(p)) && (b.common || b.hits.has(p)))
      .map(p => [p, Math.min(a.hits.get(p) ?? 1e9, b.hits.get(p) ?? 1e9)])),
    terms: [...a.terms, ...b.terms], common: a.common && b.common && Math.min(a.common, b.common),
  }));
  const known = r => r.hits.size || r.common;

  /* pages that have w, each with a weight: title before heading before text, the whole word before its beginning.
     When there are none: those with its parts; with a word misspelt by one letter, and be it the first of a word
     of many pages; with two words that were written as one */
  const look = async (x, [w, ...parts], plain) => {
    const i = x.at(w), at = x.first[i + 1]?.startsWith(w) ? [i, i + 1] : [i], list = (await Promise.all(at.map(x.shard))).flat();
    const all = async ws => both([{ hits: new Map(), terms: [w], common: 1 }, ...await Promise.all(ws.map(w => look(x, [w], 1)))]);
    const r = { hits: new Map(), terms: [w], common: 0 };
    const add = (entries, weight, fit) => entries.map(([e, pages, often = [], share = 0]) => {
      const f = fit(e);
      if (!f) return;
      f < 2 && r.terms.push(e);
      r.common = Math.max(r.common, share);
      /* a page that says the word often counts half as much again */
      [pages, often].map((pages, k) => pages.map(p => r.hits.set(p, Math.max(r.hits.get(p) || 0, weight * f * (k ? 1.5 : 1)))));
    });
    const right = e => e.startsWith(w) && (e === w ? 3 : w.length < 4 ? .7 : 2), long = !plain && w.length > 3;
    const wrong = e => near(e, w) ? 1 : [1, 0, -1].some(d => near(e.slice(0, w.length + d), w)) && .5;
    add(x.titles, IN_TITLE, right);
    const titled = known(r), exact = list.find(e => e[0] === w);
    add(list, 1, right);
    if (exact) r.common = exact[3];
    if (!known(r) && parts[1]) return all(parts);
    if (!titled && long) {
      const there = known(r);
      add(x.titles, IN_TITLE, wrong);
      if (!there) add(list, 1, wrong);
    }
    if (!known(r) && long) {
      const like = (await x.near()).find(e => near(e, w)) ??
        (x.first[i + 1]?.startsWith(w.slice(0, 2)) && (await x.shard(i + 1)).find(([e]) => near(e, w))?.[0]);
      const len = list.reduce((n, [e]) => w.startsWith(e) ? Math.max(n, e.length) : n, 0);
      return all(like ? [like] : len > 2 && len < w.length - 2 ? [w.slice(0, len), w.slice(len)] : [w[1] + w[0] + w.slice(2)]);
    }
    return r;
  };

  /* the same for what a word means: as it stands, without its ending, and as the glossary calls it besides */
  const means = async (x, w) => {
    const names = [...x.same[w[0]] ?? []], stem = /^\D{3,}?(?=(ing|ed|es|s|ly|er|(ion|ment)s?)$)/.exec(w[0])?.[0];
    if (stem) names.push([stem]);
    const r = await look(x, w, x.same[w[0]]), was = known(r);
    for (const n of names) {
      const o = both(await Promise.all(n.map(n => look(x, [n], 1))));
      o.hits.forEach((weight, p) => r.hits.set(p, Math.max(r.hits.get(p) || 0, weight * (was ? .5 : .9))));
      r.terms.push(...o.terms);
      r.common = Math.max(r.common, o.common);
    }
    return r;
  };

  /* what is called so comes first; then those with more of the words, of which people may have left one out where data
     says it; then what people wrote, then pages made from data, then those of a tag */
  const before = (a, b) => b.named - a.named || b.likely - a.likely || a.kind - b.kind;

  /* pages for a query, best first: { p, url, n: how many of its words they have, t: in the title }; x is the index */
  api.find = async query => {
    const x = await index(), all = [...new Map(words(query.replace(/\bhow (much|expensive)\b/i, 'cost')).map(w => [w[0], w])).values()], pages = {}, plain = slug(query);
    const said = all.filter(w => !IDLE.has(w[0])), ws = (said[0] ? said : all).slice(0, 12);
    const found = await Promise.all(ws.map(w => means(x, w))), common = found.filter(f => f.common).length;
    for (const { hits, common: share } of found) hits.forEach((weight, p) => {
      const r = pages[p] ??= { p, url: x.u[p], n: common, t: 0, likely: 0, score: 0 };
      r.n += !share;
      r.likely += 1 - share;
      r.t += weight >= IN_TITLE;
      r.score += weight * Math.log(1 + 1 / Math.max(share, hits.size / x.n)) + (weight < IN_TITLE ? 0 : 60 / x.size[p]);
    });
    for (const r of Object.values(pages)) {
      r.kind = +(x.k?.[r.p] ?? 0);
      if (r.t < 2 || r.t < x.said[r.p] - 1) r.likely -= r.kind;
      r.named = plain && plain === slug(x.t[r.p]) || r.t === ws.length && r.t >= x.said[r.p] ? r.kind ? 1 : 3 : 0;
    }
    const out = Object.values(pages).sort((a, b) => before(a, b) || b.score - a.score);
    return Object.assign(out, { x, ws, best: common && common === ws.length, res: found.map(f => marks([...f.terms])), asks: ASKS.exec(query)?.[0], re: Object.assign(marks(found.flatMap(f => f.terms)), { of: out }) });
  };
  const marks = terms => RegExp(`(?<![\\p{L}\\p{Nd}])(${terms.sort((a, b) => b.length - a.length).join('|').replace(/\./g, '\\.')})`, 'giu');

  /* the section of page r that says most of what was asked, the first when its title does: [id, heading, text]; r.fit
     is how well it does: words of its heading before those of its text, and all of them on end before all else */
  api.section = async (r, re) => {
    const { ws, res, x } = re.of, [all] = await get(r.url, `../${r.url}plumb-text.js`), title = x.t[r.p];
    const full = (s, more = '') => RegExp(`(?<![\\p{L}\\p{Nd}])${s.replace(/\./g, '\\.')}${more}(?![\\p{L}\\p{Nd}])`, 'iu');
    const end = full(ws.map(w => w[0]).join('[^\\p{L}\\p{Nd}]{1,3}')), whole = ws.map(w => full(w[0], '(?:e?s)?'));
    const has = t => res.reduce((n, re, i) => n + (whole[i].test(t) ? 2 : t.search(re) >= 0), 0);
    /* how often the word is said that is said least, in how much text; who asks how much or how many wants a figure beside it */
    const asks = re.of.asks, what = res.filter((_, i) => !asks || !MONEY.test(ws[i][0]));
    const sum = what[0] && asks ? RegExp(`(${what.map(r => r.source).join('|')})[^.]{0,40}?${MONEY.test(asks) ? '\\$' : '\\b'}\\d`, 'iu') : /(?!)/;
    const often = t => Math.log2(1 + Math.min(7, ...what.map(re => t.split(re).length >> 1))) - Math.log2(1 + t.length / 800);
    const early = at => at < 0 ? 0 : 4 - Math.min(1, at / 500);
    const rate = s => (3 * has(s[1]) + 2 * has(s[2]) + has(title)) / ws.length + 5 * end.test(s[1]) + early(s[2].search(end)) +
      often(s[1] + ' ' + s[2]) + 2 * sum.test(s[2]);
    const [fit, best] = all.map(s => [rate(s), s]).sort((a, b) => b[0] - a[0])[0];
    r.fit = fit;
    if (r.named < 2 && !r.kind && slug(best[1]) === slug(ws.map(w => w[0]).join(' '))) r.named = 2;
    return r.named === 3 ? ['', '', all.find(s => s[2])?.[2] || ''] : best;
  };

  /* the same pages, the first ten of them in the order of what their sections say */
  api.best = async query => {
    const all = await api.find(query), few = all.slice(0, 10), rank = r => r.fit + 3 * (r.t / all.ws.length) ** 2 + Math.min(r.score, 30) / 10;
    await Promise.all(few.map(async r => { r.best = await api.section(r, all.re) }));
    few.sort((a, b) => before(a, b) || rank(b) - rank(a));
    all.splice(0, few.length, ...few);
    return all;
  };
  if (!doc) return;

  /* ---- the dialog ---- */
  const box = made('dialog', { className: 'find', ariaLabel: 'Search', innerHTML: '<div><input type="search" role="combobox" aria-label="Search" aria-controls="found" aria-expanded="false" aria-autocomplete="list" autocomplete="off" placeholder="Search"><button type="button">Close</button></div><p role="status"></p><div role="listbox" id="found" aria-label="Pages"></div>' });
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
  const excerpt = async (r, a, all) => {
    const { re } = all, [id, heading, text] = r.best ?? await api.section(r, re), at = text.search(re), beg = at < 60 ? 0 : text.indexOf(' ', at - 60);
    a.hash = id;
    a.children[1].innerHTML += (heading && ' › ') + show(heading, re);
    a.lastChild.innerHTML = (beg ? '…' : '') + show(text.slice(beg, beg + 220), re);
  };
  const pages = n => `${n} page${n > 1 ? 's' : ''}`;
  const tell = (words, all, n, most, more, best) => !words ? '' : !all[0] ? 'Nothing found. Try other words.' :
    (best ? `The best ${pages(all.length)}` : more ? `The first ${all.length} of ${pages(all.length + more)}` : pages(all.length)) +
    (words < 2 || best ? '' : n < all.length || most < words ? `, ${Math.min(n, all.length)} of them with ${most < words ? `${most} of ${words}` : words > 2 ? `all ${words}` : 'both'} words` : '');
  /* what was looked for before, in this browser tab */
  const kept = () => { try { return JSON.parse(sessionStorage.getItem('plumb-found')) || [] } catch { return [] } };
  const keep = () => {
    const q = field.value.trim();
    try { q && sessionStorage.setItem('plumb-found', JSON.stringify([q, ...kept().filter(k => k !== q)].slice(0, 5))) } catch {}
  };
  const recent = () => {
    list.innerHTML = kept().map((q, i) => `<a role="option" id="found-${i}" tabindex="-1" href="#" data-q="${esc(q)}"><b>${esc(q)}</b></a>`).join('');
    said.textContent = list.firstChild ? 'Looked for before' : 'Type what you look for.';
    field.ariaExpanded = !!list.firstChild;
    choose(0);
  };
  const search = async () => {
    const mine = ++turn, asked = field.value.trim(), all = await api.best(asked), { x, ws, re, best } = all, most = all[0]?.n, n = all.filter(r => r.n === most).length;
    if (mine !== turn) return;
    const more = all.splice(20).length;
    list.innerHTML = all.map((r, i) => `<a role="option" id="found-${i}" tabindex="-1" href="${base}../${r.url}index.html"><small>${crumb(x, r.url)}</small><b>${show(x.t[r.p], re)}</b><span></span></a>`).join('');
    field.ariaExpanded = n > 0;
    choose(0);
    said.textContent = tell(ws.length, all, n, most, more, best);
    if (!asked) recent();
    const left = [...all], fill = n => mine === turn && left.splice(0, n).map(r => excerpt(r, list.children[next++], all));
    let next = 0;
    waiting = setTimeout(fill, 120, 6);
    list.onscroll = () => fill(20);
  };
  field.oninput = () => { clearTimeout(waiting); waiting = setTimeout(search, 60) };
  button.onclick = () => box.close();
  box.onclick = e => {
    const a = e.target.closest('a');
    if (a?.dataset.q) {
      e.preventDefault();
      field.value = a.dataset.q;
      search();
    } else if (a || e.target === box) {
      a && keep();
      box.close();
    }
  };
  box.onkeydown = e => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[e.key], all = [...list.children];
    if (step) choose(all.indexOf(active) + step);
    else if (e.key === 'Escape') box.close();
    else if (e.key === 'Enter' && e.target === field) active?.click();
    else if (e.key !== 'k' || !e.ctrlKey && !e.metaKey) return;
    e.preventDefault();
  };
  api.open = () => { box.open || box.showModal(); field.select(); field.value || recent() };
  doc.body.append(box);
  head('link', { rel: 'stylesheet', href: base + 'search.css', onload: api.open, onerror: api.open });
})();
