#!/usr/bin/env python3
"""diff_seed.py - a second state of the guide with thirty changes, one of each kind and more.

    diff_seed.py seed DIR      changes the content folder DIR
    diff_seed.py check FILE    does the JSON of plumb diff name each of them once, and nothing else?
"""
import json, os, re, sys

def text(name, old, new, count=1):
    def run(top):
        path = os.path.join(top, name)
        with open(path, encoding="utf-8") as f:
            body = f.read()
        assert old in body, (name, old)
        with open(path, "w", encoding="utf-8") as f:
            f.write(body.replace(old, new, count))
    return run

def tree(name, edit):
    def run(top):
        path = os.path.join(top, name)
        with open(path, encoding="utf-8") as f:
            data = json.load(f)
        edit(data)
        with open(path, "w", encoding="utf-8") as f:
            json.dump(data, f, indent=1, ensure_ascii=False)
    return run

def price(key, usd):
    def edit(data):
        for p in data["prices"]:
            if p["key"] == key:
                p["price_usd"], p["effective_date"], p["source"] = usd, "2026-11-20", "the price list of that day"
    return tree("prices/us-east-1.json", edit)

def write(name, body):
    def run(top):
        with open(os.path.join(top, name), "w", encoding="utf-8") as f:
            f.write(body)
    return run

def prepend(lst, item):
    lst.insert(0, item)

PROD, NET = "cdk/config/prod.json", "templates/prod/StreamBoard-prod-Network.template.json"
VPC, MED = "templates/prod/StreamBoard-prod-Vpc.template.json", "costs/medium.json"
RECORD = """---
title: One shared NAT gateway
weight: 4
status: proposed
date: 2026-11-28
deciders: [platform]
---
# One shared NAT gateway

The second gateway costs more than expected.
"""

def stickiness(d):
    for a in d["Resources"]["StickyTargets9761B747"]["Properties"]["TargetGroupAttributes"]:
        if a["Key"] == "stickiness.lb_cookie.duration_seconds":
            a["Value"] = "7200"

# what is done, kind and sign, a part of file, and what stands in key or words, old and new
SEEDS = [
    (text(PROD, '"memoryMiB": 1024', '"memoryMiB": 2048'), "value", "changed", PROD, "memoryMiB", "1024", "2048"),
    (text(PROD, '"waf": true', '"waf": false'), "value", "changed", PROD, "waf", "true", "false"),
    (text(PROD, '"retentionDays": 30', '"retentionDays": 7'), "value", "changed", PROD, "retentionDays", "30", "7"),
    (text(PROD, '"us-east-1b"]', '"us-east-1c"]'), "value", "changed", PROD, "availabilityZones", "us-east-1b", "us-east-1c"),
    (text(PROD, '"nodes": 2 }', '"nodes": 2, "engine": "valkey" }'), "value", "added", PROD, "engine", "", "valkey"),
    (text("cdk/config/dev.json", '"natGateways": 1, ', ''), "value", "removed", "dev.json", "natGateways", "1", ""),
    (text(PROD, '"scheduled": true', '"onSchedule": true'), "value", "renamed", PROD, "onSchedule", "scheduled", "true"),
    (price("nat.hour", "0.052"), "price", "changed", "us-east-1", "nat.hour", "0.045", "0.052"),
    (tree(MED, lambda d: d["rows"][1]["parts"][1]["times"]["LCU"].update(typical=0.9, high=1.5)), "estimate", "changed", MED, "LCU", "0.5", "0.9"),
    (tree(MED, lambda d: prepend(d["rows"], {"id": "r53", "service": "Route 53", "parts": [{"price": "route53.zone_month", "times": {"zones": 1}}]})), "estimate", "added", MED, "r53", "", "Route 53"),
    (tree("costs/prod.json", lambda d: d["rows"][1]["parts"][0]["times"].update(endpoints=4)), "estimate", "changed", "prod.json", "endpoints", "3", "4"),
    (tree("facts/guide.json", lambda d: d["targets"]["response"][0].update(value="<800 ms")), "fact", "changed", "guide.json", "response", "500", "800"),
    (text("costs/medium.md", "| $90 |", "| $300 |"), "written", "changed", "medium.md", "NAT Gateway", "$90", "$300"),
    (text("costs/small.md", "| **Total**", "| Support | Basic | $29 |\n| **Total**"), "written", "added", "small.md", "", "", "Support"),
    (tree(NET, lambda d: d["Resources"]["StickyAlbHttps8EFE5B8F"]["Properties"].update(SslPolicy="ELBSecurityPolicy-TLS12-1-2")), "resource", "changed", NET, "SslPolicy", "TLS13", "TLS12"),
    (tree(NET, stickiness), "resource", "changed", NET, "stickiness", "3600", "7200"),
    (tree(NET, lambda d: d["Resources"].pop("WebAclAlb")), "resource", "removed", NET, "WebACLAssociation", "", ""),
    (tree(VPC, lambda d: d["Resources"].update(Extra={"Type": "AWS::EC2::EIP", "Properties": {"Domain": "vpc"}})), "resource", "added", VPC, "EIP", "", ""),
    (text("architecture/index.md", "│   ElastiCache    │  │\n│  │   Manager    │    │      Logs      │    │ Redis (optional) │", "│      Valkey      │  │\n│  │   Manager    │    │      Logs      │    │     cluster      │"), "drawing", "renamed", "architecture/index.md", "", "ElastiCache", "Valkey"),
    (text("architecture/index.md", "Small setups leave it out.", "Small setups do without it."), "sentence", "changed", "architecture/index.md", "", "leave it out", "do without it"),
    (text("index.md", "\n## ", "\nNobody is paged at night. Someone else is.\n\n## "), "sentence", "added", "index.md", "", "", "paged at night"),
    (lambda top: None, "sentence", "added", "index.md", "", "", "Someone else is"),
    (text("operations/security.md", "(config.prod:/alb/waf)", "(config.dev:/alb/waf)"), "link", "changed", "security.md", "", "prod.json", "dev.json"),
    (write("decisions/0004-one-nat.md", RECORD), "decision", "added", "0004", "", "", "proposed"),
    (text("decisions/0003-nat-gateway-per-zone.md", "status: accepted", "status: superseded by 0004-one-nat"), "decision", "changed", "0003", "status", "accepted", "superseded"),
    (lambda top: os.rename(os.path.join(top, "operations/performance.md"), os.path.join(top, "operations/speed.md")), "page", "moved", "speed.md", "", "performance.md", "speed.md"),
    (text("operations/scaling.md", "owner: platform", "owner: data"), "page", "changed", "scaling.md", "owner", "platform", "data"),
    (write("operations/backup.md", "# Backup\n\nRedis holds only a cache.\n"), "page", "added", "backup.md", "", "", ""),
    (text("site.json", '"live_max_age_days": 14', '"live_max_age_days": 30'), "setting", "changed", "site.json", "live_max_age_days", "14", "30"),
    (tree("actions.json", lambda d: d[0].update(state="done")), "accepted", "changed", "actions.json", "state", "open", "done"),
]

def fits(c, seed):
    _, kind, sign, file, key, old, new = seed
    where = c["key"] + " " + c["words"] + " " + c["name"]
    return (c["kind"], c["sign"]) == (kind, sign) and file in c["file"] and key in where and old in c["old"] and new in c["new"]

def seed(top):
    # what moved and what links to it are one change: the links are led to the new place
    for s in SEEDS:
        s[0](top)
    for folder, _, names in os.walk(top):
        for name in names:
            if name.endswith(".md"):
                path = os.path.join(folder, name)
                with open(path, encoding="utf-8") as f:
                    body = f.read()
                if "performance.md" in body:
                    with open(path, "w", encoding="utf-8") as f:
                        f.write(body.replace("performance.md", "speed.md"))

def check(path):
    with open(path, encoding="utf-8") as f:
        changes = json.load(f)["changes"]
    left, missed = list(changes), []
    for s in SEEDS:
        hit = next((c for c in left if fits(c, s)), None)
        if hit:
            left.remove(hit)
        else:
            missed.append(s[1:])
    print(f"{len(SEEDS) - len(missed)} of {len(SEEDS)} named, {len(left)} more")
    for m in missed:
        print("missed:", m)
    for c in left:
        print("more:", {k: c[k] for k in ("kind", "sign", "file", "key", "words", "old", "new")})
    return bool(missed or left)

if __name__ == "__main__":
    sys.exit(seed(sys.argv[2]) if sys.argv[1] == "seed" else check(sys.argv[2]))
