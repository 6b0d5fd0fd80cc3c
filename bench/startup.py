#!/usr/bin/env python3
"""Asks a library for the neighbors of one picture, again and again, each time with a new process; prints a row of bench/startup.sh's table."""
import os
import resource
import statistics
import subprocess
import sys
import time

executable, library, pictures, vectors = sys.argv[1:]


def ask(number):
    started = time.perf_counter()
    name = f"kind{number % 40}/{number:06}.jpg"
    subprocess.run([executable, "similar", name, "--library", library, "--json"], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def ask_in_child(number):
    """In a process of its own, so that the largest child is this one."""
    reading, writing = os.pipe()
    if os.fork() == 0:
        seconds = ask(number)
        os.write(writing, f"{seconds} {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss}".encode())
        os._exit(0)
    os.wait()
    seconds, kilobytes = os.read(reading, 100).split()
    return float(seconds), int(kilobytes)


first, _ = ask_in_child(1)
rounds = [ask_in_child(7 * number + 2) for number in range(9)]
seconds = statistics.median(seconds for seconds, _ in rounds)
megabytes = max(kilobytes for _, kilobytes in rounds) / 1000
print(f"| {int(pictures):,} | {vectors} | {first:.1f} s | {seconds:.2f} s | {megabytes:.0f} MB |")
