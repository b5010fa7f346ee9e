"""Random estimates, computed twice: by `plumb estimate --format json` and here with fractions.

    python3 tests/oracle_cost.py PLUMB [ROWS [SEED]]

Prints TAP. A row is the sum of its parts, each price times its factors, tier by tier, less what is
free or off, rounded once to 1e-10 half to even; a total is the sum of its rows. Every digit must agree."""
import json
import os
import random
import subprocess
import sys
import tempfile
from decimal import Decimal
from fractions import Fraction

ENDS = ("low", "typical", "high")
MIB = 1 << 20


def decimal_text(rng, whole, places):
    return f"{rng.randrange(whole)}.{rng.randrange(10 ** places):0{places}d}"


def make_book(rng):
    """Plain prices, chains of tiers in any order, and prices that are a range."""
    prices, tiers = [], {}
    for i in range(40):
        prices.append({"key": f"plain.{i}", "price_usd": decimal_text(rng, 3, 10), "effective_date": "2026-09-11"})
    for i in range(5):
        low = decimal_text(rng, 2, 6)
        high = str(Decimal(low) + Decimal(decimal_text(rng, 1, 6)))
        prices.append({"key": f"spot.{i}", "price_usd": low, "price_usd_high": high})
    for i in range(5):
        bounds = sorted(rng.sample(range(1, 5000), 3))
        chain = []
        for k, begin in enumerate([0] + bounds):
            end = bounds[k] if k < 3 else "Inf"
            price = {"key": f"tier.{i}.{k}", "service": "s", "usage": f"u{i}", "tier_begin": str(begin),
                     "tier_end": str(end), "price_usd": decimal_text(rng, 1, 10)}
            chain.append((Fraction(begin), price))
            prices.append(price)
        tiers[f"tier.{i}.0"] = chain
    rng.shuffle(prices)
    return {"schema": "price-book/1", "region": "us-east-1", "currency": "USD", "hours_per_month": 730,
            "generated": "2026-11-23", "prices": prices}, tiers


def shipped_book():
    """The book of the program, every service of it: prices that begin at zero, and the tiers behind them."""
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "content", "prices", "us-east-1.json")
    with open(path, encoding="utf-8") as f:
        prices = [p for p in json.load(f)["prices"] if p["unit"] != "percent_off"]
    begins = {(p["service"], p["usage"], Fraction(p["tier_begin"])): p for p in prices if Fraction(p.get("tier_begin", 0)) > 0}
    tiers, first = {}, []
    for p in prices:
        if Fraction(p.get("tier_begin", 0)) > 0:
            continue
        first.append(p)
        chain = [(Fraction(0), p)]
        while chain[-1][1].get("tier_end", "Inf") != "Inf":
            end = Fraction(chain[-1][1]["tier_end"])
            nxt = begins.get((p["service"], p["usage"], end)) if end > chain[-1][0] else None
            if not nxt:
                break
            chain.append((end, nxt))
        if len(chain) > 1:
            tiers[p["key"]] = chain
    return {"prices": first}, tiers


def number(rng):
    kind = rng.randrange(4)
    if kind == 0:
        return rng.randrange(0, 20)
    if kind == 1:
        return 730
    return Decimal(decimal_text(rng, 50, rng.randrange(1, 5)))


def amount(rng, config, name):
    """What stands in the file, and the three exact values it means."""
    kind = rng.randrange(10)
    if kind < 6:
        n = number(rng)
        return n, [Fraction(n)] * 3
    if kind < 9 or name not in ("vCPU", "GB", "tasks"):
        three = sorted(number(rng) for _ in ENDS)
        return dict(zip(ENDS, three)), [Fraction(n) for n in three]
    value = Fraction(config["service"][name])
    if name == "vCPU":
        value /= 1024
    if name == "GB":
        value = value * MIB / (1 << 30)
    return f"config.prod:/service/{name}", [value] * 3


def make_part(rng, book, config):
    """A part, its price and the three amounts; a month of more than a million units is nobody's."""
    while True:
        part, price, product = try_part(rng, book, config)
        usd = Fraction(Decimal(str(price.get("price_usd_high", price["price_usd"]))))
        if max(product) <= 10 ** 6 and max(product) * usd <= 10 ** 6:
            return part, price, product


def try_part(rng, book, config):
    price = rng.choice(book["prices"])
    while price["key"].startswith("tier.") and not price["key"].endswith(".0"):
        price = rng.choice(book["prices"])
    times, product = {}, [Fraction(1)] * 3
    for name in rng.sample(["tasks", "vCPU", "GB", "hours", "requests", "nodes"], rng.randrange(1, 5)):
        times[name], values = amount(rng, config, name)
        product = [a * b for a, b in zip(product, values)]
    part = {"price": price["key"], "times": times}
    if rng.randrange(5) == 0:
        n = rng.randrange(0, 100)
        part["free"] = n
        product = [max(Fraction(0), a - n) for a in product]
    if rng.randrange(5) == 0:
        part["less"] = Decimal(decimal_text(rng, 99, 2))
    return part, price, product


def bill(price, tiers, end, n):
    if price["key"] not in tiers:
        low = Fraction(Decimal(price["price_usd"]))
        high = Fraction(Decimal(price.get("price_usd_high", price["price_usd"])))
        middle = low + Fraction(int((high - low) * 10 ** 10) // 2, 10 ** 10)
        return n * (low, middle, high)[end]
    chain, total = tiers[price["key"]], Fraction(0)
    for k, (begin, p) in enumerate(chain):
        stop = chain[k + 1][0] if k + 1 < len(chain) else None
        here = max(Fraction(0), (n if stop is None else min(n, stop)) - begin)
        total += here * Fraction(Decimal(p["price_usd"]))
    return total


def rounded(x):
    """To 1e-10, half to even; round() of a fraction does that exactly."""
    return Fraction(round(x * 10 ** 10), 10 ** 10)


def dump(value):
    """JSON with decimals as they are written, not as floats."""
    if isinstance(value, dict):
        return "{" + ",".join(json.dumps(k) + ":" + dump(v) for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(dump(v) for v in value) + "]"
    return str(value) if isinstance(value, Decimal) else json.dumps(value)


def write(folder, path, value):
    path = os.path.join(folder, path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as f:
        f.write(dump(value))


def make_site(rng, folder, rows, shipped):
    book, tiers = shipped_book() if shipped else make_book(rng)
    config = {"service": {"tasks": rng.randrange(1, 9), "vCPU": 256 << rng.randrange(5), "GB": 512 * rng.randrange(1, 60)}}
    write(folder, "site.json", {"title": "t", "env": "prod", "sources": {
        "config.prod": "prod.json", "cost": "costs/", **({} if shipped else {"price": "prices.json"})},
        "units": {"config:/service/vCPU": "vCPU/1024", "config:/service/GB": "MiB"}})
    if not shipped:
        write(folder, "prices.json", book)
    write(folder, "prod.json", config)
    with open(os.path.join(folder, "index.md"), "w") as f:
        f.write("# t\n")
    want, names = {}, []
    for i in range(rows // 20):
        size, made, ends = f"size{i}", [], {}
        for k in range(20):
            parts, exact = [], [Fraction(0)] * 3
            for _ in range(rng.randrange(1, 4)):
                part, price, n = make_part(rng, book, config)
                parts.append(part)
                left = 1 - Fraction(part.get("less", 0)) / 100
                exact = [a + left * bill(price, tiers, end, n[end]) for end, a in enumerate(exact)]
            made.append({"id": f"r{k}", "service": f"S{k}", "parts": parts})
            ends[f"r{k}"] = [rounded(x) for x in exact]
        want[size] = ends
        names.append(size + ".json")
        write(folder, f"costs/{size}.json", {"name": size, "region": "us-east-1", "currency": "USD", "rows": made})
    write(folder, "costs/sizes.json", {"sizes": names})
    return want


def compare(want, got):
    """Returns the number of rows, and what differs."""
    bad, n = [], 0
    for size, rows in want.items():
        for end, name in enumerate(ENDS):
            total = sum(r[end] for r in rows.values())
            if Fraction(Decimal(got[size][name])) != total:
                bad.append(f"{size} {name}: {got[size][name]}, not {float(total)}")
        for row, exact in rows.items():
            n += 1
            for end, name in enumerate(ENDS):
                if Fraction(Decimal(got[size]["rows"][row][name])) != exact[end]:
                    bad.append(f"{size} {row} {name}: {got[size]['rows'][row][name]}, not {float(exact[end])}")
    return n, bad


def run(plumb, rows, rng, shipped, first, what):
    with tempfile.TemporaryDirectory() as folder:
        want = make_site(rng, folder, rows, shipped)
        done = subprocess.run([plumb, "estimate", folder, "--format", "json", "--date", "2026-11-23"],
                             capture_output=True, text=True)
    if done.returncode != 0:
        print(f"not ok {first} - plumb estimate exits {done.returncode}")
        print("# " + done.stderr[:500].replace("\n", "\n# "))
        return 1
    print(f"ok {first} - plumb estimate, {what}")
    n, bad = compare(want, json.loads(done.stdout, parse_float=str, parse_int=str))
    print(f"{'not ok' if bad or n < rows else 'ok'} {first + 1} - {n} rows agree to the last digit")
    for line in bad[:10]:
        print("# " + line)
    return 1 if bad else 0


def main():
    plumb = sys.argv[1]
    rows = int(sys.argv[2]) if len(sys.argv) > 2 else 10000
    rng = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    print("1..4")
    first = run(plumb, rows, rng, False, 1, "random prices")
    return run(plumb, rows, rng, True, 3, "the prices of every service") or first


if __name__ == "__main__":
    sys.exit(main())
