#!/usr/bin/env python3
"""mime_table.py DB.JSON > mime_table.h: extensions and their types, by mime-db (npm; MIT, Jonathan Ong, Douglas Wilson).

Of several types IANA's wins; what browsers should show or run, and what mime-db does not know, is said here."""
import json
import sys

OURS = {
    "js": "text/javascript", "mjs": "text/javascript", "cjs": "text/javascript", "ico": "image/x-icon", "rss": "application/rss+xml",
    "yaml": "application/yaml", "yml": "application/yaml", "xsl": "application/xslt+xml", "wav": "audio/wav", "mp4": "video/mp4",
    "m4v": "video/mp4", "flac": "audio/flac", "bmp": "image/bmp", "ndjson": "application/x-ndjson", "gz": "application/gzip",
    "tgz": "application/gzip", "map": "application/json", "ogg": "audio/ogg", "xml": "application/xml", "webm": "video/webm",
    "deb": "application/vnd.debian.binary-package", "mp3": "audio/mpeg", "zst": "application/zstd", "br": "application/x-brotli",
}
TEXT = "sh bash py rb pl go rs c h cc cpp hpp java kt swift cs php tf hcl toml ini cfg conf log diff patch rst adoc org tex bib sql lock env bat ps1 mmd dot puml"
RANK = {"iana": 0, "apache": 1, "nginx": 2}
WIDTH = 100


def main():
    with open(sys.argv[1], encoding="utf-8") as f:
        db = json.load(f)
    best = {}
    for kind, row in sorted(db.items()):
        for ext in row.get("extensions", ()):
            rank = RANK.get(row.get("source"), 3)
            if len(ext) <= 12 and (ext not in best or rank < best[ext][0]):
                best[ext] = (rank, kind)
    types = {ext: kind for ext, (_, kind) in best.items()} | {e: "text/plain" for e in TEXT.split()} | OURS
    print("/* mime_table.h - made by mime_table.py of mime-db 1.54.0 (MIT): extension and type, by extension. */\n/* clang-format off */")
    line = ""
    for ext in sorted(types):
        item = '{"%s","%s"},' % (ext, types[ext])
        if len(line) + len(item) > WIDTH:
            print(line)
            line = ""
        line += item
    print(line + "\n/* clang-format on */")


main()
