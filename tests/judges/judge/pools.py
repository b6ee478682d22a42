"""The nodes of a cluster as its pools give them: their labels, and the taints that keep pods off them."""
import json

from deployments import parameter_files

NODES = 3  # in each pool, one in each zone


def nodes_of(tree, cluster):
    """What stands for the nodes of a cluster, by the parameters of its deployment; nothing where no deployment makes the cluster."""
    for file in parameter_files(tree):
        parameters = json.loads(file.read_text())["parameters"]
        clusters, region = (parameters.get(name, {}).get("value", []) for name in ("clusters", "location"))
        for each in (each for each in clusters if each["name"] == cluster):
            of_pools = [node(pool, number, region) for pool in each["pools"] for number in range(1, NODES + 1)]
            return [*of_pools, *([virtual_node()] if "virtualSubnet" in each else [])]
    return []


def virtual_node():
    """The one behind which Azure Container Instances stand: in no pool and no zone."""
    name, room = "virtual-node-aci-linux", {"cpu": "10k", "memory": "4Ti", "pods": "1k"}
    return {
        "apiVersion": "v1",
        "kind": "Node",
        "metadata": {"name": name, "labels": {"kubernetes.io/os": "linux", "kubernetes.io/hostname": name, "kubernetes.io/role": "agent", "type": "virtual-kubelet"}},
        "spec": {"taints": [taint("virtual-kubelet.io/provider=azure:NoSchedule")]},
        "status": {"allocatable": room, "capacity": room},
    }


def node(pool, number, region):
    name = f"aks-{pool['name']}-{number}"
    labels = {
        "kubernetes.io/os": "linux",
        "kubernetes.io/arch": "amd64",
        "kubernetes.io/hostname": name,
        "topology.kubernetes.io/zone": f"{region}-{number}" if pool["zones"] else "0",
        "kubernetes.azure.com/agentpool": pool["name"],
        "kubernetes.azure.com/mode": pool["mode"].lower(),
        **pool.get("labels", {}),
    }
    room = {"cpu": "8", "memory": "32Gi", "pods": str(pool["maxPods"])}
    return {
        "apiVersion": "v1",
        "kind": "Node",
        "metadata": {"name": name, "labels": labels},
        "spec": {"taints": [taint(text) for text in pool["taints"]]},
        "status": {"allocatable": room, "capacity": room},
    }


def taint(text):
    mark, effect = text.rsplit(":", 1)
    key, _, value = mark.partition("=")
    return {"key": key, "value": value, "effect": effect}
