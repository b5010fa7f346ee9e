// browser.mjs - looks at every page of built sites as readers do: light, dark, on a phone, by keyboard, on paper,
// without script; asks axe-core and the HTML checker. Speaks TAP, one line a page and one a site.
//
//     node tests/browser.mjs NAME=DIR …        each is served below /NAME/; modules from build/node,
//                                              Chromium and Java from Debian
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, extname, join, relative, resolve } from 'node:path';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { brotliCompressSync } from 'node:zlib';

const require = createRequire(resolve('build/node/x.js'));
const { chromium } = require('playwright-core');
const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const MOST_SCRIPT = 8192;         // bytes of all script of a page, as they are
const MOST_PLAIN_PAGE = 15000;    // transferred, brotli, a page without figures
const MOST_REQUESTS = 4;
const PATIENCE = 10000;           // ms for a page to show something while plumb.css is held back
const TYPES = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml',
  '.png': 'image/png', '.jpg': 'image/jpeg', '.json': 'application/json', '.xml': 'application/xml', '.txt': 'text/plain' };
const VARIANTS = {
  light: { viewport: { width: 1280, height: 900 }, colorScheme: 'light' },
  dark: { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' },
  phone: { viewport: { width: 390, height: 844 }, colorScheme: 'light', isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
};

function walk(dir, at = dir) {
  return readdirSync(at, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1)).flatMap(e => {
    if (e.name.startsWith('.')) return [];
    return e.isDirectory() ? walk(dir, join(at, e.name)) : [relative(dir, join(at, e.name))];
  });
}

// The file of an address below the site's folder, or null.
function fileOf(dir, name, path) {
  if (!path.startsWith(`/${name}/`)) return null;
  const p = join(dir, decodeURIComponent(path.slice(name.length + 1)));
  return relative(dir, p).startsWith('..') ? null : path.endsWith('/') ? join(p, 'index.html') : p;
}

// The policy that plumb computed for these pages, or the same without what stands in them.
const policyOf = dir => readFileSync(join(dir, '.plumb/policy'), 'utf8').trim();
const withoutHashes = policy => policy.replace(/ 'sha256-[^']*'/g, '');

function serve(dir, name, { policy = policyOf(dir), held } = {}) {
  const server = createServer((q, r) => {
    const p = fileOf(dir, name, new URL(q.url, 'http://x').pathname);
    if (!p || !existsSync(p) || statSync(p).isDirectory()) { r.writeHead(404).end(); return; }
    r.writeHead(200, { 'content-type': TYPES[extname(p)] ?? 'application/octet-stream', 'content-security-policy': policy });
    Promise.resolve(/plumb\.\w+\.css$/.test(p) && held).then(() => r.end(readFileSync(p)));
  });
  return new Promise(ok => server.listen(0, '127.0.0.1', () => ok(server)));
}

// ---- what is asked inside a page ----

// What the dark scheme changes is colour, so there only contrast is asked.
const runAxe = async variant => {
  const runOnly = variant === 'dark' ? { runOnly: ['color-contrast'] } : {};
  const r = await window.axe.run(document, { resultTypes: ['violations', 'incomplete'], ...runOnly });
  // what is scrolled below an edge or a column that stays is judged on a wider screen
  const unjudged = r.incomplete.flatMap(v => v.nodes).filter(n => !['elmPartiallyObscured', 'bgOverlap'].includes(n.any[0]?.data?.messageKey));
  return [...r.violations.map(v => `axe ${v.id} ×${v.nodes.length}: ${v.nodes[0].target.join(' ')}`),
    ...(unjudged.length > 20 ? [`axe cannot judge ×${unjudged.length}: ${unjudged[0].target.join(' ')}`] : [])];
};
// Values of charts and nodes of drawings that a reader does not see whole, or not large enough to read. A sequence
// scrolls in its frame by intent.
const cutInFrames = () => [...document.querySelectorAll('.frame:not(:has(> .heads)) svg.fig')].filter(s => s.getClientRects().length).flatMap(s => {
  const frame = s.closest('.frame').getBoundingClientRect(), scale = s.getBoundingClientRect().width / s.viewBox.baseVal.width;
  return [...(scale < 0.6 ? [`shrunk to ${scale.toFixed(2)}`] : []), ...[...s.querySelectorAll('text, g[id]')].filter(e => {
    const b = e.getBoundingClientRect();
    return b.left < frame.left - 1 || b.right > frame.right + 1 || b.right > innerWidth;
  }).map(e => `off screen: ${(e.getAttribute('aria-label') ?? e.textContent).slice(0, 40)}`)];
}).slice(0, 3);
const sideways = () => Math.max(0, document.documentElement.scrollWidth - innerWidth);
const cutOnPaper = () => [...document.querySelectorAll('main .table, main pre, main .frame, main svg')]
  .filter(e => e.getClientRects().length && (e.scrollWidth > e.clientWidth + 2 && getComputedStyle(e).overflowX !== 'visible' ||
    e.getBoundingClientRect().right > innerWidth + 2)).map(e => `cut on paper: ${e.tagName} ${e.className.baseVal ?? e.className}`).slice(0, 3);
const inventory = () => ({
  title: document.title,
  ids: [...document.querySelectorAll('[id]')].map(e => e.id),
  links: [...document.querySelectorAll('a[href]')].map(a => new URL(a.getAttribute('href'), document.baseURI).href),
  figures: document.querySelectorAll('figure').length,
  headings: document.querySelectorAll('h1').length,
  images: [...document.images].filter(i => !i.complete || !i.naturalWidth).map(i => `image not shown: ${i.src}`),
  shift: window.__shift,
});
const watchShifts = () => {
  window.__shift = 0;
  new PerformanceObserver(l => l.getEntries().forEach(e => { if (!e.hadRecentInput) window.__shift += e.value; }))
    .observe({ type: 'layout-shift', buffered: true });
};
const words = () => {               // buttons, folds and forms that the script adds are no content
  const count = e => e.innerText.split(/\s+/).filter(Boolean).length, added = 'button, .theme, .tree summary, main form';
  return count(document.body) - [...document.querySelectorAll(added)].filter(b => b.getClientRects().length && !b.parentNode.closest(added)).reduce((n, b) => n + count(b), 0);
};

// ---- one page in one variant ----

async function keyboard(page) {
  await page.keyboard.press('Tab');
  await page.waitForTimeout(60);
  const first = await page.evaluate(() => {
    const e = document.activeElement, b = e.getBoundingClientRect();
    return { href: e.getAttribute('href'), seen: b.width > 1 && b.height > 1 && b.top >= 0 && b.bottom < innerHeight };
  });
  return first.href === '#Main' && first.seen ? [] : [`the first Tab is no skip link: ${first.href}`];
}

async function lightOnly(page, found) {
  const bad = await keyboard(page);
  await page.setViewportSize({ width: 700, height: 1000 });
  await page.emulateMedia({ media: 'print' });
  bad.push(...await page.evaluate(cutOnPaper));
  await page.emulateMedia({ media: 'screen' });
  await page.setViewportSize(VARIANTS.light.viewport);
  if (found.shift > 0.01) bad.push(`the page moves while it loads: ${found.shift}`);
  if (found.headings !== 1) bad.push(`${found.headings} headings of level 1`);
  return [...bad, ...found.images];
}

async function phoneOnly(page) {
  const bad = [];
  for (const width of [390, 320]) {
    await page.setViewportSize({ width, height: 844 });
    const n = await page.evaluate(sideways);
    if (n) bad.push(`${n} px too wide at ${width}`);
  }
  for (const width of [390, 720]) { // 720: a window of 1440 at 200 %
    await page.setViewportSize({ width, height: 450 });
    bad.push(...(await page.evaluate(cutInFrames)).map(b => `${width} px: ${b}`));
  }
  for (const id of ['nav', 'toc']) {
    const button = page.locator(`[popovertarget=${id}]`);
    if (!await button.count()) continue;
    await button.click();
    if (!await page.locator(`#${id}`).isVisible()) bad.push(`the drawer ${id} does not open`);
    await page.keyboard.press('Escape');
  }
  await page.setViewportSize(VARIANTS.phone.viewport);
  return bad;
}

async function look(page, log, base, path, variant) {
  Object.assign(log, { bad: [], script: 0, requests: 0, bytes: 0 });
  await page.goto(base + path, { waitUntil: 'load' });
  const found = await page.evaluate(inventory);
  found.words = await page.evaluate(words);
  const n = variant === 'light' ? log.requests : 0;
  if (n > MOST_REQUESTS + found.images.length && !found.figures) log.bad.push(`${n} requests`);
  if (log.script > MOST_SCRIPT) log.bad.push(`${log.script} bytes of script`);
  if (!found.figures && log.bytes > MOST_PLAIN_PAGE) log.bad.push(`${log.bytes} bytes for a page without figures`);
  if (variant === 'light') log.bad.push(...await lightOnly(page, found));
  if (variant === 'phone') log.bad.push(...await phoneOnly(page));
  await page.evaluate(axeSource);
  log.bad.push(...await page.evaluate(runAxe, variant));
  return { found, bad: log.bad.map(b => `${variant}: ${b}`) };
}

function listen(page, log, origin) {
  page.on('console', m => { if (m.type() === 'error') log.bad.push(`console: ${m.text().slice(0, 160)}`); });
  page.on('pageerror', e => log.bad.push(`script: ${e.message}`));
  page.on('requestfailed', r => log.bad.push(`failed: ${r.url()}`));
  page.on('response', async r => {
    const url = new URL(r.url());
    if (r.status() >= 400) log.bad.push(`${r.status()} ${url.pathname}`);
    log.requests++;
    const body = await r.body().catch(() => Buffer.alloc(0));
    if (/javascript/.test(r.headers()['content-type'])) log.script += body.length;
    if (/html|css|javascript|svg/.test(r.headers()['content-type'])) log.bytes += brotliCompressSync(body).length;
  });
  return page.route('**/*', r => {
    const foreign = new URL(r.request().url()).origin !== origin;
    if (foreign) log.bad.push(`foreign: ${r.request().url()}`);
    return foreign ? r.abort() : r.continue();
  });
}

// All pages in one variant.
async function tour(browser, base, pages, variant) {
  const context = await browser.newContext(VARIANTS[variant]), page = await context.newPage(), log = {};
  await page.addInitScript(watchShifts);
  await listen(page, log, new URL(base).origin);
  const results = {};
  for (const path of pages) results[path] = await look(page, log, base, path, variant);
  await context.close();
  return results;
}

async function withoutScript(browser, base, pages) {
  const context = await browser.newContext({ ...VARIANTS.light, javaScriptEnabled: false }), page = await context.newPage(), n = {};
  for (const path of pages) { await page.goto(base + path); n[path] = await page.evaluate(words); }
  await context.close();
  return n;
}

// ---- how a page comes ----

const looks = () => ({ ink: getComputedStyle(document.querySelector('h1')).color, size: getComputedStyle(document.querySelector('h1')).fontSize,
  top: document.querySelector('main').getBoundingClientRect().top, theme: document.documentElement.dataset.theme });
const chooseDark = () => localStorage.setItem('plumb-theme', 'dark');

async function openWith(browser, name, dir, options, use) {
  const server = await serve(dir, name, options), context = await browser.newContext({ ...VARIANTS.light, ...options.context }), page = await context.newPage();
  await page.addInitScript(watchShifts);
  try { return await use(page, `http://127.0.0.1:${server.address().port}/${name}`); } finally { await context.close(); server.close(); }
}

// A host whose policy is older than the theme: the page looks the same in the end, and so does the theme that was chosen.
async function stale(browser, name, dir, path) {
  const see = options => openWith(browser, name, dir, options, async (page, base) => {
    await page.addInitScript(chooseDark);
    await page.goto(base + path, { waitUntil: 'networkidle' });
    return JSON.stringify(await page.evaluate(looks));
  });
  const silent = { javaScriptEnabled: false }, policy = withoutHashes(policyOf(dir));
  const [now, old, mute, muteOld] = await Promise.all([see({}), see({ policy }), see({ context: silent }), see({ context: silent, policy })]);
  return [...(now === old && /dark/.test(now) ? [] : [`with its hashes ${now}, without ${old}`]),
    ...(mute === muteOld ? [] : [`without script, with its hashes ${mute}, without ${muteOld}`])];
}

// plumb.css late: what stands above it is there, styled and in its place, and nothing moves when it comes.
async function late(browser, name, dir, path) {
  let release;
  const held = new Promise(ok => { release = ok; });
  return openWith(browser, name, dir, { held }, async (page, base) => {
    await page.goto(base + path, { waitUntil: 'commit' });
    const fcp = () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime;
    for (let t = 0; t < PATIENCE && !await page.evaluate(fcp); t += 30) await page.waitForTimeout(30);
    const painted = await page.evaluate(fcp), early = await page.evaluate(looks);
    release();
    await page.waitForLoadState('load');
    await page.waitForTimeout(200);
    const end = await page.evaluate(looks), shift = await page.evaluate(() => window.__shift);
    return [...(painted ? [] : ['nothing to see without it']), ...(shift <= 0.01 ? [] : [`the page moves: ${shift}`]),
      ...(JSON.stringify(early) === JSON.stringify(end) ? [] : [`first ${JSON.stringify(early)}, then ${JSON.stringify(end)}`])];
  });
}

// ---- across pages ----

function deadLinks(base, dir, name, found, ids) {
  return found.links.flatMap(href => {
    const url = new URL(href);
    if (url.origin !== base) return [];
    const file = fileOf(dir, name, url.pathname);
    if (!file || !existsSync(file)) return [`dead link: ${url.pathname}`];
    const known = ids['/' + relative(dir, file)], id = decodeURIComponent(url.hash.slice(1));
    return !id || !known || known.has(id) ? [] : [`dead anchor: ${url.pathname}${url.hash}`];
  });
}

async function checkHtml(dir, files) {
  const jar = join(dirname(require.resolve('vnu-jar/package.json')), 'build/dist/vnu.jar');
  const args = ['-Xss1m', '-jar', jar, '--format', 'json', '--stdout', '--exit-zero-always', ...files.map(f => join(dir, f))];
  const r = await promisify(execFile)('java', args, { maxBuffer: 1 << 27 }).catch(e => e);
  if (!r.stdout) return { all: [`the HTML checker does not run: ${r.message}`] };
  const bad = {};
  for (const m of JSON.parse(r.stdout).messages.filter(m => m.type === 'error'))
    (bad['/' + relative(dir, new URL(m.url).pathname)] ??= []).push(`HTML ${m.lastLine}:${m.lastColumn}: ${m.message}`);
  return bad;
}

let number = 0, failed = 0;
function report(name, bad) {
  const few = [...new Set(bad)];
  failed += few.length > 0;
  console.log(`${few.length ? 'not ok' : 'ok'} ${++number} - ${name}`);
  for (const b of few.slice(0, 12)) console.log(`#   ${b}`);
  if (few.length > 12) console.log(`#   and ${few.length - 12} more`);
}

async function site(browser, name, dir) {
  const inner = f => dirname(f) !== '.' && existsSync(join(dir, f.split('/')[0], '.plumb')); // a site in the site
  const files = walk(dir).filter(f => f.endsWith('.html') && !inner(f));
  const pages = files.map(f => '/' + f);
  if (!pages.length) { report(`${name}: has pages`, ['there is none']); return; }
  const server = await serve(dir, name), origin = `http://127.0.0.1:${server.address().port}`;
  const base = `${origin}/${name}`;
  const tours = await Promise.all(Object.keys(VARIANTS).map(v => tour(browser, base, pages, v)));
  const [silent, html] = await Promise.all([withoutScript(browser, base, pages), checkHtml(dir, files)]);
  server.close();
  const ids = Object.fromEntries(pages.map(p => [p, new Set(tours[0][p].found.ids)]));
  for (const p of pages) {
    const twice = tours[0][p].found.ids.filter((id, i, all) => all.indexOf(id) !== i).map(id => `id twice: ${id}`);
    const full = tours[0][p].found.words;
    const mute = silent[p] < full * 0.95 ? [`without script ${silent[p]} of ${full} words`] : [];
    report(`${name}${p}`, [...tours.flatMap(t => t[p].bad), ...twice, ...mute, ...(html[p] ?? []),
      ...deadLinks(origin, dir, name, tours[0][p].found, ids)]);
  }
  if (html.all) report(`${name}: HTML`, html.all);
  report(`${name}: under an old policy`, await stale(browser, name, dir, '/index.html'));
  const styled = pages.filter(p => readFileSync(join(dir, p), 'utf8').includes('<style>')), moved = [];
  for (let i = 0; i < styled.length; i += 4)
    await Promise.all(styled.slice(i, i + 4).map(async p => moved.push(...(await late(browser, name, dir, p)).map(b => `${p}: ${b}`))));
  report(`${name}: plumb.css late`, moved);
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-sync'] });
for (const arg of process.argv.slice(2)) {
  const [name, dir] = arg.split('=');
  await site(browser, name, resolve(dir));
}
await browser.close();
console.log(`1..${number}`);
process.exitCode = failed ? 1 : 0;
