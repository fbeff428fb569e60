"""forecast.py - what kpi-report --forecast foresees, computed again from the words of kpi-report(1)

usage: forecast.py DAILY LEVEL SETTLES < forecast line; DAILY: kpi lines of one figure by day, LEVEL: followers now, or 0

Written apart from the C: lists and sums, Student's quantile by integration of its density.
"""
import itertools
import json
import math
import sys
from datetime import date, timedelta


def quantile(df, p=0.975):
    c = math.exp(math.lgamma((df + 1) / 2) - math.lgamma(df / 2)) / math.sqrt(df * math.pi)
    total, x, step = 0.5, 0.0, 0.0005
    while total < p:
        total += step * c * (1 + (x + step / 2) ** 2 / df) ** (-(df + 1) / 2)
        x += step
    return x


def naive(known, gap, ahead):
    days = list(known)
    for _ in range(gap + ahead):
        days.append(days[-7])
    return sum(days[len(known) + gap:])


def run(known, alpha, beta, gamma):
    level, trend = sum(known[:14]) / 14, 0.0
    week = {i: (known[i] + known[i + 7]) / 2 - level for i in range(7)}
    squares = 0.0
    for t in range(14, len(known)):
        squares += (known[t] - (level + trend + week[t % 7])) ** 2
        new = alpha * (known[t] - week[t % 7]) + (1 - alpha) * (level + trend)
        trend = beta * (new - level) + (1 - beta) * trend
        level = new
        week[t % 7] = gamma * (known[t] - level) + (1 - gamma) * week[t % 7]
    return squares, level, trend, week


def smooth(known, gap, ahead):
    grid = itertools.product((.05, .1, .2, .3, .5, .8), (0, .02, .05, .1, .2), (.05, .1, .2, .4))
    _, level, trend, week = min((run(known, *p) for p in grid), key=lambda r: r[0])
    n = len(known)
    return sum(level + (k + 1) * trend + week[(n + k) % 7] for k in range(gap, gap + ahead))


line = json.load(sys.stdin)
daily_file, level, settles = sys.argv[1], float(sys.argv[2]), int(sys.argv[3])
rows = [json.loads(s) for s in open(daily_file)]
values = {date.fromisoformat(r["day"]): r["value"] for r in rows if r.get("value") is not None}
first, to = date.fromisoformat(line["from"][:10]), date.fromisoformat(line["to"][:10])
values = {d: v for d, v in values.items() if d < first}
as_of = date.fromisoformat(max(r["as_of"] for r in rows if date.fromisoformat(r["day"]) in values)[:10])
end = min(max(max(values) + timedelta(1), as_of), as_of + timedelta(1 - settles), first)
day, known = min(values), []
while day < end:
    known.append(float(values.get(day, 0)))
    day += timedelta(1)
gap, ahead = (first - end).days, (to - first).days
if line["kpi"] == "followers":
    gap, ahead = 0, gap + ahead
count = line["kpi"] != "followers"
wrong = []


def same(name, got, want, slack=1.01):
    if got is None or abs(got - want) > slack:
        wrong.append(f"{line['kpi']}: {name} is {got}, expected {want}")


same("n", line["n"], len(known), 0)
needed = 14 + 14 + gap + ahead
if len(known) < needed:
    if "value" in line or f"{len(known)} days are known, {needed} are needed" not in line["reason"]:
        wrong.append(f"{line['kpi']}: {line}")
else:
    tries = {"seasonal naive": [], "Holt-Winters": []}
    came, at = [], len(known) - gap - ahead
    while at >= 14 and len(came) < 52:
        came.append(sum(known[at + gap:at + gap + ahead]))
        for name, way in ("seasonal naive", naive), ("Holt-Winters", smooth):
            sum_ = way(known[:at], gap, ahead)
            tries[name].append((max(sum_, 0) if count else sum_) - came[-1])
        at -= 7
    error = {name: sum(map(abs, offs)) / len(offs) for name, offs in tries.items()}
    chosen = "Holt-Winters" if error["Holt-Winters"] < error["seasonal naive"] else "seasonal naive"
    for b in line["backtest"]:
        same("tries", b["n"], len(came), 0)
        same("error of " + b["method"], b["error"], error[b["method"]])
        if sum(map(abs, came)):
            same("share of " + b["method"], b["share"], 100 * error[b["method"]] * len(came) / sum(map(abs, came)), .02)
        if b["chosen"] != (b["method"] == chosen):
            wrong.append(f"{line['kpi']}: chosen is not {chosen}")
    if not line["method"].startswith(chosen):
        wrong.append(f"{line['kpi']}: method is {line['method']}, expected {chosen}")
    value = (naive if chosen == "seasonal naive" else smooth)(known, gap, ahead)
    value = max(value, 0) if count else value
    off = quantile(len(came)) * math.sqrt(sum(o * o for o in tries[chosen]) / len(came))
    same("value", line["value"], max(level + value, 0))
    same("low", line["low"], max(level + value - off, 0), 1.01 + .002 * off)
    same("high", line["high"], max(level + value + off, 0), 1.01 + .002 * off)
    same("previous", line["previous"], level or sum(known[-ahead:]))
print("\n".join(wrong), end="")
sys.exit(bool(wrong))
