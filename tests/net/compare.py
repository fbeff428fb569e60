"""compare.py - the requests of conversations, compared one by one with what a description allows"""
import json
import re


def compare(network, files, leave_out, check):
    """Prints what is wrong with each `ask` that does not match leave_out, and the count; true when one differs, or
    none was compared. check(ask) gives what is wrong with it, in words."""
    compared = bad = 0
    for file in files:
        for number, line in enumerate(open(file), 1):
            ask = json.loads(line)
            if "ask" not in ask or re.match(leave_out, ask["ask"]):
                continue
            wrong = check(ask)
            compared += 1
            bad += bool(wrong)
            for words in wrong:
                print(f"{file}:{number}: {ask['ask']}: {words}")
    print(f"{network}: {compared} requests compared, {bad} differ")
    return bad > 0 or compared == 0
