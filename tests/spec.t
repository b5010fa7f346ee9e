#!/bin/sh
# The examples of CommonMark, of GitHub's specification and of cmark-gfm, through the reader and the writer of pages.
exec python3 tests/spec.py "${B:-build}/markdown_html"
