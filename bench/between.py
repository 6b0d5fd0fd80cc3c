"""Measures the steps of bench/between.sh: the processor time of commands of two executables, in turn."""
import json, os, resource, shutil, statistics, subprocess, sys

scratch, folder = sys.argv[1:]
rounds = 7


def run(side, *arguments):
    """Runs a command to its end; the seconds of processor time that it took, and what it printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([f"{scratch}/{side}/out/kindred", *arguments, "--library", f"{scratch}/{side}-library"],
                          capture_output=True, text=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def index(side):
    shutil.rmtree(f"{scratch}/{side}-library", ignore_errors=True)
    return run(side, "index", folder, "--quiet")[0]


picture = sorted(os.path.join(at, name) for at, _, names in os.walk(folder) for name in names)[0]
steps = {
    "index, new library": index,
    "index, nothing new": lambda side: run(side, "index", folder, "--quiet")[0],
    "similar": lambda side: run(side, "similar", picture, "--json")[0],
    "recommend": lambda side: run(side, "recommend", "--like", picture, "--json")[0],
    "status": lambda side: run(side, "status", "--json")[0],
}
print("| step | old | new | new / old |\n|---|---|---|---|")
for name, step in steps.items():
    taken = {"old": [], "new": []}
    for number in range(rounds):
        for side in ("old", "new") if number % 2 else ("new", "old"):
            taken[side].append(step(side))
    old, new = (statistics.median(taken[side]) for side in ("old", "new"))
    print(f"| {name} | {old:.2f} s | {new:.2f} s | {new / old:.2f} |", flush=True)

answers = [json.loads(run(side, "similar", picture, "--json")[1]) for side in ("old", "new")]
print("The answers are the same." if answers[0] == answers[1] else "The answers differ.")
