#!/usr/bin/env python3
"""Writes highlight_words.h beside itself: the words each language knows, sorted by slot, and where each slot begins.

A word's slot is of its length, its first, middle and last letter, as in highlight.c; most have one word or none.

Classes: k keyword, D keyword before a function's name, C keyword before a class's name, t type,
b built-in name, d constant."""
import builtins
import os

JS = {
    "k": """as async await break case catch constructor continue debugger default delete do else export extends
        finally for from goto if import in instanceof new of return static super switch this throw try typeof void
        while with yield abstract boolean byte char double enum final float implements int interface long native
        package private protected public short synchronized throws transient volatile var let const function class""",
    "d": "true false null NaN Infinity undefined",
    "b": """Array Boolean Date BigInt Function Math ArrayBuffer Number Object RegExp String Promise Proxy decodeURI
        decodeURIComponent encodeURI encodeURIComponent eval isFinite isNaN parseFloat parseInt DataView document
        window globalThis global arguments Symbol Intl WeakSet WeakMap Set Map Reflect JSON Atomics Int8Array
        Int16Array Int32Array BigInt64Array Float32Array Float64Array Uint8ClampedArray Uint8Array Uint16Array
        Uint32Array BigUint64Array Error EvalError InternalError RangeError ReferenceError SyntaxError TypeError
        URIError""",
}
TS = {
    "k": JS["k"].replace("boolean", "") + " declare type readonly override module",
    "t": "string boolean number",
    "d": JS["d"],
    "b": JS["b"],
}
PYTHON = {
    "k": """and as assert async await break continue del elif else except finally for from global if import in is
        lambda nonlocal not or pass raise return try while with yield""",
    "D": "def",
    "C": "class",
    "d": "None True False",
    "b": " ".join(n for n in dir(builtins) if n[0].islower() and n not in ("copyright", "credits", "exit", "license", "quit"))
    + " self cls unicode basestring file long reduce xrange unichr raw_input cmp",
    "t": " ".join(n for n in dir(builtins) if n[0].isupper() and n not in ("None", "True", "False", "Ellipsis", "NotImplemented")),
}
PYTHON["d"] += " Ellipsis NotImplemented"
C = {
    "k": """asm auto break case const continue default do else enum extern for goto if register restrict return sizeof
        static struct switch typedef union volatile while inline typename class namespace template public private
        protected virtual using new delete this try catch throw operator friend explicit constexpr static_assert
        _Alignas _Alignof _Atomic _Generic _Noreturn _Static_assert _Thread_local alignas alignof noreturn""",
    "t": """bool int long float short double char unsigned signed void int8_t int16_t int32_t int64_t uint8_t uint16_t
        uint32_t uint64_t int_least8_t int_least16_t int_least32_t int_least64_t uint_least8_t uint_least16_t
        uint_least32_t uint_least64_t int_fast8_t int_fast16_t int_fast32_t int_fast64_t uint_fast8_t uint_fast16_t
        uint_fast32_t uint_fast64_t intptr_t uintptr_t intmax_t uintmax_t size_t ssize_t off_t wchar_t ptrdiff_t
        sig_atomic_t fpos_t clock_t time_t va_list jmp_buf FILE DIR div_t ldiv_t mbstate_t wctrans_t wint_t wctype_t
        _Bool _Complex _Imaginary clockid_t cpu_set_t cpumask_t dev_t gid_t id_t ino_t key_t mode_t nfds_t pid_t
        rlim_t sig_t sighandler_t siginfo_t sigset_t sigval_t socklen_t timer_t uid_t""",
    "b": "NULL true false",
}
SQL = {
    "k": """add all alter analyze and any as asc before begin between by cascade case cast check collate column commit
        conflict constraint create cross current current_date current_time current_timestamp cursor database declare
        default deferrable delete desc distinct do drop each else elseif end escape except exclude execute exists
        explain fetch filter first following for foreign from full function generated grant group having if ignore in
        index inner insert instead intersect into is isnull join key last lateral left like limit local lock loop
        match materialized merge natural no not nothing nulls of offset on only or order outer over partition
        preceding primary privileges procedure range recursive references rename replace restrict return returning
        returns revoke right role rollback row rows savepoint schema select sequence set show some start table
        temporary then to transaction trigger truncate unbounded union unique update use using values view when where
        while window with without work""",
    "t": """array bigint binary bit blob boolean bytea char character clob date datetime decimal double enum float int
        integer interval json jsonb money nchar numeric nvarchar real serial smallint text time timestamp tinyint uuid
        varbinary varchar varying""",
    "b": "avg coalesce concat count length lower max min now nullif round substring sum trim upper",
    "d": "true false null",
}
SHELL = {
    "k": "if fi else while in do done for then return function case select break continue until esac elif",
    "b": """alias bg bind builtin caller cd command compgen complete declare dirs disown echo enable eval exec exit
        export false fc fg getopts hash help history jobs kill let local logout popd printf pushd pwd read readonly set
        shift shopt source suspend test time times trap true type typeset ulimit umask unalias unset wait""",
}
JSON = {"d": "true false null"}
TABLES = {"js": JS, "ts": TS, "python": PYTHON, "c": C, "sql": SQL, "shell": SHELL, "json": JSON}


SLOTS = 512


def slot(word):
    w = word.encode()
    return (len(w) * 5 + w[0] * 7 + w[len(w) // 2] * 29 + w[-1] * 113) % SLOTS


def table(name, classes):
    """One table sorted by slot, several words a line."""
    words = sorted({(w, c) for c, text in classes.items() for w in text.split()}, key=lambda p: (slot(p[0]), p[0].encode()))
    assert len({w for w, _ in words}) == len(words), [w for i, (w, _) in enumerate(words) if i and words[i - 1][0] == w]
    lines, line = [], "   "
    for w, c in words:
        item = f" {{ \"{w}\", {len(w)}, '{c}' }},"
        if len(line) + len(item) > 100:
            lines.append(line)
            line = "   "
        line += item
    starts = [sum(1 for w, _ in words if slot(w) < n) for n in range(SLOTS + 1)]
    index = "\n".join("    " + " ".join(f"{n}," for n in starts[i:i + 24]) for i in range(0, SLOTS + 1, 24))
    return (f"static const struct word {name}_words[] = {{\n" + "\n".join(lines + [line]) + "\n};\n"
            f"static const unsigned short {name}_from[{SLOTS + 1}] = {{\n{index}\n}};\n")


def main():
    head = "/* highlight_words.h - made by highlight_words.py: words and their classes, sorted by slot, and where each slot begins. */\n/* clang-format off */\n"
    body = "".join(table(n, c) for n, c in TABLES.items())
    tail = "/* clang-format on */\n#define WORDS(name) name##_words, name##_from\n"
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "highlight_words.h"), "w", encoding="utf-8") as f:
        f.write(head + body + tail)


main()
