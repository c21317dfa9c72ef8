"""What the program costs on this machine: start, CPU time, memory, size. Outside the lab, where computing is free.

As a program (`host.py COMMAND...`) it runs the command and prints what that used: the part that host-net.sh runs.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent


def usage(command):
    """User and system seconds and peak resident MB of one run.

    The peak is read while it runs: what wait4 reports begins with the size of the process that forked, this one.
    """
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak, ended, used = 0, 0, None
    while not ended:
        try:
            status = Path(f"/proc/{child.pid}/status").read_text()
            peak = max([peak, *(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))])
        except OSError:
            pass
        time.sleep(0.01)
        ended, _, used = os.wait4(child.pid, os.WNOHANG)
    child.returncode = 0
    return used.ru_utime + used.ru_stime, peak / 1024


def full_run(binary):
    """(CPU seconds, MB, where): behind host-net.sh's cable, on this machine's own network where that cannot be made."""
    command = [str(binary), "--format", "json", "--no-speed"]
    inside = subprocess.run([HERE / "host-net.sh", sys.executable, "-B", __file__, *command], capture_output=True, text=True, check=False)
    if inside.returncode == 0:
        return *json.loads(inside.stdout), "by a cable of its own"
    return *usage(command), "on this machine's network"


def start_ms(binary):
    begin = time.perf_counter()
    subprocess.run([binary, "--version"], stdout=subprocess.DEVNULL, check=True)
    return 1000 * (time.perf_counter() - begin)


def costs(binary, bars):
    """(what, seen, bar, unit) of each."""
    cpu, memory, where = full_run(binary)
    return [
        ("wifidoc --version, median of 51", median(start_ms(binary) for _ in range(51)), bars["version_ms"], "ms"),
        (f"CPU time of a full run {where}", cpu, bars["cpu_s"], "s"),
        (f"resident memory of a full run {where}", memory, bars["memory_mb"], "MB"),
        ("release binary", os.stat(binary).st_size / 1e6, bars["binary_mb"], "MB"),
    ]


if __name__ == "__main__":
    print(json.dumps(usage(sys.argv[1:])))
