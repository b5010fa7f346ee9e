"""edits.py - random edits of all kinds of input, one to three at a time; after each the site that grew by building again
and again is the site that a build from nothing gives. PLUMB_FULL=1: 300 rounds, else 100; PLUMB_SEED=n: other edits."""
import json
from world import *

C = TMP / "c"
rng = random.Random(SEED)
WORDS = "alpha beta gamma delta port store queue zone table budget".split()


def pages():
    return sorted(p for p in C.rglob("*.md") if "theme" not in p.parts)


def some_page():
    return rng.choice(pages())


def text_of(p):
    return p.read_text()


def settings():
    f = C / "site.json"
    return json.loads(f.read_text()) if f.exists() else {}


def set_settings(**change):
    s = settings()
    for k, v in change.items():
        k = k.replace("__", "/")
        if v is None:
            s.pop(k, None)
        else:
            s[k] = v
    files(C, {"site.json": json.dumps(s, indent=1)})


def body(title):
    other = os.path.relpath(some_page(), C)
    return rng.choice([
        f"# {title}\n\nOf {rng.choice(WORDS)} and [that]({other}).\n",
        f"---\ntags: [{rng.choice(WORDS)}, {rng.choice(WORDS)}]\nweight: {rng.randrange(9)}\n---\n# {title}\n\n## Part\n\n" + BOXES,
        f"---\naliases: [was/{rng.choice(WORDS)}]\ndescription: About {rng.choice(WORDS)}.\n---\n# {title}\n\n![grey](/grey.png) {rng.choice(WORDS)}\n",
        f"# {title}\n\nPort [8501](config:/port), [](name:cpu) units, [2 tasks](config:/service/tasks).\n\n| a | b |\n|--|--|\n| {rng.random():.2f} | 2 |\n",
        f"# {title}\n\n```mermaid\ngraph LR\n  a[{rng.choice(WORDS)}] --> b\n```\n\n> [!NOTE]\n> Note {rng.choice(WORDS)}.\n",
        f"# {title}\n\n--8<-- \"{other}\"\n\n<!-- include: /{other} -->\n",
        f"# {title}\n\n```json file={rng.choice(['prod.json', 'dev.json'])}\n{{}}\n```\n",
    ])


def change_words():
    p = some_page()
    p.write_text(text_of(p) + f"\nMore {rng.choice(WORDS)}.\n")


def same_size():
    p = some_page()
    w = rng.sample([x for x in WORDS if len(x) == 5], 2)
    p.write_text(text_of(p).replace(w[0], w[1]))


def change_title():
    p = some_page()
    lines = text_of(p).split("\n")
    for i, line in enumerate(lines):
        if line.startswith("# "):
            lines[i] = f"# {rng.choice(WORDS).title()} {rng.randrange(99)}"
            break
    p.write_text("\n".join(lines))


def change_heading():
    p = some_page()
    p.write_text(text_of(p) + f"\n## {rng.choice(WORDS)} {rng.randrange(9)}\n\nText.\n")


def add_page():
    name = f"{rng.choice(['', 'part/', 'deep/er/', 'zoo/'])}{rng.choice(WORDS)}{rng.randrange(20)}.md"
    files(C, {name: body(rng.choice(WORDS).title())})


def delete_page():
    p = some_page()
    if len(pages()) > 4:
        p.unlink()


def rename_page():
    p = some_page()
    to = p.with_name(f"{rng.choice(WORDS)}{rng.randrange(20)}.md")
    if not to.exists() and p.name != "index.md":
        p.rename(to)


def move_page():
    p = some_page()
    to = C / rng.choice(["part", "zoo", "deep", "."]) / p.name
    to.parent.mkdir(exist_ok=True)
    if not to.exists() and p.name != "index.md":
        p.rename(to)


def swap_pages():
    a, b = rng.sample(pages(), 2)
    x, y = a.read_bytes(), b.read_bytes()
    a.write_bytes(y)
    b.write_bytes(x)


def page_to_folder():
    p = some_page()
    to = p.with_suffix("") / "index.md"
    if p.name != "index.md" and not to.exists():
        to.parent.mkdir(exist_ok=True)
        p.rename(to)


def folder_to_page():
    for p in pages():
        to = p.parent.with_suffix(".md")
        if p.name == "index.md" and p.parent != C and not to.exists():
            p.rename(to)
            return


def config_value():
    files(C, {rng.choice(["prod.json", "dev.json"]): json.dumps({"service": {"cpu": rng.choice([256, 512, 1024]), "tasks": rng.randrange(1, 5)},
                                                              "port": rng.choice([8501, 80])})})


def config_key():
    files(C, {"prod.json": json.dumps({"service": {rng.choice(["cpu", "cpus"]): 512, "tasks": 2}, "port": 8501,
                                       rng.choice(WORDS): rng.choice(WORDS)})})


def change_setting():
    set_settings(**rng.choice([
        {"title": rng.choice(WORDS).title()}, {"description": rng.choice(WORDS)}, {"lang": rng.choice(["en", "de", "fr"])},
        {"raw_html": rng.choice(["trusted", "safe"])}, {"raw_html": None}, {"env": rng.choice(["prod", "dev"])},
        {"base_url": rng.choice(["https://docs.example.com/x/", "https://docs.example.org/"])}, {"base_url": None},
        {"edit_url": "https://git.example.com/edit/main/{path}"}, {"edit_url": None},
        {"names": {"cpu": {"in": [rng.choice(["config.prod:/service/cpu", "config.prod:/port"])]}}},
        {"units": {"config:/service/cpu": rng.choice(["vCPU/1024", "MiB"])}}, {"units": None},
        {"checks": {"page-orphan": rng.choice(["off", "warning"])}},
        {"sources": {"config.prod": "prod.json", "config.dev": "dev.json"}}, {"sources": {"config.prod": "prod.json"}},
    ]))


def no_settings():
    f = C / "site.json"
    if f.exists() and rng.random() < 0.3:
        f.unlink()
    else:
        set_settings(title="Back", env="prod", sources={"config.prod": "prod.json", "config.dev": "dev.json"},
                     names={"cpu": {"in": ["config.prod:/service/cpu"]}})


def change_theme():
    name = rng.choice(["plumb.css", "footer.html", "ground.css"])
    f = C / "theme" / name
    if f.exists() and rng.random() < 0.5:
        f.unlink()
        return
    own = (TOP / "assets" / name)
    base = own.read_text() if own.exists() else ""
    extra = f"\n/* {rng.choice(WORDS)} */\nbody{{margin:{rng.randrange(9)}px}}\n" if name.endswith("css") else f"\n<p>{rng.choice(WORDS)}</p>\n"
    files(C, {"theme/" + name: base + extra})


def change_picture():
    files(C, {"grey.png": png(rng.randrange(20, 60), 30, rng.randrange(200))})


def no_picture():
    f = C / "grey.png"
    if f.exists():
        f.unlink()
    else:
        change_picture()


def wide_picture():
    files(C, {"wide.png": png(900, 6, rng.randrange(200)), "wide.md": f"# Wide\n\n![wide](wide.png) {rng.choice(WORDS)}\n"})


def raw_html():
    p = some_page()
    p.write_text(text_of(p) + '\n<div onclick="x()">raw <b>words</b></div>\n')


def touch():
    for p in pages():
        os.utime(p)


def front_matter():
    p = some_page()
    words = text_of(p)
    if not words.startswith("---"):
        line = rng.choice(["draft: true", "weight: 7", f"aliases: [alias/{rng.choice(WORDS)}]", "lang: de",
                           "review_by: 2026-11-25", f"owner: {rng.choice(WORDS)}", f"title: {rng.choice(WORDS)}"])
        p.write_text(f"---\n{line}\n---\n" + words)


def glossary():
    files(C, {"glossary.md": f"# Glossary\n\n## {rng.choice(WORDS)}\n\nA word, {rng.random():.3f}.\n"})


def quote_claim():
    files(C, {"claims.json": json.dumps([{"page": os.path.relpath(some_page(), C), "quote": f"More {rng.choice(WORDS)}", "text": "2",
                                          "target": "config.prod:/service/tasks"}])})


damaged = []


def damage_output():
    out = [p for p in sorted((TMP / "out").rglob("*")) if p.is_file() and ".plumb" not in p.parts]
    p = rng.choice(out)
    rng.choice([lambda: p.write_bytes(b""), p.unlink, lambda: p.write_bytes(p.read_bytes() + b"x")])()
    damaged.append(p)


def lose_record():
    """No record: OUT is not ours any more unless it goes too."""
    shutil.rmtree(TMP / "out")


EDITS = [change_words, change_words, same_size, change_title, change_heading, add_page, add_page, delete_page, rename_page, move_page,
         swap_pages, page_to_folder, folder_to_page, config_value, config_key, change_setting, change_setting, no_settings, change_theme,
         change_picture, no_picture, wide_picture, raw_html, touch, front_matter, glossary, quote_claim, damage_output, lose_record]
DAYS = ["2026-11-23", "2026-11-24", "2026-11-26", "2027-02-01"]

small_site(C)
build("c", "out")
history, failed = [], 0
rounds = 300 if FULL else 100
day = DAYS[0]
for i in range(rounds):
    edits = rng.sample(EDITS, rng.randrange(1, 4))
    for e in edits:
        if (TMP / "out").exists() or e is not damage_output:
            e()
    if rng.random() < 0.1:
        day = rng.choice(DAYS)
    said = f"round {i}: {', '.join(e.__name__ for e in edits)}, {day}"
    history.append(said)
    jobs = ("--jobs", rng.choice(["1", "2", "8"]), "--date", day)
    grown = build("c", "out", *jobs)
    for p in damaged:  # what is no part of the site any more is not ours to remove once others changed it
        if f"{p.relative_to(TMP)}: warning: is no part of the site any more" in grown.err:
            p.unlink()
            while not any((p := p.parent).iterdir()):
                p.rmdir()
            grown = build("c", "out", *jobs)
    damaged.clear()
    shutil.rmtree(TMP / "clean", ignore_errors=True)
    clean = build("c", "clean", *jobs)
    words = ""
    if grown.code != clean.code or grown.err.replace("out/", "clean/") != clean.err:
        words = f"{grown}\nfrom nothing: {clean}"
    elif clean.code == 0:
        words = differs(tree(TMP / "out"), tree(TMP / "clean"))
    if words:
        failed += 1
        ok(said, False, "before: " + "; ".join(history[-4:-1]), words)
        shutil.rmtree(TMP / "out", ignore_errors=True)
        build("c", "out", "--date", day)
ok(f"{rounds} rounds of edits: building again is building from nothing", not failed, f"{failed} rounds differ")
plan()
