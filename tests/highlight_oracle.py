#!/usr/bin/env python3
"""Compares the classes of our highlighter with the token types of Pygments, character by character.

    highlight_oracle.py [--tool PROGRAM] [--show LANG] [FILE …]

PROGRAM is run as `PROGRAM LANG < code` and prints the HTML of the code alone; without it, $PLUMB builds a page of
fences and the code is taken from there. Without files, it takes those of the checkout and of this Python's library.
Speaks TAP; every language must agree on 97 % of the characters that are not blank. Skips when Pygments is absent."""
import argparse
import collections
import glob
import html.parser
import json
import os
import re
import subprocess
import sys
import sysconfig
import tempfile

LEAST = 97.0
LANGS = {".ts": "typescript", ".py": "python", ".sh": "bash", ".t": "bash", ".json": "json", ".yml": "yaml", ".yaml": "yaml",
         ".mjs": "javascript", ".js": "javascript"}
MOST_BYTES = 60_000  # of one file; enough to judge


def lang_of(path):
    name = os.path.basename(path).lower()
    if name.startswith("dockerfile") or name.endswith(".dockerfile"):
        return "dockerfile"
    return LANGS.get(os.path.splitext(name)[1])


def our_files():
    root = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
    files = []
    for pattern in ("content/**/*", "gen/**/*.py", "tests/**/*"):
        files += sorted(f for f in glob.glob(os.path.join(root, pattern), recursive=True) if os.path.isfile(f))
    library = sysconfig.get_paths()["stdlib"]
    files += sorted(glob.glob(os.path.join(library, "*.py")))[:40]
    # a site that holds the keys of the tests of secrets, fake as they are, is not written
    return [f for f in files if lang_of(f) and not os.path.basename(f).startswith("secret")]


class Spans(html.parser.HTMLParser):
    """The class of every character inside each <code>."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.blocks, self.cls, self.inside = [], "", False

    def handle_starttag(self, tag, attrs):
        if tag == "code":
            self.inside = True
            self.blocks.append([])
        elif tag == "span" and self.inside:
            self.cls = dict(attrs).get("class", "")

    def handle_endtag(self, tag):
        if tag == "code":
            self.inside = False
        self.cls = ""

    def handle_data(self, data):
        if self.inside:
            self.blocks[-1] += [(c, self.cls) for c in data]


def ours_by_tool(tool, lang, code):
    out = subprocess.run([tool, lang], input=code.encode(), stdout=subprocess.PIPE, check=True).stdout.decode()
    spans = Spans()
    spans.feed("<code>" + out + "</code>")
    return spans.blocks[0]


def ours_by_build(plumb, samples):
    """One page a sample: a fence longer than any inside."""
    with tempfile.TemporaryDirectory() as work:
        for i, (lang, _, code) in enumerate(samples):
            with open(os.path.join(work, f"p{i:04}.md"), "w", encoding="utf-8") as f:
                f.write(f"# Sample {i}\n\n{'`' * 40}{lang}\n{code}{'`' * 40}\n")
        with open(os.path.join(work, "accepted.json"), "w", encoding="utf-8") as f:  # tests hold keys that open nothing
            json.dump([{"rule": "secret", "page": f"p{i:04}.md", "reason": "a sample", "owner": "tests"} for i in range(len(samples))], f)
        out = os.path.join(work, "out")
        subprocess.run([plumb, "build", work, "-o", out], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        for i in range(len(samples)):
            path = next(p for p in (os.path.join(out, f"p{i:04}", "index.html"), os.path.join(out, f"p{i:04}.html"))
                        if os.path.exists(p))
            spans = Spans()
            with open(path, encoding="utf-8") as f:
                spans.feed(f.read())
            yield max(spans.blocks, key=len)


# the nearest ancestor in this table decides
TYPES = {
    "Comment": "c", "Comment.Preproc": "p", "Comment.PreprocFile": "p", "Literal.String": "s", "Literal.Number": "d",
    "Keyword": "k", "Keyword.Type": "t", "Keyword.Constant": "d", "Operator.Word": "k", "Name.Builtin": "b",
    "Name.Exception": "t", "Name.Function": "f", "Name.Class": "t", "Name.Decorator": "p", "Name.Tag": "f",
    "Name.Attribute": "f", "Name.Variable": "v", "Name.Variable.Magic": "", "Name.Function.Magic": "f",
    "Name.Label": "v", "Name.Constant": "s", "Name.Namespace": "",
}


def wanted(lexer, code):
    for kind, text in lexer.get_tokens(code):
        name = str(kind)[6:]
        while name and name not in TYPES:
            name = name.rpartition(".")[0]
        for c in text:
            yield c, TYPES.get(name, ""), str(kind)[6:]


def same(lang, our, their, kind, word):
    """Where Pygments has two names for one thing, or guesses."""
    if our == their:
        return True
    if lang == "typescript" and kind == "Keyword.Type":  # every name behind a colon, of values too
        return our in ("", "k", "b", "d")
    if lang in ("typescript", "javascript") and kind in ("Keyword.Declaration", "Name.Exception"):
        return our in ("p", "b")  # @decorators; Error
    if lang == "python" and kind == "Name.Function.Magic":  # __init__ where it is used
        return our == ""
    if lang == "yaml" and kind in ("Literal.Scalar.Plain", "Name.Variable"):  # the latter within [ ] and { }
        return our == "" or (our == "d" and word in ("true", "false", "null"))
    return False


def lexer_for(lang):
    from pygments.lexers import get_lexer_by_name
    from pygments.lexers.shell import BashLexer
    from pygments.token import String

    class Shell(BashLexer):
        """Pygments ends a here-document at the first place of its word, in the middle of a line too."""

        tokens = dict(BashLexer.tokens)
        tokens["basic"] = [
            (r"<<-?\s*(['\"]?)\\?(\w+)\1[\w\W]+?\n\s*\2(?=\n)", String) if "<<-?" in str(rule[0]) else rule
            for rule in BashLexer.tokens["basic"]
        ]

    return Shell(stripnl=False) if lang == "bash" else get_lexer_by_name(lang, stripnl=False, ensurenl=True)


def judge(lexer, lang, ours, code, wrong):
    theirs = list(wanted(lexer, code))
    if [c for c, _ in ours] != [c for c, _, _ in theirs]:
        raise SystemExit(f"Bail out! {lang}: the text is not the same as the code")
    good = total = 0
    text = "".join(c for c, _ in ours)
    words = {}
    for m in re.finditer(r"\w+", text):
        for i in range(*m.span()):
            words[i] = m.group()
    for i, ((c, our), (_, their, kind)) in enumerate(zip(ours, theirs)):
        if c.isspace():
            continue
        total += 1
        if same(lang, our, their, kind, words.get(i, c)):
            good += 1
        else:
            wrong[(our, kind, words.get(i, c))] += 1
    return good, total


def main():
    args = argparse.ArgumentParser()
    args.add_argument("--tool")
    args.add_argument("--show")
    args.add_argument("files", nargs="*")
    args = args.parse_args()
    try:
        import pygments  # noqa: F401
    except ImportError:
        print("1..0 # skip Pygments is not installed")
        return 0
    samples = []
    for f in args.files or our_files():
        with open(f, encoding="utf-8", errors="replace") as handle:
            code = handle.read(MOST_BYTES).replace("\r", "").replace("\t", "    ")
        code = code[: code.rfind("\n") + 1].lstrip("\n").rstrip() + "\n"
        if code.strip() and "\ufffd" not in code:
            if not re.search(r"\{\{#\w*include|--8<--|<!-- *include", code):  # what a page takes in is no code of its own
                samples.append((lang_of(f), f, code))
    if args.tool:
        results = (ours_by_tool(args.tool, lang, code) for lang, _, code in samples)
    else:
        results = ours_by_build(os.environ.get("PLUMB", "build/plumb"), samples)
    tally, wrong = collections.defaultdict(lambda: [0, 0, 0]), collections.defaultdict(collections.Counter)
    for (lang, path, code), ours in zip(samples, results):
        lexer = lexer_for(lang)
        while len(ours) > len(code) and ours[-1][0] == "\n":
            ours.pop()
        good, total = judge(lexer, lang, ours, code, wrong[lang])
        if args.show == lang and total and good / total < 0.97:
            print(f"# {100 * good / total:.1f} {path}")
        for i, n in enumerate((good, total, 1)):
            tally[lang][i] += n
    failed = 0
    print(f"1..{len(tally)}")
    for i, (lang, (good, total, files)) in enumerate(sorted(tally.items()), 1):
        share = 100 * good / total
        failed += share < LEAST
        print(f"{'ok' if share >= LEAST else 'not ok'} {i} - {lang}: {share:.2f} % of {total} characters in {files} files")
        for (our, kind, word), n in wrong[lang].most_common(40 if args.show == lang else 0):
            print(f"#   {n:6} ours {our or '-'} theirs {kind}: {word}")
    return 1 if failed else 0


sys.exit(main())
