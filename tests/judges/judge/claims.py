"""What apps claim to store: each claim is bound, by a class that is there and a driver that can do it, and outlives the release that made it."""
import json
import os
import subprocess

from tree import INSTALLED

KUBE = INSTALLED / "bin/kube"
MODES = {"disk.csi.azure.com": {"ReadWriteOnce", "ReadWriteOncePod"}, "file.csi.azure.com": {"ReadWriteOnce", "ReadWriteOncePod", "ReadWriteMany"}}


def claims(environment):
    """All claims, by namespace and name."""
    return {(item["metadata"]["namespace"], item["metadata"]["name"]): item for item in objects("persistentvolumeclaims", environment)}


def unsound(environment):
    """The simulated volumes are there for any claim; Azure makes none of a class that it does not know, or for nodes that a disk cannot be at."""
    drivers = {item["metadata"]["name"]: item["provisioner"] for item in objects("storageclasses", environment)}
    for (namespace, name), claim in claims(environment).items():
        spec, phase = claim["spec"], claim["status"]["phase"]
        wanted, modes = spec.get("storageClassName"), set(spec["accessModes"])
        if phase != "Bound":
            yield f"the claim {name} of {namespace} is not bound: it stays {phase}"
        if wanted and wanted not in drivers:
            yield f"the claim {name} of {namespace} is of the class {wanted}, which is not there"
        elif wanted and not modes <= MODES[drivers[wanted]]:
            yield f"the claim {name} of {namespace} is {', '.join(sorted(modes))}, which {drivers[wanted]} cannot do"


def releases(environment):
    """(namespace, release) of those that have made a claim, or whose pods have."""
    for (namespace, _), claim in sorted(claims(environment).items()):
        marks = {**claim["metadata"].get("labels", {}), **claim["metadata"].get("annotations", {})}
        if release := marks.get("meta.helm.sh/release-name") or marks.get("app.kubernetes.io/instance"):
            yield namespace, release


def gone(before, environment):
    """Claims that are no longer there, or are another one of the same name."""
    now = claims(environment)
    for (namespace, name), claim in before.items():
        if now.get((namespace, name), {}).get("metadata", {}).get("uid") != claim["metadata"]["uid"]:
            yield f"the claim {name} of {namespace} is gone with its release"


def objects(kind, environment):
    said = subprocess.run([KUBE, "kubectl", "get", kind, "--all-namespaces", "--output", "json"], capture_output=True, text=True, check=True, env={**os.environ, **environment})
    return json.loads(said.stdout)["items"]
