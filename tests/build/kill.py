"""kill.py - plumb is killed at every n-th change it makes to the disk, and at moments of time: no file is torn, none
that stays is gone for a moment, and the next build makes the site right. PLUMB_FULL=1: 200 kills, else 60."""
import signal, time
from world import *

small_site(TMP / "old")
small_site(TMP / "new")
files(TMP / "new", {"one.md": "# One, again\n\nOther text.\n", "part/four.md": "# Four\n\n" + BOXES, "grey.png": png(44, 31, 7)})
(TMP / "new/part/three.md").unlink()
for side in "old", "new":
    build(side, "site-" + side)
OLD, NEW = tree(TMP / "site-old"), tree(TMP / "site-new")
shutil.copytree(TMP / "site-old", TMP / "before", symlinks=True)  # with its record


FIRST = pathlib.Path(TMP / "nothing")  # a first build goes into a folder that is not there


def start(before):
    shutil.rmtree(TMP / "out", ignore_errors=True)
    if before != FIRST:
        shutil.copytree(before, TMP / "out", symlinks=True)


def torn(before):
    """What a reader may meet after the kill and must not."""
    now, old = tree(TMP / "out"), {} if before == FIRST else OLD
    wrong = [f"{p}: neither the old nor the new file" for p, bytes in now.items()
             if bytes is not None and bytes != old.get(p, NEW.get(p)) and bytes != NEW.get(p, old.get(p))]
    return "\n".join(wrong + [f"{p}: gone" for p in old if p in NEW and p not in now])


def healed():
    ran = build("new", "out")
    return differs(tree(TMP / "out"), NEW) if ran.code == 0 else str(ran)


def judge(name, kills, before=TMP / "before"):
    """kills: functions that start a build and end it; they return whether it was still alive."""
    alive, bad_torn, bad_healed = 0, [], []
    for what, kill in kills:
        start(before)
        alive += kill()
        for bad, words in (bad_torn, torn(before)), (bad_healed, healed()):
            if words:
                bad.append(f"{what}: {words}")
    ok(f"{name}: no torn file after {alive} of {len(kills)} kills", alive > len(kills) // 3 and not bad_torn, *bad_torn)
    ok(f"{name}: the next build heals each", not bad_healed, *bad_healed)


def at_change(n):
    return lambda: build("new", "out", "--jobs", "2", fails=failing("change", n)).code == -signal.SIGKILL


def at_time(seconds):
    def kill(seconds=seconds):
        p = subprocess.Popen([PLUMB, "build", "new", "-o", "out", "--jobs", "2"], cwd=TMP,
                             stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(seconds)
        p.kill()
        alive = p.wait() == -signal.SIGKILL
        if not alive and seconds > 0.001:  # it was faster than the one that was measured
            start(TMP / "before")
            return kill(seconds / 2)
        return alive
    return kill


rng = random.Random(SEED)
start(TMP / "before")
begin = time.monotonic()
build("new", "out", "--jobs", "2")
lasts = time.monotonic() - begin
count = 100 if FULL else 20
judge("in time", [(f"after {s:.4f} s", at_time(s)) for s in (rng.uniform(0, lasts * 0.9) for _ in range(count))])
if fail_library():
    for name, before in ("at a change", TMP / "before"), ("at a change of a first build", FIRST):
        start(before)
        all = count_calls("change", "build", "new", "-o", "out", "--jobs", "2")
        some = range(1, all + 1) if FULL else sorted(rng.sample(range(1, all + 1), min(40, all)))
        judge(name, [(f"change {n} of {all}", at_change(n)) for n in some], before)
else:
    print("# kills at a change: skipped, the library does not go with a sanitizer")
plan()
