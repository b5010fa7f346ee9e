#!/usr/bin/env python3
"""Reads the picture of a drawing back and holds it against the graph.

    picture.py GRAPH.json PICTURE.svg           prints what the picture shows, one line a node, a connection, a text
    picture.py --sum [--plumb P] DRAWING...     draws each, prints the faults and a last line of JSON with their sums

A connection of the graph is seen when a path of its ends is longer than 4 px, touches both nodes and does not lie on
another connection. Exit 1 with a line for each that is not.
"""
import json, math, re, subprocess, sys
import xml.etree.ElementTree as ET

SHORT, REACH, ON = 4, 13, 1.3
tag = lambda e: e.tag.rsplit("}", 1)[-1]
num = lambda e, k: float(e.get(k, "0"))


def points(d):
    """Path data of our own writer to a polyline: M L H V q a z."""
    out, x, y, cmd = [], 0.0, 0.0, "M"
    words = re.findall(r"[A-Za-z]|-?\d*\.?\d+", d)
    i = 0
    take = lambda n: [float(w) for w in words[i : i + n]]
    while i < len(words):
        if words[i].isalpha():
            cmd, i = words[i], i + 1
            if cmd in "zZ":
                out.append(out[0])
                continue
        if cmd in "ML":
            (x, y), i = take(2), i + 2
            cmd = "L" if cmd == "M" else cmd
        elif cmd == "H":
            (x,), i = take(1), i + 1
        elif cmd == "V":
            (y,), i = take(1), i + 1
        elif cmd == "q":
            (cx, cy, dx, dy), i = take(4), i + 4
            for k in (0.25, 0.5, 0.75):
                out.append((x + 2 * k * (1 - k) * cx + k * k * dx, y + 2 * k * (1 - k) * cy + k * k * dy))
            x, y = x + dx, y + dy
        elif cmd == "a":
            v, i = take(7), i + 7
            x, y = x + v[5], y + v[6]
        else:
            raise ValueError("path letter " + cmd)
        out.append((x, y))
    return out


def length(p):
    return sum(math.dist(a, b) for a, b in zip(p, p[1:]))


def off(p, line):
    """Distance of a point from a polyline."""
    best = 1e9
    for a, b in zip(line, line[1:]):
        dx, dy = b[0] - a[0], b[1] - a[1]
        d2 = dx * dx + dy * dy
        t = max(0, min(1, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / d2)) if d2 else 0
        best = min(best, math.hypot(p[0] - a[0] - t * dx, p[1] - a[1] - t * dy))
    return best


def lies_on(line, other):
    steps = []
    for a, b in zip(line, line[1:]):
        n = max(1, int(math.dist(a, b) / 3))
        steps += [(a[0] + (b[0] - a[0]) * k / n, a[1] + (b[1] - a[1]) * k / n) for k in range(n + 1)]
    return all(off(p, other) <= ON for p in steps)


def grow(box, x0, y0, x1, y1):
    return (min(box[0], x0), min(box[1], y0), max(box[2], x1), max(box[3], y1)) if box else (x0, y0, x1, y1)


def read(svg):
    root, nodes, edges, texts = ET.fromstring(svg), {}, [], []
    for e in root.iter():
        if tag(e) == "g" and e.get("id"):
            shape, words = None, None
            for c in e:
                if tag(c) == "rect" and c.get("class", "").split()[0] in ("n", "b", "o"):
                    shape = grow(shape, num(c, "x"), num(c, "y"), num(c, "x") + num(c, "width"), num(c, "y") + num(c, "height"))
                elif tag(c) == "path" and c.get("class", "").split()[0] in ("n", "b"):
                    for x, y in points(c.get("d")):
                        shape = grow(shape, x, y, x, y)
                elif tag(c) == "text":
                    w = 7 * len("".join(c.itertext()))
                    words = grow(words, num(c, "x"), num(c, "y") - 11, num(c, "x") + w, num(c, "y") + 4)
            nodes[e.get("id")] = (shape or words, "rect" if shape else "words")
        elif tag(e) == "path" and (e.get("data-from") or e.get("data-to")):
            heads = (">" if e.get("marker-end") else "") + ("<" if e.get("marker-start") else "")
            edges.append((e.get("data-from", ""), e.get("data-to", ""), heads, points(e.get("d"))))
        elif tag(e) == "text":
            texts.append((round(num(e, "x")), round(num(e, "y")), "".join(e.itertext())))
    return nodes, edges, texts


def touches(node, p):
    if not node or not node[0]:
        return True
    x0, y0, x1, y1 = node[0]
    dx, dy = max(x0 - p[0], 0, p[0] - x1), max(y0 - p[1], 0, p[1] - y1)
    return math.hypot(dx, dy) <= REACH * (3 if node[1] == "words" else 1)


def titled(texts, p):
    """A line may end at the title that stands above its box."""
    return any(abs(y - 5 - p[1]) < 20 and x - 4 <= p[0] <= x + 8 * len(t) for x, y, t in texts)


def faults(graph, nodes, edges, texts):
    said, left = [], list(edges)
    for e in graph["edges"]:
        hit = next((x for x in left if {x[0], x[1]} == {e["from"], e["to"]}), None)
        name = "%s -> %s" % (e["from"], e["to"])
        if not hit:
            said.append("missing: " + name)
            continue
        left.remove(hit)
        p = hit[3]
        if length(p) <= SHORT:
            said.append("short: " + name)
        elif graph.get("kind") != "sequence" and not all(touches(nodes.get(n), q) or titled(texts, q) for n, q in ((hit[0], p[0]), (hit[1], p[-1]))):
            said.append("loose: " + name)
        elif any(o is not hit and length(o[3]) >= length(p) - 1 and lies_on(p, o[3]) for o in edges):
            said.append("covered: " + name)
        if e["dir"] != "none" and not hit[2]:
            said.append("no head: " + name)
    return said


def main(args):
    if args[0] != "--sum":
        nodes, edges, texts = read(open(args[1]).read())
        for name, (box, kind) in nodes.items():
            print("node", name, *(round(v) for v in box or ()))
        for a, b, heads, p in edges:
            print("line", a or "-", heads or "-", b or "-", " ".join("%d,%d" % (round(x), round(y)) for x, y in (p[0], p[-1])), round(length(p)))
        for x, y, t in texts:
            print("text", x, y, t)
        said = faults(json.load(open(args[0])), nodes, edges, texts)
        print(*said, sep="\n", file=sys.stderr)
        return 1 if said else 0
    plumb = args[args.index("--plumb") + 1] if "--plumb" in args else "build/plumb"
    sums, n, total, refused = {}, 0, 0, 0
    for f in [a for a in args[1:] if a not in ("--plumb", plumb)]:
        draw = lambda to: subprocess.run([plumb, "diagram", "--to", to, f], capture_output=True, text=True)
        svg = draw("svg")
        if svg.returncode:
            refused += 1
            continue
        graph = json.loads(draw("json").stdout)
        n, total = n + 1, total + len(graph["edges"])
        for s in faults(graph, *read(svg.stdout)):
            print(f, s)
            sums[s.split(":")[0]] = sums.get(s.split(":")[0], 0) + 1
    print(json.dumps({"drawings": n, "edges": total, "refused": refused, **sums}))
    return 1 if sums else 0


sys.exit(main(sys.argv[1:]))
