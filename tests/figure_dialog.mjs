// figure_dialog.mjs - a figure opened large as readers do it: by pointer, by keys, by touch, under a strict policy, and
// without script. Speaks TAP.
//
//     node tests/figure_dialog.mjs DIR PAGE      PAGE has a drawing with a narrow twin, a chart, a sequence; modules from build/node
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { existsSync, readFileSync } from 'node:fs';
import { extname, join, resolve } from 'node:path';

const require = createRequire(resolve('build/node/x.js'));
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const TYPES = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml' };
const [dir, path] = process.argv.slice(2);
const POLICY = readFileSync(join(dir, '.plumb/policy'), 'utf8').trim();

const server = createServer((q, r) => {
  const p = join(dir, decodeURIComponent(new URL(q.url, 'http://x').pathname));
  if (!existsSync(p)) { r.writeHead(404).end(); return; }
  r.writeHead(200, { 'content-type': TYPES[extname(p)] ?? 'application/octet-stream', 'content-security-policy': POLICY });
  r.end(readFileSync(p));
});
await new Promise(ok => server.listen(0, '127.0.0.1', ok));
const web = `http://127.0.0.1:${server.address().port}/${path}`;

let number = 0, failed = 0;
function report(name, bad) {
  failed += bad.length > 0;
  console.log(`${bad.length ? 'not ok' : 'ok'} ${++number} - ${name}`);
  for (const b of bad) console.log(`#   ${b}`);
}

const state = page => page.evaluate(() => {
  const box = document.querySelector('dialog.large'), svg = box?.querySelector('div > svg');
  return { open: box?.open ?? false, by: svg?.style.transform ?? '', said: box?.querySelector('output').textContent ?? '',
    wide: svg ? svg.getBoundingClientRect().width : 0, inside: document.querySelectorAll('.figure svg').length };
});

async function reader(browser, options, open) {
  const context = await browser.newContext(options), page = await context.newPage(), bad = [];
  const must = (good, what) => good || bad.push(what);
  page.on('pageerror', e => bad.push(`script: ${e.message}`));
  page.on('console', m => m.type() === 'error' && bad.push(`console: ${m.text().slice(0, 120)}`));
  await page.goto(web);
  must(!await page.locator('script[src*="figure."]').count(), 'the script is loaded before it is asked for');
  const before = (await state(page)).inside;
  await open(page);
  await page.waitForSelector('dialog.large[open]', { timeout: 5000 }).catch(() => bad.push('it does not open'));
  const fit = await state(page);
  must(fit.wide > 200 && fit.inside === before - 1, `nothing is shown: ${JSON.stringify(fit)}`);
  await page.keyboard.press('+');
  const large = await state(page);
  must(large.wide > fit.wide * 1.1, 'the + key does not enlarge');
  await page.keyboard.press('ArrowRight');
  must((await state(page)).by !== large.by, 'the arrow does not move it');
  await page.keyboard.press('0');
  must((await state(page)).by === fit.by, '0 does not fit it again');
  await page.evaluate(axe);
  bad.push(...await page.evaluate(async () => (await window.axe.run(document, { resultTypes: ['violations'] })).violations.map(v => `axe ${v.id}`)));
  await page.mouse.move(300, 300);
  await page.mouse.wheel(0, -200);
  await page.waitForTimeout(50);
  must((await state(page)).wide > fit.wide * 1.1, 'the wheel does not enlarge');
  await page.keyboard.press('Escape');
  let after = await state(page); // not waitForFunction: where it has to wait it makes code of text, which the page's policy forbids
  for (let t = 0; t < 2000 && after.inside !== before; t += 50, after = await state(page)) await page.waitForTimeout(50);
  must(!after.open && after.inside === before, `Escape does not put it back: ${JSON.stringify(after)}`);
  await context.close();
  return bad;
}

// The values of a chart are told to those who have no pointer.
async function values(browser) {
  const context = await browser.newContext(desk), page = await context.newPage();
  await page.goto(web);
  await page.locator('.figure').nth(1).locator('.enlarge').press('Enter');
  await page.waitForSelector('dialog.large[open]');
  for (let i = 0; i < 8 && !(await state(page)).said; i++) await page.keyboard.press('Tab');
  const said = (await state(page)).said;
  await context.close();
  return /\d/.test(said) ? [] : [`a row says "${said}"`];
}

// The participants of a sequence stand above it once; where it scrolls, a copy lies on them and stays.
async function participants(browser, options, copies) {
  const context = await browser.newContext(options), page = await context.newPage();
  await page.goto(web);
  const tops = await page.evaluate(() => [...document.querySelectorAll('.frame:has(> .heads) svg')]
    .filter(s => s.getClientRects().length).map(s => Math.round(s.getBoundingClientRect().top)));
  await context.close();
  return tops.length === 1 + copies && tops.every(t => t === tops[0]) ? [] : [`pictures begin at ${tops}`];
}

// What axe could not judge: the ground of words in pictures is declared, and what does not scroll has one colour.
async function unsure(browser) {
  const context = await browser.newContext({ ...desk, bypassCSP: true }), page = await context.newPage();
  await page.goto(web);
  await page.evaluate(axe);
  const nodes = await page.evaluate(async () => (await window.axe.run(document, { runOnly: ['color-contrast'] })).incomplete.flatMap(i => i.nodes.map(n => n.html.slice(0, 90))));
  await context.close();
  return nodes.length > 5 ? [`${nodes.length}, such as`, ...nodes.slice(0, 3)] : [];
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-sync'] });
const desk = { viewport: { width: 1280, height: 900 } }, phone = { viewport: { width: 390, height: 844 }, hasTouch: true };
report('by a click on the picture', await reader(browser, desk, page => page.locator('.broad svg').first().click()));
report('by Enter', await reader(browser, desk, page => page.locator('.enlarge').first().press('Enter')));
report('on a phone', await reader(browser, phone, page => page.locator('.slim svg').first().tap()));
report('values of a chart by keyboard', await values(browser));
report('participants of a sequence once', await participants(browser, desk, 0));
report('participants of a sequence on a phone', await participants(browser, phone, 1));
report('contrast of words in pictures can be judged', await unsure(browser));
const silent = await browser.newContext({ ...desk, javaScriptEnabled: false }), page = await silent.newPage();
await page.goto(web);
await page.locator('.enlarge').first().click();
report('without script the picture opens', /\.svg$/.test(page.url()) ? [] : [page.url()]);
await browser.close();
server.close();
console.log(`1..${number}`);
process.exitCode = failed ? 1 : 0;
