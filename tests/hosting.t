#!/bin/sh
# The hosting template: good by cfn-lint and by plumb, each lack found at its line; its function answers as
# the page says; the pages keep to its content security policy. Speaks TAP.
. "$(dirname "$0")/lib.sh"
cd "$top" || exit 1
python=build/venv/bin/python

run "$PLUMB" check content
ok "the template is good" sh -c "! grep 'hosting' '$tmp/err' '$tmp/out'"

# wrong NAME FROM TO RULE [AT]: the first FROM becomes TO, and the rule says so in that line, or that of AT
wrong() {
  rm -rf "$tmp/c"; mkdir -p "$tmp/c/hosting"; echo '# A' >"$tmp/c/index.md"
  [ -z "${settings:-}" ] || echo "$settings" >"$tmp/c/site.json"
  line=$(python3 - "$tmp/c/hosting/a.yaml" "$2" "$3" "${5:-$2}" <<'P'
import sys
path, old, new, at = sys.argv[1:]
text = open("content/hosting/hosting.yaml").read()
assert old in text
open(path, "w").write(text.replace(old, new, 1))
print(text.count("\n", 0, text.index(at)) + 1)
P
)
  run "$PLUMB" check "$tmp/c"
  ok "$1" grep -q "hosting/a.yaml:$line:[0-9]*: [a-z]*: .*\[$4\]" "$tmp/err"
}
wrong "a bucket that can be opened" "RestrictPublicBuckets: true" "RestrictPublicBuckets: false" hosting-bucket
wrong "readers without TLS" "redirect-to-https" "allow-all" hosting-tls
wrong "dead links that look alive" "ResponseCode: 404" "ResponseCode: 200" hosting-pages
wrong "a role that may remove versions" "s3:DeleteObject]" "s3:DeleteObjectVersion]" hosting-role
wrong "a repository with a star" 'repo:${Repository}:environment:${Environment}' 'repo:${Repository}:*' hosting-role
wrong "a template that is no YAML" "  Bucket:" "	Bucket:" input-yaml
settings='{"audience": "internal"}'
wrong "an internal site that asks nobody" "FunctionAssociations:" "Functions:" hosting-readers DefaultCacheBehavior:
settings=

# a theme of one's own needs a policy of its own, and the finding says which
rm -rf "$tmp/c"; mkdir -p "$tmp/c/hosting" "$tmp/c/theme"; echo '# A' >"$tmp/c/index.md"
cp content/hosting/hosting.yaml "$tmp/c/hosting/"; echo 'body { color: "</style>" }' >"$tmp/c/theme/ground.css"
run "$PLUMB" check "$tmp/c"
ok "a theme of one's own: its hash is missed" says "style-src lacks 'sha256-"
run "$PLUMB" build "$tmp/c" -o "$tmp/c-out"
ok "a theme of one's own: the finding shows the policy" grep -qF "write: $(cat "$tmp/c-out/.plumb/policy") [" "$tmp/err"
ok "a theme of one's own: it ends where it should" grep -qF '<style>body{color:"<\/style>"}</style>' "$tmp/c-out/index.html"

# the same for an answer of aws
mkdir -p "$tmp/live/hosting/prod"; echo '# A' >"$tmp/live/index.md"
echo '{"audience": "internal"}' >"$tmp/live/site.json"
cat >"$tmp/live/hosting/prod/distribution.json" <<'J'
{ "ETag": "E", "DistributionConfig": {
  "DefaultCacheBehavior": { "ViewerProtocolPolicy": "allow-all", "CachePolicyId": "x", "ResponseHeadersPolicyId": "y",
    "FunctionAssociations": { "Quantity": 1, "Items": [ { "FunctionARN": "arn:aws:cloudfront::1:function/ask", "EventType": "viewer-request" } ] } } } }
J
run "$PLUMB" check "$tmp/live"
ok "an answer: exit code" exits 1
ok "an answer: the line" says 'distribution.json:2:53: error: ViewerProtocolPolicy is not redirect-to-https'
ok "an answer: a function nobody has seen" says 'save its code as ask.js'
ok "an answer: what is not there is said" says 'get-public-access-block'
echo 'function handler(e) { return e.request.headers.authorization ? e.request : { statusCode: 401 }; }' >"$tmp/live/hosting/prod/ask.js"
run "$PLUMB" check "$tmp/live"
ok "an answer: with its code" sh -c "! grep -q hosting-readers '$tmp/err'"

ok "the workflow on the page is the file" python3 - <<'P'
page = open("content/manual/how-to/publishing.md").read()
body = page.split("```yaml file=../../hosting/github-actions.yml\n")[1].split("```")[0]
assert body == open("content/hosting/github-actions.yml").read()
P

# what the policy forbids, pages do not have
run "$PLUMB" build content -o "$tmp/site" --no-png
ok "pages need nothing that the policy forbids" python3 - "$tmp/site" <<'P'
import base64, hashlib, html.parser, pathlib, sys
policy = pathlib.Path(sys.argv[1], ".plumb/policy").read_text().strip()
assert policy in " ".join(pathlib.Path("content/hosting/hosting.yaml").read_text().split()), policy
class Page(html.parser.HTMLParser):
    def handle_data(self, data):
        if self.inline is not None:
            self.inline += data
    def handle_endtag(self, tag):
        if tag in ("script", "style") and self.inline:
            hash = base64.b64encode(hashlib.sha256(self.inline.encode()).digest()).decode()
            words = policy.split(tag + "-src ")[1].split(";")[0].split()
            if "'sha256-" + hash + "'" not in words:
                bad.append((path, tag, self.inline[:60]))
        self.inline = None
    inline = None
    def handle_starttag(self, tag, attrs):
        self.inline = "" if tag in ("script", "style") else None
        a = dict(attrs)
        if "style" in a or any(k.startswith("on") for k in a):
            bad.append((path, tag, a))
        if tag in ("iframe", "object", "embed", "base", "audio", "video"):
            bad.append((path, tag))
        for k in ("src", "srcset") + (("href",) if tag == "link" and a["rel"] in ("stylesheet", "icon", "preload") else ()):
            if "//" in (a.get(k) or "") and not a[k].startswith("data:"):
                bad.append((path, tag, a[k]))
bad = []
for path in pathlib.Path(sys.argv[1]).rglob("*.html"):
    Page().feed(path.read_text())
for path in pathlib.Path(sys.argv[1]).rglob("*.css"):
    if "//" in path.read_text().replace("http://www.w3.org/", "") and "url(" in path.read_text():
        bad.append(path)
assert not bad, bad
P

ok "make hosting shows its command" sh -c "make -s hosting DRY_RUN=1 | grep -q 'aws cloudformation deploy .*Audience=public'"
mkdir "$tmp/bin"; for c in sh sed make env uname; do ln -s "$(command -v $c)" "$tmp/bin/"; done; ln -s /bin/echo "$tmp/bin/"
run env PATH="$tmp/bin" make -s hosting
ok "make hosting without aws says so" says "the aws command is missing"
ok "make hosting without aws fails" test "$code" != 0

lint=$(dirname "$python")/cfn-lint
if [ -x "$lint" ]; then
  ok "cfn-lint has nothing to say" "$lint" content/hosting/hosting.yaml
  ok "plumb and PyYAML read the same function" "$python" - "$tmp/code" <<'P'
import sys, yaml
class Loader(yaml.SafeLoader): pass
Loader.add_multi_constructor("!", lambda l, tag, node:
    l.construct_scalar(node) if isinstance(node, yaml.ScalarNode) else
    l.construct_sequence(node, True) if isinstance(node, yaml.SequenceNode) else l.construct_mapping(node, True))
t = yaml.load(open("content/hosting/hosting.yaml"), Loader)
code = t["Resources"]["Requests"]["Properties"]["FunctionCode"][0]
assert len(code) < 10240, len(code)
for audience in ("true", "false"):
    for home in ("/", "/streamboard/"):
        text = code.replace("${Internal}", audience).replace("${Home}", home).replace("${Pointer}", "{}")
        assert "${" not in text
        open(sys.argv[1] + audience + home.replace("/", "_") + ".mjs", "w").write(
            text.replace("import cf from 'cloudfront';", "const cf = { kvs: () => ({ get: async k => { if (k in keys) return keys[k]; throw k; } }) };")
            + "\nconst keys = {};\nexport { handler, keys, plumb };\n")
P
  if command -v node >/dev/null; then
    cp tests/hosting_function.mjs "$tmp/"
    ok "the function: folders, redirects, logins" node "$tmp/hosting_function.mjs" "$tmp/code"
  else
    echo "# no node: the function was not run"
  fi
else
  echo "# no $lint: make test installs it"
fi
plan
