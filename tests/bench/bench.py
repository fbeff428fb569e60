"""bench.py - speed as ratios to named peers, measured in one run, in turn, whole processes

usage: bench.py BUILD [PART ...]     parts: start plan year page post many ledger moderate kpi
Prints one row a measurement: ours, the peer's, the ratio, the goal. Nothing here passes or fails.
"""
import atexit
import json
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

import kpi

build = os.path.abspath(sys.argv[1])
parts = sys.argv[2:] or ["start", "plan", "year", "page", "post", "many", "ledger", "moderate", "kpi"]
root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
binary = os.path.join(build, "bin")
null = os.open(os.devnull, os.O_RDWR)


def run(argv, env=None, cwd=None, stdin=None):
    """Wall and CPU seconds and exit status of one process."""
    actions = [(os.POSIX_SPAWN_DUP2, os.open(stdin, os.O_RDONLY) if stdin else null, 0),
               (os.POSIX_SPAWN_DUP2, null, 1), (os.POSIX_SPAWN_DUP2, null, 2)]
    if cwd:
        os.chdir(cwd)
    start = time.perf_counter()
    pid = os.posix_spawn(argv[0], argv, env or os.environ, file_actions=actions)
    _, status, usage = os.wait4(pid, 0)
    wall = time.perf_counter() - start
    return wall, usage.ru_utime + usage.ru_stime, os.waitstatus_to_exitcode(status)


def peak(argv, env=None, cwd=None):
    """The most memory that a process held, in MiB (peak.c)."""
    program = os.path.join(build, "bench-peak")
    if not os.path.exists(program):
        subprocess.run(["gcc", "-O2", "-o", program, f"{root}/tests/bench/peak.c"], check=True)
    done = subprocess.run([program, *argv], cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, text=True)
    return int(done.stderr.split()[-1]) / 1024


def in_turn(commands, rounds, before=None):
    """A B A B ...: medians of wall and CPU of each command, and of the ratios to the first."""
    rows = [[] for _ in commands]
    for i in range(rounds + 1):
        for row, (argv, kw) in zip(rows, commands):
            if before:
                before(argv)
            result = run(argv, **kw)
            if i:
                row.append(result)
    middle = [[statistics.median(r[k] for r in row) for k in range(2)] for row in rows]
    ratios = [statistics.median(b[0] / a[0] for a, b in zip(rows[0], row)) for row in rows]
    return middle, ratios


def say(what, ours, peer, ratio, goal):
    print(f"{what:<58} {ours:>10} {peer:>10} {ratio:>8}   {goal}", flush=True)


def ms(seconds):
    return f"{seconds * 1000:.2f} ms"


def program(name):
    path = shutil.which(name)
    return path


def start_up(work):
    jq = program("jq")
    commands = [([jq, "--version"], {})]
    names = []
    for name in sorted(os.listdir(binary)):
        for option in ("--version", "--help"):
            commands.append(([os.path.join(binary, name), option], {}))
            names.append(f"{name} {option}")
    small = os.path.join(work, "small")
    os.makedirs(small)
    brand(small, 1)
    with open(f"{small}/calendar.yaml", "w") as f:
        f.write("entries:\n  - { id: a, at: 2030-12-01 09:00, accounts: [m0], text: hello }\n")
    commands.append(([f"{binary}/smm-plan", "calendar.yaml"], {"cwd": small}))
    names.append("smm-plan, one entry in full")
    with open(f"{small}/posts.jsonl", "w") as f:
        subprocess.run([f"{binary}/smm-plan", "calendar.yaml"], cwd=small, stdout=f, check=True)
    commands.append(([f"{binary}/smm-post", "posts.jsonl"], {"cwd": small}))
    names.append("smm-post, nothing due (goal: 2 ms)")
    middle, ratios = in_turn(commands, 41)
    for name, m, r in zip(names, middle[1:], ratios[1:]):
        say(name, ms(m[0]), ms(middle[0][0]), f"{r:.2f} x", "<= 1.5 x jq --version")


def brand(folder, accounts, port=1, host="127.0.0.1", scheme="http"):
    os.makedirs(f"{folder}/secrets", exist_ok=True)
    with open(f"{folder}/smm.yaml", "w") as f:
        f.write("timezone: Europe/Paris\n")
        if scheme == "https":
            f.write("ca_file: cert.pem\n")
        f.write("accounts:\n")
        for i in range(accounts):
            f.write(f'  - {{ name: m{i}, network: mastodon, server: "{scheme}://{host}:{port}", '
                    f'secret: {{ file: secrets/m{i} }} }}\n')
            secret = os.open(f"{folder}/secrets/m{i}", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            os.write(secret, f"token-m{i}\n".encode())
            os.close(secret)


def plan(work):
    folder = os.path.join(work, "plan")
    os.makedirs(folder)
    brand(folder, 1)
    with open(f"{folder}/calendar.yaml", "w") as f:
        f.write("variables: { product: Lampe }\nentries:\n")
        for i in range(10000):
            f.write(f"""  - id: entry-{i}
    at: 2026-{i % 12 + 1:02}-{i % 28 + 1:02} {i % 24:02}:{i % 60:02}
    accounts: [m0]
    campaign: winter
    pillar: product
    state: approved
    lang: fr
    text: "Numéro {i} : {{{{product}}}} est là, avec un peu d'explication pour faire une longueur ordinaire. #FaitMain"
    link: https://atelier.example/lampe/{i}
    tags: [a, b]
""")
    loop = os.path.join(work, "yaml_events")
    flags = subprocess.check_output(["pkg-config", "--cflags", "--libs", "yaml-0.1"], text=True).split()
    subprocess.run(["gcc", "-O2", "-o", loop, f"{root}/tests/bench/yaml_events.c", *flags], check=True)
    load = "import yaml,sys; yaml.load(open('calendar.yaml'), yaml.CSafeLoader)"
    commands = [([f"{binary}/smm-plan", "calendar.yaml"], {"cwd": folder}), ([loop, "calendar.yaml"], {"cwd": folder}),
                (["/usr/bin/python3", "-c", load], {"cwd": folder})]
    middle, ratios = in_turn(commands, 7)
    say("10 000 entries: smm-plan / libyaml's bare events", ms(middle[0][0]), ms(middle[1][0]),
        f"{1 / ratios[1]:.2f} x", "<= 2 x")
    say("10 000 entries: PyYAML's C loader / smm-plan", ms(middle[0][0]), ms(middle[2][0]), f"{ratios[2]:.1f} x", ">= 15 x")
    say("10 000 entries: peak memory", f"{peak([f'{binary}/smm-plan', 'calendar.yaml'], cwd=folder):.1f} MiB", "", "", "<= 8 MiB")


def year(work):
    """840 entries of a year for twelve accounts on six networks: hashtags, mentions, UTM, threads; all rules of the lint."""
    folder = os.path.join(work, "year")
    os.makedirs(folder)
    with open(f"{root}/examples/strategy.yaml") as example, open(f"{folder}/strategy.yaml", "w") as f:
        f.write(example.read().replace('bluesky: "@moulin.example"', 'bluesky: "@moulin.example", default: "le Moulin"'))
    networks = ["mastodon", "bluesky", "facebook", "threads", "linkedin", "x"]
    names = ["masto", "bsky", *(f"a{i}" for i in range(2, 12))] # the first two are the strategy's
    with open(f"{folder}/smm.yaml", "w") as f:
        f.write("timezone: Europe/Paris\naccounts:\n")
        for i, name in enumerate(names):
            f.write(f'  - {{ name: {name}, network: {networks[i % 6]}, user: "{1000 + i}", secret: {{ env: TOKEN }}'
                    f'{", server: https://a.example" if i % 6 == 0 else ""} }}\n')
    with open(f"{folder}/calendar.yaml", "w") as f:
        f.write("strategy: strategy.yaml\nsplit: true\nvariables: { product: Lampe }\nentries:\n")
        for i in range(840):
            long = " Une phrase de plus, pour que cela fasse un fil." * (12 if i % 8 == 0 else 0)
            f.write(f"""  - id: entry-{i}
    at: 2026-{i % 12 + 1:02}-{i % 28 + 1:02} {i % 24:02}:{i % 60:02}
    accounts: [{", ".join(names)}]
    campaign: winter
    pillar: product
    lang: fr
    hashtags: [craft]
    text: "Numéro {i} : {{{{product}}}} est là, faite main avec {{@mill}}. https://atelier.example/{i}?a=1#b{long}"
""")
    env = dict(os.environ, SMM_DATADIR=f"{root}/share")
    posts = len(subprocess.check_output([f"{binary}/smm-plan", "-q", "calendar.yaml"], cwd=folder, env=env).splitlines())
    for what, argv in (("expanded and adapted", ["-q", "calendar.yaml"]),
                       ("expanded, adapted and linted", ["-q", "--lint=jsonl", "calendar.yaml"])):
        argv = [f"{binary}/smm-plan", *argv]
        middle, _ = in_turn([(argv, {"cwd": folder, "env": env})], 7)
        say(f"a year, 12 accounts, {posts} posts, {what}", ms(middle[0][0]), f"{ms(middle[0][1])} CPU", "", "<= 500 ms")
        say("... peak memory", f"{peak(argv, env=env, cwd=folder):.1f} MiB", "", "", "<= 64 MiB")


def page(work):
    folder = os.path.join(work, "page")
    os.makedirs(folder)
    shutil.copy(f"{root}/examples/smm.yaml", folder)
    with open(f"{folder}/calendar.yaml", "w") as f: # every kind of post but the one that is too long: 1008 of them
        lines = subprocess.check_output([f"{root}/tests/browser/quarter", "6", "84"], text=True)
        f.write(re.sub('(long ){120}', "long " * 50, lines))
    argv = [f"{binary}/smm-plan", "-f", "html", "-o", "page.html", "calendar.yaml"]
    middle, _ = in_turn([(argv, {"cwd": folder})], 7)
    say("page of a quarter, 1008 posts", ms(middle[0][0]), "", "", "<= 200 ms")
    say("page of a quarter: its size", f"{os.path.getsize(f'{folder}/page.html') / 2**20:.2f} MiB", "", "", "<= 2 MiB")


class Sim:
    def __init__(self, folder, *options):
        self.port_file = f"{folder}/port"
        if os.path.exists(self.port_file):
            os.unlink(self.port_file)
        self.process = subprocess.Popen([f"{binary}/smm-sim", "-q", "--port-file", self.port_file, *options],
                                        cwd=folder, stdout=subprocess.DEVNULL)
        atexit.register(self.process.kill)  # it holds our standard error: who reads that would wait for it
        while not os.path.exists(self.port_file):
            time.sleep(0.01)
        self.port = int(open(self.port_file).read())

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()


def calendar(folder, posts, accounts):
    with open(f"{folder}/calendar.yaml", "w") as f:
        f.write("entries:\n")
        for i in range(posts):
            f.write(f"  - {{ id: p{i}, at: 2026-12-01 09:00:{i // accounts % 60:02}, accounts: [m{i % accounts}], text: \"post {i}\" }}\n")
    with open(f"{folder}/posts.jsonl", "w") as f:
        subprocess.run([f"{binary}/smm-plan", "calendar.yaml"], cwd=folder, stdout=f, check=True)


def toot_config(folder, port):
    """toot signs in once by hand; here its file says that it did."""
    os.makedirs(f"{folder}/toot", exist_ok=True)
    instance = f"127.0.0.1:{port}"
    with open(f"{folder}/toot/config.json", "w") as f:
        json.dump({"active_user": f"m0@{instance}", "apps": {instance: {
            "base_url": f"http://{instance}", "client_id": "x", "client_secret": "y", "instance": instance}},
            "users": {f"m0@{instance}": {"access_token": "token-m0", "instance": instance, "username": "m0"}}}, f)


def post(work):
    folder = os.path.join(work, "post")
    os.makedirs(folder)
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout",
                    "key.pem", "-out", "cert.pem", "-days", "2", "-subj", "/CN=localhost", "-addext",
                    "subjectAltName=DNS:localhost"], cwd=folder, check=True, stderr=subprocess.DEVNULL)
    sim = Sim(folder, "--tls", "cert.pem", "--key", "key.pem", "--fault", "latency=50")
    brand(folder, 1, sim.port, "localhost", "https")
    calendar(folder, 1, 1)
    now = {**os.environ, "SMM_NOW": "2026-12-01T09:01:00+01:00"}

    def fresh(argv):
        shutil.rmtree(f"{folder}/state", ignore_errors=True)

    curl = [program("curl"), "-sS", "--cacert", "cert.pem", "-H", "Authorization: Bearer token-m0", "-d", "status=post",
            f"https://localhost:{sim.port}/api/v1/statuses"]
    middle, ratios = in_turn([([f"{binary}/smm-post", "posts.jsonl"], {"cwd": folder, "env": now}),
                              (curl, {"cwd": folder})], 11, fresh)
    say("one post, https, 50 ms: smm-post / curl, same CA file", ms(middle[0][0]), ms(middle[1][0]),
        f"{1 / ratios[1]:.2f} x", "<= 1.2 x")
    crosspost(folder, sim.port, now, fresh)
    sim.stop()
    sim = Sim(folder, "--fault", "latency=50")
    brand(folder, 1, sim.port)
    peers = peer_commands(folder, sim.port)
    for name, argv, env, goal in peers:
        try:
            middle, ratios = in_turn([([f"{binary}/smm-post", "posts.jsonl"], {"cwd": folder, "env": now}),
                                      (argv, {"cwd": folder, "env": env})], 5, fresh)
            status = run(argv, cwd=folder, env=env)[2]
            if status:
                print(f"# {name} ended with {status}: no comparison")
                continue
            say(f"one post, http, 50 ms: {name} / smm-post", ms(middle[0][0]), ms(middle[1][0]), f"{ratios[1]:.1f} x", goal)
        except OSError as e:
            print(f"# {name}: {e}")
    sim.stop()


def crosspost(folder, port, now, fresh):
    """It speaks https only; Node takes our certificate by a variable."""
    program_path = os.environ.get("CROSSPOST") or program("crosspost")
    if not program_path:
        print("# crosspost is not installed: no comparison")
        return
    env = {**os.environ, "MASTODON_ACCESS_TOKEN": "token-m0", "MASTODON_HOST": f"localhost:{port}",
           "NODE_EXTRA_CA_CERTS": f"{folder}/cert.pem"}
    argv = [program_path, "--mastodon", "hello"]
    status = run(argv, cwd=folder, env=env)[2]
    if status:
        print(f"# crosspost ended with {status}: no comparison")
        return
    middle, ratios = in_turn([([f"{binary}/smm-post", "posts.jsonl"], {"cwd": folder, "env": now}),
                              (argv, {"cwd": folder, "env": env})], 5, fresh)
    say("one post, https, 50 ms: crosspost / smm-post", ms(middle[0][0]), ms(middle[1][0]), f"{ratios[1]:.1f} x", ">= 5 x")


def peer_commands(folder, port):
    peers = []
    if program("toot"):
        toot_config(folder, port)
        peers.append(("toot", [program("toot"), "post", "hello"],
                      {**os.environ, "XDG_CONFIG_HOME": folder, "HOME": folder}, ">= 3 x"))
    else:
        print("# toot is not installed: no comparison")
    return peers


def many(work):
    """Each account's posts leave one after the other, so the longest lane is the least time there is."""
    folder = os.path.join(work, "many")
    os.makedirs(folder)
    sim = Sim(folder, "--fault", "latency=50")
    accounts, posts = 100, 1000
    brand(folder, accounts, sim.port)
    calendar(folder, posts, accounts)
    ours = {}
    for parallel, memory in ((100, ""), (50, "<= 16 MiB")):
        ours[parallel] = many_at_once(folder, posts, accounts, parallel, memory)
    sim.stop()
    for parallel, (wall, cpu) in ours.items():
        curl_parallel(folder, posts, parallel, wall, cpu)


def many_at_once(folder, posts, accounts, parallel, memory):
    now = {**os.environ, "SMM_NOW": "2026-12-01T09:01:00+01:00"}
    argv = [f"{binary}/smm-post", "-j", str(parallel), "posts.jsonl"]
    rows = []
    for _ in range(5):
        shutil.rmtree(f"{folder}/state", ignore_errors=True)
        rows.append(run(argv, cwd=folder, env=now))
    wall, cpu = (statistics.median(r[k] for r in rows) for k in range(2))
    shutil.rmtree(f"{folder}/state", ignore_errors=True)
    most = peak(argv, cwd=folder, env=now)
    ideal = max(posts / accounts, posts / parallel) * 0.05
    say(f"{posts} posts, {accounts} accounts, {parallel} in flight, 50 ms / ideal", ms(wall), ms(ideal),
        f"{wall / ideal:.3f} x", f"<= 1.10 x + 15 ms = {ms(1.1 * ideal + 0.015)}")
    say("  CPU a post", ms(cpu / posts), "", "", "<= 0.15 ms")
    say("  peak memory", f"{most:.1f} MiB", "", "", memory)
    return wall, cpu


def curl_parallel(folder, posts, parallel, wall, cpu):
    """The same requests, without a plan, a ledger or a result."""
    sim = Sim(folder, "--fault", "latency=50")
    with open(f"{folder}/curl.conf", "w") as f:
        f.write("next\n".join(
            f'url = "http://127.0.0.1:{sim.port}/api/v1/statuses"\noutput = "/dev/null"\ndata = "status={i}"\n'
            f'header = "Authorization: Bearer token-m{i % 100}"\n' for i in range(posts)))
    theirs, their_cpu, status = run([program("curl"), "-sS", "--parallel", "--parallel-max", str(parallel), "-K", "curl.conf"],
                                    cwd=folder)
    sim.stop()
    if status:
        print(f"# curl ended with {status}")
    say(f"  {parallel} in flight / curl --parallel, no ledger", ms(wall), ms(theirs), f"{wall / theirs:.2f} x", "<= 1.0 x")
    say("  CPU a post / curl's a request", ms(cpu / posts), ms(their_cpu / posts), f"{cpu / their_cpu:.2f} x", "<= 1.15 x")


def moderate(work):
    """8000 words, 1000 phrases and 16 patterns, JSON in and out; CPU time, for one core."""
    folder = os.path.join(work, "moderate")
    os.makedirs(folder)
    lines = 100000
    tool = [sys.executable, f"{root}/tests/bench/moderate.py"]
    subprocess.run([*tool, "make", folder, str(lines)], check=True)
    ours = [f"{binary}/cm-moderate", "-C", "charter.yaml", "--no-classify", "messages.jsonl"]
    middle, _ = in_turn([(ours, {"cwd": folder}), ([*tool, "peer", folder], {"cwd": folder}),
                         ([*ours[:4], "/dev/null"], {"cwd": folder})], 3)
    say(f"{lines} messages: cm-moderate --no-classify, lines a second", f"{lines / middle[0][1]:.0f}", "", "", ">= 1 500 000")
    say("  Python's dict and re / cm-moderate", ms(middle[0][1]), ms(middle[1][1]), f"{middle[1][1] / middle[0][1]:.1f} x", ">= 25 x")
    say("  start-up with that charter", ms(middle[2][1]), "", "", "<= 4 ms")
    say("  peak memory", f"{peak(ours, cwd=folder):.1f} MiB", "", "", "<= 8 MiB")


def ledger(work):
    subprocess.run([sys.executable, f"{root}/tests/bench/ledger.py", build], env={**os.environ, "TMPDIR": work}, check=True)


def main():
    print(f"{'':<58} {'ours':>10} {'peer':>10} {'ratio':>8}   goal")
    work = tempfile.mkdtemp()
    try:
        for part in parts:
            {"start": start_up, "plan": plan, "year": year, "page": page, "post": post, "many": many,
             "ledger": ledger, "moderate": moderate,
             "kpi": lambda folder: kpi.compare(sys.modules[__name__], folder)}[part](work)
    finally:
        os.chdir("/")
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
