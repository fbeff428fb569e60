"""kpi.py - kpi-report beside jq, Miller, DuckDB and wc on one journal; all must find the same

CPU time is compared, which a busy machine disturbs little; wall time with tools that use several threads (Miller, DuckDB).
A: sums and a rate by network and day. B: the last reading of each post, then the top 10 of each network. C: median and 90th
percentile of response times by network. BENCH_LINES says how many lines; 3000000 is the full run, of about 1 GB.
"""
import json
import os
import statistics
import subprocess
import sys
from fractions import Fraction

LINES = int(os.environ.get("BENCH_LINES", 300000))
NOW = {**os.environ, "SMM_NOW": "2026-07-05T00:00:00Z"} # two days behind the journal's end
GOALS = { # jq, Miller, wc, memory
    "A": (40, 60, 4.5, "<= 8 MiB whatever the length"), "B": (25, 40, 6.5, "<= 170 B a post"), "C": (40, 60, 4.5, "<= 8 MiB")}
OURS = {"A": ["--distinct", "--by", "network,day", "--kpi", "impressions,reach,interactions,er.reach"],
        "B": ["--by", "network", "--kpi", "posts.top"],
        "C": ["--distinct", "--by", "network", "--kpi", "frt.reported.median,frt.reported.p90"]}
JQ = {"A": """reduce inputs as $r ({}; .[$r.network + " " + $r.at[:10]] |=
          [.[0] + $r.impressions, .[1] + $r.reach, .[2] + $r.likes + $r.comments + $r.shares])
          | to_entries[] | [(.key / " ")[], .value[]]""",
      "B": """reduce inputs as $r ({}; .[$r.subject][$r.at] = [$r.network, $r.likes + $r.comments + $r.shares])
          | [to_entries[] | {key, value: (.value | to_entries | max_by(.key).value)}] # |= would copy all of them for each line
          | group_by(.value[0])[] | sort_by([-.value[1], .key])[:10][] | [.value[0], .key, .value[1]]""",
      "C": """reduce inputs as $r ({}; if $r.response_sec then .[$r.network][$r.response_sec | tostring] += 1 else . end)
          | to_entries[] | .key as $n | .value | to_entries[] | [$n, (.key | tonumber), .value]"""}
MILLER = {"A": ["put", "$day = $at[1:10]", "then", "stats1", "-a", "sum", "-f", "impressions,reach,likes,comments,shares", "-g",
                "network,day"],
          "B": ["put", "$sum = $likes + $comments + $shares", "then", "sort", "-f", "at", "then", "tail", "-n", "1", "-g", "subject",
                "then", "sort", "-nr", "sum", "-f", "subject", "then", "head", "-n", "10", "-g", "network", "then", "cut", "-o", "-f",
                "network,subject,sum"],
          "C": ["count-distinct", "-f", "network,response_sec"]}
COLUMNS = ("{network:'VARCHAR', subject:'VARCHAR', \"at\":'VARCHAR', impressions:'BIGINT', reach:'BIGINT', likes:'BIGINT', "
           "comments:'BIGINT', shares:'BIGINT', response_sec:'BIGINT'}")
TABLE = "read_json('%s', format='newline_delimited', columns=" + COLUMNS + ")"
DUCKDB = {"A": "select network, substr(\"at\", 1, 10), sum(impressions)::BIGINT, sum(reach)::BIGINT, sum(likes + comments + shares)::BIGINT "
               "from TABLE group by 1, 2",
          "B": "select network, subject, s from (select *, row_number() over (partition by network order by s desc, subject) n from "
               "(select network, subject, arg_max(likes + comments + shares, \"at\") s from TABLE group by 1, 2)) where n <= 10",
          "C": "select network, quantile_disc(response_sec, 0.5), quantile_disc(response_sec, 0.9) from TABLE "
               "where response_sec is not null group by 1"}


def rounded(num, den):
    return str(round(Fraction(100 * num, den), 6)) if den else None


def rows_of(task, text):
    """What another tool has printed, a JSON list or an object a line."""
    rows = [r if isinstance(r, list) else list(r.values()) for r in map(json.loads, text.splitlines())]
    if task == "A": # Miller has the three apart
        return sorted((r[0], r[1], int(r[2]), int(r[3]), sum(map(int, r[4:]))) for r in rows)
    if task == "B":
        return sorted((r[0], -int(r[2]), r[1]) for r in rows)
    if all(len(r) == 3 for r in rows) and len(rows) > 40: # counts of values
        return sorted(quantiles(rows))
    return sorted((r[0], int(r[1]), int(r[2])) for r in rows)


def quantiles(counts):
    networks = {}
    for network, value, count in (c for c in counts if c[1] is not None): # Miller counts null, too
        networks.setdefault(network, []).append((int(value), int(count)))
    for network, values in networks.items():
        total, seen, found = sum(c for _, c in values), 0, []
        for value, count in sorted(values):
            seen += count
            while len(found) < 2 and seen * 10 >= total * (5, 9)[len(found)]:
                found.append(value)
        yield network, *found


def our_rows(task, text):
    rows = list(map(json.loads, text.splitlines()))
    if task == "B":
        return sorted((r["network"], -r["value"], r["subject"]) for r in rows)
    if task == "C":
        found = {}
        for r in rows:
            found.setdefault(r["network"], []).append(r["value"])
        return sorted((n, *v) for n, v in found.items())
    cells = {}
    for r in rows:
        cells.setdefault((r["network"], r["day"]), {})[r["kpi"]] = r
    for c in cells.values(): # the rate is the one of its sums, to the last digit
        rate = c["er.reach"]
        assert abs(Fraction(str(rate["value"])) - Fraction(100 * rate["num"], rate["den"])) <= Fraction(1, 2000000)
    return sorted((*key, *(c[k]["value"] for k in ("impressions", "reach", "interactions"))) for key, c in cells.items())


def commands(b, task, file):
    yield "jq", [b.program("jq"), "-nc", JQ[task], file]
    if b.program("mlr"):
        yield "Miller", [b.program("mlr"), "--ijsonl", "--ojsonl", *MILLER[task], file]
    else:
        print("# mlr (Miller) is not installed: no comparison")
    for threads in (1, 2) if os.environ.get("DUCKDB") else ():
        yield f"DuckDB, {threads} thread{'s' * (threads > 1)}", [
            b.program("node"), f"{b.root}/tests/bench/duckdb.mjs", str(threads),
            DUCKDB[task].replace("TABLE", TABLE % file)]


def both(b, ours, peer, rounds):
    """Wall and CPU seconds of both, in turn."""
    times = [(b.run(ours, env=NOW), b.run(peer)) for _ in range(rounds)]
    return [t[0] for t in times], [t[1] for t in times]


def row(b, what, ours, peer, clock, ratio, goal):
    middle = statistics.median(ratio(p[clock] / o[clock]) for o, p in zip(ours, peer))
    b.say(what, b.ms(statistics.median(o[clock] for o in ours)), b.ms(statistics.median(p[clock] for p in peer)),
          f"{middle:.1f} x", f"{goal}{' (CPU)' if clock else ''}")


def reports(b, work):
    """A quarter as a page, and 100 lines of it in the terminal; CPU time."""
    with open(os.path.join(work, "quarter.jsonl"), "w") as f:
        subprocess.run([f"{b.root}/tests/browser/journal", "100000"], stdout=f, check=True)
    with open(os.path.join(work, "quarter.jsonl")) as whole, open(os.path.join(work, "small.jsonl"), "w") as f:
        lines = whole.readlines()
        f.writelines(lines[::len(lines) // 100][:100]) # the journal's own least is 1379
    now = {"env": {**os.environ, "SMM_NOW": "2026-12-02T10:00:00+01:00"}}
    ours = [f"{b.binary}/kpi-report", "-q", "--tz", "Europe/Paris"]
    period = ["--from", "2026-09-01", "--to", "2026-12-01"]
    middle, _ = b.in_turn([([*ours, "-f", "html", *period, f"{work}/quarter.jsonl"], now),
                           ([b.program("jq"), "--version"], {}), ([*ours, *period, f"{work}/small.jsonl"], now)], 11)
    b.say("a quarter of 100000 lines as a page", b.ms(middle[0][1]), "", "", "<= 200 ms (CPU)")
    b.say("a report of 100 lines / jq --version", b.ms(middle[2][1]), b.ms(middle[1][1]), f"{middle[2][1] / middle[1][1]:.2f} x", "<= 1.5 x (CPU)")


def compare(b, work):
    reports(b, work)
    file = os.path.join(work, "metrics.jsonl")
    with open(file, "w") as f:
        subprocess.run([sys.executable, f"{b.root}/tests/bench/metrics.py", str(LINES)], stdout=f, check=True)
    if not os.environ.get("DUCKDB"):
        print("# @duckdb/node-api could not be fetched by npm: no comparison")
    posts = max(50, LINES // 17)
    for task in "ABC":
        jq, miller, wc, memory = GOALS[task]
        goals = {"jq": jq, "Miller": miller, "DuckDB, 1 thread": 3, "DuckDB, 2 threads": 1.5}
        ours = [f"{b.binary}/kpi-report", "-q", "-f", "jsonl", "--tz", "UTC", "--top", "10", *OURS[task], file]
        want = our_rows(task, subprocess.check_output(ours, env=NOW, text=True))
        wc_argv = [b.program("wc"), "-l", file]
        row(b, f"kpi-report {task}, {LINES} lines: kpi-report / wc -l", *both(b, ours, wc_argv, 5), 1, lambda r: 1 / r, f"<= {wc} x")
        for name, argv in commands(b, task, file):
            found = rows_of(task, subprocess.check_output(argv, text=True))
            if found != want:
                print(f"# {name} finds something else: {[x for x in found if x not in want][:2]} for "
                      f"{[x for x in want if x not in found][:2]}")
            rounds = 1 if name in ("jq", "Miller") else 3
            clock = 1 if name in ("jq", "DuckDB, 1 thread") else 0
            row(b, f"  {task}: {name} / kpi-report", *both(b, ours, argv, rounds), clock, lambda r: r, f">= {goals[name]} x")
        row(b, f"  {task}: one job / two (--jobs 2)", *both(b, [*ours, "--jobs", "2"], ours, 5), 0, lambda r: r, ">= 1.5 x on two cores")
        most = b.peak(ours, env=NOW)
        b.say(f"  {task}: peak memory", f"{most:.1f} MiB", "", "", memory +
              (f"; {posts} posts: {most * 2**20 / posts:.0f} B" if task == "B" else ""))
    limited = [f"{b.binary}/kpi-report", "-q", "-f", "jsonl", "--tz", "UTC", *OURS["B"], "--memory", "4M", file]
    b.say("  B: peak memory, --memory 4M", f"{b.peak(limited, env=NOW):.1f} MiB", "", "", "<= 12 MiB")
