"""Network policies as Cilium enforces them: whether one party may connect to another.

What no policy selects in a direction is open in it; what one selects is closed but for what a rule of any of them opens. A connection needs both ends. An
`ipBlock` is for what runs outside the cluster: it selects no pod and no node, whatever their addresses.
"""
import dataclasses
import ipaddress

KNOWN = {"podSelector", "policyTypes", "ingress", "egress"}


@dataclasses.dataclass(frozen=True)
class Pod:
    """Something that runs in the cluster; `ports` are those that its containers name."""

    name: str
    namespace: str
    labels: tuple = ()
    ports: tuple = ()


@dataclasses.dataclass(frozen=True)
class Outside:
    """An address that is neither a pod's nor a node's of this cluster."""

    name: str
    address: str


@dataclasses.dataclass(frozen=True)
class Node:
    """A node of the cluster."""

    name: str = "a node"


class Policies:
    """All policies of a cluster, and the labels of its namespaces."""

    def __init__(self, namespaces, policies):
        self.namespaces = namespaces
        self.policies = policies
        for policy in policies:
            if unknown := policy["spec"].keys() - KNOWN:
                raise ValueError(f"a policy says {', '.join(sorted(unknown))}, which is not understood here")

    def connects(self, source, destination, port, protocol):
        """Whether a connection is let out at its start and in at its end."""
        out = not isinstance(source, Pod) or self.opens("Egress", source, destination, destination, port, protocol)
        return out and (not isinstance(destination, Pod) or self.opens("Ingress", destination, source, destination, port, protocol))

    def opens(self, direction, pod, peer, destination, port, protocol):
        applied = [policy for policy in self.policies if direction in policy_types(policy["spec"]) and self.applies(policy, pod)]
        rules = [(policy, rule) for policy in applied for rule in policy["spec"].get(direction.lower()) or []]
        return not applied or any(self.rule_opens(policy, rule, direction, peer, destination, port, protocol) for policy, rule in rules)

    @staticmethod
    def applies(policy, pod):
        return policy["metadata"]["namespace"] == pod.namespace and selects(policy["spec"]["podSelector"], dict(pod.labels))

    def rule_opens(self, policy, rule, direction, peer, destination, port, protocol):
        peers = rule.get("from" if direction == "Ingress" else "to")
        to_peer = not peers or any(self.is_peer(policy, block, peer) for block in peers)
        ports = rule.get("ports")
        return to_peer and (not ports or any(is_port(entry, destination, port, protocol) for entry in ports))

    def is_peer(self, policy, block, peer):
        if "ipBlock" in block:
            return isinstance(peer, Outside) and holds(block["ipBlock"], peer.address)
        if not isinstance(peer, Pod):
            return False
        # Side by side both must agree; a selector of pods alone is for those of the policy's own namespace.
        of_namespace = block.get("namespaceSelector")
        here = peer.namespace == policy["metadata"]["namespace"] if of_namespace is None else selects(of_namespace, self.namespaces.get(peer.namespace, {}))
        return here and selects(block.get("podSelector", {}), dict(peer.labels))


def policy_types(spec):
    """Where a policy does not say it: what comes in, and what goes out if it has rules for that."""
    return spec.get("policyTypes") or ["Ingress", *(["Egress"] if spec.get("egress") else [])]


def selects(selector, labels):
    if any(labels.get(key) != value for key, value in (selector.get("matchLabels") or {}).items()):
        return False
    return all(agrees(each, labels) for each in selector.get("matchExpressions") or [])


def agrees(expression, labels):
    key, values = expression["key"], expression.get("values") or []
    return {
        "Exists": key in labels,
        "DoesNotExist": key not in labels,
        "In": labels.get(key) in values,
        "NotIn": labels.get(key) not in values,
    }[expression["operator"]]


def holds(block, address):
    inside = [ipaddress.ip_address(address) in ipaddress.ip_network(cidr) for cidr in [block["cidr"], *(block.get("except") or [])]]
    return inside[0] and not any(inside[1:])


def is_port(entry, destination, port, protocol):
    if entry.get("protocol", "TCP") != protocol:
        return False
    if "port" not in entry:
        return True
    first = entry["port"]
    if isinstance(first, str):
        first = dict(destination.ports).get(first) if isinstance(destination, Pod) else None
    return first is not None and first <= port <= entry.get("endPort", first)
