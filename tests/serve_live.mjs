// serve_live.mjs - an open page of plumb serve follows edits, keeps its place and shows what is wrong. Speaks TAP.
//
//     node tests/serve_live.mjs PLUMB DIR      DIR is written; modules from build/node
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

const require = createRequire(resolve('build/node/x.js'));
const { chromium } = require('playwright-core');
const [plumb, dir] = process.argv.slice(2);
const long = words => `# Long\n\n${Array.from({ length: 120 }, (_, i) => `Paragraph ${i}.\n`).join('\n')}\n${words}\n`;
mkdirSync(`${dir}/site`, { recursive: true });
const write = (name, text) => writeFileSync(`${dir}/site/${name}`, text);
write('index.md', long('First words.'));
const serve = spawn(plumb, ['serve', `${dir}/site`, '-o', `${dir}/out`, '--port', '0'], { stdio: ['ignore', 'pipe', 'ignore'] });
const url = await new Promise(ok => serve.stdout.once('data', d => ok(String(d).trim())));
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
const page = await browser.newPage();
let number = 0;
const report = (name, good, why = '') => console.log(`${good ? 'ok' : 'not ok'} ${++number} - ${name}${good ? '' : `\n# ${String(why).replace(/\n/g, '\n# ')}`}`);
const shows = async (text, where = 'body') => {
  try {
    await page.waitForFunction(([t, w]) => document.querySelector(w)?.textContent.includes(t), [text, where], { timeout: 15000 });
    return true;
  } catch { return false; }
};
console.log('1..7');
await page.goto(url);
if (!await shows('First words.')) { await new Promise(ok => setTimeout(ok, 1000)); await page.goto(url); }
await page.evaluate(() => scrollTo(0, 900));
write('index.md', long('Other words.'));
report('an open page follows an edit', await shows('Other words.'));
await page.waitForTimeout(300);
report('and keeps its place', await page.evaluate(() => scrollY) === 900, await page.evaluate(() => scrollY));
write('index.md', long('A [gap](none.md).'));
const box = '#plumb-live';
report('a finding is shown over the page, with its place', await shows('index.md:243:9: error: there is no none.md [link-broken]', box), await page.textContent('body'));
report('and a caret', (await page.textContent(box)).includes('^~~~'));
write('site.json', '{ "title": "Half');
report('a fault says that the last good site is shown', await shows('the last good one is shown', box));
report('which it is', await shows('Paragraph 119.', 'main'));
write('site.json', '{ "title": "Whole" }');
write('index.md', long('Mended.'));
await shows('Mended.');
await page.waitForTimeout(500);
report('mended, nothing is left of it', !await page.$(box), await page.textContent('body'));
await browser.close();
serve.kill();
