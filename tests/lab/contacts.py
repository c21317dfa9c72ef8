"""Did a run contact anybody whom `wifidoc --dry-run` had not named? The dry run's page against what left the station; pure.

The page names addresses, hosts, and templates in angle brackets. What a template stands for is known from the guest (its
routes, resolvers, lease and links) and, for what only shows itself on the way, from the run's own report.
"""

import ipaddress
import re
from dataclasses import dataclass, field

# What the templates of the English page stand for: a field of Known, or nobody new (the same far ends by another way).
TEMPLATES = {
    "<router>": "routers",
    "<other devices of the network that could be the router>": "links",
    "<first device beyond the router>": "hops",
    "<the resolvers that this computer uses>": "resolvers",
    "<those that the router gives>": "given",
    "<whoever the network says can tell whether you have to sign in>": "announced",
    "<the proxies that this computer is set to use>": "proxies",
    "<each other interface with a way out>": None,
    "<the VPN, if one is up>": None,
}


@dataclass
class Known:
    """Whom each template means in one run."""

    routers: set = field(default_factory=set)
    links: list = field(default_factory=list)  # networks
    hops: set = field(default_factory=set)
    resolvers: set = field(default_factory=set)
    given: set = field(default_factory=set)
    proxies: set = field(default_factory=set)
    announced: set = field(default_factory=set)
    names: dict = field(default_factory=dict)  # host -> addresses


def address(text):
    try:
        return ipaddress.ip_address(text.split("%")[0])
    except ValueError:
        return None


def known(facts, report):
    """From the lines that guest.sh wrote before the run, and from the report."""
    k = Known()
    of = {"router": k.routers, "resolver": k.resolvers, "given": k.given}
    for line in facts.splitlines():
        kind, _, value = line.partition(" ")
        if kind == "link":
            k.links.append(ipaddress.ip_interface(value.strip()).network)
        elif kind in of and (ip := address(value.strip())):
            of[kind].add(ip)
        elif kind == "name":
            host, *ips = value.strip().split(",")
            k.names.setdefault(host, set()).update(a for a in map(address, ips) if a)
    evidence = (report or {}).get("evidence") or {}

    def data(*path):
        at = evidence
        for key in path:
            at = at.get(key) or {}
            if "state" in at:
                at = at["data"] if at["state"] == "measured" else {}
        return at or []

    k.hops |= {a for hop in data("latency", "hops") if (a := address(hop.get("ip") or "")) and hop["distance"] > 1}
    announced = data("web", "announced")
    k.announced |= {a} if announced and (a := address(announced.get("ip") or "")) else set()
    for proxy in data("between", "proxies"):
        k.proxies |= {a} if (a := address(proxy["host"])) else k.names.get(proxy["host"], set())
    service = data("service")
    for page in [*data("web", "sign_in"), *([service] if service else [])]:  # who answers for a name is what the resolvers say
        if a := address(page.get("ip") or ""):
            k.names.setdefault(page["host"], set()).add(a)
    return k


def planned(page, k):
    """Addresses and networks that the page allows, and what of it was not understood."""
    whom = " ".join(" ".join(re.findall(r"Whom:(.*?)How much:", page, re.S)).split())
    ips, networks, strange = set(), [], []
    for template in re.findall(r"<[^>]*>", whom):
        if template not in TEMPLATES:
            strange.append(template)
        elif (meant := TEMPLATES[template]) == "links":
            networks.extend(k.links)
        elif meant:
            ips |= getattr(k, meant)
    for word in re.split(r"[\s,;()]+", re.sub(r"<[^>]*>", " ", whom)):
        if ip := address(word) or address(word.rpartition(":")[0].strip("[]")):
            ips.add(ip)
        ips |= k.names.get(word, set()) | k.names.get(word.rpartition(":")[0], set())
    return ips, networks, strange


def left_station(listing):
    """From `nft list table`, whose sets hold them: {address: {protocol and port}}."""
    seen = {}
    for elements in re.findall(r"elements = \{(.*?)\}", listing, re.S):
        for element in elements.split(","):
            ip, *how = [part.strip() for part in element.split(" . ")]
            if a := address(ip):
                seen.setdefault(a, set()).add(" ".join(how) or "other")
    return seen


def unplanned(page, facts, listing, report):
    """Whoever was contacted and is not named, and templates that nobody can tell the meaning of; nothing when all is well."""
    ips, networks, strange = planned(page, known(facts, report))
    bad = [f"nobody knows who {t} is" for t in strange]
    if "Whom:" not in page:
        bad.append("no plan was printed")
    for ip, how in sorted(left_station(listing).items(), key=lambda x: str(x[0])):
        if not (ip.is_loopback or ip in ips or any(ip in n for n in networks if n.version == ip.version)):
            bad.append(f"{ip} ({', '.join(sorted(how)[:6])})")
    return bad
