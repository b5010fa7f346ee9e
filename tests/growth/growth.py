"""growth.py [SHAPE...]: twice as much input is twice as much work, over the whole program. Each shape is made at n, 2n
and 4n; instructions are counted under callgrind, so that a busy machine changes nothing. What the second doubling costs
is at most 2.3 times what the first cost (2 is linear, 4 quadratic); what all runs share drops out of the difference.
By default every fourth shape is tried, with PLUMB_FULL=1 all of them. PLUMB_SHOW=1 prints every count."""
import json, os, pathlib, re, shutil, subprocess, sys, tempfile

TOP = pathlib.Path(__file__).resolve().parents[2]
B = (TOP / os.environ.get("B", "build")).resolve()
LIMIT = 2.3
SAMPLE = 4
# What grows faster than its input today, and by how much at most: a member is looked for from the first on, a region from
# the head of its file; libyaml looks through all brackets that are open, and a hundred are an error. Each is to leave this list; a shape that is not in it may not come to it.
KNOWN = {"quoted claims": 2.7, "facts": 3, "two environments that differ": 3, "rows of CSV": 2.7, "settings nobody knows": 3.6,
         "snippets": 3.9, "pages built": 2.7, "pages of one tag": 2.7, "words to search": 2.6,
         "front matter in depth": 3.2}


def rows(fmt, head="# t\n\n", end=""):
    return lambda n: head + "".join(fmt.format(i=i, j=i + 1) for i in range(n)) + end


def again(text, head="# t\n\n", end="\n"):
    return lambda n: head + text * n + end


def with_site(make, **settings):
    return lambda n: {**(make(n) if isinstance(make(0), dict) else {"index.md": make(n)}), "site.json": json.dumps(settings)}


def obj(n, value=lambda i: i, key="k{}"):
    return json.dumps({key.format(i): value(i) for i in range(n)})


def box(i):
    return f"┌───────┐\n│ b{i:5} │\n└───────┘\n"


TABLE = [  # name, n, command, how
    # text
    ("equal headings", 120, "check", rows("## same\n\n")),
    ("different headings", 150, "check", rows("## h{i}\n\n")),
    ("headings that end in numbers", 100, "check", rows("## a\n\n## a-{i}\n\n")),
    ("headings of emoji alone", 300, "check", rows("## 🚀\n\n")),
    ("paragraphs", 100, "build", rows("Some words of text {i}.\n\n")),
    ("one paragraph of many lines", 300, "check", rows("Some words of text {i}\n")),
    ("links to headings", 80, "check", rows("## h{i}\n\n[a](#h{i})\n\n")),
    ("broken anchors", 60, "check", rows("## h{i}\n\n[a](#nope{i})\n\n")),
    ("broken anchors that are nearly right", 60, "check", rows("## some heading {i}\n\n[a](#some-headign-{i})\n\n")),
    ("references", 80, "check", rows("[a{i}][r{i}]\n\n[r{i}]: https://example.org/{i}\n\n")),
    ("references that are not there", 120, "check", rows("[a{i}][r{i}] [b]\n\n")),
    ("definitions nobody uses", 150, "check", rows("[r{i}]: https://example.org/{i}\n")),
    ("footnotes", 60, "check", rows("Text[^{i}].\n\n[^{i}]: Note {i}.\n\n")),
    ("footnotes behind", 60, "check", lambda n: "# t\n\n" + "".join(f"Text[^{i}].\n\n" for i in range(n)) + "".join(f"[^{i}]: Note.\n" for i in range(n))),
    ("one footnote, many marks", 200, "check", rows("Text[^1].\n\n", end="[^1]: Note.\n")),
    ("footnotes nobody marks", 200, "check", rows("[^{i}]: Note {i}.\n\n")),
    ("footnotes in footnotes", 60, "check", rows("[^{i}]: See[^{j}].\n\n", head="# t\n\nA[^0].\n\n")),
    ("bare addresses", 80, "check", rows("See https://example.org/a/{i} and x{i}@example.org.\n\n")),
    ("tables", 25, "check", rows("| a | b |\n|---|---|\n| {i} | 2 |\n\n")),
    ("blocks between colons", 80, "check", rows(":::note Title {i}\ntext\n:::\n\n")),
    ("colons nobody closes", 300, "check", rows(":::note\ntext\n")),
    ("blocks that are indented", 80, "check", rows('!!! note "T{i}"\n    text\n\n')),
    ("marks without a body", 300, "check", rows("!!! note\n\n")),
    ("tags of Hugo", 80, "check", rows("a {{{{< gist {i} >}}}} b\n\n")),
    ("tags that never end", 4000, "check", again("{{<")),
    ("tags that never end, in lines", 300, "check", again("{{< a\n")),
    ("comments that never end", 2000, "check", again("<!--", head="# t\n\na ")),
    ("comments over lines", 200, "check", rows("a <!-- {i}\n -- b --> c\n")),
    ("a tag over many lines", 500, "check", again("b='>'\n", head="# t\n\nx <a\n", end=">y</a>\n")),
    ("definitions", 80, "check", rows("Term {i}\n: text\n\n")),
    ("tabs", 60, "check", rows('=== "T{i}"\n\n    text\n\n')),
    ("keys of front matter", 100, "check", rows("k{i}: {i}\n", head="---\n", end="---\n# t\n")),
    ("pictures for the dark", 60, "build", rows("<picture><source media='(prefers-color-scheme: dark)' srcset='a{i}.png'><img src='b.png' alt='x'></picture>\n\n")),
    ("rows of a table", 40, "build", rows("| {i} | two | 3.5 |\n", head="# t\n\n| a | b | c |\n|---|---|---|\n")),
    ("columns of a table", 100, "check", lambda n: "# t\n\n" + "| a " * n + "|\n" + "|---" * n + "|\n" + "| 1 " * n + "|\n"),
    ("bars", 4000, "check", again("|")),
    ("stars", 1000, "check", again("*a ")),
    ("stars and underscores", 500, "check", again("*_ **a_ ")),
    ("open brackets", 1000, "check", again("[")),
    ("open pictures", 600, "check", again("![a](")),
    ("bracket pairs", 600, "check", again("[a](<b")),
    ("backticks", 2000, "check", lambda n: "# t\n\n" + " ".join("`" * (i % 60 + 1) for i in range(n)) + "\n"),
    ("backslashes", 1500, "check", again("\\*")),
    ("references of characters", 600, "check", again("&amp;&#65;")),
    ("ampersands", 2000, "check", again("&")),
    ("tildes", 800, "check", again("~~a ")),
    ("items", 150, "check", rows("- item {i}\n")),
    ("items in items", 8, "check", lambda n: "# t\n\n" + "".join("  " * (i % 20) + f"- item {i}\n" for i in range(n * 10))),
    ("quotes", 150, "check", rows("> quote {i}\n\n")),
    ("alerts", 80, "check", rows("> [!NOTE]\n> Text {i}.\n\n")),
    ("tasks", 150, "check", rows("- [ ] do {i}\n")),
    ("fences", 60, "check", rows("```\ncode {i}\n```\n\n")),
    ("code of one fence", 60, "build", rows("def f{i}(x): return \"x\" + {i} # why\n", head="# t\n\n```python\n", end="```\n")),
    ("open fence", 1000, "check", rows("line {i}\n", head="# t\n\n```\n")),
    ("one long line", 4000, "check", again("word ")),
    # raw HTML
    ("<?", 1500, "raw", again("<? ")),
    ("<!-", 1500, "raw", again("<!-", head="# t\n\n<div>\n")),
    ("<!-- and no end", 1500, "raw", again("<!-- ", head="# t\n\n<div>\n")),
    ("comments", 300, "raw", rows("<!-- c{i} -->\n\n")),
    ("<![CDATA[", 1000, "raw", again("<![CDATA[ ", head="# t\n\n<div>\n")),
    ("open tags", 1000, "raw", again("<b>a")),
    ("closed tags", 1000, "raw", again("</b>", head="# t\n\n<div>\n")),
    ("<a", 1500, "raw", again("<a ", head="# t\n\n<div>\n")),
    ("attributes", 500, "raw", lambda n: "# t\n\n<div " + "".join(f"title{i}='x' " for i in range(n)) + ">\n</div>\n"),
    ("<", 3000, "raw", again("<", head="# t\n\n<div>\n")),
    # front matter
    ("tags of a page", 10, "build", lambda n: f"---\ntags: [{', '.join(f't{i}' for i in range(n))}]\n---\n# t\n"),
    ("aliases of a page", 20, "check", lambda n: f"---\naliases: [{', '.join(f'a{i}' for i in range(n))}]\n---\n# t\n"),
    ("keys nobody knows", 100, "check", lambda n: "---\n" + "".join(f"tagz{i}: 1\n" for i in range(n)) + "---\n# t\n"),
    ("front matter in depth", 20, "check", lambda n: "---\ntitle: " + "[" * n + "]" * n + "\n---\n# t\n"),
    # pages
    ("pages", 20, "check", lambda n: {f"p{i}.md": f"# Page {i}\n\nText.\n" for i in range(n)}),
    ("pages built", 4, "build", lambda n: {f"p{i}.md": f"# Page {i}\n\nText.\n" for i in range(n)}),
    ("folders", 15, "check", lambda n: {f"d{i}/index.md": f"# Part {i}\n" for i in range(n)}),
    ("links between pages", 20, "check", lambda n: {f"p{i}.md": f"# Page {i}\n\n[next](p{(i + 1) % n if n else 0}.md)\n" for i in range(n)}),
    ("broken links", 60, "check", rows("[a](nope{i}.md)\n\n")),
    ("broken links among many files", 25, "check", lambda n: {f"p{i}.md": f"# Page {i}\n\n[a](q{i}.md) [b](x/p{i}.md)\n" for i in range(n)}),
    ("links with other endings", 20, "check", lambda n: {f"d{i}/index.md": f"# Page {i}\n\n[a](../d{(i * 7) % n if n else 0}/) [b](../d{i}.html)\n" for i in range(n)}),
    ("pages of one title", 20, "check", lambda n: {f"p{i}.md": "# Same\n\nText.\n" for i in range(n)}),
    ("pages of one tag", 5, "build", lambda n: {f"p{i}.md": f"---\ntags: [one]\n---\n# Page {i}\n" for i in range(n)}),
    ("words to search", 300, "build", rows("w{i} ")),
    ("words of the glossary", 30, "check", lambda n: {"glossary.md": "# Glossary\n\n" + "".join(f"## Term{i}\n\nWhat it is.\n\n" for i in range(n)),
                                                     "index.md": "# t\n\n" + " ".join(f"Term{i}" for i in range(n)) + "\n"}),
    ("pictures", 12, "check", lambda n: {"index.md": "# t\n\n" + "".join(f"![a](i{i}.png)\n\n" for i in range(n)), **{f"i{i}.png": "x" for i in range(n)}}),
    ("pictures that are not there", 100, "check", rows("![a](i{i}.png)\n\n")),
    ("files nobody links", 100, "check", lambda n: {"index.md": "# t\n", **{f"f/{i}.txt": "x" for i in range(n)}}),
]
CONFIG = {"sources": {"config.prod": "c.json"}, "env": "prod"}
TABLE += [
    # data
    ("keys of a config", 150, "check", with_site(lambda n: {"index.md": "# t\n", "c.json": obj(n)}, **CONFIG)),
    ("items of a config", 500, "check", with_site(lambda n: {"index.md": "# t\n", "c.json": json.dumps({"a": list(range(n))})}, **CONFIG)),
    ("a config in depth", 24, "check", with_site(lambda n: {"index.md": "# t\n", "c.json": '{"a":' * n + "1" + "}" * n}, **CONFIG)),
    ("claims", 40, "check", with_site(lambda n: {"index.md": "# t\n\n" + "".join(f"Port [{i}](config:/k{i}).\n\n" for i in range(n)), "c.json": obj(n)}, **CONFIG)),
    ("claims that are false", 30, "check", with_site(lambda n: {"index.md": "# t\n\n" + "".join(f"Port [{i + 1}](config:/k{i}).\n\n" for i in range(n)), "c.json": obj(n)}, **CONFIG)),
    ("missing claims", 40, "check", with_site(lambda n: {"index.md": "# t\n\n" + "".join(f"[2](config:/z{i})\n\n" for i in range(n)), "c.json": obj(n)}, **CONFIG)),
    ("missing claims that are nearly right", 40, "check", with_site(lambda n: {"index.md": "# t\n\n" + "".join(f"[2](config:/servcie/key{i})\n\n" for i in range(n)), "c.json": json.dumps({"service": {f"key{i}": 1 for i in range(n)}})}, **CONFIG)),
    ("claims on one list", 40, "check", with_site(lambda n: {"index.md": "# t\n\n" + "".join(f"[{i}](config:/a/{i})\n\n" for i in range(n)), "c.json": json.dumps({"a": list(range(n))})}, **CONFIG)),
    ("numbers nobody bound", 100, "check", with_site(lambda n: {"index.md": "# t\n\n" + "".join(f"The key k{i} is {i} GB.\n\n" for i in range(n)), "c.json": obj(n)}, **CONFIG)),
    ("two environments that differ", 40, "check", with_site(lambda n: {"index.md": "# t\n", "c.json": obj(n), "d.json": obj(n, lambda i: i + 1)}, sources={"config.prod": "c.json", "config.dev": "d.json"}, env="prod")),
    ("a config as pages", 60, "build", with_site(lambda n: {"index.md": "# t\n", "c.json": obj(n)}, **CONFIG)),
    ("rows of a bound table", 100, "check", with_site(lambda n: {"index.md": "# t\n\n| Key | [prod](c.json#) |\n|---|---|\n" + "".join(f"| [k](#/k{i}) | {i} |\n" for i in range(n)), "c.json": obj(n)}, **CONFIG)),
    ("quoted claims", 30, "check", lambda n: {"index.md": "# t\n\n" + "".join(f"Port {i} is open.\n\n" for i in range(n)), "c.json": obj(n), "site.json": json.dumps(CONFIG),
                                              "claims.json": json.dumps([{"page": "index.md", "quote": f"Port {i} is open", "text": str(i), "target": f"config:/k{i}"} for i in range(n)])}),
    ("names", 30, "check", lambda n: {"index.md": "# t\n\n" + "".join(f"[{i}](name:n{i})\n\n" for i in range(n)), "c.json": obj(n),
                                      "site.json": json.dumps({**CONFIG, "names": {f"n{i}": {"in": [f"config.prod:/k{i}"]} for i in range(n)}})}),
    ("names that are not there", 40, "check", lambda n: {"index.md": "# t\n\n" + "".join(f"[{i}](name:m{i})\n\n" for i in range(n)), "c.json": obj(n),
                                                        "site.json": json.dumps({**CONFIG, "names": {f"n{i}": {"in": [f"config.prod:/k{i}"]} for i in range(n)}})}),
    ("units", 60, "check", lambda n: {"index.md": "# t\n", "c.json": obj(n), "site.json": json.dumps({**CONFIG, "units": {f"config:/k{i}": "s" for i in range(n)}})}),
    ("settings nobody knows", 40, "check", lambda n: {"index.md": "# t\n", "site.json": obj(n)}),
    ("sources", 15, "check", lambda n: {"index.md": "# t\n", **{f"c{i}.json": "{}" for i in range(n)}, "site.json": json.dumps({"sources": {f"s{i}": f"c{i}.json" for i in range(n)}})}),
    ("keys of YAML", 100, "check", with_site(lambda n: {"index.md": "# t\n", "c.yaml": "".join(f"k{i}: {i}\n" for i in range(n))}, sources={"config.prod": "c.yaml"})),
    ("rows of CSV", 80, "check", with_site(lambda n: {"index.md": "# t\n", "c.csv": "a,b\n" + "".join(f"k{i},{i}\n" for i in range(n))}, sources={"config.prod": "c.csv"})),
    ("facts", 40, "check", with_site(lambda n: {"index.md": "# t\n\n" + "".join(f"[{i}](facts:/f{i})\n\n" for i in range(n)), "facts/a.json": json.dumps({f"f{i}": [{"value": i, "from": "2020-01-01", "source": "s"}] for i in range(n)})}, sources={"facts": "facts/"})),
    ("acceptances", 40, "check", lambda n: {"index.md": "# t\n\n" + "".join(f"[a](nope{i}.md)\n\n" for i in range(n)),
                                            "accepted.json": json.dumps([{"rule": "link-broken", "page": "index.md", "about": f"nope{i}.md", "reason": "r", "owner": "o", "until": "2099-01-01"} for i in range(n)])}),
    ("decisions about one finding", 50, "check", lambda n: {"index.md": "# t\n\n[a](nope.md)\n",
                                            "accepted.json": json.dumps([{"rule": "link-broken", "page": "index.md", "about": "nope.md", "reason": "r", "owner": "o", "until": "2099-01-01"} for i in range(n)])}),
    ("snippets", 20, "check", lambda n: {"index.md": "# t\n\n" + "".join(f"```sh file=s.sh#r{i}\necho {i}\n```\n\n" for i in range(n)),
                                         "s.sh": "".join(f"# #region r{i}\necho {i}\n# #endregion\n" for i in range(n))}),
    # costs
    ("rows of a cost table", 20, "check", rows("| ECS Fargate | 0.5 vCPU, 1 GB, 2 tasks | ${i} |\n", head="# t\n\n| Service | Configuration | Monthly Cost |\n|---|---|---|\n")),
    ("rows of services nobody knows", 30, "check", rows("| Thing {i} | {i} GB | ${i} |\n", head="# t\n\n| Service | Configuration | Monthly Cost |\n|---|---|---|\n")),
    ("cost tables", 12, "check", rows("| Service | Monthly Cost |\n|---|---|\n| ECS Fargate {i} | $18 |\n| **Total** | **$18** |\n\n")),
    ("pieces of a configuration", 60, "check", lambda n: "# t\n\n| Service | Configuration | Monthly Cost |\n|---|---|---|\n| ECS Fargate | " + ", ".join(f"{i} vCPU" for i in range(n)) + " | $5 |\n"),
    ("rows of an estimate", 20, "check", with_site(lambda n: {"index.md": "# t\n", "costs/sizes.json": '{ "sizes": ["a.json"] }', "costs/a.json": json.dumps({"name": "A", "users": [1, 5], "region": "us-east-1", "currency": "USD", "rows": [{"id": f"r{i}", "service": f"Service {i}", "parts": [{"price": "nat.hour", "times": {"gateways": i, "hours": 730}}]} for i in range(n)]})}, sources={"cost": "costs/"})),
    ("prices", 100, "check", with_site(lambda n: {"index.md": "# t\n", "p.json": json.dumps({"region": "us-east-1", "currency": "USD", "prices": {f"x.p{i}": {"usd": "0.1", "per": "hour", "source": "s", "date": "2026-11-01", "confidence": "listed"} for i in range(n)}})}, sources={"price": "p.json"})),
    # drawings
    ("drawings", 20, "check", rows("```\n┌───────┐     ┌───────┐\n│ a{i:5} │────▶│ store │\n└───────┘     └───────┘\n```\n\n")),
    ("boxes in a column", 15, "check", lambda n: "# t\n\n```diagram\n" + "    │\n    ▼\n".join(box(i) for i in range(n)) + "```\n"),
    ("boxes in a row", 12, "check", lambda n: "# t\n\n```diagram\n" + "\n".join("    ".join(box(i).split("\n")[k] for i in range(n)).replace("│    │", "│───▶│") for k in range(3)) + "\n```\n"),
    ("boxes alone", 15, "check", lambda n: "# t\n\n```diagram\n" + "\n".join(box(i) for i in range(n)) + "```\n"),
    ("rows of a tree", 30, "check", rows("├── file{i}.txt\n", head="# t\n\n```\ntop/\n", end="└── end\n```\n")),
    ("text in a drawing", 60, "check", lambda n: "# t\n\n```diagram\n" + box(0) + "".join(f"word {i}\n" for i in range(n)) + "```\n"),
    ("mermaid in a chain", 20, "check", rows("  a{i} --> a{j}\n", head="# t\n\n```mermaid\ngraph LR\n", end="```\n")),
    ("mermaid of one centre", 20, "check", rows("  a --> b{i}\n", head="# t\n\n```mermaid\ngraph LR\n", end="```\n")),
    ("mermaid of one edge", 30, "check", rows("  a --> b\n", head="# t\n\n```mermaid\ngraph LR\n", end="```\n")),
    ("mermaid of parts", 10, "check", rows("  subgraph s{i}\n  x{i} --> y{i}\n  end\n", head="# t\n\n```mermaid\ngraph LR\n", end="```\n")),
    ("mermaid text", 200, "check", rows("  %% remark {i}\n", head="# t\n\n```mermaid\ngraph LR\n  a --> b\n", end="```\n")),
]


def write(folder, made):
    for path, text in (made if isinstance(made, dict) else {"index.md": made}).items():
        p = folder / path
        p.parent.mkdir(parents=True, exist_ok=True)
        p.write_text(text, encoding="utf-8")
    if not (folder / "index.md").exists():
        (folder / "index.md").write_text("# Home\n")


def totals(tmp):
    """Instructions by process."""
    return {int(f.suffix[1:]): int(re.search(r"(?m)^totals: (\d+)", f.read_text(errors="replace"))[1]) for f in tmp.glob("cg.*")}


def count(tmp, table):
    """{(name, k): (exit code, instructions)} for k times n."""
    lines = []
    for name, n, command, how in table:
        for k in 1, 2, 4:
            folder = tmp / f"{len(lines)}"
            write(folder, how(n * k))
            more = ["-o", "out"] if command == "build" else []
            lines.append("\t".join([f"{name}*{k}", str(folder), command, ".", "--jobs", "1", *more]))
    env = {**os.environ, "SOURCE_DATE_EPOCH": "1795392000", "NO_COLOR": "1"}
    half = [lines[0::2], lines[1::2]]
    running = []
    for part in half:  # two at a time
        p = subprocess.Popen(["valgrind", "-q", "--tool=callgrind", f"--callgrind-out-file={tmp}/cg.%p", str(B / "growth")],
                             stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=env)
        running.append(p)
        p.stdin.write("\n".join(part) + "\n")
        p.stdin.close()
    said = "".join(p.stdout.read() for p in running)
    cost, result = None, {}
    for p in running:
        p.wait()
    cost = totals(tmp)
    for line in said.splitlines():
        pid, code, name = line.split(" ", 2)
        name, k = name.rsplit("*", 1)
        result[name, int(k)] = int(code), cost.get(int(pid), 0)
    return result


def main():
    if not shutil.which("valgrind"):
        print("1..0 # SKIP there is no valgrind")
        return
    full = sys.argv[1:] or os.environ.get("PLUMB_FULL")
    table = [row for row in (TABLE if full else TABLE[::SAMPLE]) if not sys.argv[1:] or any(w in row[0] for w in sys.argv[1:])]
    tmp = pathlib.Path(tempfile.mkdtemp(prefix="plumb-growth-"))
    try:
        result = count(tmp, table)
    finally:
        shutil.rmtree(tmp, ignore_errors=True)
    for number, (name, n, command, _) in enumerate(table, 1):
        ran = [result.get((name, k), (-1, 0)) for k in (1, 2, 4)]
        c = [instructions for _, instructions in ran]
        ratio = (c[2] - c[1]) / max(c[1] - c[0], 1)
        small = c[1] - c[0] < 100000  # nothing grows
        good = all(code in (0, 1) for code, _ in ran) and (ratio <= KNOWN.get(name, LIMIT) or small)
        print(f"{'ok' if good else 'not ok'} {number} - {name}: {ratio:.2f}")
        if not good or os.environ.get("PLUMB_SHOW"):
            print(f"# {command}, n = {n}: exit {[code for code, _ in ran]}, million instructions {[round(i / 1e6, 2) for i in c]}")
    print(f"1..{len(table)}")


main()
