// search.mjs - asks the search of a built site as a reader's browser would, without a browser: the real script,
// the real files. Speaks TAP.
//
//     node tests/search.mjs DIR [QUERY]     with words: what is found, for people; exit status 1 when nothing is
//                                           with a number: tests, numbered on from it
import { readFileSync, readdirSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import vm from 'node:vm';

const MOST_FIRST = 30000, MOST_FURTHER = 15000;   // bytes in gzip: script, directory and first shard; each further word
const MOST_INDEX = 0.10;                          // of the gzip of all texts on end

function engine(site, dir) {
  const context = vm.createContext({});
  context.self = context;
  const load = file => {
    const text = readFileSync(file);
    engine.bytes += gzipSync(text, { level: 9 }).length;
    vm.runInContext(text.toString(), context, { filename: file });
  };
  engine.bytes = 0;
  load(join(site, dir, 'search.js'));
  const api = context.plumbSearch;
  api.run = async path => load(join(site, dir, decodeURIComponent(path)));
  return api;
}

let number = Number(process.argv[3]) || 0, failed = 0;
function ok(good, name, why) {
  failed += !good;
  console.log(`${good ? 'ok' : 'not ok'} ${++number} - ${name}`);
  if (why !== undefined && !good) console.log(`#   ${why}`);
}

// Numbers from a seed, so that every run asks the same.
function dice(seed) {
  return n => (seed = seed * 1103515245 + 12345 & 0x7fffffff) % 65536 % n;
}
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
function misspelt(title, roll) {
  const words = [...title.matchAll(/[A-Za-z]{4,}/g)];
  if (!words.length) return title;
  const w = words[roll(words.length)], at = w.index + roll(w[0].length - 1), c = LETTERS[roll(26)];
  const [head, one, two, tail] = [title.slice(0, at), title[at], title[at + 1], title.slice(at + 2)];
  return [head + two + tail, head + c + two + tail, head + one + c + two + tail, head + two + one + tail][roll(4)];
}

async function titles(api, x, share) {
  const roll = dice(7), most = Math.min(x.n, 400), step = x.n / most;
  let first = 0, five = 0, asked = 0;
  const missed = [];
  for (let i = 0; i < most; i++, asked++) {
    const p = Math.floor(i * step), same = r => x.t[r.p] === x.t[p];  // pages of one title are one answer
    first += same((await api.find(x.t[p]))[0] ?? {});
    const q = misspelt(x.t[p], roll), found = (await api.find(q)).slice(0, 5).some(same);
    five += found;
    if (!found) missed.push(q);
  }
  ok(first >= asked * share, `a title finds its page first: ${first} of ${asked}`);
  ok(five >= asked * share, `with a letter wrong it is among five: ${five} of ${asked}`, missed.slice(0, 5).join(' | '));
}

async function cost(site, dir, queries) {
  let first = 0, further = 0, text = 0;
  for (const [a, b] of queries) {
    const api = engine(site, dir);
    const found = await api.find(a);
    first = Math.max(first, engine.bytes);
    let before = engine.bytes;
    await api.find(`${a} ${b}`);
    further = Math.max(further, engine.bytes - before);
    before = engine.bytes;
    for (const r of found.slice(0, 6)) await api.section(r, found.re);
    text = Math.max(text, engine.bytes - before);
  }
  ok(first <= MOST_FIRST, `to the first list of a word: ${first} bytes`);
  ok(further <= MOST_FURTHER, `each further word: ${further} bytes`);
  console.log(`# excerpts of six pages: ${text} bytes`);
}

// The texts of all pages, as readers get them.
function texts(site, x) {
  const files = x.u.map(u => readFileSync(join(site, decodeURIComponent(u), 'plumb-text.js'), 'utf8'));
  const sections = files.map(f => JSON.parse(`[${f.slice('plumbSearch('.length, -2).replace(/\n/g, ' ')}]`)[1]);
  return { files, pages: sections.map(all => all.map(s => `${s[1]}\n${s[2]}`).join('\n')) };
}

// All that is there for search but script and style, excerpts and the list of pages for people.
function size(site, dir, x) {
  const names = readdirSync(join(site, dir)).filter(f => f.endsWith('.js') && f !== 'search.js');
  const index = names.reduce((n, f) => n + gzipSync(readFileSync(join(site, dir, f)), { level: 9 }).length, 0);
  const text = gzipSync(texts(site, x).files.join(''), { level: 9 }).length;
  ok(index <= MOST_INDEX * text, `the index is ${(100 * index / text).toFixed(1)} % of the texts: ${index} of ${text} bytes`);
}

// Words of the texts, read from the pages and not from the index.
async function words(api, site, x) {
  const on = new Map(), roll = dice(11), titled = new Set(x.t.join(' ').toLowerCase().match(/[a-z]+/g));
  texts(site, x).pages.forEach((t, p) => new Set(t.match(/(?<![\p{L}\p{Nd}.])[A-Za-z]?[a-z]{4,22}(?![\p{L}\p{Nd}])/gu)?.map(w => w.toLowerCase()))
    .forEach(w => titled.has(w) || on.set(w, [...on.get(w) ?? [], p])));
  const few = [...on].filter(([, pages]) => pages.length <= x.n / 20), many = [...on].filter(([, pages]) => pages.length > x.n / 8);
  const some = (list, n) => Array.from({ length: Math.min(n, list.length) }, () => list[roll(list.length)]);
  const lost = [], apart = [];
  for (const [w, pages] of some(few, 200)) {
    const found = new Set((await api.find(w)).map(r => r.p));
    if (!pages.every(p => found.has(p))) lost.push(w);
    const [v, others] = few[roll(few.length)], both = pages.filter(p => others.includes(p));
    const r = (await api.find(`${w} ${v}`)).slice(0, both.length);
    if (v !== w && !both.every(p => r.some(r => r.p === p)) && !r.every(r => r.n === 2)) apart.push(`${w} ${v}`);
  }
  ok(!lost.length, 'a word of few pages finds them all', lost.slice(0, 5).join(' '));
  ok(!apart.length, 'two words: pages with both come first', apart.slice(0, 5).join(' | '));
  let least = 1e9;
  for (const [w] of some(many, 100)) least = Math.min(least, (await api.find(w)).length);
  if (many.length) ok(least >= 12, `a word of many pages finds some: at least ${least}`);
  const typo = async (list, name, share, kinds) => {
    const asked = some(list.filter(([w]) => w.length > 4), 100), wrong = [];
    for (const [w, pages] of asked) {
      const c = LETTERS[roll(26)], q = [w[1] + w[0] + w.slice(2), c + w, c + w.slice(1), w[0] + c + w.slice(2)][roll(kinds)];
      if (!(await api.find(q)).slice(0, 20).some(r => pages.includes(r.p))) wrong.push(`${q} for ${w}`);
    }
    ok(wrong.length <= asked.length * (1 - share), `${name}: ${asked.length - wrong.length} of ${asked.length}`, wrong.slice(0, 8).join(' | '));
  };
  await typo(many, 'a word of many pages, misspelt in its first two letters', 0.9, 4);
  await typo(few, 'a word of few pages, its first two letters swapped', 0.9, 1);
}

const site = process.argv[2], query = isNaN(process.argv[3] ?? 0) ? process.argv[3] : undefined;
const dir = ['search', 'plumb-search'].find(d => existsSync(join(site, d, 'index.js')));
const api = engine(site, dir), start = await (query ? api.best : api.find)(query ?? 'a'), { x } = start;
if (query !== undefined) {
  for (const r of start.slice(0, 10)) {
    const [id, heading, text] = await api.section(r, start.re);
    console.log(`${r.n} ${r.score.toFixed(1)} ${r.url}#${id}  ${x.t[r.p]}${heading ? ' › ' + heading : ''}\n      ${text.slice(Math.max(0, text.search(start.re) - 40)).slice(0, 110)}`);
  }
  process.exitCode = start.length ? 0 : 1;
} else {
  await titles(api, x, 0.95);
  const ws = ['monitor', 'secrets', 'cluster', 'shard', 'container', 'deploy', 'the', 'cost', 'task', 'a'];
  await cost(site, dir, ws.map((w, i) => [w, ws[(i + 3) % ws.length]]));
  await cost(site, dir, ws.map((w, i) => [`x${w}`, `${w.slice(1, 2)}${w[0]}${w.slice(2)}q`]));
  if (x.s) size(site, dir, x);
  await words(api, site, x);
  process.exitCode = failed ? 1 : 0;
}
