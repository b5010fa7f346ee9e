#!/usr/bin/env python3
"""files.py [--write]: the list of files in gen/README.md is the first sentence of each file's head comment.
Says what differs, exit status 1; --write puts it right."""
import pathlib, re, sys

top = pathlib.Path(__file__).resolve().parent.parent
readme = top / "gen/README.md"
lines = ["## Files", ""]
for room in "base model load sketch infra check draw page publish gather judge write serve cmd".split():
    files = sorted((top / "gen" / room).glob("*.c"))
    if files:
        lines += [f"**{room}**", ""]
    for f in files:
        head = re.match(r"(?:#include[^\n]*\n)?/\* *%s\.c - (.*?)\*/" % re.escape(f.stem), f.read_text(encoding="utf-8"), re.S)
        if not head:
            sys.exit(f"{f.relative_to(top)}: the file begins with /* {f.stem}.c - what it holds */")
        text = re.sub(r"\s*\n \* ?", " ", head.group(1)).strip()
        lines.append(f"- `{f.name}`: " + re.split(r"\.(?:\s|$)", text)[0])
    if files:
        lines.append("")
want = "\n".join(lines)
text = readme.read_text(encoding="utf-8")
start = text.index("## Files") if "## Files" in text else text.index("FILES")
if "--write" in sys.argv:
    readme.write_text(text[:start] + want, encoding="utf-8")
elif text[start:].strip() != want.strip():
    sys.exit("gen/README.md: the list of files is not true; run tests/files.py --write")
