"""What a tree puts into a cluster, with its own names left open: of several cases that are alike so, a judge need look at one."""
import hashlib
import json
import re

from charts import supplied
from pools import nodes_of

OCTET = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
# Values of which one is as good as another to whoever admits them, as long as it is one.
OPEN = [
    (re.compile(rf"(?<![\d.]){OCTET}(?:\.{OCTET}){{3}}(?:/(?:3[0-2]|[12]?\d))?(?![\d./])"), "ADDRESS"),
    (re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"), "ID"),
    (re.compile(r"\b(?:[a-z0-9-]+\.)*example\.(?:com|org)\b"), "HOST"),
    (re.compile(r"\b(?:kv|id|aks)-[a-z0-9-]+\b"), "NAME"),
    (re.compile(r"(?<=[pP]ort: )\d{4,5}$", re.MULTILINE), "PORT"),
    (re.compile(r"^(\s*)repository: \S+$", re.MULTILINE), r"\1repository: IMAGE"),
    (re.compile(r"^(\s*)tag: \S+$", re.MULTILINE), r"\1tag: TAG"),
]
ZONE = re.compile(r'(?<="topology.kubernetes.io/zone": ")[a-z0-9]+(?=-[0-9]")')


def of_namespaces(tree, cluster, here):
    """For each namespace of a cluster one digest of it, of the releases in it, and of the nodes and storage: namespaces touch each other nowhere else."""
    nodes, own = json.dumps(nodes_of(tree, cluster.name)), names(tree)
    storage = "".join(file.read_text() for file in tree.root.glob(f"storage/{cluster.name}.yaml"))
    if not storage:  # else a volume may name a zone
        nodes = ZONE.sub("REGION", nodes)
    for file in sorted(cluster.glob("*.yaml")):
        releases = [(chart, values, place) for chart, values, place in here if place.namespace == file.stem]
        yield digest([nodes, storage, file.read_text(), *(part for chart, values, place in releases for part in (place.release, *of_chart(chart, values)))], own)


def of_release(tree, chart, values):
    """One digest of a chart and the values that it is given."""
    return digest(of_chart(chart, values), names(tree))


def of_chart(chart, values):
    files = (file for file in sorted(chart.rglob("*")) if file.is_file())
    return [*(f"{file.relative_to(chart)}\n{file.read_text()}" for file in files), values.read_text(), *supplied(chart, values)]


def names(tree):
    """Names that are this tree's own: of its blueprint, apps, teams and environments, and so of namespaces and releases."""
    common = re.search(r"^readonly COMMON_GROUP=rg-(\S+)-common$", (tree.scripts / "settings/common.sh").read_text(), re.MULTILINE)
    places = {file.stem for file in tree.namespaces.glob("*/*.yaml")}
    steps = {tuple(place.split("-")) for place in places}
    teams_and_environments = {"-".join(part) for step in steps for at in range(1, len(step)) for part in (step[:at], step[at:])}
    apps = [folder.name for folder in tree.apps.glob("*") if folder.is_dir()]
    return {*places, *teams_and_environments, *apps, *([common[1]] if common else [])}


def digest(parts, own):
    """Own names are numbered as they come."""
    text = "\0".join(parts)
    for pattern, word in OPEN:
        text = pattern.sub(word, text)
    if own:
        number = {}
        every = "|".join(re.escape(name) for name in sorted(own, key=len, reverse=True))
        text = re.sub(rf"(?<![a-z0-9])(?:{every})(?![a-z0-9])", lambda found: f"OWN{number.setdefault(found[0], len(number))}", text)
    return hashlib.sha256(text.encode()).hexdigest()
