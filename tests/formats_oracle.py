"""TOML as we read it against Python's tomllib: documents made at random, whole ones and broken ones.
Both must accept the same texts and find the same values.  formats_oracle.py TREE_DUMP N"""
import json, math, os, random, subprocess, sys, tempfile, tomllib

rnd = random.Random(7)
NAMES = ["a", "b", "c-d", "_1", "1", "3.5", '"x y"', "'q'", '""', "é"[:0] + "ab", '"\\u00e9"', "a.b", "a . c", "b.\"x\".d"]
SCALARS = ["1", "+1", "-0", "0", "00", "01", "1_000", "1__0", "_1", "1_", "0x1F", "0X1F", "0o17", "0b101", "0b2", "0x_1", "-0x1",
    "9223372036854775807", "9223372036854775808", "-9223372036854775808", "1.5", "1.", ".5", "1e5", "1e+05", "1E-2", "1.5e3",
    "1e1_0", "1_0e1", "1_e5", "6.02_2e23", "inf", "-inf", "+nan", "nan", "true", "false", "True", "t", "1979-05-27", "1979-02-29",
    "2024-02-29", "1979-05-27T07:32:00Z", "1979-05-27 07:32:00", "1979-05-27T07:32:00.123-07:00", "1979-05-27T24:00:00",
    "07:32:00", "07:32", "07:32:00.5", "1979-05-27T07:32:00+25:00", "1979-13-01", '"a"', "'b\\n'", '"a\\tb"', '"\\x"',
    '"\\u00E9\\U0001F600"', '"\\ud800"', '""', "''", '"a\tb"', '"""x\ny"""', "'''\nx'y\n'''", '"""a\\\n   b"""', '"""a""b"""',
    '"""a"""""', "'''''x'''''", '"""\\\n"""', '"unclosed', '"a" "b"', "'''a", "\"a\nb\"", "", "#", "abc", "1 2", "\x01", "\"\x7f\""]

def value(depth=0):
    r = rnd.random()
    if depth < 3 and r < 0.15:
        sep = rnd.choice([", ", ",", ",\n ", " ,# c\n"])
        tail = rnd.choice(["", "", ",", "\n"])
        return "[" + rnd.choice(["", "\n"]) + sep.join(value(depth + 1) for _ in range(rnd.randrange(4))) + tail + "]"
    if depth < 3 and r < 0.3:
        tail = rnd.choice(["", "", "", ","])
        return "{" + rnd.choice(["", " "]) + ", ".join(f"{rnd.choice(NAMES)} = {value(depth + 1)}" for _ in range(rnd.randrange(3))) + tail + "}"
    return rnd.choice(SCALARS[:1] * 20 + ['"s"'] * 10 + ["true"] * 5 + SCALARS)

def line():
    r = rnd.random()
    name = rnd.choice(NAMES)
    if r < 0.2: return f"[{rnd.choice(['', ' '])}{name}{rnd.choice(['', ' '])}]" + rnd.choice(["", " # c"])
    if r < 0.3: return f"[[{name}]]"
    if r < 0.35: return rnd.choice(["# comment", "", "   ", "# bad \x00" if rnd.random() < .1 else "#", "x", "= 1", "[a", "[]", "[a]]", "\t"])
    return f"{rnd.choice(['', '', ' '])}{name}{rnd.choice([' = ', '=', ' =  '])}{value()}" + rnd.choice(["", "", " # c", "  "])

def document():
    text = rnd.choice(["\n", "\n", "\r\n"]).join(line() for _ in range(rnd.randrange(1, 7))) + rnd.choice(["", "\n"])
    if rnd.random() < 0.2 and text:
        i = rnd.randrange(len(text))
        text = text[:i] + rnd.choice(["", "\"", "'", "[", "]", "{", "}", ".", "\n", "=", "\r", "#", ",", "é"]) + text[i + rnd.randrange(2):]
    return text

def plain(v):
    if isinstance(v, dict): return {k: plain(x) for k, x in v.items()}
    if isinstance(v, list): return [plain(x) for x in v]
    if isinstance(v, bool) or isinstance(v, str): return v
    if isinstance(v, float) and (math.isinf(v) or math.isnan(v)): return "SPECIAL"
    if isinstance(v, (int, float)): return float(v)
    return "DATE"

def ours(v, like):
    """our tree, where dates and special numbers are the texts that tomllib makes objects of"""
    if isinstance(v, dict) and isinstance(like, dict): return {k: ours(x, like.get(k)) for k, x in v.items()}
    if isinstance(v, list) and isinstance(like, list): return [ours(x, like[i] if i < len(like) else None) for i, x in enumerate(v)]
    if like in ("DATE", "SPECIAL") and isinstance(v, str): return like
    return float(v) if isinstance(v, (int, float)) and not isinstance(v, bool) else v

dump, n = sys.argv[1], int(sys.argv[2])
bad = good = 0
with tempfile.TemporaryDirectory() as tmp:
    paths, wanted = [], []
    for i in range(n):
        text, path = document(), os.path.join(tmp, f"{i}.toml")
        with open(path, "w", encoding="utf-8", newline="") as f: f.write(text)
        try: want = plain(tomllib.loads(text))
        except (tomllib.TOMLDecodeError, RecursionError, ValueError): want = None
        big = any(d in text for d in ("9223372036854775808",)) # tomllib has integers of any size
        paths.append(path); wanted.append((text, want, big)); good += want is not None
    lines = []
    for i in range(0, n, 500):
        lines += subprocess.run([dump] + paths[i:i + 500], capture_output=True, text=True).stdout.split("\n")[:-1]
    if len(lines) != n: print("# the reader ended early"); bad += 1
    for (text, want, big), got in zip(wanted, lines):
        got = json.loads(got)
        if big or (got is None and want is None): continue
        if want is None or got is None or ours(got, want) != want:
            bad += 1
            if bad < 6: print("# differ:", repr(text), "\n#  theirs:", want, "\n#  ours:  ", got)
print(f"# {n} documents, {good} of them valid")
print("not ok" if bad or good < n // 10 else "ok", f"1 - TOML is read as tomllib reads it" + (f": {bad} differ" if bad else ""))
print("1..1")
