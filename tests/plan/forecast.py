"""forecast.py - what smm-plan --budget foresees, computed again; usage: forecast.py < budget lines

From the words of smm-plan(1) with Python's own statistics; Student's quantile by integration of its density.
"""
import json
import math
import statistics
import sys


def quantile(df, p=0.975):
    density = lambda x: math.exp(math.lgamma((df + 1) / 2) - math.lgamma(df / 2)) / math.sqrt(df * math.pi) * (1 + x * x / df) ** (-(df + 1) / 2)
    total, x, step = 0.5, 0.0, 0.0005
    while total < p:
        total += step * density(x + step / 2)
        x += step
    return x


wrong = []
for line in sys.stdin:
    b = json.loads(line)
    if b["type"] != "budget":
        continue
    days = b["days"]
    if sum(d["budget"] for d in days) != b["budget"]:
        wrong.append(f"{b['network']}: the days have {sum(d['budget'] for d in days)}")
    known = [i for i, d in enumerate(days) if "spend" in d and d["day"] < b["at"][:10]]
    if not known:
        continue
    through = days[known[-1]]["day"]
    spent = [days[i]["spend"] for i in known]
    outside = b["spend"] - sum(d.get("spend", 0) for d in days)
    ahead = len(days) - known[-1] - 1
    if (b["through"], b["n"], b["planned"]) != (through, len(known), b["budget"] * (known[-1] + 1) // len(days)):
        wrong.append(f"{b['network']}: {b['through']} {b['n']} {b['planned']}, expected {through} {len(known)}")
    if len(known) < 3:
        if "forecast" in b:
            wrong.append(f"{b['network']}: a forecast from {len(known)} days")
        continue
    base = sum(spent) + outside
    at = base + statistics.fmean(spent) * ahead
    off = quantile(len(known) - 1) * statistics.stdev(spent) * math.sqrt(ahead + ahead * ahead / len(known))
    for name, value in ("forecast", max(at, b["spend"])), ("low", max(at - off, b["spend"])), ("high", at + off):
        if abs(b[name] - value) > 2 + 0.003 * off:
            wrong.append(f"{b['network']}: {name} {b[name]}, expected {value}")
print("\n".join(wrong), end="")
sys.exit(bool(wrong))
