"""What the program costs on this machine: start, CPU time, memory, size. Outside the lab, where computing is free."""

import os
import subprocess
import time
from statistics import median

from tally import Check


def usage(command):
    """User and system seconds and peak resident MB of one run."""
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def start_ms(binary):
    begin = time.perf_counter()
    subprocess.run([binary, "--version"], stdout=subprocess.DEVNULL, check=True)
    return 1000 * (time.perf_counter() - begin)


def checks(binary, bars):
    version = median(start_ms(binary) for _ in range(51))
    cpu, memory = usage([binary, "--format", "json", "--no-speed"])
    size = os.stat(binary).st_size / 1e6
    rows = [
        ("wifidoc --version, median of 51", version, bars["version_ms"], "ms"),
        ("CPU time of a full run", cpu, bars["cpu_s"], "s"),
        ("resident memory of a full run", memory, bars["memory_mb"], "MB"),
        ("release binary", size, bars["binary_mb"], "MB"),
    ]
    return [Check(f"host: {name}", seen <= bar, f"{seen:.2f} {unit}, bar {bar:g} {unit}") for name, seen, bar, unit in rows]
