"""How AKS goes from one version of Kubernetes to the next, and what it refuses."""
from refusal import Refusal, at
from store import get, parent_entry, resource_type

CLUSTER, POOL = "microsoft.containerservice/managedclusters", "microsoft.containerservice/managedclusters/agentpools"
# Minors that a pool may be older than its control plane.
SKEW = 3


def minor(version):
    return int(version.split(".")[1])


def upgrades(cluster):
    """What `az aks get-upgrades` asks for: the patches of the next minor, and one that is still a preview."""
    version = at(cluster, "properties.kubernetesVersion")
    offered = [{"kubernetesVersion": f"1.{minor(version) + 1}.{patch}"} for patch in (1, 2)] + [{"kubernetesVersion": f"1.{minor(version) + 2}.0", "isPreview": True}]
    return {"name": "default", "properties": {"controlPlaneProfile": {"kubernetesVersion": version, "osType": "Linux", "upgrades": offered}, "agentPoolProfiles": []}}


def upgrade(state, path, body, old, brought):
    """A control plane goes up one minor at a time and never back; pools are never newer than it, nor too much older."""
    if resource_type(path) == CLUSTER:
        version, before = at(body, "properties.kubernetesVersion"), at(old, "properties.kubernetesVersion") if old else None
        pools = [pool for pool in at(body, "properties.agentPoolProfiles") or []]
        if version and before and minor(version) < minor(before):
            raise Refusal(400, "OperationNotAllowed", f"Downgrading the Kubernetes version from {before} to {version} is not allowed.")
        if version and before and minor(version) > minor(before) + 1:
            raise Refusal(400, "K8sVersionNotSupported", f"Upgrading Kubernetes version {before} to {version} is not allowed: minor versions can't be skipped.")
    elif resource_type(path) == POOL:
        version, pools = at(get(state, parent_entry(path)[0]) or {}, "properties.kubernetesVersion"), [at(body, "properties") or {}]
    else:
        return
    for pool in pools:
        has = pool.get("orchestratorVersion")
        if has and version and not 0 <= minor(version) - minor(has) <= SKEW:
            raise Refusal(400, "NodePoolMcVersionIncompatible", f"Node pool version {has} and control plane version {version} are incompatible.")
