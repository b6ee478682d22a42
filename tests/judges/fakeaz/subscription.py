"""What Azure says of a subscription before anything is made in it: rights, providers, sizes, quotas, names that others have.

All is well unless the state holds otherwise under `world`: `unregistered` (namespaces), `roles` (ids that the caller holds in the place of Owner), `conditions` (of these, by id), `closed`
(sizes that the subscription may not use), `zones` (size to those that have it), `limits` (usage to limit), `lacking` (resource types that no region has), `taken` (names; `*` is all).
"""
import base64
import json
import re

from store import SUBSCRIPTION, guid, resource_type

CALLER = guid("caller")
OWNER = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635"
PROVIDERS = [
    "Microsoft.AlertsManagement", "Microsoft.Authorization", "Microsoft.Cdn", "Microsoft.Compute", "Microsoft.ContainerInstance", "Microsoft.ContainerRegistry", "Microsoft.Consumption", "Microsoft.ContainerService", "Microsoft.Dashboard", "Microsoft.DataProtection", "microsoft.insights", "Microsoft.KeyVault", "Microsoft.KubernetesConfiguration",
    "Microsoft.ManagedIdentity", "Microsoft.Monitor", "Microsoft.Network", "Microsoft.OperationalInsights", "Microsoft.Resources", "Microsoft.Storage",
]
REGIONS = ["eastus", "germanywestcentral", "northeurope", "norwayeast", "norwaywest", "swedencentral", "switzerlandnorth", "uksouth", "westeurope", "westus"]
SPELLED = {"northeurope": "North Europe", "swedencentral": "Sweden Central", "westeurope": "West Europe"}  # as Azure does where it lists places for people
WITHOUT_ZONES = ["westus"]
FAMILIES = {"ds_v5": "DDSv5", "ads_v5": "DADSv5", "s_v5": "DSv5", "pds_v5": "DPDSv5", "ds_v6": "DDSv6"}
SIZES = {f"Standard_D{n}{letters}": (f"standard{family}Family", n) for letters, family in FAMILIES.items() for n in (2, 4, 8, 16)}
SIZES |= {f"Standard_E{n}ds_v5": ("standardEDSv5Family", n) for n in (2, 4, 8, 16)}
PUBLIC_ADDRESSES = ["PublicIPAddresses", "IPv4StandardSkuPublicIpAddresses"]


def token(resource):
    """An access token for a resource, of which the claims alone are real."""
    def part(claims):
        return base64.urlsafe_b64encode(json.dumps(claims, separators=(",", ":")).encode()).decode().rstrip("=")

    return ".".join([part({"typ": "JWT"}), part({"aud": resource, "oid": CALLER, "name": "Jürgen Ångström ???>>>"}), "signature"])


def audience(header):
    """For whom the token in a header is, or the header itself where its token tells nobody; None without one."""
    claims = header and header.count(".") == 2 and header.split(".")[1]
    return header if not claims else json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))["aud"]


def read(state, path, query):
    """The answer to a question of this kind; None to any other."""
    world, here = state.get("world", {}), path.lower()
    if re.fullmatch(r"/subscriptions/[^/]+/providers", here):
        return listed({"namespace": name, "registrationState": "NotRegistered" if name in world.get("unregistered", []) else "Registered"} for name in PROVIDERS)
    if re.fullmatch(r"/subscriptions/[^/]+/providers/microsoft\.network", here):
        places = [] if "dnsResolvers" in world.get("lacking", []) else [SPELLED.get(region, region) for region in REGIONS]
        return 200, {"namespace": "Microsoft.Network", "registrationState": "Registered", "resourceTypes": [{"resourceType": "dnsResolvers", "locations": places}]}
    if here.endswith("/providers/microsoft.authorization/roleassignments") and f"assignedTo('{CALLER}')" in query.get("$filter", ""):
        return listed(assignment(role, world.get("conditions", {}).get(role)) for role in world.get("roles", [OWNER]))
    if here.endswith("/providers/microsoft.compute/skus"):
        return listed(size(name, region, world) for name in SIZES for region in REGIONS)
    usages = re.search(r"/providers/microsoft\.(compute|network)/locations/([^/]+)/usages$", here)
    if usages:
        here = [r for r in state["resources"].values() if r["id"].lower().startswith(here[: here.index("/providers/")] + "/")]
        return listed(usage(name, used, world) for name, used in (cores if usages[1] == "compute" else addresses)(here, usages[2]).items())
    if here.endswith("/checkdnsnameavailability"):
        label = query["domainNameLabel"]
        taken = any(((r.get("properties") or {}).get("dnsSettings") or {}).get("domainNameLabel") == label for r in state["resources"].values())
        return 200, {"available": not taken and not taken_by_others(label, world)}
    return None


def taken_by_others(name, world):
    return name in world.get("taken", []) or "*" in world.get("taken", [])


def name_is_free(state, name):
    """For registries, storage accounts and vaults: those that are deleted keep theirs."""
    kinds = ("microsoft.containerregistry/registries", "microsoft.keyvault/vaults", "microsoft.storage/storageaccounts")
    stands = any(resource_type(key) in kinds and key.split("/")[-1] == name.lower() for key in state["resources"])
    free = not stands and name.lower() not in state["deleted"] and not taken_by_others(name, state.get("world", {}))
    return 200, {"nameAvailable": free, **({} if free else {"reason": "AlreadyExists", "message": f"The name {name} is in use."})}


def listed(items):
    return 200, {"value": list(items)}


def assignment(role, condition):
    scope = f"/subscriptions/{SUBSCRIPTION}"
    properties = {"roleDefinitionId": f"{scope}/providers/Microsoft.Authorization/roleDefinitions/{role}", "principalId": CALLER, "principalType": "User", "scope": scope}
    if condition:
        properties |= {"condition": condition, "conditionVersion": "2.0"}
    return {"id": f"{scope}/providers/Microsoft.Authorization/roleAssignments/{guid(role)}", "name": guid(role), "type": "Microsoft.Authorization/roleAssignments", "properties": properties}


def size(name, region, world):
    family, cores = SIZES[name]
    zones = [] if region in WITHOUT_ZONES else ["1", "2", "3"]
    lacking = [zone for zone in zones if zone not in world.get("zones", {}).get(name, zones)]
    restrictions = [{"type": "Zone", "values": [region], "restrictionInfo": {"locations": [region], "zones": lacking}, "reasonCode": "NotAvailableForSubscription"}] if lacking else []
    if name in world.get("closed", []):
        restrictions.append({"type": "Location", "values": [region], "restrictionInfo": {"locations": [region]}, "reasonCode": "NotAvailableForSubscription"})
    return {
        "resourceType": "virtualMachines", "name": name, "tier": "Standard", "size": name.split("_", 1)[1], "family": family, "locations": [region],
        "locationInfo": [{"location": region, "zones": zones, "zoneDetails": []}], "capabilities": [{"name": "MaxResourceVolumeMB", "value": "0"}, {"name": "vCPUs", "value": str(cores)}], "restrictions": restrictions,
    }


SPOT_CORES = "lowPriorityCores"  # spot nodes of all families, which the others do not count


def cores(resources, region):
    """vCPUs in use, by family and in all."""
    used = {SPOT_CORES: 0, **{family: 0 for family, _ in SIZES.values()}}
    for cluster in resources:
        if resource_type(cluster["id"]) == "microsoft.containerservice/managedclusters" and cluster.get("location") == region:
            for pool in cluster["properties"].get("agentPoolProfiles") or []:
                family, each = SIZES[pool["vmSize"]]
                spot = pool.get("scaleSetPriority") == "Spot"
                used[SPOT_CORES if spot else family] += each * pool.get("count", 0)
    return {"cores": sum(used.values()) - used[SPOT_CORES], **used}


def addresses(resources, region):
    used = sum(resource_type(r["id"]) == "microsoft.network/publicipaddresses" and r.get("location") == region for r in resources)
    return {"VirtualNetworks": 0, **{name: used for name in PUBLIC_ADDRESSES}}


def usage(name, used, world):
    return {"name": {"value": name, "localizedValue": name}, "unit": "Count", "currentValue": used, "limit": world.get("limits", {}).get(name, 1000)}
