"""world.py - what the tests of the build share: TAP, a folder of its own, plumb as a command, trees compared, a
small site in which every kind of input occurs."""
import atexit, os, pathlib, random, shutil, struct, subprocess, sys, tempfile, zlib

TOP = pathlib.Path(__file__).resolve().parents[2]
PLUMB = str((TOP / os.environ.get("PLUMB", "build/plumb")).resolve())
B = TOP / os.environ.get("B", "build")
FULL = bool(os.environ.get("PLUMB_FULL"))  # all counts, not a sample
SEED = int(os.environ.get("PLUMB_SEED", "20261130"))
TMP = pathlib.Path(tempfile.mkdtemp(prefix="plumb-test-"))
os.environ.update(SOURCE_DATE_EPOCH="1795392000", NO_COLOR="1", GIT_CONFIG_NOSYSTEM="1", GIT_CEILING_DIRECTORIES=str(TMP))
number = 0


def clear():
    for folder, names, _ in os.walk(TMP):
        for n in names:
            if not os.path.islink(os.path.join(folder, n)):
                os.chmod(os.path.join(folder, n), 0o755)
    shutil.rmtree(TMP, ignore_errors=True)


atexit.register(clear)


def ok(name, good, *why):
    """One test; what is given as why is shown when it fails."""
    global number
    number += 1
    print(f"{'ok' if good else 'not ok'} {number} - {name}", flush=True)
    if not good:
        for text in why:
            for line in str(text).splitlines()[:12]:
                print("#", line)
    return bool(good)


def plan():
    print(f"1..{number}")


class Ran:
    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err
        self.said = out + err

    def __str__(self):
        return f"exit {self.code}\n{self.said}"


def run(*args, cwd=None, env=None, limit=60, user=None, fails=None):
    """plumb ARGS. Exit code 124: it did not end."""
    env = {**os.environ, **(env or {}), **(fails or {})}
    try:
        p = subprocess.run([PLUMB, *map(str, args)], cwd=cwd or TMP, env=env, capture_output=True, timeout=limit, user=user,
                           stdin=subprocess.DEVNULL)
        return Ran(p.returncode, p.stdout.decode("utf-8", "replace"), p.stderr.decode("utf-8", "replace"))
    except subprocess.TimeoutExpired:
        return Ran(124, "", "it did not end")


def measured(*args):
    """The same, with CPU seconds and the largest size in KiB."""
    with open(TMP / "said", "w+b") as said:
        p = subprocess.Popen([PLUMB, *map(str, args)], cwd=TMP, stdout=said, stderr=said, stdin=subprocess.DEVNULL)
        _, status, used = os.wait4(p.pid, 0)
        p.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        return Ran(p.returncode, "", said.read().decode("utf-8", "replace")), used.ru_utime + used.ru_stime, used.ru_maxrss


def build(content, out, *more, **how):
    return run("build", content, "-o", out, *more, **how)


def tree(folder):
    """Path -> bytes of all that readers get; folders count as None."""
    folder = pathlib.Path(folder)
    all = {}
    for at, names, files in os.walk(folder):
        if pathlib.Path(at) == folder and ".plumb" in names:
            names.remove(".plumb")
        for n in names:
            all[os.path.relpath(os.path.join(at, n), folder)] = None
        for f in files:
            p = os.path.join(at, f)
            all[os.path.relpath(p, folder)] = os.readlink(p).encode() if os.path.islink(p) else open(p, "rb").read()
    return all


def differs(a, b):
    """Words for the first places where two trees differ; empty when they do not."""
    wrong = [f"{p}: {'only here' if p not in b else 'missing' if p not in a else 'other bytes'}"
             for p in sorted(set(a) | set(b)) if p not in a or p not in b or a[p] != b[p]]
    return "\n".join(wrong[:8])


def files(folder, contents):
    """Writes {path: text or bytes} below folder."""
    for path, text in contents.items():
        p = pathlib.Path(folder) / path
        p.parent.mkdir(parents=True, exist_ok=True)
        p.write_bytes(text if isinstance(text, bytes) else text.encode())


def png(width, height, shade=0):
    """A grey picture."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = b"".join(b"\0" + bytes((shade + x * y) % 251 for x in range(width)) for y in range(height))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)) +
            chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


BOXES = """```
┌───────┐     ┌───────┐
│ front │────▶│ store │
└───────┘     └───────┘
```
"""


def small_site(folder):
    """Pages, a folder, a drawing, a diagram, a picture, names, config, tags, an alias: small, but all kinds."""
    files(folder, {
        "site.json": '{ "title": "Small", "env": "prod",\n  "sources": { "config.prod": "prod.json", "config.dev": "dev.json" },\n'
                     '  "names": { "cpu": { "in": ["config.prod:/service/cpu"] } } }\n',
        "prod.json": '{ "service": { "cpu": 512, "tasks": 2 }, "port": 8501 }\n',
        "dev.json": '{ "service": { "cpu": 256, "tasks": 1 }, "port": 8501 }\n',
        "index.md": "# Home\n\nSee [one](one.md), [two](part/two.md#second) and port [8501](config:/port).\n\n![grey](grey.png)\n",
        "one.md": "---\ntags: [net, cost]\naliases: [old/one]\n---\n# One\n\nThe service has [512](name:cpu) units and [2 tasks](config:/service/tasks).\n\n" + BOXES,
        "part/index.md": "# Part\n\nIn [two](two.md).\n",
        "part/two.md": "---\ntags: [net]\nweight: 2\n---\n# Two\n\n## Second\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```mermaid\ngraph LR\n  a --> b\n```\n",
        "part/three.md": "---\nweight: 1\n---\n# Three\n\nText with `code`, up to [one](../one.md).\n\n```python\nprint(1)\n```\n",
        "grey.png": png(40, 30),
    })


def fail_library():
    """The library that makes calls fail, or None with a word when it cannot be used here."""
    lib = B / "fail.so"
    if "san" in B.name:
        return None
    if not lib.exists():
        B.mkdir(parents=True, exist_ok=True)
        subprocess.run([os.environ.get("CC", "cc").split()[-1], "-O1", "-shared", "-fPIC", "-o", str(lib), str(TOP / "tests/fail/fail.c"), "-ldl"], check=True)
    return str(lib.resolve())


def failing(kind, at, error=0, last=0, count=None):
    """The environment in which the at-th call of kind fails; error 0: the program is killed there."""
    e = {"LD_PRELOAD": fail_library(), "FAIL_KIND": kind, "FAIL_AT": str(at), "FAIL_ERROR": str(error), "FAIL_LAST": str(last)}
    return {**e, "FAIL_COUNT": str(count)} if count else e


def count_calls(kind, *args, **how):
    """How often plumb ARGS makes a call of that kind."""
    note = TMP / "calls"
    note.unlink(missing_ok=True)
    run(*args, fails=failing(kind, 0, count=note), **how)
    return int(note.read_text()) if note.exists() else 0
