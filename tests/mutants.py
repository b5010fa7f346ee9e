#!/usr/bin/env python3
"""mutants.py [COUNT [SEED]]: small faults, one at a time, in gen/check, gen/model and gen/sketch/box_*: how many do the
tests find?  Each mutant is one changed place; it is compiled, and the units and goldens of its room run until one fails.
Those that live are listed: each is a sentence no test says, or a program that means the same."""
import os, pathlib, random, re, shutil, subprocess, sys, tempfile

TOP = pathlib.Path(__file__).resolve().parents[1]
COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 100
rng = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 20261130)
KINDS = {
    "negate": (r"\b(if|while) \((?!!)([^()]+)\)", lambda m: f"{m[1]} (!({m[2]}))"),
    "logic": (r" (&&|\|\|) ", lambda m: " || " if m[1] == "&&" else " && "),
    "relop": (r" (<=|>=|<|>) (?=[\w(-])", lambda m: {"<": " <= ", "<=": " < ", ">": " >= ", ">=": " > "}[m[1]]),
    "equal": (r" (==|!=) ", lambda m: " != " if m[1] == "==" else " == "),
    "arith": (r"(?<=[\w)\]]) ([+-]) (?=[\w(])", lambda m: " - " if m[1] == "+" else " + "),
    "const": (r"(?<=[ (])([1-9]\d?)(?=[;,) ])", lambda m: str(int(m[1]) + 1)),
    "remove": (r"(?m)^( {4,})(\w+\([^;{}]*\);)$", lambda m: f"{m[1]};"),
}
ROOMS = {
    "check": ["test_phrases", "test_claims", "test_claims_many", "test_cost", "test_cost_table", "test_cost_scenario", "test_unbound", "test_hosting", "test_config_diff", "test_secrets", "test_schema", "test_risk", "test_references", "claims.t", "cost.t", "check.t", "chart.t", "hosting.t", "report.t"],
    "model": ["test_quantity", "test_phrases", "test_money", "test_cost", "test_plan", "test_site_file", "test_claims", "test_box_drawing", "test_mermaid", "test_sequence", "test_nearest", "test_pointer", "test_decision", "test_svg", "cost.t", "diagram.t"],
    "sketch": ["test_box_drawing", "test_fence", "test_picture", "test_tree_drawing", "test_sequence", "diagram.t", "figures.t"],
}


def code_of(text):
    """Places that are code: no comment, no directive, no table between clang-format off and on."""
    dead = [m.span() for m in re.finditer(r"/\*.*?\*/|^#[^\n]*|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)+'", text, re.S | re.M)]
    dead += [m.span() for m in re.finditer(r"/\* clang-format off \*/.*?/\* clang-format on \*/|static const [^;]*?= \{.*?\};|enum \{.*?\};|assert\([^;]*;", text, re.S)]
    return lambda at: not any(a <= at < b for a, b in dead)


def places():
    files = sorted([*TOP.glob("gen/check/*.c"), *TOP.glob("gen/model/*.c"), *TOP.glob("gen/sketch/box_*.c")])
    by_kind = {k: [] for k in KINDS}
    for f in files:
        text = f.read_text(encoding="utf-8")
        live = code_of(text)
        for kind, (pattern, _) in KINDS.items():
            by_kind[kind] += [(f, m.start()) for m in re.finditer(pattern, text) if live(m.start())]
    for list_ in by_kind.values():
        rng.shuffle(list_)
    return [(kind, *by_kind[kind].pop()) for i in range(COUNT) for kind in [list(KINDS)[i % len(KINDS)]] if by_kind[kind]]


def mutate(text, kind, at):
    pattern, new = KINDS[kind]
    m = re.compile(pattern).search(text, at)
    return text[:m.start()] + new(m) + text[m.end():]


def run(args, work, limit):
    try:
        env = {**os.environ, "PLUMB": "build/plumb", "B": "build", "CMOCKA_MESSAGE_OUTPUT": "tap"}
        p = subprocess.run(args, cwd=work, env=env, capture_output=True, timeout=limit)
        return p.returncode == 0 and not re.search(rb"(?m)^not ok", p.stdout)
    except subprocess.TimeoutExpired:
        return False


def is_found(work, room):
    """The name of the test that fails; empty when all pass."""
    units = [t for t in ROOMS[room] if not t.endswith(".t") and (work / f"tests/unit/{t}.c").exists()]
    programs = ["build/plumb", *(f"build/unit/{t}" for t in units)]
    if not run(["make", "-s", "-j2", "CC=" + os.environ.get("CC", "gcc"), "CFLAGS=-O0", *programs], work, 900):
        return "make"
    for t in units:
        if not run([f"build/unit/{t}"], work, 60):
            return t
    for t in ROOMS[room]:
        if t.endswith(".t") and (work / "tests" / t).exists() and not run(["sh", f"tests/{t}"], work, 300):
            return t
    return ""


def main():
    work = pathlib.Path(tempfile.mkdtemp(prefix="plumb-mutants-")) / "plumb"
    shutil.copytree(TOP, work, ignore=lambda at, _: {"build", ".git", "site"} if pathlib.Path(at) == TOP else set())
    found = tried = 0
    try:
        for room in ROOMS:
            if is_found(work, room):
                sys.exit(f"mutants: without a fault {is_found(work, room)} fails already")
        for kind, path, at in places():
            f = work / path.relative_to(TOP)
            text = path.read_text(encoding="utf-8")
            f.write_text(mutate(text, kind, at), encoding="utf-8")
            by = is_found(work, path.parent.name)
            f.write_text(text, encoding="utf-8")
            if by == "make":
                continue  # no program any more: nobody could commit it
            tried += 1
            found += bool(by)
            line = text.count("\n", 0, at) + 1
            print(f"{'found by ' + by if by else 'LIVES':28} {kind:7} {path.relative_to(TOP)}:{line}: {text.splitlines()[line - 1].strip()[:70]}", flush=True)
        print(f"{found} of {tried} found, {100 * found // max(tried, 1)} %")
    finally:
        shutil.rmtree(work.parent, ignore_errors=True)
    sys.exit(found * 100 < 80 * tried)


main()
