#!/usr/bin/env python3
"""serve.py PLUMB FOLDER [EDITS]: edits a site at random while plumb serve shows it, and says what does not hold. TAP."""
import http.client, json, os, random, shutil, socket, subprocess, sys, threading, time

plumb, tmp = sys.argv[1], sys.argv[2]
edits = int(sys.argv[3]) if len(sys.argv) > 3 else 25
site, out = f"{tmp}/repo/docs", f"{tmp}/out"
n = 0


def ok(name, good, why=""):
    global n
    n += 1
    print(f"{'ok' if good else 'not ok'} {n} - {name}")
    if not good and why:
        print("# " + str(why).replace("\n", "\n# ")[:1500])


def write(path, text):
    os.makedirs(os.path.dirname(f"{site}/{path}"), exist_ok=True)
    with open(f"{site}/{path}", "w") as f:
        f.write(text)


class Serve:
    def __init__(self, *options):
        self.process = subprocess.Popen([plumb, "serve", site, "-o", out, "--port", "0", *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.said = []
        threading.Thread(target=lambda: [self.said.append(line) for line in self.process.stderr], daemon=True).start()
        self.port = int(self.process.stdout.readline().rsplit(":", 1)[1].strip("/\n"))
        self.stream = socket.create_connection(("127.0.0.1", self.port))
        self.stream.sendall(b"GET /.plumb/events HTTP/1.1\r\nHost: localhost:%d\r\n\r\n" % self.port)
        self.rest = b""

    def event(self, timeout=10):
        """The next event, or None."""
        self.stream.settimeout(timeout)
        try:
            while b"\n\n\r\n" not in self.rest or b"data: " not in self.rest:
                part = self.stream.recv(1 << 16)
                if not part:
                    return None
                self.rest += part
        except socket.timeout:
            return None
        head, self.rest = self.rest.split(b"\n\n\r\n", 1)
        return json.loads(head.split(b"data: ", 1)[1])

    def settled(self):
        """Events until there are none for a while; the last one."""
        last = None
        while (e := self.event(0.7 if last else 10)) is not None:
            last = e
        return last

    def get(self, path, host=None, method="GET"):
        c = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        c.putrequest(method, path, skip_host=True)
        c.putheader("Host", host or f"127.0.0.1:{self.port}")
        c.endheaders()
        r = c.getresponse()
        return r.status, r.read().decode(errors="replace"), r

    def memory(self):
        with open(f"/proc/{self.process.pid}/status") as f:
            return int(next(line for line in f if line.startswith("VmRSS")).split()[1])


def tree(root):
    found = {}
    for base, dirs, files in os.walk(root):
        dirs[:] = [d for d in dirs if d != ".plumb"]
        for f in files:
            with open(f"{base}/{f}", "rb") as h:
                found[os.path.relpath(f"{base}/{f}", root)] = h.read()
    return found


os.makedirs(f"{tmp}/repo/.git")
with open(f"{tmp}/repo/.git/HEAD", "w") as f:
    f.write("ref: refs/heads/main\n")
os.makedirs(f"{tmp}/repo/conf")
with open(f"{tmp}/repo/conf/app.json", "w") as f:
    f.write('{"cpu": 4}')
for i in range(40):
    write(f"d{i % 4}/p{i}.md", f"# Page {i}\n\nSee [home](../index.md).\n")
write("index.md", "# Home\n\nIt has [4 cores](../../repo/conf/app.json#/cpu).\n".replace("../../repo/", "../"))
s = Serve()
first = s.event()
ok("the first build is told", first and first["rev"] == 1 and first["good"], first)
status, page, answer = s.get("/")
ok("a page comes with the script that listens", status == 200 and 'data-rev="1"' in page and "4 cores" in page, page)
ok("nobody keeps it", answer.getheader("Cache-Control") == "no-store")
ok("a folder's name leads into it", s.get("/d1")[2].getheader("Location") == "/d1/")
ok("what is not there is 404", s.get("/none/")[0] == 404)
ok("state is not shown", s.get("/.plumb/record")[0] == 404 and s.get("/%2e%2e/repo/conf/app.json")[0] == 404)
ok("a style is one", s.get("/" + next(f for f in tree(out) if f.endswith(".css")))[2].getheader("Content-Type").startswith("text/css"))
ok("another host is refused", s.get("/", host="evil.example:%d" % s.port)[0] == 403)
ok("so is another port", s.get("/", host="localhost:1")[0] == 403)
ok("localhost is this one", s.get("/", host="localhost:%d" % s.port)[0] == 200)
ok("nothing is written", s.get("/", method="POST")[0] == 405)
ok("it is on loopback alone", subprocess.run(["sh", "-c", "grep -h ': 00000000:%04X ' /proc/net/tcp" % s.port], capture_output=True).returncode == 1)

begin = time.time()
write("d1/p1.md", "# Page 1\n\nOther words, a [gap](none.md).\n")
e = s.event()
took = time.time() - begin
ok("a change is told", e and e["rev"] == 2, e)
ok("with its findings, their place and caret", e and "d1/p1.md:3:22: error: there is no d1/none.md [link-broken]" in e["text"] and "^~~" in e["text"], e)
ok("the page has changed", "Other words" in s.get("/d1/p1/")[1])
with open(f"{tmp}/repo/conf/app.json", "w") as f:
    f.write('{"cpu": 8}')
e = s.settled()
ok("a source outside the folder is watched", e and "claim-false" in e["text"], e)
write("site.json", '{ "title": "Half')
e = s.settled()
ok("a fault that leaves no site is told", e and not e["good"] and "site.json:1:" in e["text"], e)
ok("and the last good one stays", "Other words" in s.get("/d1/p1/")[1])
write("site.json", '{ "title": "Whole" }')
e = s.settled()
ok("mended", e and e["good"] and "Whole" in s.get("/")[1], e)
with open(f"{tmp}/repo/conf/app.json", "w") as f:
    f.write('{"cpu": 4}')
s.settled()

rng, before, names = random.Random(1), s.memory(), [f"d{i % 4}/p{i}.md" for i in range(40)]
for i in range(edits):
    kind, name = rng.choice("wwwwardm"), rng.choice(names)
    if kind in "wa":
        write(name, f"# Page {i}\n\n" + f"Edit {i} of [x](p{rng.randrange(40)}.md).\n\n" * rng.randrange(1, 5))
    elif kind == "r" and os.path.exists(f"{site}/{name}"):
        os.remove(f"{site}/{name}")
    elif kind == "d":
        write(f"new{i}/deep/q.md", f"# New {i}\n\nWords.\n")
        names.append(f"new{i}/deep/q.md")
    elif kind == "m" and os.path.exists(f"{site}/{name}"):
        os.replace(f"{site}/{name}", f"{site}/{name[:-3]}-moved.md")
    time.sleep(rng.choice([0, 0, 0.005, 0.05]))
s.settled()
grown = s.memory() - before
subprocess.run([plumb, "build", site, "-o", f"{tmp}/clean", "-q"], capture_output=True)
a, b = tree(out), tree(f"{tmp}/clean")
ok(f"after {edits} edits the site is that of a clean build", a == b, sorted(k for k in {**a, **b} if a.get(k) != b.get(k))[:20])
checked = b"__asan_init" in open(plumb, "rb").read()  # a sanitizer keeps what was freed for a while
ok("memory has not grown", grown < (4096 if checked else 1024), f"{grown} kB")
s.process.send_signal(15)
ok("it ends when it is told to", s.process.wait(10) == 0)

os.makedirs(f"{tmp}/none")
e = subprocess.Popen([plumb, "serve", ".", "--port", "0"], cwd=f"{tmp}/none", stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
time.sleep(1.5)
e.send_signal(15)
said = e.communicate()[1]
ok("a folder without a page is told once, not built for ever", said.count("no Markdown page") == 1, said)

p = Serve("--poll")
p.event()
write("index.md", "# Home\n\nPolled.\n")
e = p.event()
ok("without the system's help it looks itself", e and "Polled" in p.get("/")[1], e)
again = subprocess.run([plumb, "serve", site, "-o", f"{tmp}/other", "--port", str(p.port)], capture_output=True, text=True)
ok("a port in use is told", again.returncode == 3 and f"port {p.port}: " in again.stderr, again.stderr)
p.process.send_signal(2)
p.process.wait(10)
print(f"# an edit took {took * 1000:.0f} ms")
print(f"1..{n}")
