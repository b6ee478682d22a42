"""A real control plane takes the namespaces by server-side apply, and `helm upgrade --install --wait` of every app succeeds, twice."""
import contextlib
import os
import pathlib
import subprocess
import tempfile

import yaml

from charts import apps, environment_of, supplied
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


def judge(tree, full, wait=WAIT):
    clusters = sorted({file.parent for file in tree.files("*/*.yaml", under=tree.namespaces)})
    findings, waiting = [], [(app, chart, values) for app, chart, files in apps(tree) for values in files]
    for cluster in clusters:
        inside = names(cluster)
        here = [(app, chart, values, namespace) for app, chart, values in waiting if (namespace := namespace_of(tree, app, values)) in inside]
        waiting = [entry for entry in waiting if entry not in [(app, chart, values) for app, chart, values, _ in here]]
        with control_plane() as config:
            findings += [f"{cluster.name}: {line}" for line in on(tree, config, cluster, here, wait)]
    return findings + [f"{tree.relative(values)}: its place names no namespace that stands in namespaces/ (it says {namespace_of(tree, app, values)!r})" for app, _, values in waiting]


def on(tree, config, cluster, here, wait):
    """Everything of one cluster, in the order of a first day; then the charts again, as on the second."""
    environment = {"KUBECONFIG": str(config), **{f"HELM_{kind}_HOME": str(config.parent / f"helm-{kind.lower()}") for kind in ("CACHE", "CONFIG", "DATA")}}

    def kubectl(*words):
        return objections(tree, KUBE, "kubectl", *words, env=environment)

    findings = kubectl("apply", "--server-side", *(f"--filename={file}" for file in sorted((INSTALLED / "crds").glob("*.yaml"))))
    findings += kubectl("wait", "--for=condition=Established", "crd", "--all", "--timeout=30s")
    for time in ("first", "second"):
        for file in sorted(cluster.glob("*.yaml")):
            findings += [f"{time} apply: {line}" for line in kubectl("apply", "--server-side", f"--filename={file}")]
    for time in ("first", "second"):
        for app, chart, values, namespace in here:
            said = objections(tree, HELM, "upgrade", "--install", app, chart, "--namespace", namespace, "--values", values, *supplied(chart, values), "--wait", "--timeout", wait, env=environment)
            findings += [f"{tree.relative(values)}: {time} installation: {line}" for line in said]
            if said:
                findings += events(namespace, environment)
    return findings


def events(namespace, environment):
    """Why a rollout does not end: the warnings of the namespace."""
    words = [KUBE, "kubectl", "get", "events", "--namespace", namespace, "--field-selector", "type=Warning", "--output", "custom-columns=:.reason,:.message", "--no-headers"]
    said = subprocess.run(words, capture_output=True, text=True, env={**os.environ, **environment})
    return [f"  event: {' '.join(line.split())[:300]}" for line in dict.fromkeys(said.stdout.splitlines())][-5:]


def names(cluster):
    """The namespaces that a cluster's manifests make."""
    documents = (document for file in sorted(cluster.glob("*.yaml")) for document in yaml.safe_load_all(file.read_text()))
    return {document["metadata"]["name"] for document in documents if isinstance(document, dict) and document.get("kind") == "Namespace"}


def namespace_of(tree, app, values):
    """Where the scripts install these values: the third word of the app's place in the environment, as bash itself reads it."""
    settings = tree.scripts / "settings" / "apps" / f"{app}.sh"
    said = subprocess.run(["bash", "-c", 'source "$0" && printf "%s\\n" "${PLACES[@]}"', settings], capture_output=True, text=True)
    places = [line.split() for line in said.stdout.splitlines()]
    return next((place[2] for place in places if place[0] == environment_of(values)), None)


def impatient(tree, full):
    return judge(tree, full, WAIT_IN_SELFTEST)


BREAKS = [
    Break("namespaces/main/morpheus.yaml", "requests.memory: 4Gi", "requests.memory: 4Gi\n    limits.cpu: 2", "must specify limits.cpu"),
    Break("namespaces/main/morpheus.yaml", "policyTypes:\n    - Ingress", "policyTypes:\n    - Inwards", "Unsupported value"),
    Break("scripts/settings/apps/podinfo.sh", "staging dev-westeurope morpheus", "staging dev-westeurope elsewhere", "names no namespace"),
]
