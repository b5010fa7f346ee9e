// search_dialog.mjs - the search dialog as readers meet it: by keys, by touch, from disk, under a strict policy;
// asks axe-core. Speaks TAP.
//
//     node tests/search_dialog.mjs DIR QUERY      QUERY begins a title of DIR; modules from build/node
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { existsSync, readFileSync } from 'node:fs';
import { extname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const require = createRequire(resolve('build/node/x.js'));
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const TYPES = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml' };
const [dir, query] = process.argv.slice(2);
const POLICY = readFileSync(join(dir, '.plumb/policy'), 'utf8').trim(); // what plumb computed for these pages

const server = createServer((q, r) => {
  const p = join(dir, decodeURIComponent(new URL(q.url, 'http://x').pathname));
  if (!existsSync(p)) { r.writeHead(404).end(); return; }
  r.writeHead(200, { 'content-type': TYPES[extname(p)] ?? 'application/octet-stream', 'content-security-policy': POLICY });
  r.end(readFileSync(p));
});
await new Promise(ok => server.listen(0, '127.0.0.1', ok));
const web = `http://127.0.0.1:${server.address().port}/`;

let number = 0, failed = 0;
function report(name, bad) {
  failed += bad.length > 0;
  console.log(`${bad.length ? 'not ok' : 'ok'} ${++number} - ${name}`);
  for (const b of bad) console.log(`#   ${b}`);
}

const state = page => page.evaluate(() => {
  const box = document.querySelector('dialog.find'), field = box?.querySelector('input');
  return { open: box?.open ?? false, focus: document.activeElement === field, options: [...document.querySelectorAll('#found > a')].length,
    active: document.getElementById(field?.getAttribute('aria-activedescendant') || 'none')?.href,
    chosen: [...document.querySelectorAll('#found > [aria-selected=true]')].map(a => a.href).join(),
    expanded: field?.getAttribute('aria-expanded'), said: box?.querySelector('[role=status]').textContent,
    marks: document.querySelectorAll('#found mark').length, excerpts: [...document.querySelectorAll('#found span')].filter(e => e.textContent).length,
    wide: document.documentElement.scrollWidth - innerWidth };
});

// One reader: opens, types, walks, follows the second result.
async function reader(browser, start, options, open) {
  const context = await browser.newContext(options), page = await context.newPage(), bad = [];
  const must = (good, what) => good || bad.push(what);
  page.on('pageerror', e => bad.push(`script: ${e.message}`));
  page.on('console', m => m.type() === 'error' && bad.push(`console: ${m.text().slice(0, 120)}`));
  await page.goto(start);
  must(!await page.locator('script[src*=search]').count(), 'search is loaded before it is asked for');
  await open(page);
  await page.waitForSelector('dialog.find[open]');
  must((await state(page)).focus, 'the field has no focus');
  await page.keyboard.type(query, { delay: 10 });
  await page.waitForSelector('#found span:not(:empty)', { timeout: 5000 }).catch(() => bad.push('no excerpt comes'));
  let s = await state(page);
  must(s.options > 0 && s.expanded === 'true' && / pages?$/.test(s.said), `results are not announced: ${JSON.stringify(s)}`);
  must(s.active && s.active === s.chosen, 'the first result is not chosen');
  must(s.marks > 0 && s.excerpts > 0, 'nothing is marked');
  must(s.wide <= 0, `${s.wide} px too wide`);
  if (start.startsWith('http')) {
    await page.evaluate(axe);
    bad.push(...await page.evaluate(async () => (await window.axe.run(document, { resultTypes: ['violations'] })).violations.map(v => `axe ${v.id}`)));
  }
  const first = s.active;
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  must((await state(page)).active === first, 'down and up does not lead back');
  await page.keyboard.press('Escape');
  must(!(await state(page)).open, 'Escape does not close');
  await page.keyboard.press('Control+k');
  must((await state(page)).open, 'Ctrl-K does not open again');
  await page.keyboard.press('Enter');
  for (let i = 0; i < 50 && page.url() !== first; i++) await page.waitForTimeout(100);
  must(page.url() === first, `Enter leads to ${page.url()}, not ${first}`);
  await context.close();
  return bad;
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-sync'] });
const desk = { viewport: { width: 1280, height: 900 } }, phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const press = key => page => page.keyboard.press(key);
report('by the / key', await reader(browser, web + 'index.html', desk, press('/')));
report('in the dark, by Ctrl-K', await reader(browser, web + 'index.html', { ...desk, colorScheme: 'dark' }, press('Control+k')));
report('on a phone', await reader(browser, web + 'index.html', phone, page => page.tap('.search')));
report('from disk', await reader(browser, pathToFileURL(resolve(dir, 'index.html')).href, desk, press('/')));

const silent = await browser.newContext({ ...desk, javaScriptEnabled: false }), page = await silent.newPage();
await page.goto(web + 'index.html');
await page.click('.search');
report('without script the link leads to all pages', /search\/index\.html$/.test(page.url()) ? [] : [page.url()]);
await browser.close();
server.close();
console.log(`1..${number}`);
process.exitCode = failed ? 1 : 0;
