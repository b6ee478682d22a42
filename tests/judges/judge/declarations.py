"""What a blueprint declares about who reaches whom, as Python reads it: its apps in each environment, and what stands before their ingress."""
import dataclasses
import ipaddress

import yaml

from charts import merged
from tree import JUDGES, NothingToJudge

EXAMPLES = JUDGES.parent.parent / "blueprints"
# The pod itself, where a node is told who it is, and Azure's own way to it.
OF_NODES = ("127.0.0.0/8", "169.254.0.0/16", "168.63.129.16/32")


@dataclasses.dataclass(frozen=True)
class Front:
    """What requests come in by: `gateway`, `public` or `closed`, and whom the last lets in."""

    kind: str
    allowed: tuple = ()
    private_link: bool = False


class Declarations:
    def __init__(self, blueprint):
        self.blueprint = blueprint

    def app(self, name, environment):
        """An app as it is in an environment: what is written there replaces what is written for all, map by map."""
        app = dict(self.blueprint["apps"][name])
        return merged(app, (app.pop("environments", None) or {}).get(environment) or {})

    def calls(self, name, environment):
        return self.app(name, environment).get("calls") or []

    def reaches(self, name, environment, region):
        app = self.app(name, environment)
        app = merged(app, (app.get("perRegion") or {}).get(region) or {})
        return [(reach["range"], reach["port"]) for reach in app.get("reaches") or []]

    def platform(self, environment):
        return (self.blueprint["environments"][environment] or {}).get("platform") or environment

    def certificate(self, environment, platform, region):
        """Whether an environment has one there, out of the vault or issued."""
        return bool((self.blueprint["environments"][environment] or {}).get("certificate")) or self.issued(platform, region)

    def issued(self, platform, region):
        return self.setting(platform, region, "releases", "certificates")[0] is not None

    def levels(self, platform, region):
        """The settings that hold for a platform in a region, the nearest first."""
        of_platform = (self.blueprint.get("platforms") or {}).get(platform) or {}
        return [(of_platform.get("perRegion") or {}).get(region) or {}, of_platform, self.blueprint]

    def setting(self, platform, region, *path):
        """A choice as (name, what is written in it), from the nearest level that makes it."""
        for level in self.levels(platform, region):
            for step in path:
                level = (level or {}).get(step)
            if level is not None:
                return (level, {}) if isinstance(level, str) else next((key, value or {}) for key, value in level.items())
        return None, {}

    def watched(self, platform, region):
        """Whether something watches the clusters there from inside: the nearest level that says so, or says that nothing does."""
        said = [level["releases"]["monitoring"] for level in self.levels(platform, region) if "monitoring" in (level.get("releases") or {})]
        return bool(said and said[0])

    def front(self, platform, region):
        gateway, written = self.setting(platform, region, "edge", "gateway")
        kind = {None: "gateway", "applicationGateway": "gateway", "loadBalancer": "public", "none": "closed"}[gateway]
        door, _ = self.setting(platform, region, "edge", "global")
        return Front(kind, tuple(written.get("allowedFrom") or ()), kind == "closed" and door == "frontDoor")


def of(tree):
    """The declarations of the blueprint from which a tree was rendered: the file of its name beside it, or the example of that name."""
    for file in (tree.root.with_name(f"{tree.root.name}.yaml"), EXAMPLES / f"{tree.root.name}.yaml"):
        if file.exists():
            blueprint = yaml.safe_load(file.read_text())
            if "include" in blueprint:
                raise NothingToJudge(f"{file.name} is one of several files")
            return Declarations(blueprint)
    raise NothingToJudge(f"no blueprint beside {tree.root.name}, nor an example of its name")


def holds(cidr, address):
    return ipaddress.ip_address(address) in ipaddress.ip_network(cidr)


def opens(cidr, address):
    """Whether a range that an app reaches lets it to an address: to what is its node's own only where that itself is written."""
    named = ipaddress.ip_network(cidr)
    hidden = (own for own in map(ipaddress.ip_network, OF_NODES) if own != named and own.subnet_of(named))
    return holds(cidr, address) and not any(ipaddress.ip_address(address) in own for own in hidden)
