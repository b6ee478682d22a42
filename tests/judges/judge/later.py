"""A later blueprint: a copy of a tree as it is rendered without one app, one release and one network policy, and with other apps that ask for less."""
import re
import shutil
import subprocess
import typing

from tree import Tree


class Later(typing.NamedTuple):
    tree: Tree
    leftovers: set  # the words that take away what it lacks
    staying: list  # (namespace, release) of each app that it still has


def later(tree, cluster, folder):
    shutil.copytree(tree.root, folder)
    copy, leftovers = Tree(folder, tree.case), set()
    lines = read(tree, cluster)
    if releases := [name for kind, name, _ in lines if kind == "release"]:
        name = releases[-1]  # nothing that comes later needs it
        namespace = re.search(r"^NAMESPACE='?([^'\n]+)", (tree.releases / name / "release.env").read_text(), re.MULTILINE)[1]
        settings = copy.scripts / f"settings/clusters/{cluster}.sh"
        settings.write_text(re.sub(rf"^(readonly RELEASES=\(\n(?:  .*\n)*?)  {re.escape(name)}\n", r"\1", settings.read_text(), flags=re.MULTILINE))
        leftovers.add(f"helm uninstall {name} --namespace {namespace}")
    apps = [(name, place) for kind, name, place in lines if kind == "app"]
    if apps:
        gone = apps[-1][0]
        (copy.scripts / f"settings/apps/{gone}.sh").unlink()
        shutil.rmtree(copy.apps / gone)
        leftovers |= {f"helm uninstall {place[3]} --namespace {place[2]}" for name, place in apps if name == gone}
        apps = [(name, place) for name, place in apps if name != gone]
    for values in copy.apps.glob("*/chart/values.yaml"):
        values.write_text(values.read_text().replace('cpu: "100m"', 'cpu: "99m"'))
    leftovers.add(without_policy(sorted((copy.namespaces / cluster).glob("*.yaml"))[-1]))
    return Later(copy, leftovers, [(place[2], place[3]) for name, place in apps])


def without_policy(file):
    """Takes the last network policy out of a file of a namespace: the words that take it out of the cluster."""
    parts = file.read_text().split("\n---\n")
    policy = next(part for part in reversed(parts) if "\nkind: NetworkPolicy\n" in f"\n{part}")
    file.write_text("\n---\n".join(part for part in parts if part is not policy))
    name = re.search(r"^metadata:\n  name: (\S+)$", policy, re.MULTILINE)[1]
    return f"kubectl delete networkpolicy {name} --namespace {file.stem}"


def read(tree, cluster):
    """Releases and apps of a cluster in their order, as bash reads its settings, each app with each of its places there."""
    script = 'source "$0/settings/clusters/$1.sh"; printf "release %s\\n" "${RELEASES[@]}"; for file in "$0"/settings/apps/*.sh; do (source "$file"; printf "app $(basename "$file" .sh) %s\\n" "${PLACES[@]}"); done'
    said = subprocess.run(["bash", "-c", script, tree.scripts, cluster], capture_output=True, text=True).stdout
    found = [(words[0], words[1], words[2:]) for words in (line.split() for line in said.splitlines()) if len(words) > 1]
    return [each for each in found if each[0] == "release" or each[2][1] == cluster]


def named(said):
    """The commands that the script names for what is left."""
    lines = said.splitlines()
    return {line.strip() for before, line in zip(lines, lines[1:]) if before.startswith("no longer in the blueprint: ")}
