// report_look.mjs - the review pack as people meet it: opened from the disk, light, dark, on a phone, and printed.
//
//     node tests/report_look.mjs PACK.html DIR     DIR: the PDF's pages as p-N.pgm, its words as words.html
import { createRequire } from 'node:module';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

const require = createRequire(resolve('build/node/x.js'));
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const [pack, dir] = process.argv.slice(2);
const MARGIN_MM = 8, DPI = 50, LARGEST = 400000;
let n = 0;
function ok(name, wrong) {
  console.log(`${wrong.length ? 'not ok' : 'ok'} ${++n} - ${name}`);
  for (const w of wrong.slice(0, 12)) console.log(`# ${w}`);
}

// ---- on a screen ----

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
let heads = [], said = [];
for (const [name, width, colorScheme] of [['desktop', 1280, 'light'], ['dark', 1280, 'dark'], ['phone', 390, 'light']]) {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
  const wrong = [];
  page.on('console', m => wrong.push(m.text()));
  page.on('pageerror', e => wrong.push(String(e)));
  page.on('request', r => r.url().startsWith('file:') || wrong.push(`asks for ${r.url()}`));
  await page.goto('file://' + resolve(pack));
  ok(`${name}: nothing is asked for, nothing complains`, wrong);
  await page.evaluate(() => document.querySelectorAll('details').forEach(d => { d.open = true; }));
  ok(`${name}: nothing is wider than the screen`, await page.evaluate(() =>
    document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll('main *')]
      .filter(e => !e.closest('svg') && e.getBoundingClientRect().right > innerWidth + 1).map(e => `${e.tagName} ${e.textContent.slice(0, 60)}`)));
  await page.evaluate(axe);
  ok(`${name}: axe finds nothing`, (await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] })))
    .violations.map(v => `${v.id} ×${v.nodes.length}: ${v.nodes[0].target.join(' ')}`));
  if (name === 'desktop') {
    heads = await page.evaluate(() => [...document.querySelectorAll('h2, h3')].map(h => h.textContent));
    said = await page.evaluate(() => { // words that stand on paper, too
      document.querySelectorAll('svg, button, summary, .buttons, .sr, textarea, script').forEach(e => e.remove());
      const walk = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT), out = [];
      while (walk.nextNode()) out.push(...walk.currentNode.data.split(/[\s/.:_=-]+/));
      return out.filter(w => w.length > 3);
    });
  }
  await page.close();
}
await browser.close();
ok('the file is small', statSync(pack).size <= LARGEST ? [] : [`${statSync(pack).size} bytes`]);

// ---- on paper ----

// Ink in the margin, or a page with next to none.
function inked(file) {
  const data = readFileSync(join(dir, file)), head = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(data.subarray(0, 40).toString('latin1'));
  const [w, h] = [+head[1], +head[2]], at = head[0].length, edge = Math.floor(MARGIN_MM / 25.4 * DPI);
  let dark = 0, out = 0;
  for (let y = 0; y < h; y++)
    for (let x = 0; x < w; x++) {
      if (data[at + y * w + x] > 200) continue;
      dark++;
      out += x < edge || x >= w - edge || y < edge || y >= h - edge;
    }
  return [...(out ? [`${file}: ${out} dots in the margin`] : []), ...(dark < 300 ? [`${file}: next to nothing on it`] : [])];
}
ok('no page is cut at its edge or empty', readdirSync(dir).filter(f => f.endsWith('.pgm')).flatMap(inked));

const plain = s => s.replace(/&amp;/g, '&').replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&(#39|apos);/g, "'");
const box = s => Object.fromEntries([...s.matchAll(/([xy]M\w+)="([\d.]+)"/g)].map(m => [m[1], +m[2]]));
const pages = readFileSync(join(dir, 'words.html'), 'utf8').split('<page ').slice(1).map(p => ({
  height: +/height="([\d.]+)"/.exec(p)[1],
  lines: [...p.matchAll(/<line ([^>]*)>([\s\S]*?)<\/line>/g)].map(m => ({ ...box(m[1]),
    text: plain([...m[2].matchAll(/<word[^>]*>([^<]*)</g)].map(x => x[1]).join(' ')) })),
}));
const key = s => s.toLowerCase().replace(/\s+/g, ' ').trim();
const titles = new Set(heads.map(key));
ok('no heading stands alone at a foot', pages.flatMap((p, i) => p.lines.filter(l => titles.has(key(l.text)) &&
  !p.lines.some(o => o.yMin > l.yMin + 2 && o.yMin < p.height - 55 && o.xMin < l.xMax + 150 && o.xMax > l.xMin)).map(l => `page ${i + 1}: ${l.text}`)));
const letters = s => s.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
const print = letters(pages.map(p => p.lines.map(l => l.text).join('')).join(''));
ok('every word of the screen stands on paper', [...new Set(said.map(letters))].filter(w => !print.includes(w)));
ok('each page says which it is', pages.flatMap((p, i) => p.lines.some(l => l.text.replace(/\s/g, '') === `${i + 1}/${pages.length}`) ? [] : [`page ${i + 1}`]));
// a word is whole: no line of a narrow column holds a part of a short one
const words = new Set(said.filter(w => w.length < 11).map(key));
ok('no short word is broken', pages.flatMap((p, i) => p.lines.flatMap((l, k) => {
  const a = l.text.split(/[\s/.:_=-]+/).pop(), b = (p.lines[k + 1]?.text ?? '').split(/[\s/.:_=,-]+/)[0];
  const both = key(a + b);
  return a && b && !words.has(key(a)) && !words.has(key(b)) && /^[a-z]+$/.test(a + b) && words.has(both) ? [`page ${i + 1}: ${a} / ${b}`] : [];
})));
console.log(`1..${n}`);
