"""What stands in Azure before the scripts of a tree run: what it brings, as its parameters and settings name it."""
import json
import re

from deployments import parameter_files, subscription_of

# The one that the scripts are run in.
SUBSCRIPTION = "00000000-0000-0000-0000-000000000001"
# What parameters refer to, by their names.
KINDS = {"registry": "Microsoft.ContainerRegistry/registries", "vault": "Microsoft.KeyVault/vaults", "workspace": "Microsoft.OperationalInsights/workspaces"}
# Where references to private DNS zones stand.
PRIVATE_ZONES = ("zones", "privateZones")


def brought(tree):
    """What stands already: what a deployment names with its subscription."""
    given = [entry for file in parameter_files(tree) for entry in objects(json.loads(file.read_text())["parameters"])]
    # In another subscription than what refers to it, but made here: what all share, hubs, and what is in the groups of sites.
    made = {(subscription_of(tree, "common"), each["value"]) for key, each in given if key == "resourceGroupName"}
    for file in parameter_files(tree):
        groups = json.loads(file.read_text())["parameters"].get("resourceGroups", {}).get("value", {})
        made |= {(subscription_of(tree, file.stem.removeprefix("region-")), group) for group in groups.values()}
    given = [(key, each) for key, each in given if (each.get("subscriptionId"), each.get("resourceGroup")) not in made]
    # A resource group alone is there with what stands in it.
    named = [(key, each) for key, each in given if "subscriptionId" in each and key not in ("target", "listedGroups")]
    named += [(key, {**each["target"], "targetType": each["targetType"]}) for key, each in given if "subscriptionId" in each.get("target", {})]
    ids = {f"/subscriptions/{each['subscriptionId']}/resourceGroups/{each['resourceGroup']}/providers/{kind(key, each)}/{each.get('network') or each['name']}{'@' + each['location'] if 'location' in each else ''}" for key, each in named}
    ids |= {f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{each['resourceGroup']}/providers/Microsoft.Network/privateLinkServices/{each['name']}" for key, each in given if key == "privateLink"}
    ids |= {f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{each['resourceGroup']}/providers/Microsoft.Compute/diskEncryptionSets/{each['name']}" for key, each in given if key == "diskEncryptionSet"}
    ids |= {each["circuitId"] for _, each in given if "circuitId" in each}
    ids |= {f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{each['resourceGroup']}/providers/Microsoft.Network/virtualNetworks/{each['name']}@westeurope,{each['addressPrefix']}" for _, each in given if stands(each)}
    ids |= set(existing_subnets(tree)) | set(existing_identities(tree))
    ids |= {identifier for file in (tree.scripts / "settings").glob("*.sh") for identifier in route_tables(file.read_text())}
    return [word for identifier in sorted(ids) for word in ("--brought", identifier)]


def existing_identities(tree):
    """Identities that stand already: those of clusters, their nodes and gateways that no deployment makes."""
    for file in parameter_files(tree):
        values = {name: each["value"] for name, each in json.loads(file.read_text())["parameters"].items() if "value" in each}
        pairs = [(each["identityGroup"], each["identity"]) for each in values.get("clusters", []) if "identityGroup" in each]
        pairs += [(each["kubeletIdentityGroup"], each["kubeletIdentity"]) for each in values.get("clusters", []) if "identityGroup" in each]
        pairs += [(each["resourceGroup"], each["name"]) for each in values.get("gatewayIdentities", [])]
        made = [*values.get("identityNames", []), *values.get("gatewayIdentityNames", [])]
        for group, name in pairs:
            if name not in made:
                yield f"/subscriptions/{subscription_of(tree, file.stem.removeprefix('region-')) or SUBSCRIPTION}/resourceGroups/{group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/{name}"


def existing_subnets(tree):
    """Subnets that stand already, each with its range, to what it is delegated, and whether a route table stands on it: settings alone tell that."""
    for file in sorted((tree.scripts / "settings").glob("*.sh")):
        text = file.read_text()
        block = re.search(r"EXISTING_SUBNETS=\(\n(.*?)\n\)", text, re.DOTALL)
        for line in re.findall(r"^  '(.*)'$", block[1], re.MULTILINE) if block else ():
            name, prefix, delegation = line.split()
            group, network = (re.search(rf"{key}='?([^'\n]*)", text)[1] for key in ("VNET_GROUP", "NETWORK"))
            table = "".join(f",{identifier}" for identifier in route_tables(text))
            yield f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{group}/providers/Microsoft.Network/virtualNetworks/{network}/subnets/{name}@{prefix},{delegation}{table}"


def route_tables(text):
    """The one that stands already on the subnet of the nodes, by the settings of a site."""
    for name, group in re.findall(r"BROUGHT_ROUTE_TABLE='?([\w.-]+)'?\nreadonly BROUGHT_ROUTE_TABLE_GROUP='?([^'\n]+)", text):
        yield f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{group}/providers/Microsoft.Network/routeTables/{name}"


def stands(network):
    """Whether this is a network of a platform that exists: only such a one is given its resource group, and says of itself that it exists where others are made."""
    return "addressPrefix" in network and "resourceGroup" in network and network.get("exists", True)


def kind(key, reference):
    """What a reference leads to, by the parameter or property in which it stands; both sorts of zones stand in `zone`, and Azure names those of endpoints."""
    if "targetType" in reference:
        return reference["targetType"]
    if key in KINDS:
        return KINDS[key]
    if key in PRIVATE_ZONES or reference.get("name", "").startswith("privatelink."):
        return "Microsoft.Network/privateDnsZones"
    return "Microsoft.Network/" + ("azureFirewalls" if key == "firewall" else "virtualNetworks" if "network" in reference else "dnsZones")


def objects(value, key=None):
    """Every object in a value, after the nearest key above it; that of a parameter is its name."""
    if isinstance(value, dict):
        yield key, value
    inner = [(key if step == "value" else step, each) for step, each in value.items()] if isinstance(value, dict) else [(key, each) for each in value] if isinstance(value, list) else ()
    for step, each in inner:
        yield from objects(each, step)
