"""failing.py [KIND...]: each n-th call of each kind fails while a site is built again after edits. The build ends well
with the right site, or with exit 3, a word and the old site, byte for byte; the next build makes it right. Never a
crash. By default a sample of the places of each kind; PLUMB_FULL=1 (make failing): every one."""
import errno
from world import *

KINDS = {"open": errno.EIO, "read": errno.EIO, "write": errno.ENOSPC, "rename": errno.EIO, "mkdir": errno.ENOSPC, "readdir": errno.EIO,
         "sync": errno.EIO, "unlink": errno.EACCES, "stat": errno.EIO, "mmap": errno.ENOMEM, "malloc": errno.ENOMEM}
SAMPLE = 30

if not fail_library():
    print("1..0 # SKIP the library does not go with a sanitizer")
    sys.exit()
small_site(TMP / "old")
small_site(TMP / "new")
files(TMP / "new", {"one.md": "# One, again\n\nOther text, [512](name:cpu).\n", "part/four.md": "# Four\n\n" + BOXES, "far/off/five.md": "# Five\n",
                    "prod.json": '{ "service": { "cpu": 512, "tasks": 3 }, "port": 8501 }\n'})
(TMP / "new/part/three.md").unlink()
for side in "old", "new":
    build(side, "site-" + side)
OLD, NEW = tree(TMP / "site-old"), tree(TMP / "site-new")
shutil.copytree(TMP / "site-old", TMP / "before", symlinks=True)
ARGS = ("build", "new", "-o", "out", "--jobs", "1")


def start():
    shutil.rmtree(TMP / "out", ignore_errors=True)
    shutil.copytree(TMP / "before", TMP / "out", symlinks=True)


def wrong(kind, n, error):
    """Words for what is wrong when the n-th call of kind fails."""
    start()
    ran = run(*ARGS, fails=failing(kind, n, error))
    now = tree(TMP / "out")
    if ran.code < 0 or ran.code >= 124:
        return "crash", str(ran)
    if ran.code == 0 and "the drawing stays text" in ran.err:  # no library; it is not taken for the site of this input
        after = build("new", "out")
        return ("kept text", f"{ran}\nthen: {after}") if differs(tree(TMP / "out"), NEW) else None
    if ran.code == 0 and differs(now, NEW):
        return "wrong site", differs(now, NEW) + f"\n{ran}"
    if ran.code not in (0, 3):
        return f"exit {ran.code}", str(ran)
    if ran.code == 3 and not ran.err.strip():
        return "no word", str(ran)
    if ran.code == 3 and differs(now, OLD):
        return ("false sentence" if "as it was" in ran.err else "old site touched"), differs(now, OLD) + f"\n{ran}"
    after = build("new", "out")
    if after.code or differs(tree(TMP / "out"), NEW):
        return "not healed", f"{ran}\nthen: {after}\n{differs(tree(TMP / 'out'), NEW)}"
    return None


rng = random.Random(SEED)
for kind, error in KINDS.items():
    if sys.argv[1:] and kind not in sys.argv[1:]:
        continue
    start()
    all = count_calls(kind, *ARGS)
    some = range(1, all + 1) if FULL or all <= SAMPLE else sorted(rng.sample(range(1, all + 1), SAMPLE))
    faults = {}
    for n in some:
        fault = wrong(kind, n, error)
        if fault:
            faults.setdefault(fault[0], []).append((n, fault[1]))
    ok(f"{kind}: {len(some)} of {all} calls fail, none badly", not faults,
       *[f"{what} at {', '.join(str(n) for n, _ in at[:40])}: {at[0][1]}" for what, at in faults.items()])
plan()
