"""moderate.py - what the benchmark of cm-moderate works on, and the peer beside it: Python's dict and re

usage: moderate.py make FOLDER LINES     charter.yaml, words, phrases, messages.jsonl
       moderate.py peer FOLDER           the same words, phrases and patterns over the same lines, JSON in and out
"""
import json
import random
import re
import sys

PATTERNS = [r"\brefund(?:ed|s)?\b", r"\b(?:viagra|cialis)\b", r"https?://bit\.ly/\S+", r"\bfree (?:money|gift)s?\b", r"\$\d+",
            r"\d{4}[ -]?\d{4}", r"\bkill (?:you|him)\b", r"\bwtf\b", r"@\w+", r"#\w+", r"(?:buy|get) followers",
            r"\bcrypto\w*", r"\bwhats ?app\b", r"\bsub4sub\b", r"\bcash ?back\b", r"\bquick loan\b"]


def word(rng):
    return "".join(rng.choice("bcdfghjklmnprstvwz") + rng.choice("aeiou") for _ in range(rng.randint(1, 4)))


def make(folder, lines):
    rng = random.Random(1)
    usual = [word(rng) for _ in range(20000)]
    words = sorted({"q" + word(rng) + "x" for _ in range(12000)})[:8000]
    phrases = sorted({" ".join(rng.sample(usual, rng.randint(2, 3))) for _ in range(1000)})
    with open(f"{folder}/words.txt", "w") as f:
        f.write("\n".join(words))
    with open(f"{folder}/phrases.txt", "w") as f:
        f.write("\n".join(phrases))
    with open(f"{folder}/charter.yaml", "w") as f:
        f.write("articles: { A1: { title: T, text: x } }\nrules:\n")
        f.write("  - { id: w, article: A1, when: { words: { file: words.txt } }, do: hide }\n")
        f.write("  - { id: p, article: A1, when: { phrases: { file: phrases.txt } }, do: hide }\n")
        f.write("  - { id: r, article: A1, when: { patterns: [%s] }, do: hide }\n" % ", ".join(f"'{p}'" for p in PATTERNS))
    with open(f"{folder}/messages.jsonl", "w") as f:
        for i in range(lines):
            text = [rng.choice(words) if rng.random() < 0.005 else rng.choice(usual) for _ in range(rng.randint(4, 17))]
            if rng.random() < 0.02:
                text.append(rng.choice(["refunded", "$50", "@somebody", "https://bit.ly/x", rng.choice(phrases)]))
            f.write(json.dumps({"type": "message", "id": f"mastodon:masto:{i}", "account": "masto", "network": "mastodon",
                                "kind": "comment", "author": {"id": str(i % 5000), "handle": f"u{i % 5000}"},
                                "text": " ".join(text).capitalize() + ".", "at": "2026-11-20T10:00:00Z"},
                               separators=(",", ":")) + "\n")


def peer(folder):
    words = set(open(f"{folder}/words.txt").read().split("\n"))
    first = {}
    for phrase in open(f"{folder}/phrases.txt").read().split("\n"):
        first.setdefault(phrase.split()[0], []).append(phrase.split())
    patterns = [re.compile(p, re.I) for p in PATTERNS]
    tokens = re.compile(r"\w+")
    for line in open(f"{folder}/messages.jsonl"):
        message = json.loads(line)
        found = []
        text = tokens.findall(message["text"].lower())
        for i, token in enumerate(text):
            if token in words:
                found.append(token)
            for phrase in first.get(token, ()):
                if text[i:i + len(phrase)] == phrase:
                    found.append(" ".join(phrase))
        found += [p.pattern for p in patterns if p.search(message["text"])]
        if found:
            message["why"] = found
        sys.stdout.write(json.dumps(message, separators=(",", ":")) + "\n")


if sys.argv[1] == "make":
    make(sys.argv[2], int(sys.argv[3]))
else:
    peer(sys.argv[2])
