#!/usr/bin/env python3
"""metrics.py - a journal of metric lines for the benchmarks, the same for the same seed

usage: metrics.py LINES [SEED] >metrics.jsonl
Running totals of LINES / 17 posts on 12 networks over 90 days, about 350 bytes a line; 15 % of the lines carry a response time.
2 % have another key order, blanks and nested decoys; texts hold escapes, quotes that look like members, and characters of
other scripts, so that a reader that guesses is found out. Lines are in the order of time; a post is read once a second at most.
"""
import datetime
import random
import sys

LINES = int(sys.argv[1])
R = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 20260701)
NETWORKS = {"bluesky": 5, "discord": 3, "facebook": 20, "instagram": 22, "linkedin": 9, "mastodon": 4, "pinterest": 6, "reddit": 5,
            "telegram": 6, "threads": 7, "x": 10, "youtube": 3}
CAMPAIGNS = [f"{season}-{year}-{kind}" for year in (2025, 2026) for season in ("spring", "summer", "autumn", "winter", "launch",
             "always-on") for kind in ("brand", "perf", "ugc")]
WORDS = ("we our new the a and this week launch team thanks everyone look at what happened when you try it free today only share your "
         "story with friends café naïve größe señor déjà vu été 日本 привет emoji limited drop behind scenes tips how to grow community "
         "feedback question answer support product update release note event live watch join link bio").split()
ODD = ['\\"quoted\\"', "a\\\\b", "line\\nbreak", "\\u00e9t\\u00e9", "🔥", "🚀🚀", '\\"network\\":\\"fake\\"', '{\\"likes\\":9}',
       "https:\\/\\/ex.am\\/p", "#promo", "@friend", "👩🏽‍💻"]
SPAN = 90 * 86400
BEGIN = datetime.datetime(2026, 4, 1)


class Post:
    def __init__(self, network):
        brand = f"brand{R.randrange(8):02}"
        text = " ".join(R.choices(WORDS, k=R.randrange(6, 15)))
        self.network, self.account = network, f"{network}:{brand}"
        self.id = f"{brand}_{10 ** 12 + R.getrandbits(40)}" if R.random() < .35 else f"{R.getrandbits(60):x}"
        self.campaign = R.choice(CAMPAIGNS)
        self.text = (R.choice(ODD) + " " if R.random() < .1 else "") + text + (" " + R.choice(ODD) if R.random() < .35 else "")
        self.size, self.reads, self.last = 10 ** (2 + 3.2 * R.random()), 0, None


PLAIN = ('{"type":"metric","network":"%(network)s","account":"%(account)s","scope":"post","subject":"%(id)s","at":"%(at)s",'
         '"campaign":"%(campaign)s","impressions":%(shown)d,"reach":%(reach)d,"likes":%(likes)d,"comments":%(comments)d,'
         '"shares":%(shares)d,"clicks":%(clicks)d,"spend":%(spend)d,"response_sec":%(response)s,"total":true,"text":"%(text)s"}\n')
OTHER = ('{"network": "%(network)s", "type": "metric", "account": "%(account)s", "text": "%(text)s", "at": "%(at)s", '
         '"clicks": %(clicks)d, "subject": "%(id)s", "scope": "post", "campaign": "%(campaign)s", "impressions": %(shown)d, '
         '"likes": %(likes)d, "reach": %(reach)d, "comments": %(comments)d, "shares": %(shares)d, "response_sec": %(response)s, '
         '"spend": %(spend)d, "total": true, "extra": {"likes": [1, 2], "network": "none"}}\n')


def reading(p, at):
    p.reads, p.last = p.reads + 1, at
    shown = int(p.size * (1 + p.reads * (.3 + .1 * R.random())))
    likes = int(shown * .08 * R.random())
    return {"network": p.network, "account": p.account, "id": p.id, "campaign": p.campaign, "text": p.text,
            "at": (BEGIN + datetime.timedelta(seconds=at)).strftime("%Y-%m-%dT%H:%M:%SZ"), "shown": shown,
            "reach": int(shown * (.6 + .35 * R.random())), "likes": likes, "comments": int(likes * .1 * R.random()),
            "shares": int(likes * .15 * R.random()), "clicks": int(shown * .02 * R.random()),
            "spend": int(shown * 3000 * R.random()) if R.random() < .4 else 0,
            "response": min(604800, int(30 + 2.718281828 ** R.gauss(7.2, 1.4))) if R.random() < .15 else "null"}


def main():
    names, weights = list(NETWORKS), list(NETWORKS.values())
    posts = [Post(n) for n in R.choices(names, weights=weights, k=max(50, LINES // 17))]
    for i in range(LINES):
        at = i * SPAN // LINES
        n = int(len(posts) * R.random() * (R.random() if R.random() < .5 else 1)) # some are read more often
        while posts[n].last == at:
            n = (n + 1) % len(posts)
        sys.stdout.write((OTHER if R.random() < .02 else PLAIN) % reading(posts[n], at))


main()
