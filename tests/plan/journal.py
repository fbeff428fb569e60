"""journal.py - a journal of posts and what they brought, at random: usage: journal.py SEED POSTS"""
import json
import random
import sys
from datetime import datetime, timedelta, timezone

r = random.Random(int(sys.argv[1]))
start = datetime(2026, 3, 1, tzinfo=timezone.utc)
accounts = [("masto", "mastodon"), ("bsky", "bluesky"), ("insta", "instagram")]
lines = []
for i in range(int(sys.argv[2])):
    account, network = r.choice(accounts)
    at = start + timedelta(days=r.randrange(240), hours=r.choice([6, 7, 7, 11, 17, 22]), minutes=r.randrange(60))
    post = {"type": "result", "id": f"p{i}@{account}", "op": "publish", "account": account, "network": network,
            "status": r.choice(["done"] * 9 + ["refused"]), "ref": f"r{i}", "at": at.isoformat()}
    lines.append(post)
    if r.random() < 0.1:
        lines.append(dict(post, at=(at + timedelta(hours=2)).isoformat()))  # said again, later
    by = {"subject": post["id"]} if r.random() < 0.7 else {"ref": post["ref"]}
    totals = r.random() < 0.8
    for n in range(r.randrange(4)):
        read = at + timedelta(hours=r.choice([1, 20, 24, 30, 100, 400]), seconds=n)
        metric = {"type": "metric", "account": account, "network": network, "scope": "post", **by,
                  "at": read.isoformat(), "total": totals}
        for member in ["likes", "comments", "shares", "saves", "clicks", "reach"]:
            if r.random() < 0.7:
                metric[member] = int(r.paretovariate(0.8)) * (3 if at.hour == 7 else 1)
        lines.append(metric)
r.shuffle(lines)
for line in lines:
    print(json.dumps(line))
