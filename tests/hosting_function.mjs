// hosting_function.mjs CODE: the template's viewer-request function, four ways deployed, asked as readers ask.
import assert from 'node:assert';
import crypto from 'node:crypto';

const load = async (internal, home) => import(process.argv[2] + internal + home.replaceAll('/', '_') + '.mjs');
const ask = async (f, uri, headers = {}) => f.handler({ request: { method: 'GET', uri, headers, querystring: {} } });
const login = text => ({ authorization: { value: 'Basic ' + Buffer.from(text).toString('base64') } });

// [address, what the bucket is asked for, or [status, location]]
const open = [
  ['/', '/index.html'], ['/costs/', '/costs/index.html'], ['/costs/index.html', '/costs/index.html'],
  ['/costs', [301, '/costs/']], ['/a.b/c', [301, '/a.b/c/']], ['/assets/x.css', '/assets/x.css'],
  ['//evil.example/x', [301, '/evil.example/x/']], ['/\\evil.example/x', [301, '/evil.example/x/']],
  ['/old/', [301, '/new/']], ['/old', [301, '/new/']], ['/old/index.html', [301, '/new/']],
];
const site = await load('false', '/');
site.keys['/old/'] = '/new/';
for (const [uri, want] of open) {
  const r = await ask(site, uri);
  if (Array.isArray(want)) assert.deepEqual([r.statusCode, r.headers.location.value], want, uri);
  else assert.equal(r.uri, want, uri);
}
const below = await load('false', '/streamboard/');
assert.equal((await ask(below, '/')).headers.location.value, '/streamboard/');
assert.equal((await ask(below, '/streamboard/')).uri, '/streamboard/index.html');
assert.equal((await ask(below, '/streamboard')).headers.location.value, '/streamboard/');

const led = await load('false', '/');
Object.assign(led.plumb, { release: 'R', root: '/' });
assert.equal((await ask(led, '/costs/')).uri, '/r/R/costs/index.html');
assert.equal((await ask(led, '/preview/pr-1/costs/')).uri, '/preview/pr-1/costs/index.html');
assert.equal((await ask(led, '/preview/pr-1/a.css')).uri, '/preview/pr-1/a.css');
assert.equal((await ask(led, '/previews/')).uri, '/r/R/previews/index.html');

const inside = await load('true', '/');
inside.keys['reader/ann'] = crypto.createHash('sha256').update('ann:long: password é').digest('hex');
inside.keys['reader/empty'] = '';
for (const headers of [{}, login('ann:wrong'), login('bob:x'), login('ann'), login(''), login('empty:'), { authorization: { value: 'Bearer x' } },
    { authorization: { value: 'Basic' } }, login('/old/:x')]) {
  const r = await ask(inside, '/assets/x.css', headers);
  assert.equal(r.statusCode, 401, JSON.stringify(headers));
  assert.match(r.headers['www-authenticate'].value, /^Basic /);
}
const r = await ask(inside, '/x/', login('ann:long: password é'));
assert.equal(r.uri, '/x/index.html');
assert.equal(r.headers.authorization, undefined, 'the password goes no further');
