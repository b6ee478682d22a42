"""What upgrade.sh asks a cluster before it raises it, asked of a real control plane: what stands there as it is rendered is in no way, and a disruption budget that lets no pod go is found. Azure is the in-memory one."""
import json
import os
import pathlib
import re
import subprocess
import tempfile

from deployments import subscription_of
from standing import SUBSCRIPTION
from tree import AZURE_PYTHON, INSTALLED, JUDGES, start

KUBE, HELM = INSTALLED / "bin/kube", INSTALLED / "bin/helm"
# In the place of a sign-in: the credentials of the control plane, whatever Azure answers.
KUBELOGIN = '#!/usr/bin/env bash\ncp "$REAL_CONFIG" "${@: -1}"\n'
KUBECTL = f'#!/usr/bin/env bash\nexec "{KUBE}" kubectl "$@"\n'


def unsound(tree, cluster, config, environment):
    """What is wrong with what it says; nothing of a tree without the script."""
    script = tree.scripts / "upgrade.sh"
    if not script.exists():
        return []
    with tempfile.TemporaryDirectory(prefix="aksgen-upgrade-") as folder:
        folder = pathlib.Path(folder)
        ask = question(tree, script, cluster, folder)
        environment = {**environment, "REAL_CONFIG": str(config)}
        code, said = start(*ask, env=environment)
        if code:
            return [f"upgrade.sh finds something in the way of a cluster that is as it is rendered: {line}" for line in said.splitlines()[-10:]]
        budget = blocked(environment)
        if not budget:
            return ["no disruption budget of the cluster has pods: nothing to block an upgrade with"]
        code, said = start(*ask, env=environment)
        found = f"the disruption budget {budget[1]} in {budget[0]} lets none of its "
        return [] if code and found in said else [f"upgrade.sh does not find the disruption budget {budget[1]} in {budget[0]}, which lets no pod go: {said.splitlines()[-5:]}"]


def question(tree, script, cluster, folder):
    """The words that ask it, as somebody would who may not change anything."""
    settings = (tree.scripts / f"settings/clusters/{cluster}.sh").read_text()
    said = dict(re.findall(r"^readonly (\w+)=(\S+)$", settings, re.MULTILINE))
    site, version = said["CLUSTER_SITE"], said["KUBERNETES_VERSION"].strip("'\"")
    group = re.search(r"^readonly AKS_GROUP=(\S+)$", (tree.scripts / f"settings/{site}.sh").read_text(), re.MULTILINE).group(1)
    subscription = subscription_of(tree, site)
    stand_ins, state, run = folder / "stand-ins", folder / "state.json", folder / "ask.sh"
    stand_ins.mkdir()
    for name, text in {"kubectl": KUBECTL, "kubelogin": KUBELOGIN}.items():
        (stand_ins / name).write_text(text)
        (stand_ins / name).chmod(0o755)
    (stand_ins / "helm").symlink_to(HELM)
    state.write_text(json.dumps({"resources": standing(subscription or SUBSCRIPTION, group, cluster, version)}))
    after = f"1.{int(version.split('.')[1]) + 1}"
    set_to = f"FAKEAZ_SUBSCRIPTION={subscription} " if subscription else ""
    run.write_text(f"export PATH='{stand_ins}':\"$PATH\"\n{set_to}exec bash '{script}' --cluster {cluster} --to {after} --dry-run\n")
    return AZURE_PYTHON, JUDGES / "fakeaz", "--state", state, run


def standing(subscription, group, cluster, version):
    """The cluster in Azure."""
    in_group = f"/subscriptions/{subscription}/resourceGroups/{group}"
    identifier = f"{in_group}/providers/Microsoft.ContainerService/managedClusters/{cluster}"
    pool = {"name": "system", "mode": "System", "orchestratorVersion": version, "count": 1, "provisioningState": "Succeeded"}
    resources = [
        {"id": in_group, "name": group, "location": "westeurope"},
        {"id": identifier, "name": cluster, "location": "westeurope", "properties": {"kubernetesVersion": version, "agentPoolProfiles": [pool]}},
    ]
    return {resource["id"].lower(): resource for resource in resources}


def blocked(environment):
    """The namespace and the name of a budget with pods, which is told to let none of them go; the control plane has seen it when this ends."""
    kubectl = [KUBE, "kubectl"]
    environment = {**os.environ, **environment}
    listed = subprocess.run([*kubectl, "get", "poddisruptionbudgets", "--all-namespaces", "--output=json"], capture_output=True, text=True, env=environment, check=True).stdout
    for budget in json.loads(listed)["items"]:
        namespace, name = budget["metadata"]["namespace"], budget["metadata"]["name"]
        if budget.get("status", {}).get("expectedPods"):
            place = ["--namespace", namespace, f"poddisruptionbudget/{name}"]
            subprocess.run([*kubectl, "patch", *place, "--type=merge", "--patch", '{"spec": {"maxUnavailable": 0}}'], capture_output=True, env=environment, check=True)
            subprocess.run([*kubectl, "wait", *place, "--for=jsonpath={.status.disruptionsAllowed}=0", "--timeout=30s"], capture_output=True, env=environment, check=True)
            return namespace, name
    return None
