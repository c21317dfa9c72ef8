"""scenarios.toml as values: rows, scenarios, and the single runs that they ask for.

Apart from the running and judging, so that the file can be checked without a guest.
"""

import random
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
SEVERITIES = ["hint", "problem", "hard"]
LAYERS = {"host", "radio", "joining", "addresses", "router", "line", "names", "web", "throughput", "service"}
STATES = {"healthy", "problem", "inconclusive"}
EXIT_OF_SIDE = {"computer": 1, "wifi": 1, "router": 1, "line": 3, "far-end": 3}
# What a run that is not right may be called; see judge.py.
MISSES = {"wrong-side", "undecided", "missed", "other", "failed"}


class BadFile(Exception):
    """scenarios.toml says something that cannot be meant."""


@dataclass(frozen=True)
class Row:
    """A line of the report: what is asked of its scenarios."""

    name: str
    title: str
    each: float = 1.0  # least share right, of every scenario
    wrong: float = 0.0  # largest share with the wrong side, over the row
    rest: frozenset = frozenset(MISSES - {"failed"})  # what the others may be


@dataclass(frozen=True)
class Scenario:
    name: str
    row: str
    seeds: int
    world: dict = field(default_factory=dict)
    vary: tuple = ({},)  # seed k lives in the world changed by vary[(k - 1) % len]
    steps: tuple = ()
    args: tuple = ()
    start_delay_s: tuple = (0.5, 0.5)  # the tool starts this long after the last step: from, to
    quick: int = 1  # seeds in a quick run
    fresh: bool = False  # every run in a guest of its own
    clock: str = "healthy"  # which time bar holds: healthy, fault, joining
    # what is right
    states: tuple = ("healthy",)
    causes: tuple = ()
    sides: tuple = ()
    severity: str = "hint"  # at least, of the root cause
    findings: tuple = ()  # all of them must be found
    named: tuple = ()  # all of them must be the cause or contributors
    never_alone: tuple = ()  # as a cause, wrong unless all of `named` are named
    quiet: bool = False  # nothing must be found, not even a hint
    untested: tuple = ()  # layers that the report must call untested because of the cause

    @property
    def expected(self):
        return "|".join(self.causes) or "healthy"

    def delay(self, seed):
        low, high = self.start_delay_s
        return round(low + (high - low) * ((seed * 0.6180339887) % 1), 3)


@dataclass(frozen=True)
class Run:
    scenario: Scenario
    seed: int
    world: tuple  # sorted (name, value) pairs

    @property
    def id(self):
        return f"{self.scenario.name}.{self.seed}"


@dataclass(frozen=True)
class Plan:
    rows: dict
    scenarios: list
    clocks: dict  # name -> milliseconds
    host: dict
    sides: dict  # code -> side
    quick_worlds: int  # healthy worlds of a quick run


KEYS = {"name", "row", "seeds", "quick", "world", "vary", "steps", "args", "start_delay_s", "fresh", "clock",
        "state", "cause", "side", "severity", "findings", "named", "never_alone", "untested", "quiet"}


def listed(value):
    return tuple(value) if isinstance(value, list) else (value,)


def scenario(raw, sides):
    name = raw.get("name", "?")
    if unknown := set(raw) - KEYS:
        raise BadFile(f"{name}: unknown key {', '.join(sorted(unknown))}")
    for key in ("name", "row"):
        if key not in raw:
            raise BadFile(f"{name}: no {key}")
    causes = listed(raw["cause"]) if "cause" in raw else ()
    states = listed(raw.get("state", "problem" if causes else "healthy"))
    for code in causes + listed(raw.get("findings", [])) + listed(raw.get("named", [])):
        if code not in sides:
            raise BadFile(f"{name}: {code} is not in [sides]")
    delay = raw.get("start_delay_s", 0.5)
    return Scenario(
        name=name,
        row=raw["row"],
        seeds=raw.get("seeds", 1),
        world={k: str(v) for k, v in raw.get("world", {}).items()},
        vary=tuple({k: str(v) for k, v in w.items()} for w in raw.get("vary", [{}])),
        steps=listed(raw.get("steps", [])),
        args=listed(raw.get("args", [])),
        start_delay_s=tuple(delay) if isinstance(delay, list) else (delay, delay),
        quick=raw.get("quick", 1),
        fresh=raw.get("fresh", False),
        clock=raw.get("clock", "fault" if "problem" in states else "healthy"),
        states=states,
        causes=causes,
        sides=listed(raw["side"]) if "side" in raw else tuple(dict.fromkeys(sides[c] for c in causes)),
        severity=raw.get("severity", "problem" if causes else "hint"),
        findings=listed(raw.get("findings", [])),
        named=listed(raw.get("named", [])),
        never_alone=listed(raw.get("never_alone", [])),
        untested=listed(raw.get("untested", [])),
        quiet=raw.get("quiet", False),
    )


def healthy_worlds(raw, count):
    """Homes without a fault, drawn from a seed: each is a scenario of one run."""
    for n in range(1, count + 1):
        draw = random.Random(f"{raw['seed']}/{n}")
        band = draw.choice(["2", "5"])
        width = draw.choice(raw["widths"][band])
        mode = draw.choice(raw["modes"][str(width)])
        rtt = draw.uniform(*raw["rtt_ms"])
        radio = min(draw.uniform(*raw["radio_ms"]), rtt / 4)
        line = (rtt - 2 * radio) / 2
        far = line * draw.uniform(0.2, 0.5)
        rate = round(draw.uniform(*raw["rate_mbit"]))
        near = [f"{draw.choice(raw['neighbour_channels'][band])}:Neighbour-{k}:{draw.randint(*raw['neighbour_dbm'])}"
                for k in range(draw.randint(0, 3))]
        world = {
            "BAND": band,
            "CHAN": draw.choice(raw["channels"][band]),
            "WIDTH": width,
            "MODE": mode,
            "SEC": draw.choice(raw["security"]),
            "V6": draw.choice(raw["v6"]),
            "PING": draw.choice(raw["ping"]),
            "AP_RSSI": draw.randint(*raw["signal_dbm"]),
            "NEIGH": " ".join(near),
            "AIR": f"delay {radio:.2f}ms rate {draw.choice(raw['radio_mbit'])}mbit limit 300",
            "WAN": f"delay {line - far:.2f}ms rate {rate}mbit limit 300",
            "FAR": f"{far:.2f}ms",
        }
        yield Scenario(name=f"healthy-world-{n}", row=raw["row"], seeds=1, fresh=True,
                       world={k: str(v) for k, v in world.items()})


def load(path=HERE / "scenarios.toml", worlds=None):
    """The whole file. `worlds`: how many healthy worlds instead of the file's count."""
    raw = tomllib.loads(Path(path).read_text())
    sides = raw["sides"]
    if unknown := set(sides.values()) - set(EXIT_OF_SIDE):
        raise BadFile(f"[sides]: unknown side {', '.join(sorted(unknown))}")
    rows = {r["name"]: Row(**{**r, "rest": frozenset(r.get("rest", MISSES - {"failed"}))}) for r in raw["row"]}
    scenarios = [scenario(s, sides) for s in raw["scenario"]]
    many = raw["healthy_worlds"]
    scenarios += healthy_worlds(many, many["count"] if worlds is None else worlds)
    plan = Plan(rows, scenarios, raw["clocks"], raw["host"], sides, many["quick"])
    check(plan)
    return plan


def check(plan):
    """Raises BadFile with everything that is wrong."""
    bad, names = [], [s.name for s in plan.scenarios]
    faults, settings = known_faults(), known_settings()
    bad += [f"{n}: twice" for n in sorted({n for n in names if names.count(n) > 1})]
    for s in plan.scenarios:
        if s.row not in plan.rows:
            bad.append(f"{s.name}: no row {s.row}")
        if not set(s.states) <= STATES:
            bad.append(f"{s.name}: unknown state in {s.states}")
        if s.clock not in plan.clocks:
            bad.append(f"{s.name}: no clock {s.clock}")
        if s.severity not in SEVERITIES:
            bad.append(f"{s.name}: no severity {s.severity}")
        if not set(s.sides) <= set(EXIT_OF_SIDE):
            bad.append(f"{s.name}: unknown side in {s.sides}")
        bad += [f"{s.name}: no layer {layer}" for layer in s.untested if layer not in LAYERS]
        if not re.fullmatch(r"[a-z0-9-]+", s.name):
            bad.append(f"{s.name}: names are of a-z 0-9 -")
        bad += [f"{s.name}: no fault {step.split()[0]}" for step in s.steps if step.split()[0] not in faults | {"wait"}]
        bad += [f"{s.name}: no setting {k}" for w in (s.world, *s.vary) for k in w if k not in settings]
    bad += [f"row {name}: no scenario" for name in plan.rows if not any(s.row == name for s in plan.scenarios)]
    bad += [f"row {r.name}: unknown miss {m}" for r in plan.rows.values() for m in r.rest - MISSES]
    if bad:
        raise BadFile("\n".join(bad))


def known_faults():
    text = (HERE / "lab.sh").read_text() + (HERE / "faults.sh").read_text()
    return set(re.findall(r"^  ([a-z][a-z0-9-]*)\) ", text, re.M))


def known_settings():
    line = re.search(r'^SETTINGS="(.*)"$', (HERE / "lab.sh").read_text(), re.M)
    return set(line[1].split())


def runs_of(scenario, seeds=None, quick=False):
    """Its runs: all the file asks for, at most `seeds` of them, or those of a quick run."""
    count = scenario.quick if quick else scenario.seeds
    for seed in range(1, min(count, count if seeds is None else seeds) + 1):
        world = scenario.world | scenario.vary[(seed - 1) % len(scenario.vary)]
        yield Run(scenario, seed, tuple(sorted(world.items())))
