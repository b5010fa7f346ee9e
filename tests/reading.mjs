// reading.mjs - what tests/reading.t asks of a site of hard pages. Speaks TAP.
import { createRequire } from 'node:module';
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { extname, join, resolve } from 'node:path';

const require = createRequire(resolve('build/node/x.js'));
const { chromium } = require('playwright-core');
const site = process.argv[2], browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
let n = 0;
const at = async (path, options, look, ...rest) => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options }), page = await context.newPage();
  if (options.style === false) await page.route('**/*.css', r => r.abort());
  await page.goto(`${options.from ?? `file://${site}`}/${path.replace(/(#|$)/, '/index.html$1')}`);
  await page.waitForTimeout(300);
  const got = await (typeof look === 'string' ? page.evaluate(look) : look(page));
  await context.close();
  return got;
};
const ok = (good, name, got) => console.log(`${good ? 'ok' : 'not ok'} ${++n} - ${name}${good ? '' : `\n#   ${JSON.stringify(got)}`}`);
const phone = { viewport: { width: 390, height: 844 } }, WHOLE = `(() => {
  const box = document.querySelector('.tree'), b = box.getBoundingClientRect(), c = box.querySelector('[aria-current]').getBoundingClientRect();
  const half = [...box.querySelectorAll('a')].filter(a => { const r = a.getBoundingClientRect(); return r.height && r.top < b.top - 1 && r.bottom > b.top + 1; }).length;
  return { seen: c.top >= b.top && c.bottom <= b.bottom, half };
})()`, WIDE = 'document.documentElement.scrollWidth - innerWidth';

let got;
for (const p of ['many/p000', 'many/p150', 'many/p299']) {
  got = await at(p, {}, WHOLE);
  ok(got.seen && !got.half, `of 300 entries the current one is in view, none is half hidden: ${p}`, got);
}
got = await at('long', {}, async page => {
  await page.evaluate(() => document.getElementById('section-35').scrollIntoView());
  await page.waitForTimeout(300);
  return page.evaluate(() => {
    const a = document.querySelector('.toc [aria-current]'), b = a.closest('.toc').getBoundingClientRect(), r = a.getBoundingClientRect();
    return { text: a.textContent, seen: r.top >= b.top && r.bottom <= b.bottom };
  });
});
ok(got.seen && /3[56]/.test(got.text), 'the contents list follows', got);
got = await at('long', phone, async page => {
  await page.evaluate(() => document.getElementById('section-20').scrollIntoView());
  await page.waitForTimeout(300);
  return page.textContent('.bar button');
});
ok(/On this page: Section/.test(got), 'on a phone the bar names the section', got);
for (const p of ['long', 'wide', 'code', 'rtl', 'many/p001']) ok((got = await at(p, phone, WIDE)) <= 0, `${p} fits a phone`, got);
ok((got = await at('long', { viewport: { width: 720, height: 450 } }, WIDE)) <= 0, 'and a window at 200 %', got);
got = await at('many', phone, `(() => { const a = [...document.querySelectorAll('.pager a')].map(a => a.getBoundingClientRect().width); return Math.abs(a[0] - a[1]); })()`);
ok(got < 2, 'previous and next have half each', got);
got = await at('wide', {}, async page => {
  await page.evaluate(() => { const t = document.querySelector('.table'); t.scrollLeft = 1500; t.scrollTop = 300; });
  return page.evaluate(() => {
    const t = document.querySelector('.table').getBoundingClientRect(), first = document.querySelector('tbody tr:nth-child(15) td').getBoundingClientRect(), head = document.querySelector('th:nth-child(20)').getBoundingClientRect();
    return { column: Math.round(first.left - t.left), head: Math.round(head.top - t.top) };
  });
});
ok(Math.abs(got.column) < 3 && Math.abs(got.head) < 3, 'a wide table keeps its head and first column', got);
got = await at('wide', {}, async page => {
  await page.click('text=Sort and filter');
  await page.fill('.filter', 'v7.');
  const rows = await page.locator('tbody tr:visible').count();
  await page.fill('.filter', '');
  await page.click('th:nth-child(1) button');
  await page.click('th:nth-child(1) button');
  return { rows, sort: await page.getAttribute('th:nth-child(1)', 'aria-sort'), rest: await page.textContent('tbody td') };
});
ok(got.rows === 1 && got.sort === 'descending', 'a long table is filtered and sorted', got);
got = await at('code', { permissions: ['clipboard-read', 'clipboard-write'] }, async page => {
  await page.hover('.code');
  await page.click('.copy');
  await page.waitForTimeout(500);
  return { text: await page.evaluate(() => navigator.clipboard.readText()), wrap: await page.isVisible('.wraps') };
});
ok(/^npm ci\ncdk deploy \\\n {2}--all x+\n$/.test(got.text) && got.wrap, 'copy takes what was typed, cut code can wrap', got);
got = await at('code#fence.1-L3-L4', {}, page => page.evaluate(() => [...CSS.highlights.get('lines')].map(r => r.toString()).join()));
ok(/^\$ cdk deploy \\\n {2}--all x+$/.test(got), 'an address names lines of code', got);
got = await at('code', { permissions: ['clipboard-read', 'clipboard-write'] }, async page => {
  await page.evaluate(() => { const t = document.querySelector('pre code').firstChild; getSelection().selectAllChildren(document.querySelector("pre code")); });
  await page.hover('.code');
  await page.click('text=Link');
  await page.waitForTimeout(300);
  return page.evaluate(() => location.hash);
});
ok(got === '#fence.1-L1-L4', 'and those selected can be named', got);
const types = { '.html': 'text/html', '.css': 'text/css', '.js': 'text/javascript' };
const server = createServer((q, r) => {
  r.writeHead(200, { 'content-type': types[extname(q.url)] ?? 'image/svg+xml' });
  r.end(readFileSync(join(site, q.url)));
}).listen(0, '127.0.0.1');
await new Promise(done => server.on('listening', done));
const unfold = async page => {
  await page.click('.tree [data-more] + details > summary');
  await page.waitForTimeout(500);
  const links = await page.locator('.tree details[open] a:visible').count(), before = page.url();
  await page.goto(before.replace('/long/', '/wide/'));
  await page.waitForTimeout(500);
  const kept = await page.locator('.tree details[open] a:visible').count();
  await page.click('.tree details[open] a >> nth=7');
  return { links, kept, here: before, there: page.url() };
};
got = await at('long', { from: `http://127.0.0.1:${server.address().port}` }, unfold);
ok(got.links === 300 && got.kept === 300 && /many\/p007/.test(got.there), 'a section unfolds in place, and stays so', got);
server.close();
got = await at('long', {}, `[...document.querySelectorAll('.tree .group + details > summary')].filter(s => s.checkVisibility()).map(s => {
  const middle = e => { const b = e.getBoundingClientRect(); return b.top + b.height / 2 };
  return Math.abs(middle(s) - middle(s.parentNode.previousElementSibling));
})`);
ok(got.length > 0 && got.every(d => d < 2), 'what unfolds a section stands level with its name', got);
got = await at('', {}, `document.querySelector('main p .claim').closest('p').cloneNode(true)`.replace(/^(.*)$/, '(() => { const p = $1; p.querySelectorAll(".tip").forEach(t => t.remove()); return p.textContent; })()'));
ok(got.startsWith('Port 80 (not true: 81) and 1 GB.'), 'a false claim is heard as it is seen', got);
ok((got = await at('', {}, `document.querySelectorAll('.claim[tabindex="0"]').length`)) === 0, 'claims are no stops of the tab key', got);
got = await at('rtl', {}, `({ dir: document.documentElement.dir, left: document.querySelector('.tree').getBoundingClientRect().left > innerWidth / 2 })`);
ok(got.dir === 'rtl' && got.left, 'a page in Hebrew stands from right to left', got);
got = await at('many/p150', { forcedColors: 'active' }, `getComputedStyle(document.querySelector('.tree [aria-current]')).borderTopWidth`);
ok(got !== '0px', 'with forced colours the current entry has a border', got);
got = await at('long', { javaScriptEnabled: false }, async page => ({ h1: await page.isVisible('h1'), tree: await page.isVisible('.tree a[aria-current]'), search: await page.getAttribute('.search', 'href') }));
ok(got.h1 && got.tree && /search/.test(got.search), 'without script all can be read', got);
got = await at('wide', { style: false }, `document.querySelector('main').innerText.includes('v29.39')`);
ok(got, 'and without style');
console.log(`1..${n}`);
await browser.close();
