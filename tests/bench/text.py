#!/usr/bin/env python3
"""text.py - how well and how fast messages are classified

usage: tests/bench/text.py BUILD DATA

The models of share/models/make are trained again without a part of each data set, and measured on that part ("held back") and
on sets that they never saw ("other"). Goals stand beside the figures. npm packages are fetched into the build folder if npm is there.
"""
import html
import json
import os
import random
import re
import resource
import shutil
import statistics
import subprocess
import sys
import time

BUILD, DATA = sys.argv[1], sys.argv[2]
WORK = os.path.join(BUILD, "bench-text")
TRAIN, TEST, MODELS = (os.path.join(WORK, d) for d in ("train", "test", "models"))
ALL = 63
PEERS = {"vader-sentiment": "vader-sentiment@1", "sentiment": "sentiment@5", "bad-words": "bad-words@3"}
LEET = str.maketrans({"a": "4", "e": "3", "i": "1", "o": "0", "s": "5"})
ALIKE = str.maketrans({"a": "а", "e": "е", "o": "о", "c": "с", "p": "р", "i": "і"})


def read(path):
    with open(path, encoding="utf-8") as f:
        return [json.loads(line) for line in f]


def write(path, rows):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as f:
        f.writelines(json.dumps(r, ensure_ascii=False) + "\n" for r in rows)


def bare(text):
    """What makes two texts the same one: sets share tweets, and tell & and quotes in their own ways."""
    text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m[1], 16)), html.unescape(text))
    return re.sub(r"[\W_]+", "", re.sub(r"https?:\S+|@\w+", "", text).lower()) or text


def split():
    """Every tenth line is held back; of SemEval the last tenth, which is of another year than most. No set teaches what is held back."""
    taught, held = {}, set()
    for folder in sorted(os.listdir(DATA)):
        path = os.path.join(DATA, folder)
        for name in sorted(os.listdir(path)) if os.path.isdir(path) else []:
            source = os.path.join(path, name)
            if not name.endswith(".jsonl"):
                os.makedirs(os.path.join(TRAIN, folder), exist_ok=True)
                shutil.copyfile(source, os.path.join(TRAIN, folder, name))
                continue
            rows = read(source)
            cut = len(rows) * 9 // 10
            is_held = (lambda i: i >= cut) if "semeval" in folder else (lambda i: i % 10 == 9)
            test = [r for i, r in enumerate(rows) if is_held(i)]
            write(os.path.join(TEST, folder, name), test)
            held.update(bare(r["text"]) for r in test)
            taught[os.path.join(TRAIN, folder, name)] = [r for i, r in enumerate(rows) if not is_held(i)]
    for path, rows in taught.items():
        write(path, [r for r in rows if bare(r["text"]) not in held])


def classify(texts, models=None, parts=ALL, rounds=None):
    """Each text's verdict; with rounds: messages a second."""
    env = dict(os.environ, SMM_DATADIR=models or WORK)
    lines = "".join(json.dumps({"text": t}, ensure_ascii=False) + "\n" for t in texts)
    argv = [os.path.join(BUILD, "bench-text", "classify"), str(parts)] + ([str(rounds)] if rounds else [])
    out = subprocess.run(argv, input=lines, env=env, capture_output=True, text=True, check=True).stdout
    return float(out) if rounds else [json.loads(line) for line in out.splitlines()]


def f1(pairs, label):
    tp = sum(t == p == label for t, p in pairs)
    wrong = sum((t == label) != (p == label) for t, p in pairs)
    return 2 * tp / (2 * tp + wrong) if tp + wrong else 0.0


def macro(pairs, labels):
    return sum(f1(pairs, label) for label in labels) / len(labels)


def accuracy(pairs):
    return sum(t == p for t, p in pairs) / len(pairs)


def row(task, figure, value, goal, sets, least=True):
    met = "" if goal is None else "yes" if (value >= goal if least else value <= goal) else "no"
    sign = "" if goal is None else ("≥ " if least else "≤ ") + f"{goal:g}"
    print(f"{task:<34} {figure:<22} {value:>8.3f}  {sign:<8} {met:<4} {sets}", flush=True)


def plain(text):
    import unicodedata
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def sentiment():
    names = ("neg", "neu", "pos")
    for lang, path, goal in (("EN", "sentiment_semeval/train.jsonl", 0.66),
                             ("EN", "sentiment_tweets_6langs/train.en.jsonl", None),
                             ("FR", "sentiment_tweets_6langs/train.fr.jsonl", 0.67)):
        rows = read(os.path.join(TEST, path))
        for plainly in (False, True) if lang == "FR" else (False,):
            texts = [plain(r["text"]) if plainly else r["text"] for r in rows]
            got = [v.get("raw", "neu") for v in classify(texts, parts=3)]
            pairs = [(r["label"], g) for r, g in zip(rows, got)]
            row(f"sentiment {lang} tweets" + (", no accents" if plainly else ""), "macro-F1", macro(pairs, names),
                0.64 if plainly else goal, f"held back of {path} ({len(rows)})")
    path = "sentiment_semeval/train.jsonl"
    rows = read(os.path.join(TEST, path))
    folder = learn("sentiment", read(os.path.join(TRAIN, path)), "--epochs", "4", "--rate", "100", "--decay", "100")
    got = [v["raw"] for v in classify([r["text"] for r in rows], folder, parts=2)]
    row("sentiment EN tweets", "macro-F1", macro([(r["label"], g) for r, g in zip(rows, got)], names), None,
        f"the same by n-grams alone, no list: held back of {path} ({len(rows)})")


def insult(v, sure=1):
    return v["labels"].get("insult", {}).get("sure", 0) >= sure


def insults():
    for lang, path, goal, kind in (("EN", "toxicity_en_olid/train.jsonl", 0.76, "held back"),
                                   ("EN", "toxicity_en_davidson/train.jsonl", 0.84, "held back"),
                                   ("FR", "toxicity_fr/mlma_fr.jsonl", 0.75, "held back"),
                                   ("FR", "toxicity_fr/cyberagressionado.jsonl", 0.67, "other")):
        rows = read(os.path.join(TEST if kind == "held back" else DATA, path))
        verdicts = classify([r["text"] for r in rows])
        pairs = [(r["label"], "tox" if insult(v) else "ok") for r, v in zip(rows, verdicts)]
        if lang == "EN":
            row(f"insults {lang}", "macro-F1", macro(pairs, ("ok", "tox")), goal, f"{kind}: {path} ({len(rows)})")
        else:
            row(f"insults {lang}", "accuracy", accuracy(pairs), goal, f"{kind}: {path} ({len(rows)})")
            row(f"insults {lang}", "macro-F1", macro(pairs, ("ok", "tox")), None,
                f"the same; who takes every line for an insult is right of {sum(t == 'tox' for t, _ in pairs) / len(pairs):.3f}")
        sure = [r["label"] for r, v in zip(rows, verdicts) if insult(v, 2)]
        row(f"insults {lang}, certain", "precision", sure.count("tox") / max(1, len(sure)), 0.90,
            f"{len(sure)} of the same are certain")


def disguises(word, how, rng):
    if how == "leet":
        return word.translate(LEET)
    if how == "dots":
        return ".".join(word)
    if how == "spaces":
        return " ".join(word)
    if how == "homoglyphs":
        return word.translate(ALIKE)
    if how == "repeats":
        i = rng.randrange(len(word))
        return word[:i] + word[i] * 4 + word[i + 1:]
    i = rng.randrange(1, len(word) - 1)
    return word[:i] + "*" * (2 if len(word) > 6 else 1) + word[i + (2 if len(word) > 6 else 1):]


def disguised():
    frames = {"fr": ("tu es vraiment un {}", "quel {} celui-là", "bande de {}, allez voir ailleurs"),
              "en": ("you are such a {}", "what a {} he is", "shut up {} nobody asked you")}
    clean = [r["text"] for f in ("app_reviews_fr_en/train.{}.jsonl",) for lang in ("fr", "en")
             for r in read(os.path.join(TEST, f.format(lang)))]
    alarms = sum(insult(v) for v in classify(clean)) / len(clean)
    row("insults in disguise", "false alarms", alarms, 0.02, f"{len(clean)} app reviews", least=False)
    for lang in ("fr", "en"):
        rng = random.Random(7)
        words = [w for w in open(os.path.join(DATA, f"lexicons/ldnoobw_{lang}.txt"), encoding="utf-8").read().split("\n")
                 if re.fullmatch(r"[a-z]{5,12}", w)]
        for how, goal in (("plain", None), ("leet", 0.95), ("dots", 0.95), ("repeats", 0.95), ("homoglyphs", 0.95),
                          ("spaces", 0.90), ("stars", 0.60)):
            texts = [f.format(w if how == "plain" else disguises(w, how, rng)) for w in words for f in frames[lang]]
            row(f"insults in disguise {lang.upper()}", f"recall, {how}", sum(insult(v) for v in classify(texts)) / len(texts),
                goal, f"{len(words)} words of LDNOOBW in {len(frames[lang])} sentences")


def spam():
    for path, goal in (("spam/sms.jsonl", 0.97), ("spam/youtube.jsonl", 0.90)):
        rows = read(os.path.join(TEST, path))
        pairs = [(r["label"], "spam" if "spam" in v["labels"] else "ham")
                 for r, v in zip(rows, classify([r["text"] for r in rows]))]
        row("spam", "F1 of spam", f1(pairs, "spam"), goal, f"held back of {path} ({len(rows)})")
        row("spam", "macro-F1", macro(pairs, ("ham", "spam")), None, f"held back of {path} ({len(rows)})")
    rows = read(os.path.join(TEST, "sentiment_semeval/train.jsonl"))
    alarms = sum("spam" in v["labels"] for v in classify([r["text"] for r in rows])) / len(rows)
    row("spam", "false alarms", alarms, 0.005, f"held back of sentiment_semeval ({len(rows)})", least=False)


def kind(r):
    return "bug" if r["bug"] else "feature" if r["feature"] else "none"


def said(v):
    both = {k: v["labels"][k]["score"] for k in ("bug", "feature") if k in v["labels"]}
    return max(both, key=both.get) if both else "none"


def learn(model, rows, *options):
    """A model of these lines, by cm-train, where classify() finds it."""
    folder = os.path.join(WORK, "apart", "models")
    write(os.path.join(folder, "lines.jsonl"), rows)
    subprocess.run([os.path.join(BUILD, "bin/cm-train"), "-q", "-m", os.path.join(folder, model + ".model"), "--bits", "18", "-b",
                    *options, os.path.join(folder, "lines.jsonl")], check=True, capture_output=True)
    return os.path.join(WORK, "apart")


def reviews():
    """One app is left out, as a new one would be; and, beside it, n-grams alone, and both apps known."""
    lists = [a for path in ("share/models/review.tsv", *(os.path.join(DATA, f"lexicons/vader_{lang}.tsv") for lang in ("en", "fr")))
             for a in ("-w", path)]
    rows = [dict(r, label=kind(r)) for code in ("en", "fr")
            for r in read(os.path.join(DATA, f"app_reviews_fr_en/train.{code}.jsonl"))]
    apps = [lambda r, app=app: r["app"] == app for app in ("Garmin Connect", "Huawei Health")]
    quarters = [lambda r, k=k: r["id"] % 4 == k for k in range(4)]
    for what, parts, words, goals in (("learnt on one app, the other read", apps, lists, (0.86, 0.80)),
                                      ("the same by n-grams alone, no list", apps, [], (None, None)),
                                      ("both apps, each quarter read once", quarters, lists, (None, None))):
        pairs = {"en": [], "fr": []}
        for held in parts:
            folder = learn("review", [r for r in rows if not held(r)], "--epochs", "10", "--rate", "100", "--decay", "10000", *words)
            test = [r for r in rows if held(r)]
            for r, v in zip(test, classify([r["text"] for r in test], folder, 16)):
                pairs[r["lang"]].append((r["label"], said(v)))
        for lang, goal in zip(("en", "fr"), goals):
            row(f"bug or feature {lang.upper()}", "macro-F1", macro(pairs[lang], ("bug", "feature", "none")), goal,
                f"{what}: app_reviews_fr_en ({len(pairs[lang])})")


def letters(text):
    return sum(c.isalpha() for c in re.sub(r"@\w+|https?:\S+", "", text))


def languages():
    rows = [dict(r, lang=lang) for lang in ("fr", "en", "de", "es", "it", "pt")
            for r in read(os.path.join(TEST, f"sentiment_tweets_6langs/train.{lang}.jsonl"))]
    sets = (("tweets", rows, 0.985, "held back of sentiment_tweets_6langs"),
            ("sentences", read(os.path.join(DATA, "reviews_fr_allocine/train.jsonl")) +
             read(os.path.join(DATA, "intent_en/clinc150.train.jsonl"))[:2000], 0.99, "other: allocine, clinc150"),
            ("chat", read(os.path.join(DATA, "toxicity_fr/cyberagressionado.jsonl")), 0.92, "other: cyberagressionado"),
            ("SMS", read(os.path.join(TEST, "spam/sms.jsonl")), 0.985, "held back of spam/sms.jsonl"))
    for name, rows, goal, where in sets:
        got = classify([r["text"] for r in rows], parts=1)
        row(f"language of {name}", "accuracy", accuracy([(r["lang"], v["lang"]) for r, v in zip(rows, got)]), goal,
            f"{where} ({len(rows)}; \"und\" counts as wrong)")
        long = [(r["lang"], v["lang"]) for r, v in zip(rows, got) if letters(r["text"]) >= 8]
        row(f"language of {name}, 8 letters", "accuracy", accuracy(long), goal,
            f"those {len(long)} of them that have 8 letters: below, it is said to be unknown")


def labels():
    rows = read(os.path.join(os.path.dirname(__file__), "../text/labels.jsonl"))
    got = classify([r["text"] for r in rows])
    for lang in ("fr", "en"):
        for label in ("question", "complaint", "praise", "purchase", "refund", "urgent"):
            pairs = [(label in r["labels"], label in v["labels"]) for r, v in zip(rows, got) if r["lang"] == lang]
            row(f"{label} {lang.upper()}", "F1", f1([(str(a), str(b)) for a, b in pairs], "True"), 0.85,
                f"tests/text/labels.jsonl ({len(pairs)}), written with the rules")


def own_categories():
    path = os.path.join(WORK, "banking77.model")
    name = "intent_en/banking77.train.jsonl"
    start = time.time()
    subprocess.run([os.path.join(BUILD, "bin/cm-train"), "-q", "-m", path, os.path.join(TRAIN, name)], check=True,
                   capture_output=True)
    took = time.time() - start
    out = subprocess.run([os.path.join(BUILD, "bin/cm-train"), "-q", "-t", path, os.path.join(TEST, name)], check=True,
                         capture_output=True, text=True).stdout
    q = json.loads(out)
    row("own categories, cm-train", "accuracy", q["accuracy"], 0.92, f"held back of {name} ({q['lines']}), {took:.0f} s")
    row("own categories, cm-train", "calibration error", q["calibration_error"], 0.05, "the same", least=False)


def speed():
    texts = [r["text"] for r in read(os.path.join(TEST, "sentiment_semeval/train.jsonl"))[:3000]]
    for name, parts, goal in (("language", 1, 1e5), ("sentiment", 2, 1e5), ("insult", 4, 1e5), ("spam", 8, 1e5), ("rules", 32, 1e5),
                              ("all", ALL, 4e4)):
        row(f"speed, {name}", "thousand messages/s", classify(texts, parts=parts, rounds=5) / 1000, goal / 1000,
            "one core, CPU time, tweets of 114 bytes")
    start = time.time()
    for _ in range(20):
        classify(["a"], parts=ALL, rounds=1)
    with_models = (time.time() - start) / 20
    start = time.time()
    for _ in range(20):
        classify(["a"], parts=0, rounds=1)
    row("start-up with all models", "ms", (with_models - (time.time() - start) / 20) * 1000, 5, "above no model at all", least=False)


def run(argv, folder, **more):
    """CPU seconds and peak memory in MiB of one process (peak.c)."""
    program = os.path.abspath(os.path.join(WORK, "peak"))
    if not os.path.exists(program):
        subprocess.run(["gcc", "-O2", "-o", program, os.path.join(os.path.dirname(__file__), "peak.c")], check=True)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([program, *argv], cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, text=True, check=True, **more)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, int(done.stderr.split()[-1]) / 1024


def charter():
    """The words, phrases and patterns of a charter alone, whole processes in turn; and what a start costs."""
    folder, lines = os.path.join(WORK, "charter"), 300000
    os.makedirs(folder, exist_ok=True)
    tool = [sys.executable, os.path.abspath(os.path.join(os.path.dirname(__file__), "moderate.py"))]
    subprocess.run([*tool, "make", os.path.abspath(folder), str(lines)], check=True)
    program = os.path.abspath(os.path.join(BUILD, "bin", "cm-moderate"))
    ours = [program, "-q", "--no-classify", "-C", "charter.yaml"]
    taken = [(run([*ours, "messages.jsonl"], folder), run([*tool, "peer", "."], folder)[0],
              run([*ours, "/dev/null"], folder)[0]) for _ in range(3)]
    cpu = statistics.median(t[0][0] for t in taken)
    where = f"{lines} lines of tests/bench/moderate.py: 8000 words, 1000 phrases, 16 patterns; whole processes"
    row("rules alone", "thousand lines/s", lines / cpu / 1000, 1500, where)
    row("rules alone", "Python's dict, re / ours", statistics.median(t[1] / t[0][0] for t in taken), 25, "the same, CPU time, in turn")
    row("rules alone", "start-up, ms", statistics.median(t[2] for t in taken) * 1000, 4, "with that charter", least=False)
    row("rules alone", "peak memory, MiB", max(t[0][1] for t in taken), 8, "the same", least=False)
    with open(os.path.join(folder, "small.yaml"), "w", encoding="utf-8") as f:
        f.write("articles: { A1: { title: T, text: x } }\nrules: [ { id: i, article: A1, when: { label: insult }, do: hide } ]\n")
    env = dict(os.environ, SMM_DATADIR=os.path.abspath(WORK))
    starts = [run([program, "-q", "-C", "small.yaml", "/dev/null"], folder, env=env)[0] for _ in range(9)]
    row("start-up of cm-moderate", "ms", statistics.median(starts) * 1000, 5, "with all models, CPU time of the whole process", least=False)
    with open(os.path.join(folder, "long.jsonl"), "w", encoding="utf-8") as f:
        f.write(json.dumps({"type": "message", "id": "m:a:1", "account": "a", "network": "m", "kind": "comment", "at": "2026-11-20T10:00:00Z",
                            "text": "espèce d'abruti ! " * 700000}, ensure_ascii=False) + "\n")
    row("one message of 13 MB", "peak memory, MiB", run([program, "-q", "-C", "small.yaml", "long.jsonl"], folder, env=env)[1], 32,
        "with all models", least=False)


def peer(package, rows):
    """What an npm package makes of the texts, and how many a second; None where there is none."""
    folder = os.path.abspath(os.path.join(BUILD, "peers-text"))
    if not shutil.which("npm"):
        return None
    if not os.path.isdir(os.path.join(folder, "node_modules", package)):
        os.makedirs(folder, exist_ok=True)
        subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--silent", *PEERS.values()], cwd=folder, check=False,
                       capture_output=True)
    lines = "".join(json.dumps({"text": r["text"]}, ensure_ascii=False) + "\n" for r in rows)
    done = subprocess.run(["node", os.path.join(os.path.dirname(__file__), "peers.js"), package, folder], input=lines,
                          capture_output=True, text=True)
    if done.returncode:
        return None
    *said, last = (json.loads(line) for line in done.stdout.splitlines())
    return [v["label"] for v in said], last["speed"]


def peers():
    """npm packages beside ours: the same texts in the same run, CPU time of one core."""
    for path, parts, ours, labels, packages in (
            ("sentiment_semeval/train.jsonl", 3, lambda v: v.get("raw", "neu"), ("neg", "neu", "pos"), ("vader-sentiment", "sentiment")),
            ("toxicity_en_olid/train.jsonl", 5, lambda v: "tox" if insult(v) else "ok", ("ok", "tox"), ("bad-words",))):
        rows = read(os.path.join(TEST, path))[:1000]
        texts = [r["text"] for r in rows]
        both = [("ours", [ours(v) for v in classify(texts, parts=parts)], classify(texts, parts=parts, rounds=5))]
        for package in packages:
            got = peer(package, rows)
            if got:
                both.append((PEERS[package], *got))
            else:
                print(f"{package}: not measured: npm has not brought it")
        for name, got, speed in both:
            where = f"held back of {path} ({len(rows)})"
            row(f"peers: {name}", "macro-F1", macro([(r["label"], g) for r, g in zip(rows, got)], labels), None, where)
            row(f"peers: {name}", "thousand messages/s", speed / 1000, None, f"{speed / both[0][2]:.3f} of ours")


def main():
    if not os.path.isdir(DATA):
        print(f"text: the data sets are not in {DATA}: make bench-text DATA=FOLDER")
        return
    if not os.path.exists(os.path.join(MODELS, "language.model")):
        split()
        os.makedirs(MODELS, exist_ok=True)
        subprocess.run(["share/models/make", TRAIN, BUILD, MODELS], check=True, capture_output=True)
    print(f"{'task':<34} {'figure':<22} {'measured':>8}  {'goal':<8} met  test set")
    for part in (sentiment, insults, disguised, spam, reviews, languages, labels, own_categories, speed, charter, peers):
        part()


main()
