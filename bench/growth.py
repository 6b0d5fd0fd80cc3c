#!/usr/bin/env python3
"""Indexes a gallery on a terminal of its own, and prints from what that shows the tables of bench/growth.sh."""
import fcntl
import os
import pty
import re
import select
import struct
import sys
import termios
import time

executable, gallery, library = sys.argv[1:]
STEPS = [
    "Indexing", "Fitting the space", "Learning from choices", "Looking for near-duplicates", "Building the neighbor index",
    "Finding colors", "Measuring scores",
]
# These run beside each other, so that memory and processor time are of all of them.
TOGETHER = STEPS[1:4]
SHOWN = re.compile("(" + "|".join(STEPS) + r")\s.*?([\d,]+) of ([\d,]+) pictures")
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def status(process):
    """Memory now and at most in megabytes, and processor seconds so far; the last known when it is gone."""
    try:
        with open(f"/proc/{process}/status") as lines:
            memory = dict(line.split(":", 1) for line in lines)
        with open(f"/proc/{process}/stat") as line:
            times = line.read().rsplit(")", 1)[1].split()
        status.last = (
            int(memory["VmRSS"].split()[0]) / 1000, int(memory["VmHWM"].split()[0]) / 1000,
            (int(times[11]) + int(times[12])) / os.sysconf("SC_CLK_TCK"))
    except (OSError, KeyError):
        pass
    return status.last


status.last = (0, 0, 0)
process, terminal = pty.fork()
if process == 0:
    os.environ["TERM"] = "xterm"
    os.execv(executable, [executable, "index", gallery, "--library", library])
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 200, 0, 0))

began = time.monotonic()
tenths = []  # Seconds at the end of each tenth, and the memory at most by then.
steps = {}  # For each step: when it began and ended, processor seconds then, and the most memory while it ran.
shown = ""
step = None
while True:
    ready = select.select([terminal], [], [], 0.1)[0]
    try:
        read = os.read(terminal, 65536) if ready else b""
    except OSError:  # The other side is closed.
        break
    if ready and not read:
        break
    now = time.monotonic() - began
    resident, peak, processor = status(process)
    shown = (shown + ESCAPES.sub("", read.decode(errors="replace")))[-4000:]
    if found := SHOWN.findall(shown):
        step, done, total = found[-1]
        done, total = (int(number.replace(",", "")) for number in (done, total))
        if step == "Indexing":
            while len(tenths) < 10 and total and done >= total * (len(tenths) + 1) / 10:
                tenths.append((now, peak))
    if step:
        name = "Fitting, looking for near-duplicates" if step in TOGETHER else step
        known = steps.setdefault(name, [now, now, processor, processor, 0])
        known[1], known[3], known[4] = now, processor, max(known[4], resident)

code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
text = shown.replace("\r", "")
print("\n".join(line.strip() for line in text.split("\n") if " indexed" in line or "library " in line))
if code != 0:
    sys.exit(f"growth.py: {executable} ended with {code}; what it last said:\n{text[-1000:]}")

pictures = sum(len(files) for _, _, files in os.walk(gallery))
print(f"\nCores {os.cpu_count()}, load at the end {os.getloadavg()[0]:.1f}\n")
print("| tenth of the run | pictures/s | memory at most until then |\n|---|---|---|")
last = steps["Indexing"][0]
for number, (seconds, peak) in enumerate(tenths, 1):
    print(f"| {number} | {pictures / 10 / max(seconds - last, 0.01):,.0f} | {peak:,.0f} MB |")
    last = seconds
print("\n| step | seconds | processor seconds | memory at most in it |\n|---|---|---|---|")
for name, (first, end, before, after, most) in steps.items():
    print(f"| {name} | {end - first:,.1f} | {after - before:,.1f} | {most:,.0f} MB |")
print(f"| the whole run | {time.monotonic() - began:,.1f} | {status.last[2]:,.1f} | {status.last[1]:,.0f} MB |")
size = os.path.getsize(os.path.join(library, "library.db"))
print(f"\nlibrary.db: {size / 1e6:,.0f} MB, {size / pictures / 1000:,.1f} KB a picture; peak of the process {status.last[1]:,.0f} MB")
