"""Clusters that are stopped: what AKS does not take from them until they are started."""
from refusal import Refusal
from store import get, parent_entry, resource_type

CLUSTER = "microsoft.containerservice/managedclusters"


def power(state, path):
    """The answer to a start or a stop."""
    cluster, wanted = get(state, path.rsplit("/", 1)[0]), path.lower().endswith("/stop")
    if cluster is None:
        raise Refusal(404, "ResourceNotFound", f"The Resource '{path}' was not found.")
    if wanted == cluster.get("stopped", False):
        raise Refusal(409, "OperationNotAllowed", f"The cluster is {'stopped' if wanted else 'running'} already.")
    if wanted:
        cluster["stopped"] = True
    else:
        del cluster["stopped"]
    return 204, None


def stopped(state, path, body, old, brought):
    """What runs is changed; what is stopped is started first."""
    cluster = get(state, path) if resource_type(path) == CLUSTER else get(state, parent_entry(path)[0]) if parent_entry(path) else None
    if cluster and cluster.get("stopped"):
        raise Refusal(400, "OperationNotAllowed", "managed cluster is in stopped state, no operations except for start are allowed.")
