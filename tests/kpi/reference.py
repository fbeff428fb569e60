"""reference.py - every figure of kpi-definitions(7) again, slowly, from its words, with fractions

usage: reference.py NOW ZONE FROM TO KEYS FILE ... < OUTPUT of kpi-report -f jsonl --kpi all
FROM and TO: instants in milliseconds, or "-"; KEYS: "network,day" or "". Prints what differs; leaves with 1 then.
SETTINGS in the environment names a file of JSON: what smm.yaml, the strategy and the file of rates say,
{"hours": {"days": [0, 1], "from": 9, "to": 18, "holidays": ["2026-11-11"]}, "currency": "EUR",
"rates": [["2026-10-01", "USD", "EUR", "0.92"]], "partners": {"c1": "mill"}, "fees": [["mill", "c1", "EUR", 600000000, "2026-11-01", "2027-01-31"]], "budgets": [["c1", "x", "EUR", 250000000, "2026-11-01", "2026-11-30"]]}
Written from the definitions' text, not from the program: it shares no code and no table with it.
"""
import json
import math
import os
import re
import sys
from collections import defaultdict
from datetime import date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

NOW = int(sys.argv[1])
ZONE = ZoneInfo(sys.argv[2])
FROM = None if sys.argv[3] == "-" else int(sys.argv[3])
TO = None if sys.argv[4] == "-" else int(sys.argv[4])
KEYS = sys.argv[5].split(",") if sys.argv[5] else []
DAY = 86400000
SETTINGS = json.load(open(os.environ["SETTINGS"])) if "SETTINGS" in os.environ else {}


def ms(text):
    d = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return round(d.timestamp() * 1000)


def local(at):
    return datetime.fromtimestamp(at / 1000, ZONE)


records = [json.loads(line) for name in sys.argv[6:] for line in open(name, encoding="utf-8") if line.strip()]
of = defaultdict(list)
for r in records:
    of[r["type"]].append(r)

facts = []  # (records, keys, tags, instant, measures, currency)


def fact(over, keys, at, values, tags=(), currency=None):
    facts.append((over, keys, tuple(tags), at, values, currency))


def greatest(rows, member):
    return max((r[member] for r in rows if r.get(member)), key=lambda s: s.encode(), default=None)


# --- our posts ----------------------------------------------------------------------------------------
post_lines = defaultdict(list)
for r in of["post"]:
    post_lines[r["id"]].append(r)
for r in of["result"]:
    if r["op"] == "publish" and r["status"] == "done":
        post_lines[r["id"]].append(r)


def hashtags(text):
    """'#' at the start or behind what is no letter or digit, then letters, digits and _, not digits alone."""
    letter = lambda c: ord(c) >= 128 or (c.isascii() and c.isalnum()) or c == "_"
    found = []
    for i, c in enumerate(text):
        if c != "#" or (i and letter(text[i - 1])):
            continue
        n = i + 1
        while n < len(text) and letter(text[n]):
            n += 1
        tag = text[i + 1:n]
        if tag and not all(x in "0123456789" for x in tag):
            found.append("#" + "".join(x.lower() if x.isascii() else x for x in tag))
    return found


def form(r):
    media = r.get("media") or []
    if "poll" in r:
        return "poll"
    if any(m.get("type", "").startswith("video/") for m in media):
        return "video"
    if media:
        return "album" if len(media) > 1 else "image"
    if r.get("thread"):
        return "thread"
    return "link" if "link" in r else "text"


def first_words(text):
    text = re.sub(r"[\x00-\x1f]", " ", text)
    if len(text) <= 80:
        return text
    blank = text.rfind(" ", 0, 81)
    return (text[:blank] if blank > 0 else text[:80]) + "…"


posts, by_ref = {}, {}
for i, rows in post_lines.items():
    p = {k: greatest(rows, k) for k in ("account", "network", "campaign", "pillar", "entry", "lang")}
    p["post"] = i
    p["format"] = greatest([{"format": form(r)} for r in rows if r["type"] == "post"], "format")
    p["tags"] = sorted({t for r in rows if r["type"] == "post" for t in hashtags(r["text"])})
    p["text"] = greatest([{"text": first_words(r["text"])} for r in rows if r["type"] == "post"], "text")
    p["published"] = min((ms(r["at"]) for r in rows if r["type"] == "result" and "at" in r), default=None)
    posts[i] = p
    for r in rows:
        if r["type"] == "result" and r.get("ref") and "network" in r:
            by_ref[r["network"], r["ref"]] = i
for p in posts.values():
    if p["published"] is not None:
        fact("published", p, p["published"], {"posts": 1}, p["tags"])


def with_post(keys, post):
    if post:
        keys = {**keys, **{k: v for k, v in post.items() if k not in ("tags", "published", "text") and not keys.get(k)}}
    return keys


def half_away(x):
    return (1 if x >= 0 else -1) * int((abs(x) * 2 + 1) // 2)


CURRENCY = SETTINGS.get("currency")


def worth(micros, currency, day):
    """In the one currency, by the last rate of that day or before, of two on a day the later."""
    if not CURRENCY or currency == CURRENCY:
        return micros
    rates = [(x[0], i, x[3]) for i, x in enumerate(SETTINGS["rates"]) if x[1] == currency and x[2] == CURRENCY and x[0] <= day]
    return half_away(micros * Fraction(max(rates)[2]))


def converted(r):
    if not CURRENCY or "currency" not in r:
        return r
    own = not r["total"] if "total" in r else "from" in r and "to" in r
    day = local(ms(r["from"] if own and "from" in r else r["at"])).date().isoformat()
    return {**r, "currency": CURRENCY, **{m: worth(r[m], r["currency"], day) for m in ("spend", "cost", "revenue") if m in r}}


of["metric"] = [converted(r) for r in of["metric"]]

# --- metrics ------------------------------------------------------------------------------------------
NUMBERS = ("impressions reach views likes comments shares saves clicks follows unfollows spend cost revenue conversions "
           "mentions response_sec csat_1 csat_2 csat_3 csat_4 csat_5 promoters passives detractors").split()
INTERACTIONS = ("likes", "comments", "shares", "saves")
followers = defaultdict(dict)
rivals = defaultdict(dict)
subjects = defaultdict(list)
for r in of["metric"]:
    if r["scope"] == "account" and "followers" in r:
        series = followers[r["network"], r.get("account")]
        at = ms(r["at"])
        series[at] = max(series.get(at, -1), r["followers"])
    if r["scope"] == "competitor" and "followers" in r:
        series = rivals[r["network"], r["subject"] if "subject" in r else r["ref"]]
        at = ms(r["at"])
        series[at] = max(series.get(at, -1), r["followers"])
    total = r["total"] if "total" in r else not ("from" in r and "to" in r)
    reading = "own" if not total else "total" if r["scope"] == "post" else "series"
    name = ("", "") if r["scope"] == "account" and "subject" not in r and "ref" not in r else \
        ("subject", r["subject"]) if "subject" in r else ("ref", r["ref"])
    own = (ms(r["from"]) if "from" in r else ms(r["at"]), ms(r["to"]) if "to" in r else ms(r["at"])) if reading == "own" else ()
    subjects[reading, r["network"], r.get("account"), r["scope"], name, own].append(r)


def last_reading(rows, measures):
    """Of each measure the value with the latest `at`, of two at one instant the greater."""
    out = {}
    for m in measures:
        seen = [(ms(r["at"]), r[m]) for r in rows if m in r]
        if seen:
            out[m] = max(seen)[1]
    return out


def early(rows):
    seen = []
    for r in rows:
        if "from" in r and ms(r["at"]) - ms(r["from"]) <= DAY and any(m in r for m in INTERACTIONS):
            seen.append((ms(r["at"]), sum(r.get(m, 0) for m in INTERACTIONS)))
    return {"early": max(seen)[1]} if seen else {}


def followers_at(network, account, at):
    before = [t for t in followers[network, account] if t <= at]
    return followers[network, account][max(before)] if before else None


def post_fact(network, account, name, rows, values, at, moves):
    keys = {"network": network, "account": account, "campaign": greatest(rows, "campaign"), "pillar": greatest(rows, "pillar")}
    post = posts.get(name[1]) if name[0] == "subject" else posts.get(by_ref.get((network, name[1])))
    keys = with_post(keys, post)
    keys["post"] = keys.get("post") or name[1]
    if moves and post and post["published"] is not None:
        at = post["published"]
    f = followers_at(network, account, at)
    if f is not None:
        values["followers"] = f
    fact("post", keys, at, values, post["tags"] if post else (), greatest(rows, "currency"))


for (reading, network, account, scope, name, own), rows in subjects.items():
    keys = {"network": network, "account": account, "campaign": greatest(rows, "campaign"), "pillar": greatest(rows, "pillar")}
    if reading == "series":
        at_all = sorted({(ms(r["at"]), ms(r["from"]) if "from" in r else -10 ** 18) for r in rows})
        last = {}
        for at, born in at_all:
            here = [r for r in rows if (ms(r["at"]), ms(r["from"]) if "from" in r else -10 ** 18) == (at, born)]
            values = {}
            for m, now in last_reading(here, NUMBERS).items():
                if m in last:
                    values[m] = now - last[m] if now >= last[m] // 2 else now
                elif born > -10 ** 18 and (FROM is None or born >= FROM):
                    values[m] = now
                last[m] = now
            if values:
                keys = {"network": network, "account": account, "campaign": greatest(here, "campaign"), "pillar": greatest(here, "pillar")}
                fact(scope, keys, at, values, (), greatest(here, "currency"))
    elif scope == "post":
        values = last_reading(rows, NUMBERS)
        if reading == "total":
            values.update(early(rows))
            born = [ms(r["from"]) for r in rows if "from" in r] or [ms(r["at"]) for r in rows]
            post_fact(network, account, name, rows, values, min(born), True)
        else:
            post_fact(network, account, name, rows, values, own[0], False)
    else:
        fact(scope, keys, own[0], last_reading(rows, NUMBERS), (), greatest(rows, "currency"))


def in_period(at):
    return (FROM is None or at >= FROM) and (TO is None or at < TO)


def bucket(at):
    d = local(at).date()
    for k in KEYS:
        if k == "day":
            return d
        if k == "week":
            return d - timedelta(days=d.weekday())
        if k == "month":
            return d.replace(day=1)
    return None


for (network, account), series in followers.items():
    times = sorted(series)
    inside = defaultdict(list)
    for t in times:
        if in_period(t):
            inside[bucket(t)].append(t)
    for b, ts in inside.items():
        before = [t for t in times if t < ts[0]]
        start = before[-1] if before else ts[0]
        values = {"followers": series[ts[-1]]}
        if start != ts[-1]:
            values.update(start=series[start], gained=series[ts[-1]] - series[start])
        fact("account", {"network": network, "account": account}, ts[-1], values)

for (network, _), series in rivals.items():
    inside = defaultdict(list)
    for t in sorted(series):
        if in_period(t):
            inside[bucket(t)].append(t)
    for ts in inside.values():
        fact("competitor", {"network": network}, ts[-1], {"followers": series[ts[-1]]})

# --- messages -----------------------------------------------------------------------------------------
LABELS = ["unknown", "mixed", "neutral", "negative", "positive"]
rows_of = defaultdict(list)
for r in of["message"]:
    rows_of[r["id"]].append(r)
messages = {}
for i, rows in rows_of.items():
    m = {k: greatest(rows, k) for k in ("account", "network", "kind", "post", "lang", "reply_to", "root")}
    m["author"] = greatest([{"a": (r.get("author") or {}).get("id") or (r.get("author") or {}).get("handle")} for r in rows], "a")
    m["id"] = i
    m["at"] = max(ms(r["at"]) for r in rows)
    m["due"] = max((ms(r["due"]) for r in rows if "due" in r), default=None)
    m["own"] = any(r.get("own") for r in rows)
    m["label"] = max((LABELS.index(r["sentiment"]["label"]) for r in rows if "sentiment" in r), default=None)
    m["score"] = max((Fraction(str(r["sentiment"]["score"])) for r in rows if "sentiment" in r), default=None)
    m["rating"] = max((Fraction(str(r["rating"])) for r in rows if "rating" in r), default=None)
    m["topics"] = sorted({t for r in rows for t in r.get("topics", ())})
    m["answered"] = None
    messages[i] = m
acts = defaultdict(list)
for r in of["action"]:
    acts[r["id"]].append(r)
for r in of["result"]:
    if r["op"] != "publish" and r["status"] == "done" and "at" in r:
        acts[r["id"]].append(r)


def message_keys(m):
    keys = {"network": m["network"], "account": m["account"], "kind": m["kind"], "lang": m["lang"]}
    if m["post"]:
        keys = with_post({**keys, "post": m["post"]}, posts.get(m["post"]))
    keys["partner"] = SETTINGS.get("partners", {}).get(keys.get("campaign"))
    return keys


threads = defaultdict(list)  # of one person: (at, order, what, human, message)


def event(what, at, m, human=False):
    own = m["id"]
    prefix = f"{m['network']}:{m['account']}:"
    own = own[len(prefix):] if own.startswith(prefix) else own
    thread = "" if m["kind"] == "dm" else m["root"] or m["reply_to"] or own
    order = {"in": 0, "out": 1, "close": 2}[what]
    threads[m["account"], m["network"], thread, m["author"] or ("alone", m["id"])].append((at, order, what, human, m))


sent = set()
for i, rows in acts.items():
    a = {k: greatest(rows, k) for k in ("op", "message", "account", "network", "article", "by", "ref")}
    done = [ms(r["at"]) for r in rows if r["type"] == "result"]
    if not done:
        continue
    at = min(done)
    about = messages.get(a["message"])
    keys = message_keys(about) if about else {}
    keys.update({k: a[k] for k in ("account", "network") if a[k]})
    keys["article"] = a["article"]
    tags = about["topics"] if about else ()
    op = a["op"]
    if op in ("reply", "reply_private"):
        fact("message", keys, at, {"answers": 1}, tags)
    if op in ("hide", "delete", "mute", "block", "report"):
        fact("action", keys, at, {"moderated": 1}, tags)
    if op in ("hide", "unhide"):
        fact("action", keys, at, {"hidden": int(op == "hide"), "reversed": int(op == "unhide")}, tags)
    if about and op == "close":
        event("close", at, about)
    if about and op in ("reply", "reply_private"):
        event("out", at, about, not (a["by"] or "").startswith("rule:"))
        if a["ref"]:
            sent.add(f"{about['network']}:{about['account']}:{a['ref']}")
for m in messages.values():
    if not m["own"] and m["kind"] in ("comment", "mention", "dm", "review"):
        event("in", m["at"], m)
    if m["own"] and m["reply_to"] and m["id"] not in sent:
        about = messages.get(f"{m['network']}:{m['account']}:{m['reply_to']}")
        if about and not about["own"]:
            event("out", m["at"], about, True)
            fact("message", message_keys(m), m["at"], {"answers": 1}, m["topics"])


def segments(events, closes_end):
    out, g = [], None
    for at, _, what, human, m in events:
        if what == "in" and (g is None or (closes_end and g["closed"] is not None) or at - g["last"] >= DAY):
            g = {"first": m, "at": at, "last": at, "answered": None, "human": None, "closed": None}
            out.append(g)
        if g is None:
            continue
        if what == "out":
            g["answered"] = at if g["answered"] is None else g["answered"]
            if human and g["human"] is None:
                g["human"] = at
        if what == "close" and g["closed"] is None:
            g["closed"] = at
        if what != "close":
            g["last"] = at
    return out


def within_hours(a, b):
    """Whole seconds of [a, b) that lie in business hours, day for day of the zone."""
    h, total = SETTINGS["hours"], 0
    day = local(a).date()
    while day <= local(b).date():
        if day.weekday() in h["days"] and day.isoformat() not in h["holidays"]:
            lo, hi = (round(datetime(day.year, day.month, day.day, h[x], tzinfo=ZONE).timestamp() * 1000) for x in ("from", "to"))
            total += max(0, min(b, hi) - max(a, lo))
        day += timedelta(days=1)
    return total // 1000


def segment_fact(over, g, at):
    v = {"segments": 1, "answered": int(g["answered"] is not None), "unanswered": int(g["answered"] is None)}
    if g["answered"] is not None:
        v["response"] = (g["answered"] - g["at"]) // 1000
        if "hours" in SETTINGS:
            v["response_hours"] = within_hours(g["at"], g["answered"])
    elif g["closed"] is None and NOW > g["at"]:
        v["age"] = (NOW - g["at"]) // 1000
    if g["human"] is not None:
        v["response_human"] = (g["human"] - g["at"]) // 1000
    if g["closed"] is not None:
        v["resolution"] = (g["closed"] - g["at"]) // 1000
    fact(over, message_keys(g["first"]), at, v, g["first"]["topics"])


pages = defaultdict(list)
for key, events in threads.items():
    events.sort(key=lambda e: (*e[:2], e[4]["id"].encode()))
    for i, e in enumerate(events):
        if e[2] == "in":
            e[4]["answered"] = next((x[0] for x in events[i:] if x[2] == "out"), None)
    for g in segments(events, True):
        segment_fact("segment", g, g["at"])
    if key[1] == "facebook" and key[2] == "" and any(e[4]["kind"] == "dm" for e in events):
        pages[key[0]] += segments(events, False)
for page in pages.values():
    before = [g for g in page if TO is None or g["at"] < TO]
    before.sort(key=lambda g: (g["at"], g["first"]["id"].encode()))
    if before:
        last = before[-1]["at"]
        window = [g for g in before if g["at"] > last - 30 * DAY]
        for g in window if len(window) >= 10 else before[-10:]:
            segment_fact("facebook", g, last)
for m in messages.values():
    if m["own"]:
        continue
    v = {"messages": 1}
    if m["label"]:
        v.update(judged=1, positive=int(m["label"] == 4), negative=int(m["label"] == 3))
    if m["rating"] is not None and m["kind"] == "review":
        v.update(reviews=1, rating=m["rating"])
    if m["due"] is not None and (m["answered"] is not None or m["due"] < NOW):
        v.update(due=1, in_time=int(m["answered"] is not None and m["answered"] <= m["due"]))
    keys = message_keys(m)
    fact("message", keys, m["at"], v, m["topics"])
    if m["score"] is not None:
        fact("verbatim", {**keys, "list": m["id"]}, m["at"], {"score": m["score"]}, m["topics"])

# --- members ------------------------------------------------------------------------------------------
TIME = next((k for k in KEYS if k in ("day", "week", "month")), None)
visits = defaultdict(list)
for m in messages.values():
    if not m["own"] and m["author"]:
        all_keys = message_keys(m)
        keys = {k: all_keys.get(k) for k in KEYS}
        visits[m["network"], m["author"], tuple(sorted((k, v or "") for k, v in keys.items()))].append(m)


def next_bucket(b):
    if TIME == "day":
        return b + timedelta(days=1)
    if TIME == "week":
        return b + timedelta(days=7)
    return (b + timedelta(days=31)).replace(day=1)


def midnight(d):
    return round(datetime(d.year, d.month, d.day, tzinfo=ZONE).timestamp() * 1000)


for (_, _, split), ms_ in visits.items():
    keys = {k: v or None for k, v in split}
    ms_.sort(key=lambda m: (m["at"]))
    if TIME:
        by = defaultdict(list)
        for m in ms_:
            by[bucket(m["at"])].append(m)
        first = min(by)
        for b, group in by.items():
            good = sum((m["label"] == 4) - (m["label"] == 3) for m in group)
            fact("member", keys, group[0]["at"], {"active": 1, "new": int(b == first), "returning": int(b != first),
                                                  "ambassadors": int(len(group) >= 3 and good > 0)})
            n = next_bucket(b)
            at = midnight(n)
            if FROM is not None and at < FROM:
                at = FROM
            fact("member", keys, at, {"before": 1, "kept": int(n in by)})
    else:
        seen = [m for m in ms_ if TO is None or m["at"] < TO]
        now = [m for m in seen if FROM is None or m["at"] >= FROM]
        older = [m for m in seen if m not in now]
        at = FROM if FROM is not None else TO - 1 if TO is not None else NOW
        if now:
            good = sum((m["label"] == 4) - (m["label"] == 3) for m in now)
            fact("member", keys, at, {"active": 1, "new": int(not older), "returning": int(bool(older)), "dormant": 0,
                                      "ambassadors": int(len(now) >= 3 and good > 0)})
        elif older:
            fact("member", keys, at, {"dormant": 1})
        if FROM is not None and TO is not None and any(m["at"] >= FROM - (TO - FROM) for m in older):
            fact("member", keys, at, {"before": 1, "kept": int(bool(now))})

# --- topics: more or fewer than in as long a time before --------------------------------------------
if FROM is not None and TO is not None and not set(KEYS) & {"day", "week", "month", "hour", "weekday"}:
    changes = defaultdict(int)
    for m in messages.values():
        way = 1 if in_period(m["at"]) else -1 if FROM - (TO - FROM) <= m["at"] < FROM else 0
        if not m["own"] and way:
            all_keys = message_keys(m)
            for t in m["topics"]:
                changes[t, tuple((k, all_keys.get(k)) for k in KEYS)] += way
    for (t, split), change in changes.items():
        if change:
            fact("topic", {**dict(split), "list": t}, FROM, {"risen" if change > 0 else "fallen": abs(change)}, (t,))

# --- budgets: of each campaign on each network, evenly over its days, both ends included ------------
for campaign, network, currency, micros, first, last in SETTINGS.get("budgets", ()):
    first, last = date.fromisoformat(first), date.fromisoformat(last)
    days = (last - first).days + 1
    for i in range(days):
        day, share = first + timedelta(days=i), micros * (i + 1) // days - micros * i // days
        at, share = midnight(day), worth(share, currency, day.isoformat())
        fact("budget", {"campaign": campaign, "network": network}, at,
             {"budget": share, **({"budgeted": share} if at <= NOW else {})}, (), CURRENCY or currency)

# --- fees of partners: alike, of the days that have begun ------------------------------------------------
for partner, campaign, currency, micros, first, last in SETTINGS.get("fees", ()):
    first, last = date.fromisoformat(first), date.fromisoformat(last)
    days = (last - first).days + 1
    for i in range(days):
        day, share = first + timedelta(days=i), micros * (i + 1) // days - micros * i // days
        at, share = midnight(day), worth(share, currency, day.isoformat())
        if at <= NOW:
            fact("partner", {"partner": partner, "campaign": campaign}, at, {"fee": share}, (), CURRENCY or currency)

# --- the figures --------------------------------------------------------------------------------------
SUM, PAIR, RATIO, SHARE = "sum", "pair", "ratio", "share"
I = " ".join(INTERACTIONS)
MONEY = {"spend", "cost", "revenue", "budget", "budgeted", "fee"}
FIGURES = {}


def figure(name, how, over, num, den="", scale=1, den_over=None, beside=None):
    FIGURES[name] = (how, over.split(), num, den, scale, (den_over or over).split(), beside)


for m in ("reach", "impressions", "views", "likes", "comments", "shares", "saves", "clicks"):
    figure(m, SUM, "post", m)
figure("interactions", SUM, "post", I)
for m in ("reach", "impressions", "views", "followers"):
    figure("er." + m, PAIR, "post", I, m, 100)
figure("er.network", "network", "post", "", "", 100)
figure("er.reach.mean", "rates", "post", I, "reach", 100)
for name, m in (("amplification", "shares"), ("conversation", "comments"), ("applause", "likes")):
    figure(name, RATIO, "post", m, "posts", 1, "published")
figure("posts", SUM, "published", "posts")
figure("frequency", "daily", "published", "posts")
figure("decay.day", PAIR, "post", "early", I, 100)
figure("posts.median", "quantile", "post", I, scale=50)
figure("posts.spread", "spread", "post", I)
figure("posts.top", "top", "post", I)
figure("posts.bottom", "bottom", "post", I)
figure("followers", SUM, "account", "followers")
figure("followers.net", SUM, "account", "gained")
figure("followers.growth", PAIR, "account", "gained", "start", 100)
figure("followers.gross", SUM, "account", "follows")
figure("followers.lost", SUM, "account", "unfollows")
figure("followers.share", SHARE, "account", "followers", "followers", 100, "competitor")
figure("spend", SUM, "ad post", "spend")
figure("cost", SUM, "ad post account link", "spend cost")
figure("revenue", SUM, "ad link", "revenue")
figure("conversions", SUM, "ad link", "conversions")
figure("ctr", PAIR, "ad", "clicks", "impressions", 100)
figure("cpc", PAIR, "ad", "spend", "clicks")
figure("cpm", PAIR, "ad", "spend", "impressions", 1000)
figure("cpa", RATIO, "ad", "spend", "conversions", 1, "ad link")
figure("cpe", PAIR, "ad post", "spend", I)
figure("roas", RATIO, "ad link", "revenue", "spend", 1, "ad")
figure("roi", RATIO, "ad post account link", "revenue -spend -cost", "spend cost", 100)
figure("partner.cpe", RATIO, "post partner", "fee cost", I, 1, "post")
figure("budget", SUM, "budget", "budget")
figure("budget.pace", RATIO, "ad post", "spend", "budgeted", 100, "budget")
figure("topics.rising", "top", "topic", "risen")
figure("topics.falling", "top", "topic", "fallen")
figure("messages", SUM, "message", "messages")
figure("topics", SUM, "message", "messages")
figure("segments", SUM, "segment", "segments")
for name, m in (("frt", "response"), ("frt.hours", "response_hours"), ("frt.human", "response_human")):
    figure(name + ".median", "quantile", "segment", m, scale=50, beside="unanswered")
    figure(name + ".p90", "quantile", "segment", m, scale=90, beside="unanswered")
    figure(name + ".mean", "mean", "segment", m, beside="unanswered")
figure("response.rate", RATIO, "segment", "answered", "segments", 100)
figure("response.facebook", RATIO, "facebook", "answered", "segments", 100)
figure("frt.facebook", "fastest", "facebook", "response", beside="unanswered")
figure("frt.reported.median", "quantile", "post account", "response_sec", scale=50)
figure("frt.reported.p90", "quantile", "post account", "response_sec", scale=90)
figure("resolution.median", "quantile", "segment", "resolution", scale=50)
figure("sla.met", RATIO, "message", "in_time", "due", 100)
figure("open", SUM, "segment", "unanswered")
figure("open.oldest", "most", "segment", "age")
figure("balance.answers", RATIO, "message", "answers", "posts", 1, "published")
figure("balance.unanswered", RATIO, "segment", "unanswered", "segments", 100)
figure("moderation", SUM, "action", "moderated")
figure("reversal.rate", RATIO, "action", "reversed", "hidden", 100)
figure("sentiment.net", RATIO, "message", "positive -negative", "judged", 100)
figure("sentiment.positive", RATIO, "message", "positive", "judged", 100)
figure("sentiment.negative", RATIO, "message", "negative", "judged", 100)
CSAT = "csat_1 csat_2 csat_3 csat_4 csat_5"
figure("csat.top2", PAIR, "post account link", "csat_4 csat_5", CSAT, 100)
figure("csat.scaled", PAIR, "post account link", "csat_2 2csat_3 3csat_4 4csat_5", CSAT, 25)
figure("nps", PAIR, "post account link", "promoters -detractors", "promoters passives detractors", 100)
figure("reviews", SUM, "message", "reviews")
figure("reviews.score", PAIR, "message", "rating", "reviews")
figure("sov", SHARE, "account", "mentions", "mentions", 100, "competitor")
figure("verbatims.good", "top", "verbatim", "score")
figure("verbatims.bad", "bottom", "verbatim", "score")
for m in ("active", "new", "returning", "dormant"):
    figure("members." + m, SUM, "member", m)
figure("ambassadors", SUM, "member", "ambassadors")
figure("retention", RATIO, "member", "kept", "before", 100)
NETWORK = {"facebook": ("likes comments shares clicks", "reach"), "instagram": ("likes comments saves shares", "reach"),
           "linkedin": ("likes comments shares clicks follows", "impressions"),
           "x": ("likes comments shares saves clicks", "impressions"), "tiktok": ("likes comments shares", "views"),
           "youtube": ("likes comments shares", "views"), "pinterest": ("saves clicks", "impressions"),
           "threads": ("likes comments shares", "views")}


def total(terms, values):
    """The sum of the measures that are there; None when none is."""
    out = None
    for t in terms.split():
        sign = -1 if t[0] == "-" else 1
        t = t.lstrip("-")
        weight = int(t[0]) if t[0].isdigit() else 1
        t = t.lstrip("0123456789")
        if t in values:
            out = (out or 0) + sign * weight * values[t]
    return out


def half_up(x, places):
    x = Fraction(x) * 10 ** places
    n = (abs(x) * 2 + 1) // 2
    return Fraction(int(n) * (1 if x >= 0 else -1), 10 ** places)


def nearest_rank(values, percent):
    values = sorted(values)
    return values[max(0, -(-len(values) * percent // 100) - 1)]


HASHTAGS = {"post", "account", "ad", "link", "competitor", "published"}  # the others' tags are topics


def labels(over, keys, tags, at):
    """The groups a fact counts in."""
    t = local(at)
    parts = {"partner": keys.get("partner") or SETTINGS.get("partners", {}).get(keys.get("campaign")), "day": t.date().isoformat(), "month": t.strftime("%Y-%m"), "hour": t.strftime("%H"),
             "week": "%d-W%02d" % t.date().isocalendar()[:2], "weekday": t.strftime("%a").lower()}
    tag = next((k for k in KEYS if k == ("hashtag" if over in HASHTAGS else "topic")), None)
    for x in tags if tag and tags else [keys.get(tag)]:
        yield tuple(x if k == tag else parts.get(k) or keys.get(k) for k in KEYS)


def days_of(group):
    lo = local(FROM).date() if FROM is not None else None
    hi = local(TO - 1).date() + timedelta(days=1) if TO is not None else None
    for k, v in zip(KEYS, group):
        if k in ("hour", "weekday"):
            return 0
        if k == "day":
            a = date.fromisoformat(v)
            b = a + timedelta(days=1)
        elif k == "week":
            a = date.fromisocalendar(int(v[:4]), int(v[6:]), 1)
            b = a + timedelta(days=7)
        elif k == "month":
            a = date.fromisoformat(v + "-01")
            b = (a + timedelta(days=31)).replace(day=1)
        else:
            continue
        lo = a if lo is None else max(lo, a)
        hi = b if hi is None else min(hi, b)
    return 0 if lo is None or hi is None else (hi - lo).days


def value_of(how, num, den, scale, in_num, in_den, pairs, group):
    """The figure of a group's facts; None when there is none."""
    money = bool(MONEY & set((num + " " + den).replace("-", "").split())) and how in (SUM, PAIR, RATIO)
    if how == SUM:
        return sum(in_num) if in_num else None
    if how == SHARE:
        return scale * Fraction(sum(in_num)) / (sum(in_num) + sum(in_den)) if in_num and in_den and sum(in_num) + sum(in_den) else None
    if how in (PAIR, RATIO, "network"):
        a, b = ([p[0] for p in pairs], [p[1] for p in pairs]) if how != RATIO else (in_num, in_den)
        return scale * Fraction(sum(a)) / sum(b) if a and b and sum(b) else None
    if how == "rates":
        rates = [half_up(Fraction(scale * a) / b, 6) for a, b in pairs if b]
        return sum(rates) / len(rates) if rates else None
    if not in_num:
        return None
    if how == "mean":
        return Fraction(sum(in_num), len(in_num))
    if how == "daily":
        return Fraction(sum(in_num), days_of(group)) if days_of(group) else None
    if how == "quantile":
        return nearest_rank(in_num, scale)
    if how == "spread":
        middle = nearest_rank(in_num, 50)
        return nearest_rank([abs(x - middle) for x in in_num], 50)
    if how == "fastest":
        least = sorted(in_num)[:-(-len(in_num) * 9 // 10)]
        return Fraction(sum(least), len(least))
    return max(in_num)


def interval(pairs_num, pairs_den, both):
    n, d = sum(pairs_den), sum(pairs_num)
    half = Fraction(math.isqrt(38416 * 10 ** 12 * (n * both - d * d) // n ** 3), 10 ** 6)
    value = half_up(Fraction(100 * d, n), 6)
    return max(value - half, Fraction(-100)), min(value + half, Fraction(100))


def counted(how, over, num, den_over, den, fs):
    """The facts that a figure rests on."""
    if how == PAIR:
        return [f for f in fs if f[0] in over and total(num, f[4]) is not None and total(den, f[4]) is not None]
    return [f for f in fs if (f[0] in over and total(num, f[4]) is not None) or
            (den and f[0] in den_over and total(den, f[4]) is not None)]


def expected():
    out = {}
    for name, (how, over, num, den, scale, den_over, beside) in FIGURES.items():
        is_money = bool(MONEY & set((num + " " + den).replace("-", "").split()))
        groups = defaultdict(list)
        for f in facts:
            if f[0] in over or f[0] in den_over:
                if in_period(f[3]):
                    for label in labels(f[0], f[1], f[2], f[3]):
                        currency = None
                        if is_money:
                            currency = (f[5] or "") if MONEY & set(f[4]) else "none"
                        groups[label, currency].append(f)
        if is_money:  # what has no money joins the one currency of its group
            for label in {g[0] for g in groups}:
                others = [g for g in groups if g[0] == label and g[1] != "none" and counted(how, over, num, den_over, den, groups[g])]
                if (label, "none") in groups and others:
                    apart = groups.pop((label, "none"))
                    if len(others) == 1:
                        groups[others[0]] += apart
        for (label, currency), fs in groups.items():
            in_num = [total(num, f[4]) for f in fs if f[0] in over and total(num, f[4]) is not None]
            in_den = [total(den, f[4]) for f in fs if f[0] in den_over and total(den, f[4]) is not None]
            terms = lambda f: NETWORK.get(f[1].get("network"), ("", "")) if how == "network" else (num, den)
            pairs = [(total(terms(f)[0], f[4]), total(terms(f)[1], f[4])) for f in fs if f[0] in over]
            pairs = [p for p in pairs if None not in p]
            without = sum(f[4].get(beside, 0) for f in fs if f[0] in over) if beside else None
            paired = how in (PAIR, "network", "rates")
            n = len([p for p in pairs if how != "rates" or p[1]]) if paired else len(
                [f for f in fs if (f[0] in over and total(num, f[4]) is not None) or
                 (den and f[0] in den_over and total(den, f[4]) is not None)])
            if not n and not without:
                continue
            key = (name, label, None if currency == "none" else currency or None)
            if how in ("top", "bottom"):
                rows = sorted(((f[1].get("list") or f[1].get("post") or "", total(num, f[4])) for f in fs
                               if total(num, f[4]) is not None), key=lambda x: (-x[1] if how == "top" else x[1], x[0].encode()))
                for rank, (subject, value) in enumerate(rows[:10], 1):
                    is_post = name.startswith("posts.")
                    out[key + (rank,)] = (Fraction(value), n, None,
                                          (subject, posts.get(subject, {}).get("text")) if is_post else subject)
                continue
            value = value_of(how, num, den, scale, in_num, in_den, pairs, label)
            if value is not None:
                money_unit = name in ("spend", "cost", "revenue", "cpc", "cpm", "cpa", "cpe", "partner.cpe", "budget")
                value = half_up(Fraction(value) / (10 ** 6 if money_unit else 1), 6)
            extra = None
            if name == "sentiment.net" and value is not None:
                both = sum(f[4]["positive"] + f[4]["negative"] for f in fs if "judged" in f[4])
                extra = interval(in_num, in_den, both)
            out[key + (0,)] = (value, n, without, extra)
    return out


got, named = {}, set()
for line in sys.stdin:
    r = json.loads(line, parse_float=Fraction)
    named.add(r["kpi"])
    label = tuple(r.get(k) for k in KEYS)
    money = bool(MONEY & set("".join(c if c.isalpha() else " " for c in r["method"]).split()))
    currency = (r.get("currency") or (r["unit"] if len(r["unit"]) == 3 and r["unit"].isupper() and r["unit"] != "XXX" else None)) if money else None
    value = None if r["value"] is None else Fraction(r["value"])
    is_post = r["kpi"].startswith("posts.")
    extra = ((r["subject"], r.get("text")) if is_post else r.get("subject")) if "rank" in r else (Fraction(r["low"]), Fraction(r["high"])) if "low" in r else None
    if r["n"] or r.get("without"):
        got[r["kpi"], label, currency, r.get("rank", 0)] = (value, r["n"], r.get("without"), extra)
want = expected()
wrong = 0
if named - set(FIGURES) or (not KEYS and named != set(FIGURES)):
    wrong += 1
    print(f"only one of both has {named ^ set(FIGURES)}")
for key in sorted(set(got) | set(want), key=str):
    if got.get(key) != want.get(key):
        wrong += 1
        if wrong <= 12:
            print(f"{key}: kpi-report {got.get(key)}, reference {want.get(key)}")
print(f"{len(want)} figures, {wrong} differ")
sys.exit(wrong > 0 or not want)
