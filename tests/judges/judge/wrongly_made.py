"""What stands in Azure as it must not be: the preflight is to say so of each."""
import re

from deployments import subscription_of
from standing import SUBSCRIPTION, route_tables


def wrongly_made(tree):
    """All of it, by id."""
    return {**cluster_of_another_size(tree), **vault_of_another_kind(tree), **route_that_leads_nowhere(tree), **registry_by_repository(tree)}


def cluster_of_another_size(tree):
    """One of the clusters, as an earlier blueprint might have had it: with other ranges, a pool of another size, and an older Kubernetes."""
    cluster = next(iter(sorted((tree.scripts / "settings/clusters").glob("*.sh"))), None)
    if cluster is None:
        return {}
    said = dict(re.findall(r"^readonly (\w+)=(\S+)$", cluster.read_text() + "".join(file.read_text() for file in (tree.scripts / "settings").glob("*.sh") if cluster.stem in file.read_text()), re.MULTILINE))
    identifier = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{said['AKS_GROUP']}/providers/Microsoft.ContainerService/managedClusters/{cluster.stem}"
    pool = {"name": "system", "vmSize": "Standard_D16ds_v5", "osDiskType": "Managed", "maxPods": 30, "count": 0, "orchestratorVersion": "1.30"}
    network = {"podCidr": "10.9.0.0/16", "serviceCidr": "10.8.0.0/16", "dnsServiceIP": "10.8.0.10"}
    return {identifier.lower(): {"id": identifier, "location": said["LOCATION"], "properties": {"kubernetesVersion": "1.30", "networkProfile": network, "agentPoolProfiles": [pool]}}}


def vault_of_another_kind(tree):
    """A backup vault that keeps its copies elsewhere than it is to."""
    for file in sorted((tree.scripts / "settings").glob("*.sh")):
        said = dict(re.findall(r"^readonly (BACKUP_\w+)=([^'\s]+)$", file.read_text(), re.MULTILINE))
        if "BACKUP_VAULT" in said:
            identifier = f"{subscription(tree, file.stem)}/resourceGroups/{said['BACKUP_GROUP']}/providers/Microsoft.DataProtection/backupVaults/{said['BACKUP_VAULT']}"
            return {identifier.lower(): {"id": identifier, "properties": {"storageSettings": [{"type": "Elsewhere"}]}}}
    return {}


def route_that_leads_nowhere(tree):
    """The route table that is brought, without a route."""
    ids = [identifier for file in sorted((tree.scripts / "settings").glob("*.sh")) for identifier in route_tables(file.read_text())]
    return {identifier.lower(): {"id": identifier, "location": "westeurope", "properties": {"routes": []}} for identifier in ids}


def registry_by_repository(tree):
    """The registry that is brought, in which AcrPull means nothing."""
    said = {key: value for file in tree.scripts.glob("settings/common.sh") for key, value in re.findall(r"^readonly (REGISTRY\w*)='?([^'\n]+)", file.read_text(), re.MULTILINE)}
    if "REGISTRY_SUBSCRIPTION" not in said:
        return {}
    identifier = f"/subscriptions/{said['REGISTRY_SUBSCRIPTION']}/resourceGroups/{said['REGISTRY_GROUP']}/providers/Microsoft.ContainerRegistry/registries/{said['REGISTRY']}"
    return {identifier.lower(): {"id": identifier, "location": "westeurope", "properties": {"roleAssignmentMode": "AbacRepositoryPermissions"}}}


def subscription(tree, site):
    return f"/subscriptions/{subscription_of(tree, site) or SUBSCRIPTION}"
