// estimator.mjs - the browser's arithmetic (assets/estimator.js) against plumb estimate: the sizes as they are, and
// 1,000 random inputs, each written as an estimate of its own with the same amounts.
//
//     node tests/estimator.mjs PLUMB CONTENT SITE SCRATCH    prints what differs, then a line with the numbers
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';

const [, , plumb, content, site, scratch] = process.argv;
const script = readFileSync(new URL('../assets/estimator.js', import.meta.url), 'utf8');
const estimate = new Function(`${script}; return estimate`)();
const page = readFileSync(join(site, 'data/estimator/index.html'), 'utf8');
const written = page.match(/data-model='([^']*)'/)[1];
const model = JSON.parse(written.replace(/&#39;/g, "'").replace(/&lt;/g, '<').replace(/&amp;/g, '&'));
const KEYS = 'uftzhokw';
const NEAR = 0.005, ENDS = ['low', 'typical', 'high'];
const bad = [];
let worst = 0;

const inputs = d => Object.fromEntries([...KEYS].map((k, i) => [k, d[i]]));
const estimates = dir => JSON.parse(execFileSync(plumb, ['estimate', dir, '--format', 'json'], { maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'] }));
function compare(name, got, want) {
  ENDS.forEach((end, e) => {
    const off = Math.abs(got.total[e] - want[end]);
    worst = Math.max(worst, off);
    if (!(off <= NEAR)) bad.push(`${name} ${end}: ${got.total[e]} instead of ${want[end]}`);
  });
}

// ---- the sizes as they are ----
const real = estimates(content);
const names = JSON.parse(readFileSync(join(content, 'costs/sizes.json'))).sizes;
const ids = names.map(n => n.replace('.json', ''));
ids.forEach((id, i) => compare(id, estimate(model, inputs(model.s[i].d)), real[id]));

// ---- another region: the same at twice the price is twice as much; what it has no price for has no total ----
const twice = x => Array.isArray(x) ? x.map(twice) : x && x.t ? { t: x.t.map(([n, p]) => [n, 2 * p]) } : 2 * x;
model.s.forEach(size => {
  const v = inputs(size.d), here = estimate(model, v);
  const other = { ...model, g: [model.g[0], ['x', model.p.map(twice), model.c.map(c => twice(c[1]))], ['y', model.p.map(() => null), model.c.map(() => null)]] };
  if (Math.abs(estimate(other, { ...v, g: 1 }).total[1] - 2 * here.total[1]) > NEAR) bad.push(`${size.n}: a region at twice the price`);
  if (!isNaN(estimate(other, { ...v, g: 2 }).total[1])) bad.push(`${size.n}: a total without prices`);
});
if (!model.g.some(g => g[0] === 'eu-west-1' && g[1].length === model.p.length)) bad.push('eu-west-1 cannot be chosen');

// ---- random inputs ----
let seed = 12345;
const random = n => (seed = (seed * 1103515245 + 12345) % 2147483648) % n;
const pick = list => list[random(list.length)];
const files = names.map(n => JSON.parse(readFileSync(join(content, 'costs', n))));
const prod = JSON.parse(readFileSync(join(content, 'cdk/config/prod.json')));
const numbers = { 'config.prod:/service/cpu': prod.service.cpu / 1024, 'config.prod:/service/memoryMiB': prod.service.memoryMiB / 1024 };
const number = x => typeof x !== 'string' ? x : numbers[x] ?? x.split(':/')[1].split('/').reduce((o, k) => o[k], prod);
const ends = x => { x = number(x); return x.low === undefined ? [x, x, x] : [x.low, x.typical, x.high].map(number) };
const triple = ([low, typical, high]) => ({ low, typical, high });
const dec = x => +x.toFixed(9);
const FREE = { 'data.out.gb.0': 100, 'cloudfront.us_eu.out_gb.0': 1024 };
const waf = files[2].rows.flatMap(r => r.parts).filter(p => p.price.startsWith('waf.'));

// What the page says that its inputs mean, done to an estimate's file.
function change(file, d, v) {
  const out = structuredClone(file), grow = Math.max(1, v.u / model.u);
  const had = (key, name) => file.rows.flatMap(r => r.parts).find(p => p.price.startsWith(key) && (!name || name in p.times));
  const [vcpu, gb] = model.f[v.f];
  for (const row of out.rows) {
    row.parts = row.parts.filter(p => !p.price.startsWith('cache.') && !p.price.startsWith('waf.'));
    for (const p of row.parts) {
      const t = p.times;
      if (p.price.startsWith('fargate.')) {
        Object.assign(t, { tasks: v.t, hours: v.h }, t.vCPU !== undefined ? { vCPU: vcpu } : { GB: gb });
      } else if (p.price === 'nat.hour') t.gateways = v.z;
      else if (p.price === 'public_ipv4.hour') t.addresses = number(t.addresses) + v.z - d.z + Math.max(2, v.z) - Math.max(2, d.z);
      else if (p.price in FREE) {
        const was = ends(t.GB);
        t.GB = triple(was.map(x => Math.max(0, dec(v.o - (x === 0 ? Math.max(FREE[p.price], was[2]) : was[2] - x)))));
      } else if (/^(alb\.lcu|nat\.gb|logs\.|secrets\.api)/.test(p.price)) {
        const k = Object.keys(t).find(k => k !== 'hours');
        t[k] = triple(ends(t[k]).map(x => dec(x * grow)));
      }
    }
  }
  out.rows = out.rows.filter(r => r.parts.length);
  const extra = [];
  if (v.k) extra.push({ price: model.c[v.k][0] + '_hour', times: { nodes: 1, hours: 730 } });
  if (v.w) for (const p of structuredClone(waf)) {
    if (p.price === 'waf.request') p.times.requests = triple(ends(p.times.requests).map(x => dec(x / 400 * v.u)));
    extra.push(p);
  }
  if (extra.length) out.rows.push({ id: 'extra', service: 'Extra', parts: extra });
  for (const row of out.rows) for (const p of row.parts) for (const k in p.times)
    p.times[k] = typeof p.times[k] === 'object' ? triple(ends(p.times[k])) : number(p.times[k]);
  return out;
}

rmSync(scratch, { recursive: true, force: true });
mkdirSync(join(scratch, 'costs'), { recursive: true });
cpSync(join(content, 'prices'), join(scratch, 'prices'), { recursive: true });
writeFileSync(join(scratch, 'site.json'), '{"sources":{"price":"prices/us-east-1.json","cost":"costs/"}}');
writeFileSync(join(scratch, 'index.md'), '# Test\n');
const wanted = [];
for (let n = 0; n < 1000; n++) {
  const v = { u: 1 + random(n % 3 ? 600 : 60), f: random(model.f.length), t: random(12), z: 1 + random(4), h: random(731),
    o: pick([0, 40, 99, 250, 900, 3000, 12000, 60000, 200000]) + random(50), k: random(model.c.length), w: random(2) };
  let i = model.s.findIndex(s => v.u <= s.d[0]);
  if (i < 0) i = model.s.length - 1;
  const id = `r${n}`;
  wanted.push([id, v]);
  writeFileSync(join(scratch, 'costs', `${id}.json`), JSON.stringify({ ...change(files[i], inputs(model.s[i].d), v), name: id }));
}
const computed = estimates(scratch);
for (const [id, v] of wanted) compare(`${id} ${JSON.stringify(v)}`, estimate(model, v), computed[id]);

// ---- size, and what stands without script ----
const bytes = brotliCompressSync(Buffer.from(script + written)).length;
if (bytes > 3072) bad.push(`script and numbers are ${bytes} bytes in brotli`);
const plain = page.replace(/<script[\s\S]*?<\/script>/g, '').replace(/ data-model='[^']*'/, '');
for (const id of ids) {
  const n = real[id].typical, usd = '$' + (n < 100 ? n.toFixed(2) : n.toFixed(0));
  if (!plain.includes(usd)) bad.push(`without script the page does not say ${usd} for ${id}`);
}
const src = page.match(/<form data-script="(\.\.\/\.\.\/assets\/estimator\.[0-9a-f]+\.js)">/);
if (!src || !existsSync(join(site, 'data/estimator', src[1]))) bad.push('the script is not where the page says');
else if (readFileSync(join(site, 'data/estimator', src[1]), 'utf8') !== script) bad.push('the script is another');

console.log(bad.slice(0, 10).join('\n'));
console.log(`${ids.length} sizes and ${wanted.length} inputs, at most ${worst.toFixed(7)} USD off, ${bytes} bytes`);
process.exit(bad.length ? 1 : 0);
