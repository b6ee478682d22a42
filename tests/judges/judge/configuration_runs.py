"""Runs of a tree's `configuration.sh` against one control plane, with stand-ins for what is not here."""
import json
import os
import pathlib
import random
import signal
import subprocess
import typing

import later
import standin_charts
from judge_live import HELM, KUBE, instead
from pools import nodes_of
from tree import INSTALLED, JUDGES, objections

# What the cluster makes of what others wrote, or keeps writing by itself.
RESTLESS = {"Event", "Lease", "EndpointSlice", "Endpoints", "ControllerRevision", "Node", "CSINode", "Pod", "ReplicaSet", "Job"}
# What outlives its release, since nothing brings it back.
KEPT = {"PersistentVolumeClaim", "CustomResourceDefinition"}
WAIT = "90s"


def installs(tree, cluster):
    """What the script installs in a cluster, in its order, as bash reads its settings: releases, then each app in each of its environments."""
    script = 'source "$0/settings/clusters/$1.sh"; printf "%s\\n" "${RELEASES[@]}"; for file in "$0"/settings/apps/*.sh; do (source "$file"; printf "%s\\n" "${PLACES[@]}"); done'
    lines = [line.split() for line in subprocess.run(["bash", "-c", script, tree.scripts, cluster], capture_output=True, text=True).stdout.splitlines()]
    return [words[0] for words in lines if len(words) == 1] + [Place(place[3], place[0], place[5] != "-") for place in lines if place[1:2] == [cluster]]


class Place(typing.NamedTuple):
    """An app where it is installed."""

    app: str
    environment: str
    tagged: bool  # by the blueprint


def account(tree, cluster):
    """Subscription and tenant, as bash reads them in the settings of the site; any where none are named."""
    script = f'cd "$0" && source settings/clusters/{cluster}.sh && source settings/common.sh && source "settings/$CLUSTER_SITE.sh" && echo "${{SITE_SUBSCRIPTION-${{SUBSCRIPTION-$1}}}} ${{TENANT-$1}}"'
    return subprocess.run(["bash", "-c", script, tree.scripts, "00000000-0000-4000-8000-00000000000b"], capture_output=True, text=True).stdout.strip()


def unexposed(tree, cluster):
    """Apps that no ingress answers for, each in one of its environments."""
    script = 'for file in "$0"/settings/apps/*.sh; do (source "$file"; for line in "${ADDRESSES[@]}"; do echo "$(basename "$file" .sh) $line"; done); done'
    exposed = {line.split()[0] for line in subprocess.run(["bash", "-c", script, tree.scripts], capture_output=True, text=True).stdout.splitlines()}
    return list({place.app: place for place in installs(tree, cluster) if isinstance(place, Place) and place.app not in exposed}.values())


class Runs:
    """Runs of the script against one control plane."""

    def __init__(self, tree, name, config, wait=WAIT):
        self.tree, self.name, self.config, self.pending = tree, name, config, False
        folder = config.parent / "standins"
        (bin_folder := folder / "bin").mkdir(parents=True)
        for command in ("az", "kubelogin", "kubectl", "helm", "date"):
            (bin_folder / command).symlink_to(JUDGES / "standins/command.py")
        standin_charts.write(folder / "charts")
        self.environment = {
            **os.environ,
            "PATH": f"{bin_folder}:{os.environ['PATH']}",
            "STANDIN_STATE": str(folder), "STANDIN_KUBECONFIG": str(config), "STANDIN_CHARTS": str(folder / "charts"),
            "STANDIN_KUBE": str(KUBE), "STANDIN_HELM": str(HELM), "STANDIN_WAIT": wait, "STANDIN_ACCOUNT": account(tree, name), "STANDIN_POWER": "Running",
            "STANDIN_CLUSTER": name, "STANDIN_PARAMETERS": str(tree.arm / "parameters"), "STANDIN_DEFINITIONS": str(INSTALLED / "crds"),
            **{f"HELM_{kind}_HOME": str(folder / f"helm-{kind.lower()}") for kind in ("CACHE", "CONFIG", "DATA")},
        }
        self.random = random.Random(f"{tree.root.name} {name}")

    def kubectl(self, *words):
        return objections(self.tree, KUBE, "kubectl", "--kubeconfig", self.config, *words)

    def prepare(self):
        """What AKS brings at once: nodes, classes of storage, kinds of its own."""
        findings = instead(nodes_of(self.tree, self.name), self.config, self.kubectl)
        files = [JUDGES / "kube/aks-classes.yaml", *sorted((INSTALLED / "crds").glob("secrets-store.*.yaml"))]
        findings += self.kubectl("apply", "--server-side", *(f"--filename={file}" for file in files))
        return findings + self.kubectl("wait", "--for=condition=Established", "crd", "--all", "--timeout=30s")

    def start(self, *words, **environment):
        """The script to its end, in a group of processes of its own: (exit code, what it said)."""
        done = subprocess.Popen(
            [self.tree.scripts / "configuration.sh", "--cluster", self.name, *words], text=True, errors="replace", start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env={**self.environment, **environment},
        )
        said, _ = done.communicate()
        return done.returncode, said

    def points(self):
        """Where it is lost: at namespaces, at the release that comes first, and at one of those after it."""
        namespaces = len(list((self.tree.namespaces / self.name).glob("*.yaml")))
        releases = sum(not isinstance(entry, Place) or entry.tagged for entry in installs(self.tree, self.name))
        later = range(2, releases + 1)
        yield f"kubectl apply:{self.random.randint(1, namespaces)}"
        if releases:
            yield "helm upgrade:1"
        if later:
            yield f"helm upgrade:{self.random.choice(later)}"

    def lost(self, point):
        """The script is ended by force in the midst of a step; what it left is set right first."""
        (pathlib.Path(self.environment["STANDIN_STATE"]) / "calls").unlink(missing_ok=True)
        code, said = self.start(*(["--take-over"] if self.pending else []), STANDIN_KILL=point)
        self.pending = True
        if code != -signal.SIGKILL:
            return [f"it was to be lost at {point} and ended with {code}: {line}" for line in self.tree.said(said)[-5:]]
        return []

    def stopped(self):
        """Without --take-over it leaves alone what may be another run's, says so, and what to do; or nothing was left half-changed."""
        code, said = self.start()
        if code and "--take-over" not in said:
            return [f"it stops after a run that was lost, and does not say what to do: {line}" for line in self.tree.said(said)[-5:]]
        return []

    def first_tags(self):
        """Apps of which the blueprint names no tag are installed when a person names one; from then on it is kept."""
        return [line for place in installs(self.tree, self.name) if isinstance(place, Place) and not place.tagged
                for line in self.whole(f"with the first tag of {place.app}", "app", place.app, place.environment, "--tag", "1.0.0")]

    def well(self):
        """What no ingress answers for is well: it has rolled out, and what tries it ends well."""
        return [line for place in unexposed(self.tree, self.name) for line in self.whole(f"asked whether {place.app} is well", "health", place.app, place.environment)]

    def asleep(self):
        """A cluster that is stopped is left alone; only where hours start and stop clusters is that asked."""
        if not (self.tree.scripts / "hours.sh").exists():
            return []
        code, said = self.start(STANDIN_POWER="Stopped")
        return [] if code and "is stopped" in said else [f"it goes to a cluster that is stopped, and ends with {code}: {line}" for line in self.tree.said(said)[-3:]]

    def again(self, when, *words, **environment):
        """When all stands it is lost at one of the releases; run whole after that, it leaves all as it was before."""
        before, count = self.stands(), len(installs(self.tree, self.name))
        findings = self.lost(f"helm upgrade:{self.random.randint(1, count)}") if count else []
        return findings + self.whole(when, *words, before=before, **environment)

    def later(self):
        """Of a later blueprint what stays is as it says; what it lacks is named, and nothing else, with words that take it away; and then nothing is named."""
        before, (self.tree, leftovers, staying) = self.stands(), later.later(self.tree, self.name, self.config.parent / "later")
        code, said = self.start()
        if code:
            return [f"with a later blueprint it ends with {code}: {line}" for line in self.tree.said(said)[-5:]]
        now, named = self.stands(), later.named(said)
        changed = {owner(now.get(name) or before[name]) for name, thing in {**before, **now}.items() if before.get(name) != now.get(name)}
        findings = [f"with a later blueprint {release} of {namespace} stays as it was" for namespace, release in staying if (namespace, release) not in changed]
        findings += [f"with a later blueprint it does not say: {words}" for words in sorted(leftovers - named)]
        findings += [f"with a later blueprint it says: {words}" for words in sorted(named - leftovers)]
        for words in sorted(named):
            done = subprocess.run(["bash", "-c", words], env={**self.environment, "KUBECONFIG": str(self.config)}, capture_output=True, text=True)
            findings += [f"{words}: {line}" for line in (done.stderr.splitlines() if done.returncode else ())]
        before = self.stands()
        gone = {(words.split()[4], words.split()[2]) for words in leftovers if words.startswith("helm ")}
        findings += [f"what was uninstalled leaves {name}" for name, thing in before.items() if owner(thing) in gone and thing["kind"] not in KEPT]
        code, said = self.start()
        findings += [f"when all of that is gone it still says: {words}" for words in sorted(later.named(said))]
        return findings + [f"when all of that is gone it changes {line}" for line in differences(before, self.stands())]

    def still(self, when, *words):
        """What it changes when it must not."""
        return self.whole(when, *words, before=self.stands())

    def whole(self, when, *words, before=None, **environment):
        """It runs to its end; where it is told what stood before, all of that stands as it did, and nothing else."""
        code, said = self.start(*words, **environment)
        if code:
            return [f"{when} it ends with {code}: {line}" for line in self.tree.said(said)[-12:]]
        return [] if before is None else [f"{when} it changes {line}" for line in differences(before, self.stands())]

    def stands(self):
        """All that stands in the cluster, without what the cluster itself keeps writing."""
        words = [KUBE, "kubectl", "--kubeconfig", self.config]
        kinds = subprocess.run([*words, "api-resources", "--verbs=list", "--output=name"], capture_output=True, text=True, check=True).stdout.split()
        listed = subprocess.run([*words, "get", ",".join(kinds), "--all-namespaces", "--output=json", "--ignore-not-found"], capture_output=True, text=True, check=True).stdout
        found = {}
        for thing in json.loads(listed)["items"]:
            meta = thing["metadata"]
            if thing["kind"] in RESTLESS or thing.get("type") == "helm.sh/release.v1":
                continue
            meta = {key: value for key, value in meta.items() if key not in ("managedFields", "resourceVersion", "generation")}
            thing = {**{key: value for key, value in thing.items() if key != "status"}, "metadata": meta}
            if "replicas" in thing.get("spec", {}):
                del thing["spec"]["replicas"]  # an autoscaler's, where there is one
            found[f"{thing['kind']} {meta.get('namespace', '')}/{meta['name']}"] = thing
        return found


def owner(thing):
    """Namespace and name of the release that made it; nothing of what no release has made."""
    said = thing["metadata"].get("annotations") or {}
    return said.get("meta.helm.sh/release-namespace"), said.get("meta.helm.sh/release-name")


def differences(before, after):
    """What is new, gone or other."""
    for name in sorted({*before, *after}):
        if before.get(name) != after.get(name):
            yield name if name in before and name in after else f"{name}, which is {'gone' if name in before else 'new'}"
