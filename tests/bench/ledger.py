"""ledger.py - the ledger under load: slow flushes, PostgreSQL, processes side by side, 100 000 posts

usage: ledger.py BUILD     with tests/with-postgres around it there is a row for PostgreSQL, too
Whole runs of smm-post against smm-sim: besides the ledger each post is a request and its answer. Each row says, too, when
the network has another number of posts than the plan.
"""
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request

from bench import Sim, binary, brand, build, calendar, ms, root, say

NOW = {**os.environ, "SMM_NOW": "2026-12-01T09:01:00+01:00"}


def preload(work):
    """What makes each flush take 2 ms longer."""
    library = f"{work}/slow_flush.so"
    subprocess.run(["gcc", "-O2", "-shared", "-fPIC", "-o", library, f"{root}/tests/bench/slow_flush.c"], check=True)
    return {**NOW, "LD_PRELOAD": library, "FLUSH_US": "2000"}


def published(sim):
    with urllib.request.urlopen(f"http://127.0.0.1:{sim.port}/sim/posts") as answer:
        return sum(1 for _ in answer)


class Case:
    """So many posts on so many accounts of a network with these options."""

    def __init__(self, work, posts, accounts, *options):
        self.folder, self.posts = tempfile.mkdtemp(dir=work), posts
        self.sim = Sim(self.folder, *options)
        brand(self.folder, accounts, self.sim.port)
        calendar(self.folder, posts, accounts)

    def run(self, env, *options, processes=1):
        """Seconds until the last of them ended, and the most memory of one, MiB; what is out has to be what was planned."""
        shutil.rmtree(f"{self.folder}/state", ignore_errors=True)
        argv = [f"{binary}/smm-post", *options, "-o", "/dev/null", "posts.jsonl"]
        start = time.perf_counter()
        running = [subprocess.Popen(argv, cwd=self.folder, env=env, stderr=subprocess.DEVNULL) for _ in range(processes)]
        most = max(os.wait4(p.pid, 0)[2].ru_maxrss for p in running) / 1024
        wall = time.perf_counter() - start
        out = published(self.sim)
        if out != self.posts:
            print(f"# {out} posts are out, {self.posts} were planned")
        return wall, most

    def end(self):
        self.sim.stop()


def slow_disk(work):
    case = Case(work, 3000, 300)
    wall, _ = case.run(preload(work), "-j", "300")
    case.end()
    say("ledger: one process, each flush 2 ms longer, posts/s", f"{case.posts / wall:.0f}", "", "", ">= 3000")


def postgres(work):
    url = os.environ.get("SMM_TEST_POSTGRES")
    if not url:
        print(f"# PostgreSQL: {os.environ.get('SMM_TEST_NO_POSTGRES', 'start this with tests/with-postgres')}")
        return
    case = Case(work, 1600, 160)
    one, _ = case.run(NOW, "-j", "160")
    case.end()
    case = Case(work, 1600, 160)
    many, _ = case.run(NOW, "-j", "1", "-s", url, processes=16)
    case.end()
    say("ledger: SQLite, one process / PostgreSQL, 16 workers, posts/s", f"{1600 / one:.0f}", f"{1600 / many:.0f}",
        f"{many / one:.2f} x", ">= 1.0 x")


def side_by_side(work):
    case = Case(work, 1200, 120, "--fault", "latency=50")  # the goal is a rate: starts and ends count for little
    wall, _ = case.run(NOW, "-j", "1", processes=10)
    case.end()
    bound = case.posts / 10 * 0.05
    say("ledger: ten processes, one in flight each, 50 ms / bound", ms(wall), ms(bound), f"{wall / bound:.2f} x", "<= 1.11 x")


def claims(work):
    """How long a claim waits for the other processes (claims.c)."""
    out = subprocess.check_output([f"{build}/bench/claims", f"sqlite:{work}/claims.db"], text=True)
    median, most, longest, failed = out.split()
    say("ledger: ten processes: a claim, median / 99 of 100 / longest, ms", median, most, longest, "<= 10 ms (99 of 100)")
    if failed != "0":
        print(f"  {failed} calls failed", flush=True)


def at_scale(work):
    """The simulated network answers after 50 ms, so 200 requests under way are 4000 posts a second and no more."""
    case = Case(work, 100000, 10000, "--fault", "latency=50")
    wall, most = case.run(NOW, "-j", "200")
    case.end()
    bound = case.posts / 200 * 0.05
    say("100 000 posts, 10 000 accounts, 200 in flight, 50 ms / bound", f"{wall:.1f} s", f"{bound:.1f} s",
        f"{wall / bound:.2f} x", "<= 1.3 x")
    say("  peak memory", f"{most:.0f} MiB", "", "", "<= 256 MiB")


def main():
    work = tempfile.mkdtemp()
    try:
        for part in (slow_disk, postgres, side_by_side, claims, at_scale):
            part(work)
    finally:
        os.chdir("/")
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
