#!/usr/bin/env python3
"""manual.py [--write]: the commands and options in gen/cmd/plumb.1 are those that --help prints.
Says what differs, exit status 1; --write puts it right. PLUMB names the program."""
import os, pathlib, re, subprocess, sys

top = pathlib.Path(__file__).resolve().parent.parent
page = top / "gen/cmd/plumb.1"
plumb = os.environ.get("PLUMB", "build/plumb")
plumb = plumb if os.path.isabs(plumb) else top / plumb
ask = lambda *words: subprocess.run([plumb, *words], capture_output=True, text=True, check=True).stdout
quote = lambda s: re.sub(r"^([.'])", r"\\&\1", s.replace("\\", "\\e")).replace('"', r"\(dq")
begin, end = '.\\" commands: written by tests/manual.py --write\n', '.\\" end of commands\n'
out = [".Bl -tag -width Ds\n"]
for verb, words in re.findall(r"^    ([a-z]+)  +(.*)$", ask("--help"), re.M):
    if verb == "plumb":
        continue
    out += [f".It Cm {verb}\n", quote(words) + "\n", ".Bl -tag -width Ds\n"]
    for name, letter, value, text in re.findall(r"^  --([a-z-]+)(?:, -(\w))?(?: (\S+))? {2,}(.*)$", ask(verb, "--help"), re.M):
        short = f" , Fl {letter}" if letter else ""
        out += [f".It Fl -{name}{short}{' Ar ' + value if value else ''}\n", quote(text) + "\n"]
    out.append(".El\n")
out.append(".El\n")
text = page.read_text(encoding="utf-8")
a, b = text.index(begin) + len(begin), text.index(end)
want = text[:a] + "".join(out) + text[b:]
if "--write" in sys.argv:
    page.write_text(want, encoding="utf-8")
elif text != want:
    sys.exit("gen/cmd/plumb.1: commands or options differ from --help; run tests/manual.py --write")
