#!/usr/bin/env python3
"""In which order a folder goes out, for what pages load in other ways than by href and src: as generators and bundlers write
it. Published, everything changed, published again; each time what must be there first is. Speaks TAP."""
import sys

from publish_case import Case, end, ok
from small_s3 import SmallServer

HEAD = "<!doctype html>"
SITES = (  # name, files, (first, later) pairs; files whose text is None are given as they are in the pairs only
    ("inline module and import map", {
        "index.html": HEAD + '<script type="importmap">{"imports":{"lib":"./js/lib.mjs"}}</script><script type="module">import {go} from "./js/app.js"; go()</script>',
        "js/app.js": "export function go(){}", "js/lib.mjs": "export const a=1"}, ("js/app.js index.html", "js/lib.mjs index.html")),
    ("an import without blanks, and one of many lines", {
        "a.html": HEAD + "<script type=module src=js/app.js></script>", "js/app.js": 'import{go}from"./zlib.js";import * as x\n  from\n  "./deep/y.mjs"; go()',
        "js/zlib.js": "export function go(){}", "js/deep/y.mjs": 'export * from "../zz.js"', "js/zz.js": "export const z=1"},
     ("js/zz.js js/deep/y.mjs", "js/deep/y.mjs js/app.js", "js/zlib.js js/app.js", "js/app.js a.html")),
    ("a chunk whose name a script puts together", {
        "index.html": HEAD + '<script src="js/main.js"></script>', "js/main.js": 'r.u=e=>"js/"+({1:"search"}[e]||e)+".chunk.js"',
        "js/search.chunk.js": "self.x=1", "css/search.chunk.css": "a{}"}, ("js/search.chunk.js js/main.js", "css/search.chunk.css js/main.js", "js/main.js index.html")),
    ("base href", {"docs/a/index.html": HEAD + '<base href="/docs/"><script src="js/app.js"></script><link rel=stylesheet href=a.css>',
                   "docs/js/app.js": "self.x=1", "docs/a.css": "a{}"}, ("docs/js/app.js docs/a/index.html", "docs/a.css docs/a/index.html")),
    ("base href of another folder and of a host", {"x/index.html": HEAD + '<base href="../lib/"><img src=z.png>', "lib/z.png": "1",
                                                  "y/index.html": HEAD + '<base href="https://docs.example/lib/"><img src=z.png>'}, ("lib/z.png x/index.html", "lib/z.png y/index.html")),
    ("workers, wasm and what they fetch", {
        "index.html": HEAD + '<script>new Worker(new URL("./w/worker.js", import.meta.url), {type: "module"}); fetch("w/table.json")</script>',
        "w/worker.js": 'importScripts("zhelp.js"); WebAssembly.instantiateStreaming(fetch("./z.wasm"))', "w/zhelp.js": "function f(){}", "w/z.wasm": "\0asm",
        "w/table.json": '{"rows":[1,2]}'}, ("w/worker.js index.html", "w/zhelp.js w/worker.js", "w/z.wasm w/worker.js", "w/table.json index.html")),
    ("an app's manifest with its icons", {"index.html": HEAD + '<link rel=manifest href=site.webmanifest>',
                                          "site.webmanifest": '{"icons":[{"src":"z/icon-192.png"}]}', "z/icon-192.png": "1"},
     ("z/icon-192.png site.webmanifest", "site.webmanifest index.html")),
    ("modulepreload, styles that import styles", {
        "index.html": HEAD + '<link rel=modulepreload href=/m.js><link rel=stylesheet href=a.css>', "m.js": 'import"/n.js"', "n.js": "export{}",
        "a.css": '@import url("b.css") layer(x); @import "c.css" screen;', "b.css": "b{}", "c.css": "c{background:url(z.png)}", "z.png": "1"},
     ("z.png c.css", "c.css a.css", "b.css a.css", "a.css index.html", "n.js m.js", "m.js index.html")),
    ("as Vite builds it", {
        "index.html": HEAD + '<script type="module" crossorigin src="/assets/index-DiwrgTda.js"></script><link rel="stylesheet" crossorigin href="/assets/index-B3ufVbtR.css">',
        "assets/index-DiwrgTda.js": 'const __vite__mapDeps=(i,m=__vite__mapDeps,d=(m.f||(m.f=["assets/Zed-C1q2w3e4.js","assets/Zed-x9Yw8v7U.css"])))=>i.map(i=>d[i]);'
                                    'import("./Zed-C1q2w3e4.js")', "assets/Zed-C1q2w3e4.js": "export default 1", "assets/Zed-x9Yw8v7U.css": "a{}",
        "assets/index-B3ufVbtR.css": "a{}"},
     ("assets/Zed-C1q2w3e4.js assets/index-DiwrgTda.js", "assets/Zed-x9Yw8v7U.css assets/index-DiwrgTda.js", "assets/index-DiwrgTda.js index.html")),
    ("as Docusaurus builds it", {
        "index.html": HEAD + '<script src="/assets/js/runtime~main.1a2b3c4d.js" defer></script><script src="/assets/js/main.9f8e7d6c.js" defer></script>',
        "docs/intro/index.html": HEAD + '<script src="/assets/js/runtime~main.1a2b3c4d.js" defer></script>', "sitemap.xml": "<urlset/>",
        "assets/js/runtime~main.1a2b3c4d.js": 'r.u=e=>"assets/js/"+({17:"896da145"}[e]||e)+"."+{17:"5e6f7a8b"}[e]+".js"',
        "assets/js/main.9f8e7d6c.js": 'e.exports={routes:["/docs/intro/"]}', "assets/js/896da145.5e6f7a8b.js": "(self.webpackChunk=self.webpackChunk||[]).push([[17],{1:(e,t)=>{}}])",
        "search-index.json": '[{"documents":[{"u":"/docs/intro"},{"u":"/"}]}]'},
     ("assets/js/896da145.5e6f7a8b.js assets/js/runtime~main.1a2b3c4d.js", "assets/js/main.9f8e7d6c.js index.html", "docs/intro/index.html search-index.json", "index.html sitemap.xml")),
    ("search indexes of Sphinx, MkDocs and Hugo", {
        "index.html": HEAD + '<script src="_static/searchtools.js"></script>', "a.html": HEAD, "b/index.html": HEAD, "search.html": HEAD + '<script src="searchindex.js" defer></script>',
        "_static/searchtools.js": 'fetch("search/search_index.json")', "searchindex.js": 'Search.setIndex({"docnames":["a","b/index"]})',
        "search/search_index.json": '{"docs":[{"location":"a.html"},{"location":"b/"},{"location":""}]}', "index.json": '[{"uri":"/a.html"},{"uri":"/b/"},{"uri":"search.html"}]'},
     ("searchindex.js search.html", "b/index.html search/search_index.json", "b/index.html index.json", "_static/searchtools.js index.html")),
    ("data that a page fetches is no list", {
        "index.html": HEAD + '<script src=app.js></script>', "a.html": HEAD, "b.html": HEAD, "c.html": HEAD, "app.js": "fetch('/page-data/' + name + '.json')",
        "page-data/a.json": '{"path":"/a.html","title":"A"}', "zconfig.js": "window.CONFIG={debug:()=>1}"}, ("page-data/a.json app.js", "zconfig.js app.js", "app.js index.html")),
    ("a script in a comment of another kind, JSON-LD", {
        "index.html": HEAD + '<script type="application/ld+json">{"image":"none.png"}</script><!-- <script src="gone.js"></script> --><script type=speculationrules>{"prefetch":["x.html"]}</script>',
        "x.html": HEAD}, ()),
)


def main():
    server = SmallServer()
    for name, files, pairs in SITES:
        server.small.create_bucket("")
        c, wrong = Case(server), []
        for rev in ("", "\n/* %d */", "\n/* again %d */"):
            c.write({k: (v + (rev % 1 if rev and not k.endswith("json") else "")).encode() + b"\n" * len(rev) for k, v in files.items()})
            r = c.run("--connections", "1")
            puts = c.put_keys()
            wrong += [r.stderr] * (r.returncode != 0) + ["%s before %s" % tuple(reversed(p.split())) for p in pairs if puts.index(p.split()[0]) > puts.index(p.split()[1])]
            wrong += [r.stderr] * ("not there" in r.stderr)
        ok(not wrong, name, "\n".join(wrong), puts)
    return end()


if __name__ == "__main__":
    sys.exit(main())
