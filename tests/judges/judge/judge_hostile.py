"""Texts that some host of the output would expand, retype or end a string at come back from the output's real readers, at every place where the tests let them stand."""
import copy
import dataclasses
import pathlib
import shutil
import tempfile

from hostile_breaks import BREAKS, UNREADABLE
from hostile_places import ANY_TEXT, at, outcomes
from hostile_readers import Unreadable, predicted, read
from tree import INSTALLED, NothingToJudge, Tree

WRITTEN = INSTALLED / "hostile"  # by tests/hostile.rs
SHOWN = 80  # characters of a text in a finding
BROKEN = "full"  # the blueprint whose trees are broken to see the judge say no


@dataclasses.dataclass(frozen=True)
class Case:
    """One hostile text, the places of the blueprint at which it stands, and the output."""

    name: str
    text: str
    places: tuple
    tree: Tree

    @property
    def of_any_text(self):
        return all(ANY_TEXT.fullmatch(place) for place in self.places)


def cases(folder):
    return [
        Case(place.parent.name, (place.parent / "text").read_bytes().decode(), tuple(place.read_text().splitlines()), Tree(place.parent / "out"))
        for place in sorted(folder.glob("*/places"))
    ]


def judge(written, full):
    """What stands in one blueprint is compared with each other."""
    groups = [cases(folder) for folder in sorted(written.root.glob("*")) if folder.is_dir()]
    if not any(groups):
        raise NothingToJudge(f"the tests wrote no hostile texts to {written.root}")
    try:
        return [line for found in groups for line in of_one_blueprint(found, full)]
    except Unreadable as refused:
        return [line for line in str(refused).splitlines() if line.strip()]


def of_one_blueprint(found, full):
    readings = read([case.tree for case in found])
    findings = [line for case in found for line in back(case, readings[case.tree])]
    return [*findings, *nowhere_else(found, readings), *manifests(found, readings), *engine(found, full)]


def back(case, readings):
    """The text comes back at each place, from each reader, and there is no place of which nobody has said where it comes out."""
    for place in case.places:
        expected = outcomes(place, case.text)
        if expected is None:
            yield f"{case.name}: {place}: no check says where it comes out (hostile_places.py)"
        for outcome in expected or []:
            yield from (f"{case.name}: {place}: {line}" for line in one(outcome, readings))


def one(outcome, readings):
    within = [reading for reading in readings if outcome.within(reading[0])]
    found = [(file, reader, value) for file, reader, document in within for value in at(document, outcome.path)]
    if not found:
        yield f"nothing at {outcome.path} of {outcome.files}"
    for file, reader, value in found:
        if type(value) is not str or value != outcome.text:
            yield f"{file}: {outcome.path}: {reader} reads {short(value)}, which should be {short(outcome.text)}"


def short(value):
    text = repr(value)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}... of {len(text)}"


def nowhere_else(found, readings):
    """No file holds a text more often than it should come out there; what all trees hold of it is none of the blueprint's. Templates know no text at all."""
    held = {case: {case.tree.relative(path): path.read_bytes() for path in case.tree.files("**/*")} for case in found}
    for case in found:
        for file, content in held[case].items() if case.of_any_text and case.text else ():
            others = min((held[other][file].count(case.text.encode()) for other in found if alike(case, other) and file in held[other]), default=0)
            count, own = content.count(case.text.encode()), expected(case, file, readings[case.tree])
            if count > own + others:
                yield f"{case.name}: {file}: holds {short(case.text)} {count - others} times, which should come out there {own} times"
    for file, content in held[found[0]].items():
        if file.startswith("infrastructure/") and "/parameters/" not in file:
            yield from (f"{case.name}: {file}: is not that of {found[0].name}" for case in found[1:] if held[case].get(file) != content)


def alike(case, other):
    """Whether another tree has the same deployers: two connections of one name are one, and a platform that is deployed by that of all the rest is not wired to it."""
    connections = [{place for place in each.places if place.endswith("serviceConnection")} for each in (case, other)]
    return other is not case and connections[0] == connections[1]


def expected(case, file, readings):
    """How often a text should come out in a file, by the reader that finds it most often."""
    sought = {(outcome.files, outcome.path): outcome for place in case.places for outcome in outcomes(place, case.text) or []}.values()
    counts = [sum(len(at(document, each.path)) for each in sought if each.within(name)) for name, _, document in readings if name == file]
    return max(counts, default=0)


def manifests(found, readings):
    """But for the data of its ConfigMaps and the commands of its containers, what Helm renders is the same whatever the text."""
    first = {}
    for case in (case for case in found if case.of_any_text):
        for name, reader, kinds in readings[case.tree]:
            if name.startswith("rendered/"):
                for kind, manifest in ((kind, manifest) for kind, manifests in constant(kinds).items() for manifest in manifests):
                    before = first.setdefault((name, reader, kind, manifest["apiVersion"], manifest["metadata"]["name"]), (case.name, manifest))
                    if before[1] != manifest:
                        yield f"{case.name}: {name}: {reader} reads another {kind} than that of {before[0]}"


def constant(kinds):
    """Manifests without the data of ConfigMaps and its checksum, and without the commands of containers."""
    kinds = copy.deepcopy(kinds)
    for config in kinds.get("ConfigMap", []):
        del config["data"]
    for deployment in kinds.get("Deployment", []):
        deployment["spec"]["template"]["metadata"].get("annotations", {}).pop("checksum/config", None)
        for container in deployment["spec"]["template"]["spec"]["containers"]:
            container.pop("command", None)
            container.pop("args", None)
    for job in kinds.get("CronJob", []):
        for container in job["spec"]["jobTemplate"]["spec"]["template"]["spec"]["containers"]:
            del container["command"]
    for pod in kinds.get("Pod", []):
        for container in pod["spec"]["containers"]:
            del container["command"]
    for job in kinds.get("Job", []):
        for container in job["spec"]["template"]["spec"]["containers"]:
            del container["command"]
    return kinds


def engine(found, full):
    """Azure's engine, given every text as a tag at once, asks for resources with these tags."""
    tags = {f"{case.name}-{place}": case.text for case in found for place in case.places if place.startswith("tags.")}
    tree = next((case.tree for case in found if case.of_any_text), None)
    if not tags or tree is None:
        return
    asked = list(predicted(tree, tags, full))
    if not asked:
        yield "Azure's engine predicts no resource with tags"
    for template, resource, given in asked:
        for tag in tags:
            if given.get(tag) != tags[tag]:
                yield f"{tag}: {template}: Azure's engine asks for {short(given.get(tag))} at {resource}, which should be {short(tags[tag])}"


def selftest():
    """What the tests wrote, broken everywhere at once, then in each way that no reader can take. (Unbroken it is judged by the judge itself.)"""
    findings = []
    for group in [BREAKS, *([each] for each in UNREADABLE)]:
        said = broken(sorted({each.name for each in group}), group)
        missed = [b for b in group if not any(b.name in line and b.expect in line for line in said)]
        findings += [f"not rejected: {b.name}: {b.file}: {b.old!r} -> {b.new!r}; looked for {b.expect!r} in: {said[:20]}" for b in missed]
    return findings


def broken(names, breaks):
    """What the judge says of these texts with breakages."""
    if not all((WRITTEN / BROKEN / name / "places").exists() for name in names):
        raise NothingToJudge(f"the tests wrote no hostile texts to {WRITTEN}")
    with tempfile.TemporaryDirectory(prefix="aksgen-selftest-") as folder:
        for name in names:
            shutil.copytree(WRITTEN / BROKEN / name, pathlib.Path(folder, BROKEN, name))
        for each in breaks:
            file = pathlib.Path(folder, BROKEN, each.name, "" if each.file == "places" else "out", each.file)
            content = file.read_bytes().decode()
            if each.old not in content:
                raise ValueError(f"{each.name}: {each.file}: {each.old!r} is not there to be broken")
            file.write_bytes(content.replace(each.old, each.new).encode())
        return list(judge(Tree(folder), False))
