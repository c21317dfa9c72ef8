"""Runs in guests: which runs share one, booting it, and bringing home what each run left.

A run that got no answer is an Answer with a `failure`: it is counted, never dropped.
"""

import json
import os
import shlex
import shutil
import subprocess
import tempfile
import threading
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import contacts

HERE = Path(__file__).resolve().parent
NOT_RUN = "was not run"
CHUNK = 10  # runs a guest: a boot costs as much as one or two runs, a lost guest loses at most these
BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"  # never printed, whatever a network is called
BOOT_S, RUN_S = 150, 60  # real time allowed


@dataclass
class Answer:
    """What came of a run."""

    run: object
    report: dict | None = None
    exit_code: int | None = None
    guest_ms: float | None = None
    failure: str | None = None
    unplanned: tuple | None = None  # whom it contacted although the plan does not name them; None where nobody watched


def batches(runs):
    """Runs of one world together, in chunks; a `fresh` run alone."""
    runs = list(runs)
    alone = [[r] for r in runs if r.scenario.fresh]
    shared = sorted((r for r in runs if not r.scenario.fresh), key=lambda r: r.world)
    together = []
    for _, group in groupby(shared, key=lambda r: r.world):
        group = list(group)
        pieces = -(-len(group) // CHUNK)
        together += [group[i::pieces] for i in range(pieces)]
    return sorted(together, key=len, reverse=True) + alone


def plan_text(runs):
    lines = []
    for run in runs:
        s = run.scenario
        words = [run.id, str(run.seed), str(s.delay(run.seed)), ";".join(s.steps), *s.args]
        lines.append("run " + shlex.join(words))
    return "\n".join(lines) + "\n"


def boot(runs, binary, keep, record, watch, live):
    """One guest with these runs. Returns the answers that there are, by id."""
    out = Path(tempfile.mkdtemp(prefix="wifidoc-lab."))
    try:
        (out / "plan").write_text(plan_text(runs))
        env = dict(os.environ) | dict(runs[0].world) | {"LAB_OUT": str(out), "LAB_BIN": str(binary)}
        env |= {"LAB_RECORD": "1" if record else "", "LAB_CONTACTS": "1" if watch else ""}
        limit = BOOT_S + RUN_S * len(runs)
        command = [HERE / "lab-run.sh", "-v", "-t", str(limit), shlex.quote(str(HERE / "guest.sh"))]
        guest = subprocess.Popen(command, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                 stderr=subprocess.PIPE, text=True, errors="replace")
        live.add(guest)
        _, said = guest.communicate()
        live.discard(guest)
        answers = {run.id: read(run, out) for run in runs}
        if keep:
            for file in out.iterdir():
                shutil.copy(file, Path(keep) / file.name) if file.name != "plan" else None
        last = ([x for x in said.splitlines() if x.strip() and not x.startswith("==>")] or ["no word"])[-1]
        return {k: a for k, a in answers.items() if a}, f"guest ended with {guest.returncode}: {last}"
    finally:
        shutil.rmtree(out, ignore_errors=True)


def read(run, out):
    """The answer of a run from the files it left, None when it was not made."""
    meta = out / f"{run.id}.meta"
    if not meta.exists():
        return None
    words = meta.read_text().split()
    if words[:1] == ["setup"]:
        return Answer(run, failure="lab: " + " ".join(words[1:]))
    code, start, end = map(int, words)
    answer = Answer(run, exit_code=code, guest_ms=(end - start) / 1e6)
    if code in (124, 137):
        answer.failure = "the tool did not end in time"
        return answer
    try:
        answer.report = json.loads((out / f"{run.id}.json").read_text())
        if found := unclean(answer.report):
            answer.failure = "prints as it is: " + ", ".join(f"U+{ord(c):04X}" for c in sorted(found))
    except ValueError:
        error = (out / f"{run.id}.err").read_text(errors="replace").strip().splitlines()
        answer.failure = f"no JSON, exit code {code}: {error[-1][:200] if error else 'no message'}"
    parts = [out / f"{run.id}.{part}" for part in ("plan", "known", "contacts")]
    if all(part.exists() for part in parts):
        answer.unplanned = tuple(contacts.unplanned(*(p.read_text(errors="replace") for p in parts), answer.report))
    return answer


def unclean(value):
    """Characters in any text of a report that may move a cursor or turn its direction."""
    if isinstance(value, dict):
        return unclean([*value.keys(), *value.values()])
    if isinstance(value, list):
        return set().union(*map(unclean, value))
    if isinstance(value, str):
        return {c for c in value if c in BIDI or (unicodedata.category(c) == "Cc" and c not in "\n\t")}
    return set()


def run_all(runs, binary, jobs, keep=None, record=False, watch=False, progress=lambda answer: None):
    """Every run's answer. A guest that ended early gives its remaining runs to a new one, once it got anywhere."""
    answers, lock, live, stop = {}, threading.Lock(), set(), threading.Event()

    def work(batch):
        todo = list(batch)
        while todo and not stop.is_set():
            got, why = boot(todo, binary, keep, record, watch, live)
            left = [r for r in todo if r.id not in got]
            if left and not got:  # this guest brought nothing: its first run is to blame
                got = {left[0].id: Answer(left[0], failure=why)}
                left = left[1:]
            todo = left
            with lock:
                answers.update(got)
                for answer in got.values():
                    progress(answer)

    with ThreadPoolExecutor(jobs) as pool:
        futures = [pool.submit(work, b) for b in batches(runs)]
        try:
            for future in futures:
                future.result()
        except BaseException:
            stop.set()
            for guest in list(live):
                guest.terminate()
            raise
    return [answers.get(r.id) or Answer(r, failure=NOT_RUN) for r in runs]
