"""What AKS refuses of a cluster and its pools."""
import ipaddress
import re

from refusal import Refusal, at, brought_subnet, default_route, subnet_at
from store import named, resource_type

IMMUTABLE_CLUSTER = ["networkProfile.networkPlugin", "networkProfile.serviceCidr", "networkProfile.dnsServiceIP", "networkProfile.podCidr", "dnsPrefix"]
IMMUTABLE_POOL = ["vmSize", "maxPods", "availabilityZones", "vnetSubnetID", "osType", "scaleSetPriority"]


def cluster(state, path, body, old, brought):
    kind = resource_type(path)
    if kind == "microsoft.containerservice/managedclusters" and old:
        for field in IMMUTABLE_CLUSTER:
            before, after = at(old, "properties." + field), at(body, "properties." + field)
            if before is not None and after is not None and before != after:
                raise Refusal(400, "PropertyChangeNotAllowed", f"Changing property 'properties.{field}' is not allowed.")
        pools = [(p, named(at(old, "properties.agentPoolProfiles"), p["name"])) for p in at(body, "properties.agentPoolProfiles") or []]
    elif kind == "microsoft.containerservice/managedclusters/agentpools" and old:
        pools = [(at(body, "properties") or {}, at(old, "properties") or old)]
    else:
        return
    for pool, before in pools:
        for field in IMMUTABLE_POOL:
            if before and before.get(field) is not None and pool.get(field) is not None and before[field] != pool[field]:
                raise Refusal(400, "PropertyChangeNotAllowed", f"Changing property 'properties.{field}' of a node pool is not allowed.")


def spot_nodes(state, path, body, old, brought):
    """Pools of spot nodes are user pools, which take no number of nodes that are added while they are upgraded."""
    kind = resource_type(path)
    if kind == "microsoft.containerservice/managedclusters":
        pools = at(body, "properties.agentPoolProfiles") or []
    elif kind == "microsoft.containerservice/managedclusters/agentpools":
        pools = [at(body, "properties") or {}]
    else:
        return
    for pool in pools:
        if pool.get("scaleSetPriority") != "Spot":
            continue
        if at(pool, "upgradeSettings.maxSurge"):
            raise Refusal(400, "InvalidParameter", "The value of parameter agentPoolProfile.upgrade.maxSurge is invalid. Error details: Spot pools can't set max surge.")
        if pool.get("mode") == "System":
            raise Refusal(400, "InvalidParameter", "The value of parameter agentPoolProfile.mode is invalid. Error details: Spot pools can't be system pools.")


def way_out(state, path, body, old, brought):
    """A cluster that leaves by a NAT gateway of its network needs one on the subnets of its nodes, one that leaves by a firewall the route to it; only some ways out change into others."""
    if resource_type(path) != "microsoft.containerservice/managedclusters":
        return
    kind, before = at(body, "properties.networkProfile.outboundType"), at(old, "properties.networkProfile.outboundType") if old else None
    pools = at(body, "properties.agentPoolProfiles") or []
    for subnet in {pool["vnetSubnetID"] for pool in pools if pool.get("vnetSubnetID")} if not old or before != kind else ():
        found = subnet_at(state, subnet) or brought_subnet(brought, subnet)
        if kind == "userDefinedRouting" and default_route(state, found, brought) != "VirtualAppliance":
            raise Refusal(400, "ExistingRouteTableNotAssociatedWithSubnet", f"Subnet {subnet} has no route of 0.0.0.0/0 to an appliance, which the outbound type userDefinedRouting needs.")
        if kind == "userAssignedNATGateway":
            if not at(found, "properties.natGateway.id"):
                raise Refusal(400, "InvalidUserAssignedNATGateway", f"Subnet {subnet} has no NAT gateway, which the outbound type userAssignedNATGateway needs.")
    own = ("loadBalancer", "userAssignedNATGateway", "userDefinedRouting", "none")
    if before and kind and before != kind and not (before in own and kind in own):
        raise Refusal(400, "OutboundTypeChangeNotAllowed", f"The outbound type can't be changed from {before} to {kind}.")


def api_server(state, path, body, old, brought):
    """An API server in the network needs a subnet that is delegated to it, and never leaves it; only there does a cluster become private or public; a private one has no ranges."""
    if resource_type(path) != "microsoft.containerservice/managedclusters":
        return
    profile, before = at(body, "properties.apiServerAccessProfile") or {}, (at(old, "properties.apiServerAccessProfile") or {}) if old else None
    if profile.get("enablePrivateCluster") and profile.get("authorizedIPRanges"):
        raise Refusal(400, "PrivateClusterAuthorizedIPRanges", "Authorized IP ranges are not supported for a private cluster.")
    if not profile.get("enablePrivateCluster") and profile.get("privateDNSZone"):
        profile.pop("privateDNSZone")
    if before and before.get("enableVnetIntegration") and not profile.get("enableVnetIntegration"):
        raise Refusal(400, "ApiServerVnetIntegrationNotAllowedToDisable", "API Server VNet Integration can't be disabled once it is enabled.")
    if before is not None and bool(before.get("enablePrivateCluster")) != bool(profile.get("enablePrivateCluster")) and not profile.get("enableVnetIntegration"):
        raise Refusal(400, "PropertyChangeNotAllowed", "Changing property 'apiServerAccessProfile.enablePrivateCluster' is not allowed.")
    for field in ("subnetId", "privateDNSZone"):
        if before and before.get(field) and profile.get(field) and before[field].lower() != profile[field].lower() and (field == "subnetId" or before.get("enablePrivateCluster")):
            raise Refusal(400, "PropertyChangeNotAllowed", f"Changing property 'apiServerAccessProfile.{field}' is not allowed.")
    zone = profile.get("privateDNSZone") or "system"
    if zone.lower() not in ("system", "none") and not re.search(rf"(^|[/.])private\.{body.get('location', '')}\.azmk8s\.io$", zone.lower()):
        raise Refusal(400, "CustomPrivateDNSZoneInvalid", f"The private DNS zone {zone} is not named private.{body.get('location')}.azmk8s.io.")
    if profile.get("enableVnetIntegration") and profile.get("subnetId"):
        found = subnet_at(state, profile["subnetId"]) or brought_subnet(brought, profile["subnetId"]) or {}
        if "Microsoft.ContainerService/managedClusters" not in [at(each, "properties.serviceName") for each in at(found, "properties.delegations") or []]:
            raise Refusal(400, "ApiServerSubnetNotDelegated", f"Subnet {profile['subnetId']} is not delegated to Microsoft.ContainerService/managedClusters.")
        prefix = at(found, "properties.addressPrefix") or (at(found, "properties.addressPrefixes") or ["0.0.0.0/0"])[0]
        if ipaddress.ip_network(prefix).prefixlen > 28:
            raise Refusal(400, "ApiServerSubnetTooSmall", f"Subnet {profile['subnetId']} is smaller than a /28.")
    for pool in at(body, "properties.agentPoolProfiles") or []:
        if pool.get("vnetSubnetID") and at(subnet_at(state, pool["vnetSubnetID"]) or brought_subnet(brought, pool["vnetSubnetID"]) or {}, "properties.delegations"):
            raise Refusal(400, "SubnetIsDelegated", f"Subnet {pool['vnetSubnetID']} of nodes is delegated.")


def virtual_nodes(state, path, body, old, brought):
    """Virtual nodes stand beside nodes among which pods stand, in a delegated subnet of their network; nothing keeps network policies there, and all reaches the API server."""
    if resource_type(path) != "microsoft.containerservice/managedclusters" or not at(body, "properties.addonProfiles.aciConnectorLinux.enabled"):
        return
    network = at(body, "properties.networkProfile") or {}
    if network.get("networkPlugin") != "azure" or network.get("networkPluginMode") or network.get("networkPolicy") not in (None, "none"):
        raise Refusal(400, "VirtualNodesNotSupported", "Virtual nodes need Azure CNI in the subnet of the nodes, without network policies.")
    if at(body, "properties.apiServerAccessProfile.authorizedIPRanges"):
        raise Refusal(400, "VirtualNodesNotSupported", "Virtual nodes are not supported with authorized IP ranges.")
    subnet = virtual_subnet(body)
    found = subnet_at(state, subnet) or brought_subnet(brought, subnet) or {}
    if "Microsoft.ContainerInstance/containerGroups" not in [at(each, "properties.serviceName") for each in at(found, "properties.delegations") or []]:
        raise Refusal(400, "VirtualNodeSubnetNotDelegated", f"Subnet {subnet} is not delegated to Microsoft.ContainerInstance/containerGroups.")


def virtual_subnet(body):
    """The id of the subnet in which pods on virtual nodes stand."""
    nodes = [pool["vnetSubnetID"] for pool in at(body, "properties.agentPoolProfiles") or [] if pool.get("vnetSubnetID")]
    return f"{nodes[0].rpartition('/')[0]}/{at(body, 'properties.addonProfiles.aciConnectorLinux.config.SubnetName')}" if nodes else ""


def links(path, body):
    """What Azure Container Instances leave in the subnet of virtual nodes; it stays when these are gone."""
    if resource_type(path) == "microsoft.containerservice/managedclusters" and at(body, "properties.addonProfiles.aciConnectorLinux.enabled"):
        yield f"{virtual_subnet(body)}/providers/Microsoft.ContainerInstance/serviceAssociationLinks/default"


def held(state, path):
    """A subnet in which such a link stands is not deleted, nor is anything that holds the subnet."""
    for key in state["resources"]:
        if "/serviceassociationlinks/" in key and key.startswith(path.lower() + "/"):
            raise Refusal(400, "InUseSubnetCannotBeDeleted", f"{path} is in use by {key} and cannot be deleted.")
