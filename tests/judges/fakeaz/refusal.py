"""What a refusal of Azure is, and what several rules look up in a body or in the store."""
from store import get, named


class Refusal(Exception):
    def __init__(self, status, code, message):
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


def at(tree, path):
    for step in path.split("."):
        tree = tree.get(step) if isinstance(tree, dict) else None
    return tree


# Of those that are brought: what others read of them.
BROUGHT_TABLE = {"routes": [{"name": "default", "properties": {"addressPrefix": "0.0.0.0/0", "nextHopType": "VirtualAppliance", "nextHopIpAddress": "10.0.0.4"}}]}


def default_route(state, subnet, brought=()):
    """Where the route table of a subnet leads what no narrower route takes."""
    identifier = at(subnet, "properties.routeTable.id") or ""
    table = get(state, identifier) or ({"properties": BROUGHT_TABLE} if identifier.lower() in (brought or ()) else {})
    routes = at(table, "properties.routes") or []
    return next((at(route, "properties.nextHopType") for route in routes if at(route, "properties.addressPrefix") == "0.0.0.0/0"), None)


def subnet_at(state, identifier):
    network = get(state, "/".join(identifier.split("/")[:-2])) or {}
    return named(at(network, "properties.subnets"), identifier.rstrip("/").split("/")[-1]) or get(state, identifier) or {}


def brought_subnet(brought, identifier):
    """A subnet that was there before, as RANGE,DELEGATION[,ROUTE-TABLE] tells it."""
    told = brought.get(identifier.lower()) if brought else None
    if told is None:
        return None
    prefix, delegation, *tables = told.split(",")
    handed = [] if delegation == "-" else [{"name": "0", "properties": {"serviceName": delegation}}]
    return {"properties": {"addressPrefix": prefix, "delegations": handed, **{"routeTable": {"id": table} for table in tables}}}
