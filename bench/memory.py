#!/usr/bin/env python3
"""Serves a library, asks it what a page and a shop ask, and prints what memory the server takes after each step; run by bench/memory.sh."""
import json
import random
import re
import subprocess
import sys
import time
import urllib.request

executable, library, vectors = sys.argv[1:]
ADDRESS = "http://127.0.0.1:5198"
RANDOM = random.Random(1)


def get(path, body=None):
    request = urllib.request.Request(
        ADDRESS + path, json.dumps(body).encode() if body is not None else None, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=600) as answer:
        return json.load(answer), answer.headers


def memory(process):
    with open(f"/proc/{process.pid}/status", encoding="utf-8") as status:
        fields = dict(re.findall(r"^(VmHWM|VmRSS|RssAnon|RssFile):\s+(\d+)", status.read(), re.MULTILINE))
    return {name: int(kilobytes) / 1000 for name, kilobytes in fields.items()}


def answers(path):
    try:
        get(path)
        return True
    except OSError:
        return False


def report(process, step, seconds):
    now = memory(process)
    print(f"| {step} | {seconds:.1f} s | {now['RssAnon']:,.0f} MB | {now['RssFile']:,.0f} MB | {now['VmHWM']:,.0f} MB |", flush=True)


def measured(process, step, work):
    started = time.perf_counter()
    work()
    report(process, step, time.perf_counter() - started)


def drawn(count, total):
    return RANDOM.sample(range(1, total + 1), count)


with subprocess.Popen(
        [executable, "serve", "--library", library, "--urls", ADDRESS, "--rate-limit", "0"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
    try:
        begun = time.perf_counter()
        while not answers("/ready") and server.poll() is None:
            time.sleep(0.1)
        total = get("/api/images?limit=1")[0]["total"]
        print(f"\n{total:,} pictures, {vectors}\n")
        print("| after | took | own memory | of mapped files | most so far |\n|---|---|---|---|---|")
        report(server, "start, to the first answer", time.perf_counter() - begun)
        similar = lambda: [get(f"/api/images/{n}/similar?limit=20") for n in drawn(100, total)]
        lists = lambda: [get("/api/recommendations", {"positive": drawn(5, total), "limit": 10}) for _ in range(50)]
        measured(server, "100 times similar", similar)
        measured(server, "50 lists of recommendations", lists)
        measured(server, "100 pages", lambda: [get(f"/api/images?offset={total // 100 * n}&limit=100") for n in range(100)])
        measured(server, "20 names in the page's box", lambda: [get(f"/api/images?q=kind{n}/&limit=100") for n in range(20)])
        measured(server, "every picture by a name", lambda: get("/api/images?q=kind&limit=100"))
        measured(server, "all other orders", lambda: [
            get(f"/api/images?sort={sort}&limit=100") for sort in ("name", "newest", "oldest", "largest", "smallest")])
        measured(server, "status, labels, sections", lambda: [
            get(path) for path in ("/api/status", "/api/labels", "/api/images/sections")])

        def link():
            while get("/api/status")[0]["search"]["awaitsGraph"]:
                time.sleep(1)

        measured(server, "linking the graph", link)
        measured(server, "100 times similar by the graph", similar)
        measured(server, "50 lists of recommendations by the graph", lists)
    finally:
        server.terminate()
