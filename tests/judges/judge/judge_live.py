"""A real control plane, with the nodes of the cluster's pools, takes namespaces and storage by server-side apply, and `helm upgrade --install --wait` of every app succeeds, twice.

What apps claim to store is bound, stays when their releases go, and is found again by the next ones. Members of a team may do in its
namespaces what they are to, and no more. What upgrade.sh asks beforehand, it asks of the first cluster of the first tree."""
import contextlib
import dataclasses
import json
import os
import pathlib
import re
import subprocess
import tempfile

import yaml

import claims
import cron_jobs
import likeness
import rights
import upgrade_checks
from charts import apps, ours, supplied
from pools import nodes_of
from selftest import Break
from tree import INSTALLED, JUDGES, objections

KUBE, HELM, CLUSTER = INSTALLED / "bin/kube", INSTALLED / "bin/helm", JUDGES / "kube/cluster"
WAIT = "90s"
WAIT_IN_SELFTEST = "5s"  # there a rollout is meant not to end


@contextlib.contextmanager
def control_plane():
    """A control plane of its own, on free ports of loopback; stopped whatever happens."""
    with tempfile.TemporaryDirectory(prefix="aksgen-live-") as folder:
        try:
            up = subprocess.run([CLUSTER, "up", KUBE, folder], capture_output=True, text=True)
            if up.returncode:
                raise RuntimeError(f"the control plane does not start: {(up.stdout + up.stderr)[-500:]}")
            yield pathlib.Path(folder, "kubeconfig")
        finally:
            subprocess.run([CLUSTER, "down", folder], capture_output=True)


def judge(tree, full):
    return judge_together([tree], full)


def judge_together(trees, full, wait=WAIT):
    """Of cases, a cluster whose every namespace is like one that another cluster has says nothing new."""
    seen = set()
    return [f"{tree.root.name}: {line}" if len(trees) > 1 else line for tree in trees for line in of_tree(tree, seen, wait, tree == trees[0])]


def of_tree(tree, seen, wait, is_first):
    clusters = sorted({file.parent for file in tree.files("*/*.yaml", under=tree.namespaces)})
    findings, waiting = [], [(chart, values, place) for app, chart, files in apps(tree) for values in files for place in places_of(tree, app, values) or [None]]
    waiting += [(chart, values, place_of(chart, values)) for _, chart, files in ours(tree.releases) for values in files]
    for cluster in clusters:
        inside = names(cluster)
        here = [entry for entry in waiting if entry[-1] and entry[-1].cluster == cluster.name and entry[-1].namespace in inside]
        waiting = [entry for entry in waiting if entry not in here]
        likes = set(likeness.of_namespaces(tree, cluster, here)) if tree.case else set()
        if tree.case and likes <= seen:
            continue
        seen |= likes
        with control_plane() as config:
            findings += [f"{cluster.name}: {line}" for line in on(tree, config, cluster, here, wait)]
            if is_first and cluster == clusters[0] and not tree.case:
                findings += upgrade_checks.unsound(tree, cluster.name, config, environment_of(config))
    return findings + [f"{tree.relative(values)}: its place names no namespace that stands in namespaces/ (it says {place})" for _, values, place in waiting]


def environment_of(config):
    """For kubectl and helm: the control plane, and nothing of whoever runs this."""
    return {"KUBECONFIG": str(config), **{f"HELM_{kind}_HOME": str(config.parent / f"helm-{kind.lower()}") for kind in ("CACHE", "CONFIG", "DATA")}}


def on(tree, config, cluster, here, wait):
    """Everything of one cluster, in the order of a first day; then the charts again, as on the second."""
    environment = environment_of(config)

    def kubectl(*words):
        return objections(tree, KUBE, "kubectl", *words, env=environment)

    findings = instead(nodes_of(tree, cluster.name), config, kubectl)
    findings += kubectl("apply", "--server-side", f"--filename={JUDGES / 'kube/aks-classes.yaml'}", *(f"--filename={file}" for file in sorted((INSTALLED / "crds").glob("*.yaml"))))
    findings += kubectl("wait", "--for=condition=Established", "crd", "--all", "--timeout=30s")
    for time in ("first", "second"):
        files = (f"--filename={file}" for file in [*sorted(cluster.glob("*.yaml")), *tree.root.glob(f"storage/{cluster.name}.yaml")])
        findings += [f"{time} apply: {line}" for line in kubectl("apply", "--server-side", *files)]

    findings += rights.unsound(tree, {**os.environ, **environment})

    def install(time, places):
        for chart, values, place in places:
            said = objections(tree, HELM, "upgrade", "--install", place.release, chart, "--namespace", place.namespace, "--values", values, *supplied(chart, values), "--wait", "--timeout", wait, env=environment)
            yield from (f"{tree.relative(values)}: {time} installation: {line}" for line in said)
            if said:
                yield from events(place.namespace, environment)

    for time in ("first", "second"):
        findings += install(time, here)
    findings += [line for *_, place in here for line in tried(tree, place, wait, environment)]
    findings += cron_jobs.unsound(tree, {**os.environ, **environment}, wait)
    findings += claims.unsound(environment)
    stored, storing = claims.claims(environment), sorted(set(claims.releases(environment)))
    for namespace, release in storing:
        findings += objections(tree, HELM, "uninstall", release, "--namespace", namespace, "--wait", "--timeout", wait, env=environment)
    findings += claims.gone(stored, environment)
    findings += install("next", [entry for entry in here if (entry[-1].namespace, entry[-1].release) in storing])
    return findings + list(claims.gone(stored, environment))


def tried(tree, place, wait, environment):
    """What `helm test` says of a release: its pod is taken, ends, and is away, with the ways that were opened for it."""
    said = objections(tree, HELM, "test", place.release, "--namespace", place.namespace, "--timeout", wait, env=environment)
    left = objections(tree, KUBE, "kubectl", "wait", "--for=delete", f"pod/{place.release}--test", f"networkpolicy/{place.release}--tested", "--namespace", place.namespace, "--timeout=10s", env=environment)
    return [f"the test of {place.release} in {place.namespace}: {line}" for line in [*said, *left]]


def instead(nodes, config, kubectl):
    """The nodes of the pools in place of those with which a control plane starts."""
    if not nodes:
        return []
    file = config.parent / "nodes.json"
    file.write_text(json.dumps({"apiVersion": "v1", "kind": "List", "items": nodes}))
    return kubectl("delete", "node", "--all") + kubectl("apply", f"--filename={file}") + kubectl("wait", "--for=condition=Ready", "node", "--all", "--timeout=30s")


def events(namespace, environment):
    """Why a rollout does not end: the warnings of the namespace."""
    words = [KUBE, "kubectl", "get", "events", "--namespace", namespace, "--field-selector", "type=Warning", "--output", "custom-columns=:.reason,:.message", "--no-headers"]
    said = subprocess.run(words, capture_output=True, text=True, env={**os.environ, **environment})
    return [f"  event: {' '.join(line.split())[:300]}" for line in dict.fromkeys(said.stdout.splitlines())][-5:]


def names(cluster):
    """The namespaces that a cluster's manifests make."""
    documents = (document for file in sorted(cluster.glob("*.yaml")) for document in yaml.safe_load_all(file.read_text()))
    return {document["metadata"]["name"] for document in documents if isinstance(document, dict) and document.get("kind") == "Namespace"}


@dataclasses.dataclass(frozen=True)
class Place:
    """Where the scripts install something."""

    cluster: str
    namespace: str
    release: str


def places_of(tree, app, values):
    """Where the scripts install these values: the lines of the app's places that name them, as bash itself reads them."""
    settings = tree.scripts / "settings" / "apps" / f"{app}.sh"
    said = subprocess.run(["bash", "-c", 'source "$0" && printf "%s\\n" "${PLACES[@]}"', settings], capture_output=True, text=True)
    places = [line.split() for line in said.stdout.splitlines()]
    return [Place(*place[1:4]) for place in places if f"values-{place[4]}.yaml" == values.name]


def place_of(chart, values):
    """Where a release of ours is installed: in the cluster that its values file is named after, in the namespace that stands beside its chart."""
    namespace = re.search(r"^NAMESPACE='?([^'\n]+)", (chart.parent / "release.env").read_text(), re.MULTILINE).group(1)
    return Place(values.stem.removeprefix("values-"), namespace, chart.parent.name)


def impatient(tree, full):
    return judge_together([tree], full, WAIT_IN_SELFTEST)


BREAKS = [
    Break("releases/certificate/release.env", "morpheus", "elsewhere", "releases/certificate/values-main.yaml: its place names no namespace"),
    Break("namespaces/main/morpheus.yaml", "requests.memory: 4Gi", "requests.memory: 4Gi\n    limits.cpu: 2", "must specify limits.cpu"),
    Break("namespaces/main/morpheus.yaml", "policyTypes:\n    - Ingress", "policyTypes:\n    - Inwards", "Unsupported value"),
    Break("namespaces/main/morpheus.yaml", "name: view", "name: edit", "may delete networkpolicies.networking.k8s.io in morpheus"),
    Break("pipelines/setup.sh", "environment shop-apps-dev", "environment shop-apps-dev leads", "may create pods/exec in morpheus"),
    Break("storage/main.yaml", "name: standard", "name: other", "of the class standard, which is not there"),
    Break("apps/podinfo/chart/templates/claim.yaml", "[ReadWriteOnce]", "[ReadWriteMany]", "which disk.csi.azure.com cannot do", alone=True),
    Break("apps/podinfo/chart/templates/claim.yaml", "helm.sh/resource-policy: keep", "example.com/keep: please", "podinfo-data of morpheus is gone with its release", alone=True),
    Break("apps/podinfo/chart/templates/claim.yaml", "storageClassName: standard", 'storageClassName: ""', "podinfo-data of morpheus is not bound", alone=True),
    Break("scripts/settings/apps/podinfo.sh", "staging main morpheus", "staging main elsewhere", "names no namespace"),
    Break("apps/podinfo/values-test.yaml", None, "replicas: 2\n", "names no namespace that stands in namespaces/ (it says None)"),
]
