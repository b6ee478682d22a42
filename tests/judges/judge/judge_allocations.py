"""PyYAML and Python's own `ipaddress` read the allocations of blueprints and cases: networks lie apart, each holds its subnets and they lie apart, front ends lie in the ingress subnet."""
import ipaddress
import itertools

import yaml

from tree import INSTALLED, JUDGES, NothingToJudge

ROOT = JUDGES.parent.parent
DAYS = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}


def judge(project, full):
    files = [*sorted((ROOT / "blueprints").glob("*.allocations.yaml")), *sorted((INSTALLED / "cases").glob("*.allocations.yaml"))]
    if not files:
        raise NothingToJudge("no *.allocations.yaml")
    return [f"{file.name}: {line}" for file in files for line in faults(file.read_text())]


def faults(text):
    """What of it no network could be made of."""
    given = yaml.safe_load(text)
    of = {kind: {key.split("/", 1)[1]: value for key, value in given.items() if key.startswith(f"{kind}/")} for kind in ("network", "subnet", "address", "priority", "place", "tier", "window")}
    if others := given.keys() - {f"{kind}/{key}" for kind, entries in of.items() for key in entries}:
        yield f"unknown: {sorted(others)}"
    if list(given) != sorted(given):
        yield "not sorted"
    yield from (f"{kind} {key} {name!r} is no name" for kind in ("place", "tier") for key, name in of[kind].items() if not (isinstance(name, str) and name.isalnum() and name.islower()))
    for platform, entries in itertools.groupby(sorted(of["window"].items()), key=lambda entry: entry[0].split("/")[0]):
        regions = {}  # clusters side by side may share days, those of two regions do not
        for key, day in entries:
            regions.setdefault(key.split("/")[1], set()).add(day)
        days = [day for own in regions.values() for day in sorted(own)]
        if not set(days) <= DAYS or len(set(days)) < min(len(days), len(DAYS)):
            yield f"days of {platform}: {days}"
    networks, subnets = ({key: ipaddress.ip_network(range) for key, range in of[kind].items()} for kind in ("network", "subnet"))
    yield from overlaps(networks)
    for site, network in networks.items():
        own = {key: range for key, range in subnets.items() if key.startswith(f"{site}/")}
        yield from overlaps(own)
        yield from (f"{key} {range} lies outside of {network}" for key, range in own.items() if not range.subnet_of(network))
    for key, address in of["address"].items():
        ingress = subnets.get(f"{key.rsplit('/', 1)[0]}/ingress")
        hosts = list(ingress.hosts())[3:] if ingress else None  # Azure keeps the first four addresses and the last
        if hosts and ipaddress.ip_address(address) not in hosts:
            yield f"{key} {address} cannot be had in {ingress}"
    for site, entries in itertools.groupby(sorted(of["priority"].items()), key=lambda entry: entry[0].rsplit("/", 1)[0]):
        numbers = [number for _, number in entries]
        if len(set(numbers)) < len(numbers) or not all(1 <= number < 20000 for number in numbers):
            yield f"priorities of {site}: {numbers}"


def overlaps(ranges):
    return [f"{one} and {other} overlap" for (one, left), (other, right) in itertools.combinations(ranges.items(), 2) if left.overlaps(right)]


GOOD = """\
address/live/westeurope/ingress: 10.0.2.4
network/dev/westeurope: 10.0.16.0/20
network/live/westeurope: 10.0.0.0/20
place/common: westeurope
priority/live/westeurope/production: 1000
subnet/live/westeurope/ingress: 10.0.2.0/28
subnet/live/westeurope/nodes: 10.0.0.0/24
window/live/northeurope: tuesday
window/live/westeurope: sunday
window/live/westeurope/one: monday
window/live/westeurope/two: monday
"""


def selftest():
    findings = [f"the good one is rejected: {line}" for line in faults(GOOD)]
    for old, new, expected in [
        ("10.0.16.0/20", "10.0.8.0/21", "overlap"),
        ("10.0.2.0/28", "10.0.32.0/28", "lies outside of"),
        ("10.0.2.0/28", "10.0.0.0/28", "overlap"),
        ("10.0.2.4", "10.0.2.3", "cannot be had"),
        ("production: 1000", "production: 20000", "priorities of"),
        ("priority/live", "other/live", "unknown"),
        ("network/dev", "tnetwork/dev", "not sorted"),
        ("common: westeurope", "common: West Europe", "is no name"),
        ("northeurope: tuesday", "northeurope: sunday", "days of live"),
        ("westeurope: sunday", "westeurope: someday", "days of live"),
        ("one: monday", "one: tuesday", "days of live"),
    ]:
        said = list(faults(GOOD.replace(old, new, 1)))
        findings += [] if any(expected in line for line in said) else [f"not rejected: {old} -> {new}: {said}"]
    return findings
