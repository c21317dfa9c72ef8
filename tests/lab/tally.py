"""Judged answers -> checks that hold or not, and the report that shows them; pure but for the printing by its caller."""

import math
from collections import Counter
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Check:
    """One bar: what is asked, what was seen."""

    name: str
    ok: bool
    seen: str


@dataclass(frozen=True)
class Judged:
    answer: object
    judgement: object

    @property
    def scenario(self):
        return self.answer.run.scenario


def wilson(hits, n, z=1.96):
    """The 95 % interval of a share."""
    if n == 0:
        return 0.0, 1.0
    p, d = hits / n, 1 + z * z / n
    middle, half = (p + z * z / (2 * n)) / d, z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / d
    return max(0.0, middle - half), min(1.0, middle + half)


def group(judged, key):
    groups = {}
    for j in judged:
        groups.setdefault(key(j), []).append(j)
    return groups


def kinds(judged):
    return Counter(j.judgement.kind for j in judged)


def scenario_name(j):
    """The drawn homes count as one scenario."""
    return "healthy-world" if j.scenario.name.startswith("healthy-world-") else j.scenario.name


def scenario_check(row, name, judged):
    """The row's share is right, rounded down but never to nothing, and the others are only what the row allows them to be."""
    n, count = len(judged), kinds(judged)
    bad = [k for k in count if k not in row.rest | {"right", "wrong-side"}]  # wrong sides are counted over the row
    enough = count["right"] >= (max(1, math.floor(row.each * n + 1e-9)) if row.each else 0)
    others = ", ".join(f"{v} {k}" for k, v in sorted(count.items()) if k != "right")
    return Check(name, enough and not bad, f"{count['right']} of {n} right" + (f", {others}" if others else ""))


def row_checks(row, judged):
    """Every scenario of the row, then the wrong sides over all of it."""
    checks = [scenario_check(row, name, of) for name, of in group(judged, scenario_name).items()]
    n, wrong = len(judged), kinds(judged)["wrong-side"]
    allowed = math.floor(row.wrong * n + 1e-9)
    return [*checks, Check(f"{row.name}: wrong side", wrong <= allowed, f"{wrong} of {n}, {allowed} allowed")]


def times(judged, clocks):
    """(clock, n, median ms, max ms, bar ms, slowest run) of every clock that was used; failed runs have no time."""
    table = []
    for clock, of in group([j for j in judged if not j.answer.failure], lambda j: j.scenario.clock).items():
        slowest = max(of, key=lambda j: j.answer.guest_ms)
        ms = [j.answer.guest_ms for j in of]
        table.append((clock, len(of), median(ms), max(ms), clocks[clock], slowest.answer.run.id))
    return sorted(table)


def time_checks(judged, clocks):
    return [Check(f"time, {clock}", top <= bar, f"at most {top / 1000:.2f} s ({which}), median {mid / 1000:.2f} s, bar {bar / 1000:g} s")
            for clock, _, mid, top, bar, which in times(judged, clocks)]


def contact_checks(answers):
    """Contacted within planned in every run that was watched; and every run was."""
    watched = [a for a in answers if a.unplanned is not None]
    beyond = [f"{a.run.id}: {'; '.join(a.unplanned)}" for a in watched if a.unplanned]
    return [
        Check("contacted within planned", not beyond, "\n    ".join(beyond) or f"{len(watched)} runs"),
        Check("every run was watched", len(watched) == len(answers), f"{len(watched)} of {len(answers)}"),
    ]


def cost_check(what, seen, bar, unit):
    return Check(what, seen <= bar, f"{seen:.2f} {unit}, bar {bar:g} {unit}")


def report(plan, judged, checks):
    """The text: rows, confusion, times, misses, checks that do not hold."""
    lines = ["", f"{'':38} {'n':>4} {'right':>6} {'95 %':>9} {'wrong':>6} {'undec.':>6} {'missed':>6} {'other':>6} {'failed':>6}   bar"]
    by_row = group(judged, lambda j: j.scenario.row)
    for row in plan.rows.values():
        if row.name not in by_row:
            continue
        lines.append(row.title)
        bar = f"{100 * row.each:g} % right" if row.each else "any"
        bar += f", wrong at most {100 * row.wrong:g} %" if row.wrong else ", wrong 0"
        for name, of in group(by_row[row.name], scenario_name).items():
            count, n = kinds(of), len(of)
            low, high = wilson(count["right"], n)
            ok = "ok  " if scenario_check(row, name, of).ok else "MISS"
            lines.append(f"  {name:36} {n:4} {count['right']:6} {100 * low:4.0f}-{100 * high:<4.0f} {count['wrong-side']:6} "
                         f"{count['undecided']:6} {count['missed']:6} {count['other']:6} {count['failed']:6}   {ok} {bar}")
    lines += ["", "Confusion: expected -> got (times)"]
    for expected, of in sorted(group(judged, lambda j: j.scenario.expected).items()):
        got = Counter(j.judgement.got for j in of)
        lines.append(f"  {expected} ({len(of)}): " + ", ".join(f"{k} {v}" for k, v in got.most_common()))
    lines += ["", "Time to the verdict, guest seconds: n, median, max, bar"]
    for clock, n, mid, top, bar, which in times(judged, plan.clocks):
        lines.append(f"  {clock:10} {n:4}  {mid / 1000:6.2f}  {top / 1000:6.2f}  {bar / 1000:g}   slowest: {which}")
    misses = [j for j in judged if j.judgement.kind != "right"]
    if misses:
        lines += ["", "Not right:"]
    for j in misses:
        lines.append(f"  {j.answer.run.id}: {j.judgement.kind}, got {j.judgement.got}" + (f" ({j.judgement.why})" if j.judgement.why else ""))
    broken = [c for c in checks if not c.ok]
    if broken:
        lines += ["", "Bars that do not hold:"]
    lines += [f"  {c.name}: {c.seen}" for c in broken]
    return "\n".join(lines)


def as_json(judged, checks):
    return {
        "checks": [vars(c) for c in checks],
        "runs": [{
            "scenario": j.scenario.name, "seed": j.answer.run.seed, "expected": j.scenario.expected,
            "kind": j.judgement.kind, "got": j.judgement.got, "why": j.judgement.why,
            "exit_code": j.answer.exit_code, "guest_ms": j.answer.guest_ms,
            "took_ms": (j.answer.report or {}).get("took_ms"),
        } for j in judged],
    }
