"""The subnets of a hub, and the endpoints of its resolver, as Azure wants them."""
import ipaddress

LONGEST = {"AzureFirewallSubnet": 26, "GatewaySubnet": 27}
RESOLVERS = "Microsoft.Network/dnsResolvers"


def hub(resources):
    """The subnets of a hub bear the names by which Azure finds them or hold one endpoint of its resolver each, are as large as it asks, and have no security group."""
    networks = [resource for resource in resources if resource["type"] == "Microsoft.Network/virtualNetworks"]
    delegated = {}
    for network, subnet in [(network, subnet) for network in networks for subnet in network["properties"]["subnets"]]:
        properties = subnet["properties"]
        services = [each["properties"]["serviceName"] for each in properties.get("delegations") or []]
        if services == [RESOLVERS]:
            delegated[f"{network.get('id')}/subnets/{subnet['name']}".lower()] = ipaddress.ip_network(properties["addressPrefix"])
        elif subnet["name"] not in LONGEST:
            yield f"{subnet['name']} is no subnet that Azure knows by its name"
        elif ipaddress.ip_network(properties["addressPrefix"]).prefixlen > LONGEST[subnet["name"]]:
            yield f"{subnet['name']} is too small: {properties['addressPrefix']}"
        if properties.get("networkSecurityGroup") or properties.get("routeTable"):
            yield f"{subnet['name']} has a security group or a route table"
    yield from endpoints_of_resolver(resources, delegated)


def endpoints_of_resolver(resources, delegated):
    """Each stands alone in a subnet for it of a size that Azure takes; the one that is asked has a fixed address there that Azure does not keep to itself."""
    taken = []
    for endpoint in resources:
        configurations = endpoint["properties"]["ipConfigurations"] if endpoint["type"] == f"{RESOLVERS}/inboundEndpoints" else []
        if endpoint["type"] == f"{RESOLVERS}/outboundEndpoints":
            configurations = [endpoint["properties"]]
        for each in configurations:
            subnet = each["subnet"]["id"].lower()
            taken.append(subnet)
            if subnet not in delegated:
                yield f"{endpoint['name']} stands in no subnet for it"
            elif endpoint["type"].endswith("/inboundEndpoints") and ipaddress.ip_address(each.get("privateIpAddress", "0.0.0.0")) not in list(delegated[subnet])[4:-1]:
                yield f"{endpoint['name']} has no fixed address of its subnet"
    for subnet, block in delegated.items():
        if not 24 <= block.prefixlen <= 28:
            yield f"{subnet.split('/')[-1]} is no size for an endpoint: {block}"
        if taken.count(subnet) > 1:
            yield f"{subnet.split('/')[-1]} holds {taken.count(subnet)} endpoints"
