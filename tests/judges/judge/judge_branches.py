"""On a real control plane the scripts make the environment of a branch, deploy into it, and delete it, and nothing stays behind.

Stand-ins are az, which knows one subscription and keeps federated credentials in files, and kubelogin, which does nothing. kubectl, helm, git and what they speak to are real."""
import os
import pathlib
import shutil
import subprocess
import tempfile

import selftest as breaking
from branch_images import images_go
from branch_places import Place, hosts, label, places, repositories, settings
from judge_live import control_plane, instead
from pools import nodes_of
from selftest import Break
from tree import INSTALLED, JUDGES, objections, start

KUBE, STANDINS = INSTALLED / "bin/kube", JUDGES / "branches"
SOME_ID = "00000000-0000-4000-8000-00000000000a"
HOSTILE = """it's-"$(touch${IFS}pwned)`touch${IFS}pwned`&NAME_OF_BRANCH;ø"""


def judge(tree, full):
    """Every cluster that branches have environments in; a tree whose scripts know no branches has none."""
    if not (tree.scripts / "branches.sh").exists():
        return []
    clusters = sorted({file.parent.name for file in tree.files("branches/*/*.yaml")})
    return [*images(tree, clusters[0]), *(line for cluster in clusters for line in trial(tree, cluster))]


def images(tree, cluster):
    """Those in the registry, which ask for no cluster."""
    with tempfile.TemporaryDirectory(prefix="aksgen-branches-") as scratch:
        one = Trial(tree, cluster, pathlib.Path(scratch), pathlib.Path(scratch) / "none")
        return (one.repository() or list(images_go(one))) + obeyed(one.root)


def obeyed(root):
    return [f"{file} was made: the name of a branch was obeyed" for file in root.rglob("pwned")]


def trial(tree, cluster):
    with tempfile.TemporaryDirectory(prefix="aksgen-branches-") as scratch, control_plane() as config:
        return [f"{cluster}: {line}" for line in Trial(tree, cluster, pathlib.Path(scratch), config).findings()]


def instead_of(urls, origin):
    """Of git: what stands for repositories of others is ours."""
    words = {"GIT_CONFIG_COUNT": str(len(urls))}
    for number, url in enumerate(urls):
        words |= {f"GIT_CONFIG_KEY_{number}": f"url.{origin}.insteadOf", f"GIT_CONFIG_VALUE_{number}": url}
    return words


class Trial:
    """One cluster, and a copy of the tree that stands in a repository with branches."""

    def __init__(self, tree, cluster, scratch, config):
        self.tree, self.cluster, self.config = tree, cluster, config
        self.root, self.origin, self.state, self.registry = (scratch / name for name in ("tree", "origin", "azure", "registry"))
        shutil.copytree(tree.root, self.root)
        self.state.mkdir()
        self.registry.mkdir()
        path = scratch / "bin"
        path.mkdir()
        for tool in ("az", "kubelogin"):
            (path / tool).symlink_to(STANDINS / tool)
        (path / "helm").symlink_to(INSTALLED / "bin/helm")
        (path / "kubectl").write_text(f'#!/bin/sh\nexec {KUBE} kubectl "$@"\n')
        (path / "kubectl").chmod(0o755)
        known = settings(tree, "common")
        self.environment = {
            "PATH": f"{path}:{os.environ['PATH']}", "KUBECONFIG": str(config), "LIVE_KUBECONFIG": str(config), "AZURE_STATE": str(self.state), "AZURE_REGISTRY": str(self.registry),
            "AZURE_IDS": " ".join(known.get(name) or SOME_ID for name in ("SUBSCRIPTION", "TENANT")),
            **instead_of(repositories(tree), self.origin), "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, **{f"HELM_{kind}_HOME": str(scratch / kind) for kind in ("CACHE", "CONFIG", "DATA")},
        }

    def run(self, *words, stdin=None):
        return start(*words, stdin=stdin, cwd=self.root, env=self.environment)

    def kubectl(self, *words):
        return objections(self.tree, KUBE, "kubectl", *words, env=self.environment)

    def script(self, *words):
        return self.run("bash", self.root / "scripts/configuration.sh", "--cluster", self.cluster, "branch", *words)

    def well(self, *words):
        code, said = self.script(*words)
        return [f"{' '.join(words[:2])} fails: {line}" for line in said.splitlines()[-6:]] if code else []

    def refused(self, why, *words):
        code, said = self.script(*words)
        return [] if code and why in said else [f"{' '.join(words[:3])} is not refused with {why!r}, but says: {said[-300:]}"]

    def everything(self):
        """All that a branch could leave: in the cluster, and in Azure."""
        kinds = "namespaces,persistentvolumes,clusterroles,clusterrolebindings,storageclasses,ingressclasses"
        _, said = self.run(KUBE, "kubectl", "get", kinds, "--output", "name")
        return sorted(said.split()) + sorted(f"{file.parent.name}: {name}" for file in self.state.rglob("*") if file.is_file() for name in file.read_text().split())

    def findings(self):
        found, seen = self.prepare(), set()
        for place in places(self.tree, self.cluster):
            if not found:  # else the next one says the same
                kind = place.environment, place.identity is None
                # The clean-up and the bounds ask what has an identity and what has none, and not which app it is: of a case, one of each kind.
                found += self.of(place, whole=not self.tree.case or kind not in seen)
                seen.add(kind)
        return found + obeyed(self.root)

    def prepare(self):
        """The cluster as it is before its first branch, and a repository with some branches."""
        found = instead(nodes_of(self.tree, self.cluster), self.config, self.kubectl)
        found += self.kubectl("apply", "--server-side", f"--filename={JUDGES / 'kube/aks-classes.yaml'}", *(f"--filename={file}" for file in sorted((INSTALLED / "crds").glob("*.yaml"))))
        found += self.kubectl("wait", "--for=condition=Established", "crd", "--all", "--timeout=30s")
        files = [*sorted(self.tree.namespaces.glob(f"{self.cluster}/*.yaml")), *self.tree.root.glob(f"storage/{self.cluster}.yaml")]
        found += self.kubectl("apply", "--server-side", *(f"--filename={file}" for file in files))
        return found + self.repository()

    def repository(self):
        found = []
        for words in (["init", "--quiet", "--bare", self.origin], ["init", "--quiet"], ["remote", "add", "origin", self.origin], ["add", "--all"],
                      ["-c", "user.name=judge", "-c", "user.email=judge@example.com", "commit", "--quiet", "--message", "all"]):
            found += objections(self.tree, "git", *words, cwd=self.root, env=self.environment)
        return found

    def push(self, *branches):
        """The branches that there are, and no others."""
        references = [line.split()[1] for line in self.run("git", "ls-remote", "--heads", "origin")[1].splitlines()]
        if references:
            self.run("git", "push", "--quiet", "origin", "--delete", *references)
        return objections(self.tree, "git", "push", "--quiet", "origin", *(f"HEAD:refs/heads/{branch}" for branch in branches), cwd=self.root, env=self.environment)

    def of(self, place: Place, whole):
        before, branch = self.everything(), place.branch(HOSTILE)
        own = f"{place.home}--{label(branch)}"
        deploy = ("deploy", place.app, place.environment, branch)
        found = self.push("main")
        found += self.refused("the next clean-up would delete it", *deploy, "--tag", "1.0.0")
        found += self.push("main", branch)
        found = found or self.well(*deploy, "--tag", "1.0.0") or self.well(*deploy)  # the second keeps the tag
        if found:
            return found
        found += self.made(place, branch, own)
        if not place.domain:  # no ingress answers here
            found += self.well("health", place.app, place.environment, branch)
        # As our classes have it: what is claimed is kept.
        _, volumes = self.run(KUBE, "kubectl", "get", "persistentvolumes", "--output", "name")
        for volume in volumes.split():
            found += self.kubectl("patch", volume, "--type", "merge", "--patch", '{"spec": {"persistentVolumeReclaimPolicy": "Retain"}}')
        found += self.well("delete", place.app, place.environment, branch)
        found += [f"{place.app}: of a branch that was deleted stays {thing}" for thing in self.everything() if thing not in before]
        if whole and not found:
            found += self.cleaned(place, before)
        if whole and not found:
            found += self.bounded(place)
        return found + [f"{place.app}: in the end stays {thing}" for thing in self.everything() if thing not in before]

    def made(self, place, branch, own):
        """What stands there is what was asked for."""
        template = "{{ .metadata.annotations.branch }}"
        _, said = self.run(KUBE, "kubectl", "get", "namespace", own, "--output", f"go-template={template}")
        if said != branch:
            yield f"the namespace {own} says that its branch is {said!r}, not {branch!r}"
        _, said = self.run(KUBE, "kubectl", "get", "ingresses", "--namespace", own, "--output", "jsonpath={.items[*].spec.rules[*].host}")
        wanted = hosts(place, branch)
        if said.split() != wanted:
            yield f"{place.app} in a branch has the hosts {said!r}, not {wanted}"
        _, said = self.run("bash", self.root / "scripts/configuration.sh", "branch", "names", place.app, place.environment, branch)
        if own not in said:
            yield f"branch names says {said!r} without {own}"

    def cleaned(self, place, before):
        """At night: a branch that is there stays, one that is gone or of which nobody has thought for long goes, and what is cut off is ended."""
        staying, old, gone = (place.branch(name) for name in ("staying", "old", "gone"))
        yield from self.push("main", staying, old, gone)
        for branch in (staying, old, gone):
            yield from self.well("deploy", place.app, place.environment, branch, "--tag", "1.0.0")
        yield from self.push("main", staying, old)
        yield from self.kubectl("annotate", "--overwrite", "namespace", f"{place.home}--{label(old)}", "deployed=2020-01-01T00:00:00Z")
        if place.identity:
            credentials = self.state / place.identity
            credentials.write_text(credentials.read_text() + f"{self.cluster}--cut-off\n")
        yield from self.well("clean-up", place.environment)
        there = {thing for thing in self.everything() if thing not in before}
        wanted = {f"namespace/{place.home}--{label(staying)}", *(f"{pathlib.Path(place.identity).parent.name}: {name}" for name in place.credentials(self.cluster, staying))}
        if {thing for thing in there if not thing.startswith("persistentvolume/")} != wanted:
            yield f"{place.app}: after the clean-up there is {sorted(there)}, not {sorted(wanted)}"
        away = self.origin.rename(self.origin.with_name("away"))
        yield from self.refused("nothing is deleted", "clean-up", place.environment)
        away.rename(self.origin)

    def bounded(self, place):
        """Not more of them than there is room for, and of no branch that is none."""
        staying, next_one = place.branch("staying"), place.branch("next")
        yield from self.push("main", staying, next_one)
        filled = [f"{place.home}--filled-{number}" for number in range(place.live - 1)]
        for own in filled:
            yield from self.kubectl("create", "namespace", own)
            yield from self.kubectl("label", "namespace", own, f"environment={place.environment}", f"branch={own.split('--')[1]}")
        yield from self.refused("has room for no more", "deploy", place.app, place.environment, next_one, "--tag", "1.0.0")
        yield from self.well("deploy", place.app, place.environment, staying)
        yield from self.kubectl("delete", "namespace", *filled) if filled else []
        if place.identity:
            credentials = self.state / place.identity
            kept = credentials.read_text()
            credentials.write_text(kept + "".join(f"other-{number}\n" for number in range(19)))
            yield from self.refused("federated credentials", "deploy", place.app, place.environment, next_one, "--tag", "1.0.0")
            credentials.write_text(kept)
        for name in ("##vso[task.complete]", "a b", "..", "x.lock"):
            yield from self.refused("no branch of git", "deploy", place.app, place.environment, name, "--tag", "1.0.0")
        yield from self.refused("has no environment", "deploy", place.app, place.environment, "main", "--tag", "1.0.0")
        yield from self.push("main")
        yield from self.well("clean-up", place.environment)


def selftest():
    """Broken in turn, in the one cluster where each breakage is; the same tree whole is judged among the goldens."""
    findings = []
    for cluster, breakage in BREAKS:
        said = breaking.over([breakage], lambda tree, _: (images if "image" in breakage.expect else trial)(tree, cluster), GOOD)
        findings += [] if any(breakage.expect in line for line in said) else [f"not rejected: {breakage.file}: {breakage.old!r} -> {breakage.new!r}; looked for {breakage.expect!r} in: {said[:20]}"]
    return findings


GOOD = JUDGES.parent.parent / "golden/ignitetour"
BREAKS = [
    ("aks-matrix-dev-we-trinity", Break("scripts/branches.sh", '  mistrust "$1" "$2"', "  :", "of a branch that was deleted stays")),
    ("aks-matrix-dev-we-morpheus", Break("branches/aks-matrix-dev-we-morpheus/morpheus-dev.yaml", "branch: LABEL_OF_BRANCH", "branch: any", "after the clean-up there is")),
    ("aks-matrix-dev-we-morpheus", Break("scripts/branches.sh", "gone=''", "gone=$tags", "after the clean-up the image podinfo")),
    ("aks-matrix-dev-we-morpheus", Break("scripts/branches.sh", "printf 'branch--%s--%s", "printf 'branch-%s--%s", "the image of")),
]
