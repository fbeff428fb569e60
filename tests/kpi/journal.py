"""journal.py - a random journal of every kind of line, the same for the same seed

usage: journal.py SEED LINES
"""
import json
import random
import sys
from datetime import datetime, timedelta, timezone

R = random.Random(int(sys.argv[1]))
LINES = int(sys.argv[2])
START = datetime(2026, 10, 20, tzinfo=timezone.utc)  # the clocks go back on 25 October
NETWORKS = ["mastodon", "instagram", "facebook", "linkedin", "x"]
ACCOUNTS = {n: [n[0] + "1", n[0] + "2"] for n in NETWORKS}
POSTS = [f"e{i}" for i in range(12)]
PEOPLE = [f"u{i}" for i in range(9)]


def when(days=40):
    t = START + timedelta(seconds=R.randrange(days * 86400))
    if R.random() < 0.3:
        t = t.replace(minute=0, second=0)  # instants that coincide
    text = t.astimezone(timezone(timedelta(hours=R.choice([0, 0, 1, -5])))).isoformat()
    return t, text.replace("+00:00", "Z") if R.random() < 0.5 else text


def iso(t):
    return t.isoformat().replace("+00:00", "Z")


def maybe(p, record, **members):
    if R.random() < p:
        record.update(members)


def account():
    n = R.choice(NETWORKS)
    return n, R.choice(ACCOUNTS[n])


def post_line():
    n, a = account()
    e = R.choice(POSTS)
    r = {"type": "post", "id": f"{e}@{a}", "entry": e, "account": a, "network": n, "at": when()[1],
         "text": R.choice(["hello", "#Lamp paper", "a #lamp and #PAPER, #42 x#no", "#été", " une phrase dont les mots sont comptés" * 3,
                           "é" * 81, "x" * 80, "y" * 80 + " z", "un 🙂 " + "z" * 90, "un\n\tdeux"])}
    maybe(.7, r, campaign=R.choice(["c1", "c2"]))
    maybe(.7, r, pillar=R.choice(["p1", "p2"]))
    maybe(.2, r, poll={"options": ["a", "b"], "ends_in": 3})
    maybe(.3, r, media=[{"type": R.choice(["image/png", "video/mp4"])} for _ in range(R.randrange(3))])
    maybe(.2, r, thread=R.choice([[], ["more"]]))
    maybe(.2, r, link="https://a.example/")
    maybe(.3, r, lang=R.choice(["fr", "en"]))
    return r


def publish_line():
    n, a = account()
    e = R.choice(POSTS)
    return {"type": "result", "id": f"{e}@{a}", "op": "publish", "account": a, "network": n, "at": when()[1],
            "status": R.choice(["done", "done", "done", "retry"]), "ref": f"ref-{e}-{a}"}


def numbers(r, own):
    for m in ("likes", "comments", "shares", "saves", "reach", "impressions", "views", "clicks", "mentions", "follows", "unfollows"):
        maybe(.5, r, **{m: R.choice([0, 1, 7, R.randrange(5000), R.randrange(10 ** 15) if R.random() < .02 else 3])
                        - (R.randrange(4) if own else 0)})
    maybe(.1, r, **{f"csat_{R.randrange(1, 6)}": R.randrange(9)})
    maybe(.1, r, promoters=R.randrange(9), passives=R.randrange(9), detractors=R.randrange(9))
    maybe(.1, r, response_sec=R.randrange(9000))


def metric_line():
    n, a = account()
    scope = R.choice(["post"] * 5 + ["account", "ad", "ad", "link", "competitor"])
    t, text = when()
    r = {"type": "metric", "network": n, "account": a, "scope": scope, "at": text}
    own = R.random() < .3
    if scope == "post":
        e = R.choice(POSTS)
        if R.random() < .2:
            r["ref"] = f"ref-{e}-{a}"
        else:
            r["subject"] = f"{e}@{a}"
    elif scope != "account":
        r["subject"] = f"{scope}{R.randrange(4)}"
    if own:
        f = START + timedelta(days=R.randrange(40))
        r.update({"from": iso(f), "to": iso(f + timedelta(days=1))})
        maybe(.7, r, total=False)
    else:
        maybe(.7, r, total=True)
        if "total" in r:
            maybe(.5, r, **{"from": iso(t - timedelta(hours=R.randrange(50)))})
    numbers(r, own)
    if scope in ("account", "competitor") and R.random() < .8:
        r["followers"] = 1000 + R.randrange(500)
    if scope in ("ad", "link", "post"):
        for m in ("spend", "revenue", "cost"):
            maybe(.3, r, **{m: R.randrange(10 ** 8)})
        maybe(.4, r, conversions=R.randrange(30))
        if set(r) & {"spend", "revenue", "cost"}:
            maybe(.9, r, currency=R.choice(["EUR", "EUR", "EUR", "USD"]))
    maybe(.3, r, campaign=R.choice(["c1", "c2"]))
    return r


MESSAGES = []


def message_line():
    n, a = account()
    i = R.randrange(10 ** 4)
    own = R.random() < .15
    r = {"type": "message", "id": f"{n}:{a}:{i}", "account": a, "network": n, "text": "words",
         "kind": R.choice(["comment", "dm", "mention", "review", "quote", "topic"]), "at": when()[1]}
    maybe(.9, r, author={"id": R.choice(PEOPLE)} if R.random() < .8 else {"handle": R.choice(PEOPLE)})
    if own:
        r["own"] = True
        if MESSAGES:
            r["reply_to"] = R.choice(MESSAGES)[0].rsplit(":", 1)[1]
    else:
        maybe(.4, r, root=f"r{R.randrange(3)}")
        maybe(.3, r, reply_to=f"r{R.randrange(3)}")
        MESSAGES.append((r["id"], n, a))
    maybe(.6, r, sentiment={"label": R.choice(["positive", "negative", "neutral", "mixed", "unknown"]),
                            "score": R.choice([0.5, -0.25, 1, -1e-1, 0.123456])})
    maybe(.3, r, rating=R.choice([1, 2, 3.5, 4.25, 5]))
    maybe(.3, r, topics=R.sample(["price", "delivery", "lamp"], R.randrange(3)))
    maybe(.4, r, due=when(45)[1])
    maybe(.5, r, post=f"{R.choice(POSTS)}@{a}")
    maybe(.3, r, lang=R.choice(["fr", "en"]))
    return r


def act_lines():
    if not MESSAGES:
        return []
    m, n, a = R.choice(MESSAGES)
    i = f"a{R.randrange(10 ** 4)}"
    op = R.choice(["reply", "reply", "reply_private", "close", "hide", "unhide", "delete", "mute", "like"])
    out = []
    if R.random() < .8:
        r = {"type": "action", "id": i, "message": m, "account": a, "network": n, "op": op}
        maybe(.8, r, by=R.choice(["anne", "rule:thanks"]))
        maybe(.5, r, article=R.choice(["A1", "A2"]))
        out.append(r)
    if R.random() < .9:
        r = {"type": "result", "id": i, "op": op, "account": a, "network": n, "message": m,
             "status": R.choice(["done", "done", "done", "refused"])}
        maybe(.95, r, at=when()[1])
        maybe(.5, r, ref=str(R.randrange(10 ** 4)))
        out.append(r)
    return out


lines = []
while len(lines) < LINES:
    kind = R.random()
    if kind < .1:
        lines.append(post_line())
    elif kind < .2:
        lines.append(publish_line())
    elif kind < .6:
        lines.append(metric_line())
    elif kind < .85:
        lines.append(message_line())
    elif kind < .98:
        lines += act_lines()
    else:
        lines.append({"type": "hold", "on": False, "at": when()[1]})
for r in lines:
    print(json.dumps(r, ensure_ascii=R.random() < .5, separators=R.choice([(",", ":"), (", ", ": ")])))
