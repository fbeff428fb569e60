"""spoil.py - the same records, written as nobody does, and wrong ones among them

usage: spoil.py FILE SEED
"""
import json
import random
import sys

R = random.Random(int(sys.argv[2]))
wrong = ['{"type":"metric","network":"x","scope":"post","subject":"a","at":"2026-11-01T00:00:00Z","likes":%s}' % v for v in
         ("NaN", '"12"', "9223372036854775808", "-9223372036854775809", "1.5", "-1", "01", "1e2", "[1]")]
wrong += ['{"type":"metric","network":"x","scope":"post","at":"2026-11-01T00:00:00Z"}', '{"type":"metric"', "[]", "{}", "nothing",
          '{"type":"post","id":"a","id":"b"}', '{"type":"metric","network":"x","scope":"post","subject":"\\ud800","at":"2026-11-01T00:00:00Z"}',
          '{"type":"message","id":"m","account":"a","network":"x","kind":"comment","text":"a","at":"2026-11-01T00:00:00Z","author":{"id":1}}',
          '{"type":"metric","network":"x","scope":"planet","subject":"a","at":"2026-11-01T00:00:00Z"}', '{"type":7}', '{"a":1}']
for line in open(sys.argv[1]):
    r = json.loads(line)
    if R.random() < .3:
        r = dict(R.sample(list(r.items()), len(r)))
    if R.random() < .2:
        r["extra"] = {"likes": [1, {"network": "none"}], "at": "\"}"}
    if R.random() < .2:
        r["note"] = R.choice([None, True, 1.5e3, "tab\t and \"quote\" \u00e9\U0001f525", 2 ** 63])
    s = json.dumps(r, ensure_ascii=R.random() < .5, separators=R.choice([(",", ":"), (", ", ": "), (" ,\t", " : ")]))
    if R.random() < .05:
        print(R.choice(wrong))
    print(s + R.choice(["", "", "", " ", "\r"]))
