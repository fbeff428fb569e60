"""suggest.py - what smm-plan --suggest proposes, computed again from the words of smm-plan(1)

usage: suggest.py ZONE JOURNAL < slot lines. Prints what differs and leaves with 1 then.
"""
import json
import math
import statistics
import sys
from collections import defaultdict
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

zone = ZoneInfo(sys.argv[1])
records = [json.loads(line) for line in open(sys.argv[2], encoding="utf-8")]
when = lambda r: datetime.fromisoformat(r["at"])

posts = {}
for r in records:
    if r["type"] == "result" and r["op"] == "publish" and r["status"] == "done":
        key = r["account"], r["id"]
        if key not in posts or when(r) < when(posts[key]):
            posts[key] = r

readings = defaultdict(list)
for r in records:
    members = [r[m] for m in ("likes", "comments", "shares", "saves") if m in r]
    if r["type"] == "metric" and r["scope"] == "post" and members:
        readings[r.get("subject") or (r["account"], r["ref"])].append((when(r), sum(members), r["total"]))

brought = defaultdict(list)
for (account, ident), post in sorted(posts.items()):
    seen = readings.get(ident) or readings.get((account, post["ref"])) or []
    totals = [s for s in seen if s[2]]
    last = max(s[0] for s in totals or seen) if seen else None
    if last is None or last - when(post) < timedelta(hours=24):
        continue
    x = max(s[1] for s in totals if s[0] == last) if totals else sum(s[1] for s in seen)
    brought[account].append((when(post).astimezone(zone), math.log(1 + x), post["network"]))

expected = {}
for account, list_ in brought.items():
    mean, spread = statistics.fmean(x for _, x, _ in list_), statistics.pstdev([x for _, x, _ in list_])
    z = [(t.weekday(), t.hour, (x - mean) / spread if spread > 1e-12 else 0) for t, x, _ in list_]
    for day, hour in {(d, h) for d, h, _ in z}:
        own = [v for d, h, v in z if (d, h) == (day, hour)]
        beside = (statistics.fmean(v for d, _, v in z if d == day) + statistics.fmean(v for _, h, v in z if h == hour)) / 2
        median = statistics.median(own)
        score = (len(own) * median + 3 * beside) / (len(own) + 3)
        expected[account, "mon tue wed thu fri sat sun".split()[day], hour] = (len(own), median, score)

wrong, last = [], {}
for line in sys.stdin:
    s = json.loads(line)
    key = s["account"], s["weekday"], s["hour"]
    n, median, score = expected.pop(key, (None, 0, 0))
    if s["n"] != n or s["enough"] != (n >= 3) or (n >= 3) != ("score" in s):
        wrong.append(f"{key}: {s}, expected n {n}")
    elif n >= 3 and (abs(s["median"] - median) > 1e-4 or abs(s["score"] - score) > 1e-4):
        wrong.append(f"{key}: {s}, expected {median} {score}")
    order = (0, -s["score"]) if s["enough"] else (1, 0)
    if last.get(s["account"], order) > order:
        wrong.append(f"{key}: out of order")
    last[s["account"]] = order
wrong += [f"{key}: missing" for key in expected]
print("\n".join(wrong), end="")
sys.exit(bool(wrong))
