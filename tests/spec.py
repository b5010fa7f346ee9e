#!/usr/bin/env python3
"""spec.py RENDERER: the examples of tests/data/spec through plumb's reader and writer of pages, as TAP.

What is compared is what a browser makes of the markup: elements, texts, the attributes that Markdown gives. What plumb
adds for readers (frames around tables, highlighting, anchors of headings) is taken off first. Differences that are meant
stand in tests/data/spec/differences.txt, each with its reason; one that is not there fails, and one that is gone too.
Those that begin with "fault" count as wrong: of all examples at least 99 % are right."""
import html.parser, os, re, subprocess, sys, urllib.parse

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "data", "spec")
VOID = {"br", "hr", "img", "input", "source", "link", "meta", "wbr", "area", "col", "embed", "track"}
BLOCK = set("p div h1 h2 h3 h4 h5 h6 ul ol li blockquote pre table thead tbody tr th td hr dl dt dd section details summary".split())
KEPT = {"href", "src", "alt", "title", "start", "type", "checked", "align", "id"}
ALIGN = {"c": "center", "n": "right"}


class Tokens(html.parser.HTMLParser):
    """The markup as a list of tokens that two equal pages have in common."""
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.out, self.skip, self.pre, self.open = [], [], 0, []

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        kind = a.get("class", "") or ""
        dropped = (tag == "a" and kind == "anchor") or (tag == "p" and kind == "take") or "data-csv" in a
        if self.skip or dropped:
            if tag not in VOID:
                self.skip.append(tag)
            return
        wrapper = (tag == "div" and kind in ("table", "code")) or (tag == "span" and len(kind) <= 2 and kind) or tag == "label"
        if tag not in VOID:
            self.open.append((tag, wrapper))
        if wrapper:
            return
        self.pre += tag == "pre"
        if tag in ("th", "td") and kind in ALIGN:
            a["align"] = ALIGN[kind]
        if tag == "input":
            a.pop("disabled", None)
        if a.get("align") == "left": # as all is
            del a["align"]
        keep = sorted((k, v or "") for k, v in a.items() if k in KEPT and not (k == "id" and tag[0] == "h"))
        keep = [(k, urllib.parse.unquote(v) if k in ("href", "src") else v) for k, v in keep]
        self.out.append(("<" + tag, tuple(keep)))

    def handle_endtag(self, tag):
        if self.skip:
            if tag == self.skip[-1]:
                self.skip.pop()
            return
        if tag in VOID:
            return
        wrapper = False
        if self.open and self.open[-1][0] == tag:
            wrapper = self.open.pop()[1]
        self.pre -= tag == "pre"
        if not wrapper:
            self.out.append(("</" + tag,))

    def handle_data(self, data):
        if not self.skip:
            self.out.append(("text", data, self.pre > 0))

    def handle_comment(self, data):
        self.out.append(("<!--", re.sub(r"[\s-]+", " ", data).strip()))

    def unknown_decl(self, data):
        self.out.append(("<![", data))

    def handle_decl(self, data):
        self.out.append(("<!", data))

    def handle_pi(self, data):
        self.out.append(("<?", data))


def tokens(markup):
    t = Tokens()
    t.feed(markup)
    t.close()
    joined = []
    for token in t.out:
        if token[0] == "text" and joined and joined[-1][0] == "text" and joined[-1][2] == token[2]:
            joined[-1] = ("text", joined[-1][1] + token[1], token[2])
        else:
            joined.append(token)
    out = []
    for i, token in enumerate(joined):
        if token[0] != "text":
            out.append(token)
            continue
        text = token[1]
        if not token[2]:
            text = re.sub(r"[ \t\r\n]+", " ", text)
            before = joined[i - 1][0].lstrip("</") if i else "p"
            after = joined[i + 1][0].lstrip("</") if i + 1 < len(joined) else "p"
            text = text.lstrip() if before in BLOCK or before == "br" else text
            text = text.rstrip() if after in BLOCK or after == "br" else text
        if text:
            out.append(("text", text))
    return out


def examples(name):
    inside, out = None, []
    for line in open(os.path.join(HERE, name + ".txt"), encoding="utf-8"):
        if inside is None and line.startswith("`" * 32 + " example"):
            inside = []
        elif inside is not None and line.rstrip("\n") == "`" * 32:
            source, _, want = "".join(inside).replace("→", "\t").partition("\n.\n")
            if "".join(inside).startswith(".\n"):
                source, want = "", "".join(inside)[2:]
            out.append((source + "\n", want))
            inside = None
        elif inside is not None:
            inside.append(line)
    return out


def render(renderer, sources):
    done = subprocess.run([renderer], input="".join(s + "\0" for s in sources).encode(), stdout=subprocess.PIPE, check=True)
    return done.stdout.decode().split("\0")[:-1]


def differences():
    rows = {}
    for line in open(os.path.join(HERE, "differences.txt"), encoding="utf-8"):
        m = re.match(r"(\w+) (\d+) +(\S.*)", line)
        if m:
            rows[(m.group(1), int(m.group(2)))] = m.group(3)
    return rows


def main():
    known, number, all_n, good = differences(), 0, 0, 0
    for name in ("commonmark", "gfm", "extensions"):
        rows = examples(name)
        # a heading of its own stands on top, so that those of the example are all in the text
        got = render(sys.argv[1], ["# .\n\n" + s if re.search(r"<h\d", w) else s for s, w in rows])
        wrong, gone = [], []
        for i, ((source, want), have) in enumerate(zip(rows, got), 1):
            same = want.strip() == "<IGNORE>" or tokens(want) == tokens(have)
            meant = not known.get((name, i), "").startswith("fault")
            all_n, good = all_n + 1, good + (same or ((name, i) in known and meant))
            if not same and (name, i) not in known:
                wrong.append((i, source, want, have))
            if same and (name, i) in known:
                gone.append(i)
        number += 1
        print("%s %d - %s: %d examples" % ("not ok" if wrong or gone or len(got) != len(rows) else "ok", number, name, len(rows)))
        for i, source, want, have in wrong:
            print("# %s %d\n#   %r\n#   want %r\n#   have %r" % (name, i, source, want, have))
        for i in gone:
            print("# %s %d is as it should be: take it off the list" % (name, i))
    number += 1
    print("%s %d - %d of %d are the same or meant to differ, %.1f %%" % ("ok" if good >= 0.99 * all_n else "not ok", number, good, all_n, 100 * good / all_n))
    print("1..%d" % number)


main()
