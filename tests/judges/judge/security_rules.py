"""Azure's security groups as Azure applies them: first match by priority, then the default rules. Inbound only."""
import dataclasses
import ipaddress

# What Azure appends to every group, in the order of their priorities.
DEFAULTS = [
    ("Allow", "*", "VirtualNetwork", "VirtualNetwork", "*"),
    ("Allow", "*", "AzureLoadBalancer", "*", "*"),
    ("Deny", "*", "*", "*", "*"),
]


@dataclasses.dataclass(frozen=True)
class Party:
    """One end of a connection: what it is called, its address, and the service tags that it falls under."""

    name: str
    address: str
    tags: frozenset = frozenset()


@dataclasses.dataclass(frozen=True)
class Rule:
    access: str
    protocol: str
    source: str
    destination: str
    ports: str

    def matches(self, source, destination, port):
        return _address(self.source, source) and _address(self.destination, destination) and _port(self.ports, port)


def rules(group):
    """The inbound rules of a predicted group, in the order in which Azure looks at them."""
    written = [rule["properties"] for rule in group["properties"].get("securityRules", [])]
    inbound = sorted((rule for rule in written if rule["direction"] == "Inbound"), key=lambda rule: rule["priority"])
    own = [Rule(r["access"], r["protocol"], source, r["destinationAddressPrefix"], r["destinationPortRange"]) for r in inbound for source in r.get("sourceAddressPrefixes") or [r["sourceAddressPrefix"]]]
    return own + [Rule(*default) for default in DEFAULTS]


def allows(group, source, destination, port):
    """Whether a group on the subnet of a destination lets a connection in."""
    return next(rule for rule in rules(group) if rule.matches(source, destination, port)).access == "Allow"


def _address(pattern, party):
    if pattern == "*":
        return True
    if pattern[0].isalpha():
        return pattern in party.tags
    return ipaddress.ip_address(party.address) in ipaddress.ip_network(pattern)


def _port(pattern, port):
    first, _, last = pattern.partition("-")
    return pattern == "*" or int(first) <= port <= int(last or first)
