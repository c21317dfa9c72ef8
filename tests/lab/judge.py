"""Is an answer right? One answer against what its scenario expects; pure.

right       all that the scenario asks for
wrong-side  a problem on a side that it is not on, any problem in a healthy world, or half of a double fault as if it were all
undecided   "inconclusive" where something definite is right
missed      "healthy" where there is a problem
other       the right side, but another cause, exit code, severity, a finding that is not there, or one where nothing is to be found
failed      no usable answer: the guest, the tool or the contract broke
"""

from dataclasses import dataclass

from scenarios import EXIT_OF_SIDE, SEVERITIES

HEAD = ("schema", "tool", "verdict", "contributors", "findings", "ruled_out", "not_tested", "started", "took_ms")
VERDICT = ("state", "cause", "side", "severity", "confidence", "candidates")


@dataclass(frozen=True)
class Judgement:
    kind: str
    got: str  # the cause, or healthy, inconclusive, failed
    why: str = ""


def judge(scenario, answer):
    if answer.failure:
        return Judgement("failed", "failed", answer.failure)
    if broken := contract(answer):
        return Judgement("failed", "failed", broken)
    verdict, report = answer.report["verdict"], answer.report
    state, cause = verdict["state"], verdict["cause"]
    got = cause or state
    contributors = report["contributors"]
    if state == "inconclusive" and state not in scenario.states:
        return Judgement("undecided", got, "candidates " + candidates(verdict))
    if state == "healthy" and state not in scenario.states:
        return Judgement("missed", got, above_hint(report))
    if state == "problem":
        if verdict["side"] not in scenario.sides:
            return Judgement("wrong-side", got, f"{verdict['side']} at {verdict['confidence']}")
        unnamed = [c for c in scenario.named if c not in [cause, *contributors]]
        if unnamed and cause in scenario.never_alone:
            return Judgement("wrong-side", got, f"alone, without {', '.join(unnamed)}")
        if cause not in scenario.causes:
            return Judgement("other", got, f"contributors {', '.join(contributors) or 'none'}")
        if unnamed:
            return Judgement("other", got, f"without {', '.join(unnamed)}")
        if SEVERITIES.index(verdict["severity"]) < SEVERITIES.index(scenario.severity):
            return Judgement("other", got, f"only a {verdict['severity']}")
    absent = [c for c in scenario.findings if c not in [f["code"] for f in report["findings"]]]
    if absent:
        return Judgement("other", got, f"does not find {', '.join(absent)}")
    if scenario.quiet and report["findings"]:
        return Judgement("other", got, "says " + ", ".join(f["code"] for f in report["findings"]))
    because = [n["layer"] for n in report["not_tested"] if n.get("because") == cause]
    tested = [layer for layer in scenario.untested if layer not in because]
    if tested:
        return Judgement("other", got, f"does not call {', '.join(tested)} untested because of it")
    return Judgement("right", got)


def contract(answer):
    """What the head of the report or the exit code breaks, empty when nothing."""
    report, code = answer.report, answer.exit_code
    missing = [k for k in HEAD if k not in report] if isinstance(report, dict) else ["everything"]
    missing = missing or [f"verdict.{k}" for k in VERDICT if k not in report["verdict"]]
    if missing:
        return f"the JSON lacks {', '.join(missing)}"
    verdict = report["verdict"]
    state, side = verdict["state"], verdict["side"]
    if state == "problem" and (side not in EXIT_OF_SIDE or verdict["cause"] is None or verdict["severity"] not in SEVERITIES):
        return f"a problem without cause, side or severity: {verdict}"
    want = {"healthy": 0, "inconclusive": 4}.get(state, EXIT_OF_SIDE.get(side))
    if want is None:
        return f"unknown state {state}"
    if code != want:
        return f"exit code {code} with {state}, {side}"
    if state != "problem" and verdict["cause"] is not None:
        return f"a cause with {state}"
    if state == "healthy" and (loud := above_hint(report)):
        return f"healthy, and yet {loud}"
    return ""


def above_hint(report):
    return ", ".join(f["code"] for f in report["findings"] if f["severity"] != "hint")


def candidates(verdict):
    return ", ".join(f"{c['code']} {c['weight']:.2f}" for c in verdict["candidates"]) or "none"
