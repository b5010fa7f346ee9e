#!/usr/bin/env python3
"""copies.py PLUMB SITE FOLDER: builds a site from the Markdown copies of a built SITE, in FOLDER. It must have the
same copies and the same words, and no escape that plain words do not need. Pages without text of their own, which
list what is below them, are compared by their copies alone."""
import json, pathlib, re, shutil, subprocess, sys

plumb, site, folder = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
source, again = folder / "copies", folder / "again"
for f in site.rglob("*"):
    if f.is_file() and ".plumb" not in f.parts and f.suffix not in (".html", ".js", ".css", ".xml", ".txt"):
        to = source / f.relative_to(site)
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(f, to)
subprocess.run([plumb, "build", source, "-o", again, "--no-png"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def words(file):
    text = file.read_text(encoding="utf-8")
    page = json.loads("[" + text[text.index("(") + 1:text.rindex(")")] + "]")
    return [" ".join(map(str, section)) for section in page[1]]


bad, pages = [], sorted(site.rglob("index.md"))
for f in pages:
    name, text = f.relative_to(site), f.read_text(encoding="utf-8")
    new, said = again / name, f.with_name("plumb-text.js")
    if not new.exists():
        bad.append(f"{name}: no page")
    elif new.read_text(encoding="utf-8") != text:
        bad.append(f"{name}: another copy")
    elif said.exists() and words(said) != words(new.with_name("plumb-text.js")) and any(map(str.strip, words(said))):
        bad.append(f"{name}: other words")
    elif "<main" in text:
        bad.append(f"{name}: is no Markdown")
    needless = re.search(r"\w\\[.,:;/+%='\"(-]\w", re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.S))
    if needless and "://" not in needless.string[needless.start():needless.end() + 3]:
        bad.append(f"{name}: a needless escape: {needless.group()}")
print("\n".join(bad[:20]) or f"{len(pages)} pages")
sys.exit(bool(bad) or len(pages) < 1)
