"""What Azure refuses of Front Doors and of private endpoints."""
from refusal import Refusal, at
from store import get, resource_type


def front_door(state, path, body, old, brought):
    """A route wants a region to lead to, and a security policy a firewall of the tier of the Front Door."""
    kind, door = resource_type(path), "/".join(path.split("/")[:9])
    if kind == "microsoft.cdn/profiles/afdendpoints/routes":
        group = (at(body, "properties.originGroup.id") or "").lower()
        if not any(key.startswith(group + "/origins/") for key in state["resources"]):
            raise Refusal(400, "BadRequest", f"The origin group {group} of the route has no enabled origin.")
        if not at(body, "properties.customDomains") and at(body, "properties.linkToDefaultDomain") == "Disabled":
            raise Refusal(400, "BadRequest", "A route needs a domain.")
    if kind == "microsoft.cdn/profiles/securitypolicies":
        policy, profile = get(state, at(body, "properties.parameters.wafPolicy.id") or ""), get(state, door)
        if policy and profile and at(policy, "sku.name") != at(profile, "sku.name"):
            raise Refusal(400, "BadRequest", "The web application firewall policy is of another tier than the profile.")
    if kind == "microsoft.network/frontdoorwebapplicationfirewallpolicies":
        if at(body, "sku.name") == "Standard_AzureFrontDoor" and at(body, "properties.managedRules.managedRuleSets"):
            raise Refusal(400, "BadRequest", "Managed rules are not supported in the tier Standard.")


def private_endpoint(state, path, body, old, brought):
    """Only a registry of the tier Premium has private endpoints, and they stand in a subnet that is delegated to nobody."""
    if resource_type(path) != "microsoft.network/privateendpoints":
        return
    for connection in at(body, "properties.privateLinkServiceConnections") or []:
        target = get(state, at(connection, "properties.privateLinkServiceId") or "")
        if target and resource_type(target["id"]) == "microsoft.containerregistry/registries" and at(target, "sku.name") != "Premium":
            raise Refusal(400, "BadRequest", "Private endpoints are supported for registries of the tier Premium alone.")


def origin_in_use(state, path):
    """The last origin of a group stays while a route leads there."""
    key = path.lower().rstrip("/")
    if resource_type(path) != "microsoft.cdn/profiles/origingroups/origins":
        return
    group = key.rsplit("/origins/", 1)[0]
    others = [other for other in state["resources"] if other.startswith(group + "/origins/") and other != key]
    routes = [r for k, r in state["resources"].items() if resource_type(k) == "microsoft.cdn/profiles/afdendpoints/routes" and (at(r, "properties.originGroup.id") or "").lower() == group]
    if routes and not others:
        raise Refusal(409, "Conflict", f"{path} is the last origin of a group that a route leads to.")
