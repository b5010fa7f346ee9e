#!/usr/bin/env python3
"""examples.py [RULE...]: each rule of gen/cmd/explain.txt has an example that gives it and a cure that
clears it; as TAP. PLUMB names the program."""
import json, os, pathlib, re, shutil, subprocess, sys, tempfile, textwrap

top = pathlib.Path(__file__).resolve().parent.parent
plumb = str(top / os.environ.get("PLUMB", "build/plumb"))
hosting = (top / "content/hosting/hosting.yaml").read_text(encoding="utf-8")
PART = re.compile(r"^(Before|Example|Cure), (a part of )?(\S+):\n\n((?:    .*\n|\n)+)", re.M)
env = dict(os.environ, SOURCE_DATE_EPOCH="1795392000", GIT_CONFIG_NOSYSTEM="1", GIT_CONFIG_GLOBAL="/dev/null")


def sections():
    text = (top / "gen/cmd/explain.txt").read_text(encoding="utf-8")
    for head, body in re.findall(r"^# (.*)\n((?:(?!# ).*\n)*)", text, re.M):
        yield head, body


def git(at, *words):
    subprocess.run(["git", "-C", at, "-c", "user.name=a", "-c", "user.email=a@example.com", *words],
                   check=True, capture_output=True, env=env)


def write(at, parts, which, cures):
    for kind, part, name, text in parts:
        if kind != which:
            continue
        text = textwrap.dedent(text).rstrip("\n") + "\n"
        text = text.replace("<a real password>", "Zq8xR2vLw9kT")  # no text of ours may hold one
        if part:
            good = textwrap.dedent(cures[name]).strip("\n")
            good, bad = [re.sub(r"^ +", "", s) for s in (good, text.strip("\n"))]
            first = [re.sub(r"^ +", "", s) for s in good.split("\n")]
            pattern = r"\n *".join(map(re.escape, first))
            whole, n = re.subn(pattern, lambda m: bad, hosting, count=1)
            assert n, f"content/hosting/hosting.yaml has no {good}"
            text = whole if which == "Example" else hosting
        at.joinpath(name).parent.mkdir(parents=True, exist_ok=True)
        at.joinpath(name).write_text(text, encoding="utf-8")


def findings(at, run, since):
    folder = "docs" if at.joinpath("docs").is_dir() else "."
    if run:
        said = subprocess.run([plumb, run[0], folder, "--all", *(run[1:] or ["-o", "../out"])], cwd=at,
                              capture_output=True, text=True, env=env).stderr
        return set(re.findall(r"\[([a-z0-9-]+)\]$", said, re.M)), said
    said = subprocess.run([plumb, "check", folder, "--format", "json", *(["--since", "HEAD"] if since else [])],
                          cwd=at, capture_output=True, text=True, env=env)
    if not said.stdout.startswith("{"):
        return set(), said.stderr
    found = json.loads(said.stdout)["findings"]
    return {f["rule"] for f in found}, [(f["rule"], f["severity"], f["message"]) for f in found]


def trial(rule, body):
    """What is wrong with the example of rule, or None."""
    parts = PART.findall(body)
    if m := re.search(r"^No example: .*\.$", body, re.M):
        return "an example beside No example" if parts else None
    run = re.search(r"^Run: (.*)$", body, re.M)
    run = run and run[1].split()
    since = any(p[0] == "Before" for p in parts)
    with tempfile.TemporaryDirectory() as tmp:
        at = pathlib.Path(tmp, "g")
        at.mkdir()
        git(at, "init", "-q")
        write(at, parts, "Before", {})
        if since:
            git(at, "add", "."), git(at, "commit", "-qm", "before")
        cures = {p[2]: p[3] for p in parts if p[0] == "Cure"}
        write(at, parts, "Example", cures)
        if any(p[1] for p in parts):
            at.joinpath("index.md").write_text("# Guide\n")
        found, said = findings(at, run, since)
        if rule not in found:
            return f"the example gives {said}"
        write(at, parts, "Cure", cures)
        if m := re.search(r"^Cure: remove (\S+)\.$", body, re.M):
            at.joinpath(m[1]).unlink()
        elif "Cure: run plumb fix.\n" in body:
            subprocess.run([plumb, "fix", "."], cwd=at, capture_output=True, env=env)
        elif not cures:
            return "there is no cure"
        shutil.rmtree(pathlib.Path(tmp, "out"), ignore_errors=True)
        found, said = findings(at, run, since)
        left = rule in found or not run and [f for f in said if f[1] == "error"]
        return f"the cure leaves {said}" if left else None


def key_trial(file, key, body):
    """What plumb says against the example of a key in site.json or front matter, or None."""
    text = re.search(r"^    (.*)$", body, re.M)[1]
    with tempfile.TemporaryDirectory() as tmp:
        at = pathlib.Path(tmp)
        folder = at / "docs"
        for name in ("img/logo.svg", "img/card.png", "start.md", "de/index.md", "public/x.txt"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text("# Start\n")
        page = "# Guide\n"
        if file == "front matter":
            page = f"---\n{text}\n---\n{page}"
        else:
            inner = key.rpartition(".")[0]
            text = "{ %s, %s }" % (text, SOURCES) if not inner and key != "sources" else "{ %s }" % text
            if inner:
                text = '{ "%s": %s }' % (inner, text)
            (folder / "site.json").write_text(text)
        (folder / "index.md").write_text(page)
        found, said = findings(at, None, False)
        return said if found & {"input-unknown-key", "input-value", "input-json", "input-front-matter"} else None


SOURCES = '"sources": { "config.prod": "a.json", "stack.prod": "b.json" }'

if __name__ == "__main__":
    todo = [(h[5:], b) for h, b in sections() if h.startswith("rule ") and (h[5:] in sys.argv[1:] or not sys.argv[1:])]
    for i, (rule, body) in enumerate(todo, 1):
        why = trial(rule, body)
        print(f"{'not ok' if why else 'ok'} {i} - the example of {rule} gives it, the cure clears it" + (f"\n# {why}" if why else ""))
    n = len(todo)
    for head, body in sections():
        file, _, key = head.rpartition(" ")
        if file in ("site.json", "front matter") and not sys.argv[1:]:
            n += 1
            why = key_trial(file, key, body)
            print(f"{'not ok' if why else 'ok'} {n} - {file} takes the example of {key}" + (f"\n# {why}" if why else ""))
    print(f"1..{n}")
