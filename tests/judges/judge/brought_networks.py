"""A network that is brought, as it must not be: the preflight says what of it is in the way."""
import re

from standing import SUBSCRIPTION


def in_the_way(tree):
    """The network of the first site that brings one, with room for one subnet alone, where another stands, and a peer with the services' range; and what must be said of it. Nothing where none is brought."""
    for file in sorted((tree.scripts / "settings").glob("*.sh")):
        said = dict(re.findall(r"^readonly (\w+)='?([^'\n]*)", file.read_text(), re.MULTILINE))
        block = re.search(r"^readonly SUBNETS=\(\n.*?\n\)", file.read_text(), re.MULTILINE | re.DOTALL)
        if not block:
            continue
        (first, prefix), (second, _), *_ = re.findall(r"^  '(\S+) (\S+)'$", block[0], re.MULTILINE)
        cluster = next(each for each in sorted((tree.scripts / "settings/clusters").glob("*.sh")) if each.stem in file.read_text())
        services = re.search(r"^readonly SERVICE_RANGE=(\S+)", cluster.read_text(), re.MULTILINE)[1]
        identifier = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{said['VNET_GROUP']}/providers/Microsoft.Network/virtualNetworks/{said['NETWORK']}"
        peer = {"name": "others", "properties": {"remoteAddressSpace": {"addressPrefixes": ["fd00:db8::/48", services]}}}
        other = {"name": "others", "properties": {"addressPrefixes": [prefix, "fd00:db8:1::/64"]}}
        space = {"addressSpace": {"addressPrefixes": [prefix, "fd00:db8:1::/48"]}, "subnets": [other], "virtualNetworkPeerings": [peer]}
        found = [f"the subnet others ({prefix}) of {said['NETWORK']} lies where {first}", f"the subnet {second} (", f"{cluster.stem} keeps {services} to itself"]
        return {identifier.lower(): {"id": identifier, "location": said["LOCATION"], "properties": space}}, found
    return {}, []
