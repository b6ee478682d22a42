"""Who reaches whom in each network: every pair, by the security groups that Azure's engine predicts, is open exactly where we claim that it is; what leaves goes by the firewall where we claim that, and Azure's own subnets of a hub are as it wants them."""
import copy
import ipaddress
import json

from bicepjudge import predict
from deployments import parameter_files, scope, template_of
from hub_subnets import RESOLVERS, hub
from security_rules import Party, allows
from tree import JUDGES, NothingToJudge, Tree

PORTS = [22, 80, 443, 4443, 8080, 10250, 65200]
VNET = frozenset({"VirtualNetwork"})
OUTSIDERS = [
    Party("internet", "203.0.113.9", frozenset({"Internet"})),
    Party("Front Door", "203.0.113.150", frozenset({"AzureFrontDoor.Backend", "Internet"})),
    Party("peer or on premises", "10.250.0.1", VNET),
    Party("AzureLoadBalancer", "168.63.129.16", frozenset({"AzureLoadBalancer"})),
    Party("GatewayManager", "203.0.113.200", frozenset({"GatewayManager", "Internet"})),
]


def judge(tree, full):
    sites = [file for file in parameter_files(tree) if file.stem.startswith("region-")]
    if not sites:
        raise NothingToJudge("no parameter file of a region")
    findings = [f"{file.stem}: {line}" for file in sites for line in [*walk(*predicted(tree, file)), *ways_out(*predicted(tree, file)[::2])]]
    return findings + [f"{file.stem}: {line}" for file in parameter_files(tree) if file.stem.startswith("hub-") for line in hub(prediction(tree, file))]


def prediction(tree, file):
    """What a deployment makes."""
    template = template_of(tree, file)
    return predict(template, file, **scope(template))["predictedResources"]


def predicted(tree, file):
    """The parameters of a site, and the groups and subnets that its deployment makes."""
    parameters = json.loads(file.read_text())["parameters"]
    edge = file.with_name(file.name.replace("region-", "edge-", 1))
    served = json.loads(edge.read_text())["parameters"] if edge.exists() else {}
    return parameters["network"]["value"], bool(served.get("secureSites", {}).get("value")), addressed(prediction(tree, file))


def ways_out(network, resources):
    """Where nodes leave by a firewall all of their subnets are led to it, and no other: a gateway that Azure does not reach from outside fails."""
    tables = {resource["id"].lower(): resource["properties"]["routes"] for resource in resources if resource["type"] == "Microsoft.Network/routeTables"}
    subnets = subnets_of(resources)
    led = {name for name, subnet in subnets.items() if _leads_to_appliance(tables.get((subnet.get("routeTable") or {}).get("id", "").lower(), []))}
    claimed = {*(node["name"] for node in network["nodes"]), *pod_subnets(network)} if network.get("routeTables") else set()
    return [f"{name} is {'not ' if name in claimed else ''}led to the firewall" for name in sorted(led ^ claimed)]


def subnets_of(resources):
    """Subnets by name: those inside a network that is made, and those that are made in one that exists."""
    inside = [subnet for each in resources if each["type"] == "Microsoft.Network/virtualNetworks" for subnet in each["properties"]["subnets"]]
    alone = [each for each in resources if each["type"] == "Microsoft.Network/virtualNetworks/subnets"]
    return {subnet["name"].split("/")[-1]: subnet["properties"] for subnet in [*inside, *alone]}


def _leads_to_appliance(routes):
    return any(route["properties"]["addressPrefix"] == "0.0.0.0/0" and route["properties"]["nextHopType"] == "VirtualAppliance" for route in routes)


def addressed(resources):
    """Addresses that only a deployment knows are those of public front ends: one for each group that lets anybody reach it."""
    groups = [resource for resource in resources if resource["type"] == "Microsoft.Network/networkSecurityGroups"]
    for number, group in enumerate(groups):
        for rule in group["properties"].get("securityRules", []):
            if rule["properties"]["destinationAddressPrefix"].startswith("["):
                rule["properties"]["destinationAddressPrefix"] = f"198.51.100.{number}"
    return resources


def walk(network, secure, resources):
    """Every source against every destination at every port: what is open and should not be, and the other way round."""
    groups = {resource["id"].lower(): resource for resource in resources if resource["type"] == "Microsoft.Network/networkSecurityGroups"}
    subnets = subnets_of(resources)
    group_of = {name: groups[subnet["networkSecurityGroup"]["id"].lower()] for name, subnet in subnets.items()}
    findings = []
    # Whether the ranges of pods fall under the tag VirtualNetwork is not documented: what we claim holds either way.
    for tags_of_pods in (VNET, frozenset()):
        inside = {name: Party(name, _within(subnet["addressPrefix"]), VNET) for name, subnet in subnets.items() if name not in pod_subnets(network)}
        pods = {node["name"]: Party(f"pods of {node['name']}", _within(node["podRange"]), VNET if stand_in_subnet(network, node["name"]) else tags_of_pods) for node in network["nodes"]}
        for destination, group in _destinations(network, inside, pods, group_of):
            for source in [*inside.values(), *pods.values(), *beside(network, inside), *OUTSIDERS]:
                for port in PORTS:
                    claimed = claims(network, secure, source, destination, port)
                    if claimed is not None and claimed != allows(group, source, destination, port):
                        findings.append(f"{source.name} {'does not reach' if claimed else 'reaches'} {destination.name} at port {port}")
    return sorted(set(findings))


def beside(network, inside):
    """Who is let in from a subnet that existed before: the gateway, where its own did."""
    ranges = {opening["source"] for opening in network.get("openings", []) if "/" in opening["source"]}
    made = {party.address for party in inside.values()}
    return [Party(f"what stands in {prefix}", _within(prefix), VNET) for prefix in sorted(ranges) if "places" in network and _within(prefix) not in made]


def _destinations(network, inside, pods, group_of):
    """What can be reached, each with the group that decides: traffic to a front end of a load balancer arrives at the nodes, under the front end's address."""
    for node in network["nodes"]:
        yield inside[node["name"]], group_of[node["name"]]
        yield pods[node["name"]], group_of[node["name"]]
        yield Party(f"ingress of {node['name']}", node["ingressAddress"], VNET), group_of[node["name"]]
        for address in sorted(_public(group_of[node["name"]])) or (["198.51.100.255"] if network.get("publicAddresses") else []):
            yield Party(f"public ingress of {node['name']}", address), group_of[node["name"]]
    for gateway in gateways(network):
        yield inside[gateway], group_of[gateway]
    for ingress in front_ends(network):
        yield inside[ingress], group_of[ingress]
    for subnet in [*network.get("apiSubnets", []), *network.get("endpointSubnets", []), *network.get("linkSubnets", [])]:
        yield inside[subnet["name"]], group_of[subnet["name"]]


def gateways(network):
    """The names of the subnets of application gateways: one, or none."""
    return [subnet["name"] for subnet in network.get("gateways", [network["gateway"]] if "gateway" in network else [])]


def front_ends(network):
    """The name of the subnet of the front ends of load balancers; none where it existed before."""
    return [subnet["name"] for subnet in network.get("ingressSubnets", [network["ingress"]] if "ingress" in network else [])]


def pod_subnets(network):
    """The names of the subnets of pods, those on virtual nodes among them."""
    return [subnet["name"] for subnet in beside_nodes(network)]


def beside_nodes(network):
    return [*network.get("podSubnets", []), *network.get("virtualSubnets", [])]


def stand_in_subnet(network, nodes):
    """Whether the pods of these nodes have a subnet of their own."""
    ranges = [subnet["addressPrefix"] for subnet in beside_nodes(network)]
    return any(node["podRange"] in ranges for node in network["nodes"] if node["name"] == nodes)


def links(network):
    """The names of the subnets of private link services: one, or none."""
    return [subnet["name"] for subnet in network.get("linkSubnets", [])]


def _public(group):
    """The public front ends that a group of nodes lets anybody reach."""
    return {rule["properties"]["destinationAddressPrefix"] for rule in group["properties"]["securityRules"] if rule["properties"]["destinationAddressPrefix"].startswith("198.51.100.")}


def claims(network, secure, source, destination, port):
    """What we say is open: True or False; None where we say nothing."""
    of_pods = source.name.removeprefix("pods of ") if source.name.startswith("pods of ") else None
    # Pods of an overlay leave under the address of their node.
    hidden = of_pods is not None and not stand_in_subnet(network, of_pods)
    if destination.name in gateways(network):
        if source.name in ("internet", "Front Door"):
            if network.get("clients", "Internet") not in source.tags:
                return False
            # Where this site has no certificate and another has, 443 is open, and nothing listens.
            return None if port == 443 and not secure else port in (80, 443)
        return {"GatewayManager": True if port >= 65200 else None, "AzureLoadBalancer": True}.get(source.name)
    apis = [subnet["name"] for subnet in network.get("apiSubnets", [])]
    if destination.name in apis:
        return None if hidden else source.name == "AzureLoadBalancer" or ("VirtualNetwork" in source.tags and port in (443, 4443))
    if destination.name in [subnet["name"] for subnet in network.get("endpointSubnets", [])]:
        # Nothing that a load balancer probes stands there.
        return None if source.name == "AzureLoadBalancer" or hidden else "VirtualNetwork" in source.tags and port == 443
    if source.name == "AzureLoadBalancer":
        return None if destination.name in (*front_ends(network), *links(network)) else True
    if destination.name in (*front_ends(network), *links(network)):
        return False
    of = destination.name.removeprefix("public ").removeprefix("ingress of ").removeprefix("pods of ")
    if destination.name.startswith(("ingress of ", "public ingress of ")):
        return to_ingress(network, source, destination.name.startswith("public"), port)
    if source.name == of or source.name in apis:
        return True
    if of_pods is not None and _same_pods(network, of_pods, of):
        # Overlay ranges of clusters side by side may be the same: no route leads from one to the other.
        return True if destination.name.startswith("pods of ") or not hidden else None
    return False


def to_ingress(network, source, public, port):
    """The gateway reaches the ingress behind it. Where there is none: anybody its public address, or whom the blueprint names its internal one; at 443 where it serves a certificate."""
    if gateways(network):
        return not public and source.name in gateways(network) and port == 80
    if source.name in links(network):
        return not public and port == 443
    ports = {opening["port"] for opening in network["openings"]}
    if network.get("publicAddresses"):
        # A node or a pod comes out under another address before it comes in again.
        return public and any(opening["source"] in source.tags and opening["port"] == port for opening in network["openings"])
    named = [ipaddress.ip_network(opening["source"]) for opening in network["openings"]]
    return not public and port in ports and any(ipaddress.ip_address(source.address) in range for range in named)


def _same_pods(network, one, other):
    ranges = {node["name"]: node["podRange"] for node in network["nodes"]}
    return ranges[one] == ranges[other]


def _within(prefix):
    return str(ipaddress.ip_network(prefix)[7])


def selftest():
    """Rules that are taken out, added or widened in what the engine predicts of a real tree are found."""
    tree = Tree(JUDGES.parent.parent / "golden/ignitetour")
    network, secure, resources = predicted(tree, tree.arm / "parameters/region-live-westeurope.json")
    findings = [f"the good network is rejected: {line}" for line in walk(network, secure, resources)]

    def nodes(resources):
        return next(r for r in resources if r["name"].endswith("-nodes"))["properties"]["securityRules"]

    def without(name):
        return lambda resources: nodes(resources).remove(next(rule for rule in nodes(resources) if rule["name"] == name))

    def widened(name, key, value):
        return lambda resources: next(rule for rule in nodes(resources) if rule["name"] == name)["properties"].update({key: value})

    for breakage, expected in [
        (without("DenyVirtualNetwork"), "peer or on premises reaches ingress of snet-nodes at port 80"),
        (without("AllowGatewayToIngress"), "snet-gateway does not reach ingress of snet-nodes at port 80"),
        (without("AllowNodesToPods"), "snet-nodes does not reach pods of snet-nodes at port 10250"),
        (widened("AllowGatewayToIngress", "destinationPortRange", "*"), "snet-gateway reaches ingress of snet-nodes at port 22"),
        (widened("AllowGatewayToIngress", "sourceAddressPrefix", "Internet"), "internet reaches ingress of snet-nodes at port 80"),
        (widened("AllowLoadBalancerProbes", "access", "Deny"), "AzureLoadBalancer does not reach snet-nodes at port 22"),
        (widened("DenyVirtualNetwork", "priority", 90), "snet-nodes does not reach snet-nodes at port 10250"),
    ]:
        broken = copy.deepcopy(resources)
        breakage(broken)
        said = walk(network, secure, broken)
        findings += [] if expected in said else [f"not rejected: {expected}; said {said[:10]}"]
    return findings + selftest_of_ways() + ungated(network, resources)


def selftest_of_ways():
    """A route that is missing, or stands where Azure forbids it, and subnets of a hub that it would refuse are found."""
    route = {"type": "Microsoft.Network/routeTables", "id": "/t", "properties": {"routes": [{"properties": {"addressPrefix": "0.0.0.0/0", "nextHopType": "VirtualAppliance"}}]}}

    def made(*names):
        subnets = [{"name": name, "properties": {"routeTable": {"id": "/T"}} if name in names else {}} for name in ("nodes", "gateway")]
        return [route, {"type": "Microsoft.Network/virtualNetworks", "properties": {"subnets": subnets}}]

    led, free = {"nodes": [{"name": "nodes"}], "routeTables": [{}]}, {"nodes": [{"name": "nodes"}]}
    cases = [(ways_out(led, made("nodes")), []), (ways_out(led, made()), ["nodes is not led to the firewall"]), (ways_out(free, made("nodes")), ["nodes is led to the firewall"]),
             (ways_out(led, made("nodes", "gateway")), ["gateway is led to the firewall"])]
    for name, properties, said in [("AzureFirewallSubnet", {"addressPrefix": "10.0.0.0/26"}, []), ("AzureFirewallSubnet", {"addressPrefix": "10.0.0.0/27"}, ["AzureFirewallSubnet is too small: 10.0.0.0/27"]),
                                   ("gateway", {"addressPrefix": "10.0.0.0/26"}, ["gateway is no subnet that Azure knows by its name"]),
                                   ("GatewaySubnet", {"addressPrefix": "10.0.0.0/27", "networkSecurityGroup": {"id": "/g"}}, ["GatewaySubnet has a security group or a route table"])]:
        cases.append((list(hub([{"type": "Microsoft.Network/virtualNetworks", "properties": {"subnets": [{"name": name, "properties": properties}]}}])), said))
    for prefix, address, outbound, said in [("10.0.0.0/28", "10.0.0.4", "out", []), ("10.0.0.0/28", "10.0.0.3", "out", ["in has no fixed address of its subnet"]), ("10.0.0.0/28", "10.0.0.15", "out", ["in has no fixed address of its subnet"]),
                                            ("10.0.0.0/28", "10.0.0.4", "in", ["in holds 2 endpoints"]), ("10.0.0.0/28", "10.0.0.4", "elsewhere", ["out stands in no subnet for it"]), ("10.0.0.0/29", "10.0.0.4", "out", ["in is no size for an endpoint: 10.0.0.0/29"])]:
        of_endpoint = {"delegations": [{"properties": {"serviceName": RESOLVERS}}]}
        subnets = [{"name": "in", "properties": {"addressPrefix": prefix, **of_endpoint}}, {"name": "out", "properties": {"addressPrefix": "10.0.1.0/28", **of_endpoint}}]
        asked = {"type": f"{RESOLVERS}/inboundEndpoints", "name": "in", "properties": {"ipConfigurations": [{"privateIpAddress": address, "subnet": {"id": "/n/subnets/in"}}]}}
        asking = {"type": f"{RESOLVERS}/outboundEndpoints", "name": "out", "properties": {"subnet": {"id": f"/n/subnets/{outbound}"}}}
        cases.append((list(hub([{"type": "Microsoft.Network/virtualNetworks", "id": "/N", "properties": {"subnets": subnets}}, asked, asking])), said))
    return [f"said {got}, not {wanted}" for got, wanted in cases if got != wanted]


def ungated(network, resources):
    """The same network with an ingress that is public, with one behind Front Door, and with one that a range may reach: each is good, and rejected where its rule lets in somebody else or nobody."""
    findings = []
    public = {"publicAddresses": [{"name": "pip"}], "openings": [{"source": "Internet", "port": 80}, {"source": "Internet", "port": 443}]}
    doored = {"publicAddresses": [{"name": "pip"}], "openings": [{"source": "AzureFrontDoor.Backend", "port": 80}]}
    closed = {"openings": [{"source": "10.250.0.0/16", "port": 80}]}
    for shape, address, source, port, expected in [
        (public, "198.51.100.1", "Internet", "80", None), (closed, "", "10.250.0.0/16", "80", None),
        (doored, "198.51.100.1", "AzureFrontDoor.Backend", "80", None),
        (doored, "198.51.100.1", "Internet", "80", "internet reaches public ingress of snet-nodes at port 80"),
        (public, "198.51.100.1", "10.250.0.0/16", "80", "internet does not reach public ingress of snet-nodes at port 80"),
        (public, "", "Internet", "80", "internet reaches ingress of snet-nodes at port 80"),
        (public, "198.51.100.1", "Internet", "*", "internet reaches public ingress of snet-nodes at port 22"),
        (closed, "", "VirtualNetwork", "80", "snet-ingress reaches ingress of snet-nodes at port 80"),
    ]:
        shaped, changed = {key: value for key, value in network.items() if key != "gateway"} | shape, copy.deepcopy(resources)
        if shape is public and port == "80":
            shaped["openings"] = shape["openings"][:1]
        rules = next(r for r in changed if r["name"].endswith("-nodes"))["properties"]["securityRules"]
        rule = next(rule for rule in rules if rule["name"] == "AllowGatewayToIngress")["properties"]
        rule.update(sourceAddressPrefix=source, destinationPortRange=port, destinationAddressPrefix=address or rule["destinationAddressPrefix"])
        said = walk(shaped, False, changed)
        findings += [f"the good network is rejected ({shape}): {line}" for line in said] if expected is None else [] if expected in said else [f"not rejected: {expected}; said {said[:10]}"]
    return findings
