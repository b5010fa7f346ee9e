"""hostile.py - file systems as somebody else may prepare them: links out, pipes, devices, folders where files are
wanted, what cannot be read, deep nesting, odd names. plumb ends, says so, and publishes nothing foreign. Each row: a
name, what is prepared in the folder p (content is p/content), the exit code wanted (or several), words that must be
said (a pattern, or nothing), and the command. SECRET must never be in OUT or be said."""
import re, socket
from world import *

SECRET = "tapir-7141"
ROOT = os.geteuid() == 0


def link(p, at, to):
    at = p / "content" / at
    at.parent.mkdir(parents=True, exist_ok=True)
    os.symlink(to, at)


def pipe(p, at):
    at = p / "content" / at
    at.parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(at)


def sock(p, at):
    here = os.getcwd()
    os.chdir(p / "content")
    with socket.socket(socket.AF_UNIX) as s:
        s.bind(at)
    os.chdir(here)


def folder(p, at):
    (p / "content" / at).mkdir(parents=True)


def put(p, at, text=""):
    files(p / "content", {at: text})


def closed(p, at, text="x"):
    put(p, at, text)
    os.chmod(p / "content" / at, 0)


def shut(p, at):
    put(p, at + "/page.md", "# Inner\n")
    os.chmod(p / "content" / at, 0)


def chain(p, depth):
    at = p / "content"
    fd = os.open(at, os.O_RDONLY)
    for _ in range(depth):
        os.mkdir("d", dir_fd=fd)
        fd, old = os.open("d", os.O_RDONLY, dir_fd=fd), fd
        os.close(old)
    with open(os.open("deep.md", os.O_CREAT | os.O_WRONLY, dir_fd=fd), "w") as f:
        f.write("# Deep\n")
    os.close(fd)


def source(p, name, path, how=None):
    put(p, "site.json", '{ "sources": { "%s": "%s" }, "env": "v" }' % (name, path))
    put(p, "index.md", "# Home\n\nValue [](%s:/a).\n" % name.split(".")[0])
    if how:
        how()


def page(p, text):
    put(p, "index.md", text)


REFUSED = r"link|outside|leaves|regular file|no regular|not a file|there is no"
FILE = r"regular file|cannot be read|Is a directory|no file|a folder|pipe|device|socket"
READ = r"cannot be (read|listed|opened)|Permission denied|unreadable"
# name, preparation, exit codes, said
ROWS = [
    # links that lead out: never published, and said
    ("theme file to the environment", lambda p: link(p, "theme/footer.html", "/proc/self/environ"), {3}, REFUSED),
    ("theme icon to a foreign file", lambda p: link(p, "theme/favicon.svg", p / "outside/secret.txt"), {3}, REFUSED),
    ("theme folder to outside", lambda p: (files(p / "outside", {"theme/footer.html": SECRET}), link(p, "theme", "../outside/theme")), {3}, REFUSED),
    ("theme font to outside", lambda p: (put(p, "theme/plumb.css", "@font-face{font-family:x;src:url(a.woff2)}"), link(p, "theme/a.woff2", "../../outside/secret.txt")), {0, 3}, REFUSED),
    ("source to outside", lambda p: source(p, "config.v", "a.json", lambda: link(p, "a.json", "../../../outside-all.json")), {0, 3}, REFUSED),
    ("source folder to outside", lambda p: source(p, "facts", "d/", lambda: link(p, "d", p / "outside")), {0, 3}, None),
    ("claim through a linked file", lambda p: (page(p, "# H\n\n[](a.json#/a)\n"), link(p, "a.json", "/etc/../" + str(p / "outside/secret.json"))), {0, 3}, REFUSED),
    ("settings to outside", lambda p: link(p, "site.json", p / "outside/secret.json"), {3}, REFUSED),
    ("acceptances to outside", lambda p: link(p, "accepted.json", p / "outside/secret.json"), {3, 0}, REFUSED),
    ("page to outside", lambda p: link(p, "secret.md", p / "outside/secret.txt"), {0, 3}, None),
    ("picture to outside", lambda p: (page(p, "# H\n\n![a](s.png)\n"), link(p, "s.png", p / "outside/secret.txt")), {0}, r"s\.png"),
    ("linked file to outside", lambda p: (page(p, "# H\n\n[a](l.txt)\n"), link(p, "l.txt", p / "outside/secret.txt")), {0}, r"link|outside|leaves"),
    ("snippet to outside", lambda p: (page(p, "# H\n\n```sh file=l.sh\necho\n```\n"), link(p, "l.sh", p / "outside/secret.txt")), {0}, r"l\.sh"),
    ("folder to the root", lambda p: link(p, "all", "/"), {0, 3}, None),
    ("folder in a circle", lambda p: link(p, "part/up", ".."), {0, 3}, None),
    ("link to itself", lambda p: link(p, "self.md", "self.md"), {0, 3}, None),
    ("settings that link to themselves", lambda p: link(p, "site.json", "site.json"), {3}, r"site\.json"),
    # no regular file where one is wanted
    *[(f"pipe as {at}", lambda p, at=at: pipe(p, at), {3}, FILE) for at in ("site.json", "theme/plumb.css", "theme/page.html", "accepted.json", "claims.json")],
    ("pipe as a source", lambda p: source(p, "config.v", "f.json", lambda: pipe(p, "f.json")), {3, 0}, FILE),
    ("pipe as a page", lambda p: pipe(p, "p.md"), {0, 3}, None),
    ("pipe as a picture", lambda p: (page(p, "# H\n\n![a](p.png)\n"), pipe(p, "p.png")), {0, 3}, r"p\.png"),
    ("pipe as a snippet", lambda p: (page(p, "# H\n\n```sh file=p.sh\necho\n```\n"), pipe(p, "p.sh")), {0, 3}, r"p\.sh"),
    ("socket as settings", lambda p: sock(p, "site.json"), {3}, FILE),
    ("folder as settings", lambda p: folder(p, "site.json"), {3}, FILE),
    ("folder as a page", lambda p: folder(p, "x.md"), {0, 3}, None),
    ("folder as a theme sheet", lambda p: folder(p, "theme/plumb.css"), {3}, FILE),
    ("file as theme", lambda p: put(p, "theme", "x"), {0, 3}, None),
    ("device as a source", lambda p: source(p, "config.v", "z.json", lambda: link(p, "z.json", "/dev/zero")), {0, 3}, REFUSED),
    ("endless file as settings", lambda p: link(p, "site.json", "/dev/zero"), {3}, REFUSED),
    # what cannot be read
    ("page that cannot be read", lambda p: closed(p, "shut.md", "# S"), {3}, READ),
    ("settings that cannot be read", lambda p: closed(p, "site.json", "{}"), {3}, READ),
    ("theme file that cannot be read", lambda p: closed(p, "theme/plumb.css", ""), {3}, READ),
    ("folder that cannot be listed", lambda p: shut(p, "part"), {3}, READ),
    ("picture that cannot be read", lambda p: (page(p, "# H\n\n![a](s.png)\n"), closed(p, "s.png")), {0, 3}, r"s\.png"),
    # shapes
    ("folders 50 deep", lambda p: chain(p, 50), {0}, None),
    ("folders 100 deep", lambda p: chain(p, 100), {0, 3}, r"deep|nest|levels of folders"),
    ("folders 1,500 deep", lambda p: chain(p, 1500), {0, 3}, r"deep|nest|long|levels of folders"),
    ("a name of 255 bytes", lambda p: put(p, "n" * 252 + ".md", "# N\n"), {0, 3}, None),
    ("names with line feed, quote, blank", lambda p: put(p, "a\n\"b' <c>.md", "# N\n"), {0, 3}, None),
    ("a name that is not UTF-8", lambda p: open(os.fsencode(p / "content") + b"/\xff.md", "wb").write(b"# N\n"), {0, 3}, None),
    ("a name of output: index.html.md", lambda p: put(p, "index.html.md", "# N\n"), {0, 1, 3}, None),
    ("pages whose outputs collide", lambda p: (put(p, "a.md", "# A\n"), put(p, "a/index.md", "# B\n")), {0, 1, 3}, r"a\.md|a/index\.md"),
    ("a page named like the record", lambda p: put(p, ".plumb/state.md", "# S\n"), {0}, None),
    ("20,000 small files", lambda p: [put(p, f"many/{i}.txt") for i in range(20000 if FULL else 2000)], {0}, None),
]


def prepare(name):
    p = TMP / "case"
    if p.exists():
        clear_case(p)
    p.mkdir()
    files(p, {"content/index.md": "# Home\n\nText.\n", "outside/secret.txt": f"# {SECRET}\n", "outside/secret.json": '{ "a": "%s" }\n' % SECRET})
    return p


def clear_case(p):
    subprocess.run(["chmod", "-R", "u+rwx", str(p)])
    subprocess.run(["rm", "-rf", str(p)])


def leaks(p, ran):
    if SECRET in ran.said:
        return "said"
    out = p / "site"
    for at, _, names in os.walk(out):
        for n in names:
            f = os.path.join(at, n)
            if os.path.islink(f) or SECRET.encode() in open(f, "rb").read():
                return f
    return ""


for name, how, codes, said in ROWS:
    p = prepare(name)
    how(p)
    unreadable = said is READ or "cannot be read" in name
    env = {"FOREIGN": SECRET}
    user = None
    if unreadable and ROOT:  # root reads everything: somebody else builds
        user = 65534
        os.chmod(TMP, 0o755)
        os.chmod(p, 0o777)
    ran = run("build", "content", "-o", "site", "--jobs", "1", cwd=p, env=env, limit=20, user=user)
    why = []
    if ran.code not in codes:
        why.append(f"exit {ran.code}, not one of {sorted(codes)}")
    if said and not (ran.code == 0 and said is None) and not re.search(said, ran.said, re.I):
        why.append(f"nobody says {said}")
    leak = leaks(p, ran)
    if leak:
        why.append(f"the secret is in {leak}")
    ok(name, not why, *why, ran)
    if p.exists():
        clear_case(p)
plan()
