#!/usr/bin/env python3
"""reach.py SITE: every page of a built site can be reached from index.html by links, and no local link,
image, style or script leads nowhere. Anchors must exist."""
import html.parser, os, pathlib, sys, urllib.parse

class Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.refs, self.ids = [], set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if name in ("href", "src") and value is not None:
                self.refs.append(value)
            if name == "id":
                self.ids.add(value)

root = pathlib.Path(sys.argv[1]).resolve()
pages = {p: Page(p.read_text(encoding="utf-8")) for p in root.rglob("*.html")}
seen, todo, wrong = set(), [root / "index.html"], []
while todo:
    page = todo.pop()
    if page in seen:
        continue
    seen.add(page)
    for ref in pages[page].refs:
        url = urllib.parse.urlsplit(ref)
        if url.scheme or url.netloc:
            continue
        to = page if not url.path else pathlib.Path(os.path.normpath(page.parent / urllib.parse.unquote(url.path)))
        if to.is_dir():
            to = to / "index.html"
        if not to.is_file():
            wrong.append(f"{page.relative_to(root)}: {ref} leads nowhere")
        elif to in pages:
            todo.append(to)
            anchor = urllib.parse.unquote(url.fragment)
            if anchor and anchor not in pages[to].ids:
                wrong.append(f"{page.relative_to(root)}: {ref}: no such anchor")
# a server shows 404.html, and redirects are for links of old
apart = set(root.rglob("404.html")) | {p for p in pages if 'http-equiv="refresh"' in p.read_text(encoding="utf-8")}
wrong += [f"{p.relative_to(root)} cannot be reached" for p in sorted(set(pages) - seen - apart)]
print("\n".join(wrong) or f"{len(pages)} pages")
sys.exit(bool(wrong))
