#!/usr/bin/env python3
"""manual.py [--write]: the commands and options in gen/cmd/plumb.1, and the reference of the manual
(content/manual/reference), are what --help and explain print. Says what differs, exit status 1; --write
puts it right. PLUMB names the program."""
import json, os, pathlib, re, subprocess, sys, textwrap

top = pathlib.Path(__file__).resolve().parent.parent
page = top / "gen/cmd/plumb.1"
reference = top / "content/manual/reference"
plumb = os.environ.get("PLUMB", "build/plumb")
plumb = plumb if os.path.isabs(plumb) else top / plumb
ask = lambda *words: subprocess.run([plumb, *words], capture_output=True, text=True, check=True).stdout
quote = lambda s: re.sub(r"^([.'])", r"\\&\1", s.replace("\\", "\\e")).replace('"', r"\(dq")
commands = [(verb, words, re.findall(r"^  --([a-z-]+)(?:, -(\w))?(?: (\S+))? {2,}(.*)$", ask(verb, "--help"), re.M))
            for verb, words in re.findall(r"^    ([a-z]+)  +(.*)$", ask("--help"), re.M) if verb != "plumb"]
told = dict(re.findall(r"^# (.*)\n((?:(?!# ).*\n)*)", (top / "gen/cmd/explain.txt").read_text(encoding="utf-8"), re.M))
known = [line.split("\t") for line in ask("explain").splitlines()]

# ---- plumb.1 ----
begin, end = '.\\" commands: written by tests/manual.py --write\n', '.\\" end of commands\n'
out = [".Bl -tag -width Ds\n"]
for verb, words, options in commands:
    out += [f".It Cm {verb}\n", quote(words) + "\n", ".Bl -tag -width Ds\n"]
    for name, letter, value, text in options:
        short = f" , Fl {letter}" if letter else ""
        out += [f".It Fl -{name}{short}{' Ar ' + value if value else ''}\n", quote(text) + "\n"]
    out.append(".El\n")
out.append(".El\n")
text = page.read_text(encoding="utf-8")
a, b = text.index(begin) + len(begin), text.index(end)
want = {page: text[:a] + "".join(out) + text[b:]}

# ---- the reference ----
LANGUAGES = {"md": "markdown", "json": "json", "yaml": "yaml", "yml": "yaml", "py": "python", "css": "css", "svg": "xml",
             "html": "html", "toml": "toml", "ts": "typescript"}
HEAD = "---\nweight: {}\n---\n# {}\n\n<!-- written by tests/manual.py --write -->\n\n{}\n"
code = lambda s: "`" + s.replace("|", "\\|") + "`"
plain = lambda s: s.replace("<", "&lt;").replace("|", "\\|")


def fence(name, text):
    language = LANGUAGES.get(name.rpartition(".")[2], "text")
    ticks = "````" if "```" in text else "```"
    return f'{ticks}{language} plain title="{name}"\n{textwrap.dedent(text).rstrip()}\n{ticks}\n'


def section(body):
    """Text of explain.txt as Markdown: what is indented below "Example, FILE:" is a fence."""
    body = re.sub(r"^(Example|Cure|Before), (a part of )?(\S+):\n\n((?:    .*\n|\n)+)",
                  lambda m: f"{m[1]}{', a part of the file' if m[2] else ''}:\n\n" + fence(m[3], m[4]) + "\n", body, flags=re.M)
    body = re.sub(r"^Run: (.*)$", lambda m: "`plumb build` finds it.", body, flags=re.M)
    body = re.sub(r"^(Cure: run) plumb fix\.$", r"\1 `plumb fix`.", body, flags=re.M)
    return re.sub(r"\n\n(Example|Cure|Before):\n\n(?=(?:````?).*\n)", r"\n\n**\1**\n\n", body).strip() + "\n"


def rules_page():
    out = [HEAD.format(30, "Rules", "`plumb explain RULE` prints the same in a terminal. `\"checks\": { \"RULE\": \"off\" }` in "
                       "`site.json` changes how severe a rule is: `off`, `info`, `warning` or `error`. The examples are run as tests.")]
    rows = [k for k in known if k[0] == "rule"]
    out.append("| Rule | Severity | What is wrong |\n|---|---|---|\n")
    out += [f"| [{r[1]}](#{r[1]}) | {r[2]} | {plain(r[3])} |\n" for r in rows]
    for _, name, severity, title, help_ in rows:
        out.append(f"\n## {name}\n\n*{severity}*: {plain(title)}. **What to do:** {plain(help_)}.\n\n{section(told['rule ' + name])}")
    return "".join(out)


def keys_page(weight, title, head, files, fenced):
    out = [HEAD.format(weight, title, head)]
    for file in files:
        if len(files) > 1:
            out.append(f"\n## {file}\n\n{FILES[file]}\n")
        out.append("\n| Key | Takes | What it says |\n|---|---|---|\n" if len(files) > 1 else "")
        for _, key, kind in [k for k in known if k[0] == file]:
            body, _, example = told[f"{file} {key}"].strip().partition("\n\n    ")
            if len(files) > 1:
                out.append(f"| {code(key)} | {plain(kind)} | {plain(body)}<br>{code(example)} |\n")
            else:
                out.append(f"\n## {key}\n\n*{kind.replace('|', ', ')}.* {plain(body)}\n\n```{fenced} plain\n{example}\n```\n")
    return "".join(out)


def commands_page():
    out = [HEAD.format(10, "Commands", "`DIR` is the folder of pages: `content` when there is one, `docs` when that has a `site.json`, else the current one. "
                       "`plumb help COMMAND` prints the same.")]
    for verb, words, options in commands:
        out.append(f"\n## plumb {verb}\n\n{plain(words[:1].upper() + words[1:])}\n\n| Option | |\n|---|---|\n")
        for name, letter, value, text in options:
            out.append(f"| {code('--' + name + (' ' + value if value else ''))}{', ' + code('-' + letter) if letter else ''} | {plain(text)} |\n")
    return "".join(out)


FILES = {
    "accepted.json": "Findings that may stay until a day. A list of objects. [Schema](../schemas/accepted.schema.json).",
    "actions.json": "What a review asked for; it is carried over until done. A list. [Schema](../schemas/actions.schema.json).",
    "claims.json": "Claims on pages that nobody may edit. A list. [Schema](../schemas/claims.schema.json).",
    "costs/NAME.json": "An estimate. [Schema](../schemas/costs.schema.json); [how to write one](../how-to/estimate.md).",
    "costs/sizes.json": "The estimates in order. [Schema](../schemas/sizes.schema.json).",
    "costs/scenarios.json": "Ways to save. [Schema](../schemas/scenarios.schema.json).",
    "prices/REGION.json": "A price book; its rows go before the compiled-in ones of the same key. [Schema](../schemas/prices.schema.json).",
}
want[reference / "rules.md"] = rules_page()
want[reference / "commands.md"] = commands_page()
want[reference / "site-json.md"] = keys_page(
    15, "site.json", "Settings of a site. Every key is optional, and so is the file; unknown keys are findings. "
    "[JSON Schema](../schemas/site.schema.json) for editors.",
    ["site.json"], "json")
want[reference / "front-matter.md"] = keys_page(
    20, "Front matter", "What a page says of itself: YAML between two lines of `---`, TOML between `+++`, or a JSON object.",
    ["front matter"], "yaml")
want[reference / "files.md"] = keys_page(
    25, "Data files", "Files beside the pages that plumb reads by their names. `differences.json` is one object: a place in config, and "
    "why environments differ there, `{ \"config:/vpc/natGateways\": \"dev saves money\" }`.", list(FILES), "json")

# ---- JSON Schema, for editors ----
SIMPLE = {"text": {"type": "string"}, "word": {"type": "string"}, "true|false": {"type": "boolean"}, "object": {"type": "object"},
          "list": {"type": "array"}, "list or text": {"type": ["array", "string"]}, "object or list": {"type": ["object", "array"]}, "day": {"type": "string", "format": "date"},
          "number": {"type": "number"}, "": {}}


def schema_of(file, root):
    """A nested schema of the keys "a", "a.b"; what holds others and is called in the plural is a list."""
    top_ = {"type": "object", "properties": {}, "additionalProperties": False}
    at = {"": top_}
    for _, key, kind in [k for k in known if k[0] == file]:
        above, _, name = key.rpartition(".")
        kind, needed = kind.removesuffix(", needed"), kind.endswith(", needed")
        number = re.fullmatch(r"(\d+) to (\d+)", kind)
        s = ({"type": "integer", "minimum": int(number[1]), "maximum": int(number[2])} if number
             else {"enum": kind.split("|")} if kind not in SIMPLE else dict(SIMPLE[kind]))
        s["description"] = told[f"{file} {key}"].strip().split("\n")[0]
        owner = at[above]
        if above and "properties" not in owner:
            inner = {"type": "object", "properties": {}}
            if name not in ("low", "typical", "high"):
                inner["additionalProperties"] = False
            if above.split(".")[-1] in ("rows", "parts", "scenarios", "prices") and above != "scenarios.then.prices":
                owner.update(type="array", items=inner)
            elif above in ("figures", "publish"):
                owner.update(inner)
            else:
                owner["anyOf"] = [inner, {"type": ["string", "number", "array", "object"]}]
            at[above] = owner = inner
        owner["properties"][name] = s
        if needed:
            owner.setdefault("required", []).append(name)
        at[key] = s
    whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": file}
    whole.update(top_ if root == "object" else {"type": "array", "items": top_})
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


for file, name in {"site.json": "site", "accepted.json": "accepted", "actions.json": "actions", "claims.json": "claims",
                   "costs/NAME.json": "costs", "costs/sizes.json": "sizes", "costs/scenarios.json": "scenarios",
                   "prices/REGION.json": "prices"}.items():
    want[top / f"content/manual/schemas/{name}.schema.json"] = schema_of(
        file, "list" if name in ("accepted", "actions", "claims") else "object")

stale = [p for p, t in want.items() if not p.exists() or p.read_text(encoding="utf-8") != t]
if "--write" in sys.argv:
    for p in stale:
        p.parent.mkdir(parents=True, exist_ok=True)
        p.write_text(want[p], encoding="utf-8")
elif stale:
    sys.exit("\n".join(f"{p.relative_to(top)}: not what --help and explain print; run tests/manual.py --write" for p in stale))
