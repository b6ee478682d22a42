"""What Azure refuses of DNS resolvers, their rulesets, and links of networks to zones and to rulesets."""
import ipaddress
import re

from refusal import Refusal, at, subnet_at
from store import get, resource_type

RESOLVERS, RULESETS = "microsoft.network/dnsresolvers", "microsoft.network/dnsforwardingrulesets"


def of_type(state, kind):
    return [resource for key, resource in state["resources"].items() if resource_type(key) == kind]


def subnets_of_endpoint(endpoint):
    configurations = at(endpoint, "properties.ipConfigurations")
    return [(at(each, "subnet.id") or "").lower() for each in ([endpoint["properties"]] if configurations is None else configurations)]


def resolver(state, path, body, old, brought):
    """A network has one resolver; an endpoint stands alone in a subnet for it, of a size that Azure takes, at an address that is free."""
    kind = resource_type(path)
    if kind == RESOLVERS:
        network = (at(body, "properties.virtualNetwork.id") or "").lower()
        if any(other["id"].lower() != path.lower() and (at(other, "properties.virtualNetwork.id") or "").lower() == network for other in of_type(state, RESOLVERS)):
            raise Refusal(400, "BadRequest", f"The virtual network {network} has a DNS resolver already.")
    if kind not in (f"{RESOLVERS}/inboundendpoints", f"{RESOLVERS}/outboundendpoints"):
        return
    for identifier in subnets_of_endpoint(body):
        subnet = subnet_at(state, identifier)
        if not subnet:
            continue
        services = [at(each, "properties.serviceName") for each in at(subnet, "properties.delegations") or []]
        block = ipaddress.ip_network(at(subnet, "properties.addressPrefix") or at(subnet, "properties.addressPrefixes")[0])
        if "Microsoft.Network/dnsResolvers" not in services:
            raise Refusal(400, "BadRequest", f"The subnet {identifier} is not delegated to Microsoft.Network/dnsResolvers.")
        if not 24 <= block.prefixlen <= 28:
            raise Refusal(400, "BadRequest", f"The subnet of an endpoint is a /24 to a /28, not {block}.")
        for other in [*of_type(state, f"{RESOLVERS}/inboundendpoints"), *of_type(state, f"{RESOLVERS}/outboundendpoints")]:
            if other["id"].lower() != path.lower() and identifier in subnets_of_endpoint(other):
                raise Refusal(400, "BadRequest", f"The subnet {identifier} holds the endpoint {other['id']} already.")
        for each in at(body, "properties.ipConfigurations") or []:
            if each.get("privateIpAllocationMethod") == "Static" and ipaddress.ip_address(each["privateIpAddress"]) not in list(block)[4:-1]:
                raise Refusal(400, "BadRequest", f"{each['privateIpAddress']} is no address that {block} gives away.")


def ruleset(state, path, body, old, brought):
    """Domains end with a dot and have two labels at least; a network is linked to one ruleset, of its own region."""
    kind = resource_type(path)
    if kind == f"{RULESETS}/forwardingrules":
        domain, servers = at(body, "properties.domainName") or "", at(body, "properties.targetDnsServers") or []
        if domain != "." and not re.fullmatch(r"([a-z0-9_-]+\.){2,34}", domain):
            raise Refusal(400, "BadRequest", f"'{domain}' is no domain that ends with a dot and has 2 to 34 labels.")
        if not 1 <= len(servers) <= 6:
            raise Refusal(400, "BadRequest", f"A rule has 1 to 6 servers, not {len(servers)}.")
    if kind == f"{RULESETS}/virtualnetworklinks":
        linked, own = (at(body, "properties.virtualNetwork.id") or "").lower(), get(state, path.rsplit("/", 2)[0]) or {}
        network = get(state, linked)
        if network and own and network.get("location") != own.get("location"):
            raise Refusal(400, "BadRequest", f"A ruleset in {own.get('location')} can't be linked to a network in {network.get('location')}.")
        for other in of_type(state, f"{RULESETS}/virtualnetworklinks"):
            if other["id"].lower() != path.lower() and (at(other, "properties.virtualNetwork.id") or "").lower() == linked:
                raise Refusal(409, "Conflict", f"The virtual network {linked} is linked to a ruleset already, by {other['id']}.")


def private_link_of_zone(state, path, body, old, brought):
    """A network is linked to a zone once, under whatever name, and to one zone of a name."""
    if resource_type(path) != "microsoft.network/privatednszones/virtualnetworklinks":
        return
    network, zone = (at(body, "properties.virtualNetwork.id") or "").lower(), path.lower().rsplit("/", 2)[0]
    for key, other in state["resources"].items():
        if resource_type(key) == "microsoft.network/privatednszones/virtualnetworklinks" and key != path.lower() and (at(other, "properties.virtualNetwork.id") or "").lower() == network:
            if key.rsplit("/", 2)[0].rsplit("/", 1)[-1] == zone.rsplit("/", 1)[-1]:
                raise Refusal(409, "Conflict", f"The virtual network {network} is linked to a zone of this name already, by {key}.")
    if at(body, "properties.resolutionPolicy") == "NxDomainRedirect" and not zone.rsplit("/", 1)[-1].startswith("privatelink."):
        raise Refusal(400, "BadRequest", "The resolution policy NxDomainRedirect is for zones of private links alone.")


def resolver_in_use(state, path):
    """A resolver goes after its endpoints, the endpoint that asks after the ruleset that it serves, and a ruleset after its links."""
    kind, key = resource_type(path), path.lower().rstrip("/")
    if kind == RESOLVERS and any(other.startswith((key + "/inboundendpoints/", key + "/outboundendpoints/")) for other in state["resources"]):
        raise Refusal(409, "Conflict", f"{path} still has endpoints.")
    if kind == RULESETS and any(other.startswith(key + "/virtualnetworklinks/") for other in state["resources"]):
        raise Refusal(409, "Conflict", f"{path} is still linked to networks.")
    if kind == f"{RESOLVERS}/outboundendpoints":
        for other in of_type(state, RULESETS):
            if any(each["id"].lower() == key for each in at(other, "properties.dnsResolverOutboundEndpoints") or []):
                raise Refusal(409, "Conflict", f"{path} serves the ruleset {other['id']}.")
