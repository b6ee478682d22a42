"""`configuration.sh` itself, on a real control plane: it is lost at several steps, runs whole afterwards, finds apps well, and changes nothing the next time.

Charts of others are stood in for: what is seen of them is their order, their namespace's admission and their schema's word on our values."""
import json
import os
import pathlib
import random
import signal
import subprocess
import typing

import standin_charts
from judge_live import HELM, KUBE, control_plane, instead
from pools import nodes_of
from selftest import Break
from tree import INSTALLED, JUDGES, NothingToJudge, objections

GOOD = JUDGES.parent.parent / "golden/minimal"
# What the cluster makes of what others wrote, or keeps writing by itself.
RESTLESS = {"Event", "Lease", "EndpointSlice", "Endpoints", "ControllerRevision", "Node", "CSINode", "Pod", "ReplicaSet", "Job"}
WAIT = "90s"


def judge(tree, full):
    clusters = sorted({file.parent.name for file in tree.files("*/*.yaml", under=tree.namespaces)})
    if not (tree.scripts / "configuration.sh").exists():
        raise NothingToJudge("no scripts/configuration.sh")
    findings, seen = [], []
    for name in clusters:
        installed = installs(tree, name)
        if installed not in seen:  # another cluster with the same releases and apps says nothing new
            seen.append(installed)
            findings += [f"{name}: {line}" for line in of_cluster(tree, name)]
    return findings


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


def of_cluster(tree, name):
    with control_plane() as config:
        run = Runs(tree, name, config)
        findings = run.prepare()
        findings += run.whole("on an empty cluster", "--dry-run", change=False)
        for point in run.points():
            findings += run.lost(point)
        findings += run.stopped()
        findings += run.whole("after it was lost", "--take-over")
        findings += run.first_tags()
        findings += run.well()
        findings += run.whole("the next time", change=False)
        findings += [line for point in run.upgrades() for line in run.lost(point)]
        return findings + run.whole("half an hour after it was lost", change=False, STANDIN_LATER="1860")


class Runs:
    """Runs of the script against one control plane."""

    def __init__(self, tree, name, config):
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
            "STANDIN_KUBE": str(KUBE), "STANDIN_HELM": str(HELM), "STANDIN_WAIT": WAIT, "STANDIN_ACCOUNT": self.account(),
            **{f"HELM_{kind}_HOME": str(folder / f"helm-{kind.lower()}") for kind in ("CACHE", "CONFIG", "DATA")},
        }
        self.random = random.Random(f"{tree.root.name} {name}")

    def account(self):
        """Subscription and tenant, as bash reads them in the settings of the site; any where none are named."""
        script = f'cd "$0" && source settings/clusters/{self.name}.sh && source settings/common.sh && source "settings/$CLUSTER_SITE.sh" && echo "${{SITE_SUBSCRIPTION-${{SUBSCRIPTION-$1}}}} ${{TENANT-$1}}"'
        done = subprocess.run(["bash", "-c", script, self.tree.scripts, "00000000-0000-4000-8000-00000000000b"], capture_output=True, text=True)
        return done.stdout.strip()

    def kubectl(self, *words):
        return objections(self.tree, KUBE, "kubectl", "--kubeconfig", self.config, *words)

    def prepare(self):
        """What AKS brings: nodes, classes of storage, kinds of its own."""
        findings = instead(nodes_of(self.tree, self.name), self.config, self.kubectl)
        findings += self.kubectl("apply", "--server-side", f"--filename={JUDGES / 'kube/aks-classes.yaml'}", *(f"--filename={file}" for file in sorted((INSTALLED / "crds").glob("*.yaml"))))
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

    def upgrades(self):
        """Where it is lost when all stands: at one of the releases."""
        if releases := len(installs(self.tree, self.name)):
            yield f"helm upgrade:{self.random.randint(1, releases)}"

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
        """Apps that no ingress answers for, each in one of its environments, are well: they have rolled out, and what tries them ends well."""
        script = 'for file in "$0"/settings/apps/*.sh; do (source "$file"; for line in "${ADDRESSES[@]}"; do echo "$(basename "$file" .sh) $line"; done); done'
        exposed = {line.split()[0] for line in subprocess.run(["bash", "-c", script, self.tree.scripts], capture_output=True, text=True).stdout.splitlines()}
        places = {place.app: place for place in installs(self.tree, self.name) if isinstance(place, Place) and place.app not in exposed}
        return [line for place in places.values() for line in self.whole(f"asked whether {place.app} is well", "health", place.app, place.environment)]

    def whole(self, when, *words, change=True, **environment):
        before = None if change else self.stands()
        code, said = self.start(*words, **environment)
        if code:
            return [f"{when} it ends with {code}: {line}" for line in self.tree.said(said)[-12:]]
        return [] if change else [f"{when} it changes {line}" for line in differences(before, self.stands())]

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


def differences(before, after):
    """What is new, gone or other."""
    for name in sorted({*before, *after}):
        if before.get(name) != after.get(name):
            yield name if name in before and name in after else f"{name}, which is {'gone' if name in before else 'new'}"


BREAKS = [
    Break("scripts/configuration.sh", '    set_right "$1" "$3"\n    install "$@"\n', '    stop "helm is busy"\n', "does not say what to do", alone=True),
    Break("apps/podinfo/chart/templates/deployment.yaml", "spec:", "  annotations:\n    at: {{ randAlphaNum 8 | quote }}\nspec:", "the next time it changes Deployment"),
]
