"""The pipelines, step by step as an agent runs them, with the real az against the in-memory Azure: from nothing to what ARM predicts, a second time without a change, and each app with the tag that was built."""
import json
import pathlib
import re
import shutil
import subprocess
import tempfile

import yaml

import clusters_by_pipeline
import other_pipelines
from agent_runs import Agent, Report, Unknown, stand_ins
from deployments import parameter_files
from judge_azrun import answered, certificates_of, predict
from likeness import digest, names
from pipeline_text import expand, mappings
from standing import brought
from steps_breaks import BREAKS
from tree import JUDGES, Tree

PIPELINE, SCRIPTS = "infrastructure.yml", ("bash", "inlineScript")
GOLDENS = JUDGES.parent.parent / "golden"


def judge(tree, full):
    return judge_together([tree], full)


def judge_together(trees, full):
    """Of a case those pipelines are run that have a script which no golden and no case before has."""
    goldens = [Tree(root) for root in sorted(GOLDENS.iterdir())] if all(tree.case for tree in trees) else []
    seen, subjects = {script for tree in goldens for script in scripts(tree)}, []
    for tree in trees:
        found = scripts(tree)
        fresh = {file for script, file in found.items() if script not in seen} if tree.case else {*found.values()}
        seen |= found.keys()
        if fresh:
            subjects.append((tree, fresh, None))
    findings = [(tree, line) for (tree, *_), lines in zip(subjects, heard(subjects), strict=True) for line in lines]
    return [f"{tree.root.name}: {line}" if len(trees) > 1 else line for tree, line in findings]


def heard(subjects):
    """What is found of each tree, with the files of its pipelines that are to be run, and of how many of its questions; az starts once for all."""
    with tempfile.TemporaryDirectory(prefix="aksgen-steps-") as folder:
        folder, turns, findings = pathlib.Path(folder), [], []
        stand_ins(folder)
        for number, (tree, fresh, count) in enumerate(subjects):
            (folder / str(number)).mkdir()
            turns.append(Turn(tree, fresh, folder / str(number), folder))
            findings.append(turns[-1].prepare(number == 0))
            del turns[-1].questions[count if count else len(turns[-1].questions):]
        answers = iter(answered(folder, [words for turn in turns for words, _ in turn.questions]))
        return [[*found, *(line for _, verdict in turn.questions for line in verdict(*next(answers))), *turn.written()] for turn, found in zip(turns, findings, strict=True)]


def scripts(tree):
    """The scripts inside of pipelines, with what is a tree's own left open, and the file in which each stands."""
    files = tree.files("**/*.yml", under=tree.pipelines)
    output, own = Agent(tree).output, names(tree)
    found = ((file, mapping[key]) for file in files for mapping in mappings(yaml.safe_load(file.read_text())) for key in SCRIPTS if isinstance(mapping.get(key), str))
    return {digest([text.replace(f"{output}/", "OUTPUT/")], own): str(file.relative_to(tree.pipelines)) for file, text in found}


class Turn:
    """One tree: what is run, and what is to come of it."""

    def __init__(self, tree, fresh, folder, shared):
        self.tree, self.fresh, self.folder, self.agent, self.questions = tree, fresh, folder, Agent(tree, folder, shared), []

    def concerns(self, pipeline, check=False):
        """Whether a pipeline has one of the fresh scripts: in what checks a pull request, or in all else."""
        reached = {str(file.relative_to(self.tree.pipelines)) for file, _ in expand(self.tree, self.tree.pipelines / pipeline)}
        return any((file == "templates/check.yml") == check for file in reached & self.fresh)

    def prepare(self, is_first):
        """Asks what is to be asked; what cannot even be expanded is found at once."""
        try:
            self.agent.repository([(env["SOURCE"], env["DOCKERFILE"]) for env in self.built()])
            findings = self.infrastructure()
            other_pipelines.ask(self, is_first and not self.tree.case)
            clusters_by_pipeline.ask(self, is_first and not self.tree.case)
        except Unknown as words:
            return [f"Azure DevOps would not take it: {words}"]
        return findings

    def built(self):
        """What the steps that look for a source are told."""
        files = sorted((self.tree.pipelines / "apps").glob("*.yml"))
        documents = [self.agent.document(file.relative_to(self.tree.pipelines)) for file in files]
        return [step["env"] for document in documents for step in mappings(document) if step.get("name") == "source" and "bash" in step]

    def written(self):
        """What steps have left among the sources, where nothing of theirs is to be."""
        clones = [folder.parent for folder in self.folder.glob("*-*/.git")]
        left = [subprocess.run(["git", "-C", clone, "status", "--porcelain"], capture_output=True, text=True).stdout for clone in clones]
        return [f"a step writes to the sources: {line}" for said in left for line in said.splitlines()]

    def ask(self, runs, verdict, *words, state=None):
        """Puts runs of pipelines, one after the other, to the in-memory Azure as it was left; the verdict reads its words and the reports."""
        script = self.folder / f"script-{len(self.questions)}.sh"
        script.write_text("code=0\n" + "".join(f"{command}\n" for command, _ in runs) + "exit $code\n")
        reports = [report for _, report in runs]
        self.questions.append((["--state", state or self.folder / "azure.json", "--recalled", *words, script], lambda code, text: verdict(code, text, [Report(file) for file in reports])))

    def nothing_changes(self, runs):
        """Asks with runs, each with a verdict on its report, of which none may write anything to Azure."""
        runs, requests = list(runs), self.folder / f"requests-{len(self.questions)}.jsonl"

        def verdict(code, text, reports):
            writes = [request for request in map(json.loads, requests.read_text().splitlines()) if request["write"]]
            return [*(line for (_, asked), report in zip(runs, reports, strict=True) for line in asked(report)), *(f"{request['method']} {request['path']} is no business of it" for request in writes)]

        self.ask([run for run, _ in runs], verdict, *self.stands, "--requests", requests)

    def infrastructure(self):
        """From nothing to what ARM predicts, and once more; what the engine refuses to predict."""
        self.stands = stands = brought(self.tree)
        self.given = given = [word for name in sorted(set().union(*certificates_of(self.tree))) for word in ("--certificate", name)]
        if not self.concerns(PIPELINE) and not self.concerns("hours.yml"):
            return []
        predictions, findings = predict(self.tree, self.folder)
        links = [word for word in stands if "/privateLinkServices/" in word]
        owner = self.own_roles()
        if "templates/approval.yml" in self.fresh:
            world = self.folder / "unasked.json"
            world.write_text(json.dumps({"world": {"unasked": True}}))
            self.ask([self.agent.run(PIPELINE, before=owner)], self.is_asked, *stands, state=world)
        if (given or links) and {"templates/certificates.yml", "templates/private-links.yml"} & self.fresh:
            without = [word for at in range(0, len(stands), 2) if stands[at + 1] not in links for word in stands[at:at + 2]]
            self.ask([self.agent.run(PIPELINE, before=owner)], self.stops, *without)
        expected = [*(word for file in predictions for word in ("--expect", file)), *(["--except", self.of_owners()] if owner else [])]
        self.first, second = self.folder / "first.json", self.folder / "second.json"
        self.ask([self.agent.run(PIPELINE, before=owner)], self.well, *given, *stands, *expected, "--dump", self.first)
        if not self.concerns(PIPELINE):
            return findings
        self.ask([self.agent.run(PIPELINE)], lambda *heard: [*self.well(*heard), *self.unchanged(self.first, second), *self.compared(heard[2][0])], *given, *stands, "--dump", second)
        return findings

    def own_roles(self):
        """What an Owner runs before a pipeline may go well, where there is such a thing."""
        script = self.tree.scripts / "05-roles.sh"
        return f"bash '{script}'" if script.exists() else ""

    def of_owners(self):
        """What no template predicts of it."""
        file = self.folder / "of-owners.json"
        file.write_text(json.dumps([{"resource": "*/providers/Microsoft.Authorization/roleDefinitions/*", "path": "", "reason": "an Owner makes them"}]))
        return file

    def is_asked(self, code, text, reports):
        """Where an environment asks nobody, nothing is deployed to it."""
        done = [step["step"] for step in reports[0].steps if step["step"].startswith("Deploy ")]
        return [] if code and not done and "has no approval check" in reports[0].said else [f"where nobody is asked, it goes on to {done}: {reports[0].said[-300:]}"]

    def stops(self, code, text, reports):
        """Without what a person or a cluster makes beforehand, it stops before what needs it, and says what is missing."""
        failed = [step for step in reports[0].steps if step["result"] == "Failed"]
        if code == 0 or not failed:
            return [f"it goes on without its certificates and private links: {text[-300:]}"]
        return [f"without certificates and private links it fails otherwise: {line}" for line in reports[0].unwell() if "there is no private link service" not in line and "has no certificate" not in line]

    def well(self, code, text, reports):
        unwell = [line for report in reports for line in report.unwell()]
        return unwell or ([line for line in text.splitlines() if not line.startswith("fakeaz: ")][-20:] if code else [])

    def unchanged(self, first, second):
        before, after = (json.loads(file.read_text()) for file in (first, second))
        return [f"the second run changes {resource['id']}" for resource in after if resource not in before] + [f"the second run takes {resource['id']} away" for resource in before if resource["id"] not in [each["id"] for each in after]]

    def compared(self, report):
        """What those who approve read: each deployment has been compared, and nothing would change."""
        kept = report.files()
        for name in sorted({file.stem for file in parameter_files(self.tree)} ^ kept.keys()):
            yield f"{name} is compared, and nothing is deployed so" if name in kept else f"nobody is told what {name} would change"
            kept.pop(name, None)
        for name, text in kept.items():
            if not re.fullmatch(r"Resource changes: \d+ no change\.", text.strip().splitlines()[-1]):
                yield f"what {name} would change is not nothing: {text.strip()[-300:]}"


def selftest():
    """Each break, run where it stands; the goldens themselves pass as such."""
    with tempfile.TemporaryDirectory(prefix="aksgen-breaks-") as folder:
        subjects = []
        for number, broken in enumerate(BREAKS):
            root = shutil.copytree(GOLDENS / broken.golden, pathlib.Path(folder, str(number)))
            broken.apply(root)
            subjects.append((Tree(root), {broken.runs or broken.file}, broken.questions))
        found = heard(subjects)
    return [f"not rejected: {broken.file}: {broken.old!r} -> {broken.new!r}; looked for {broken.expect!r} in: {lines[:20]}" for broken, lines in zip(BREAKS, found, strict=True) if not any(broken.expect in line for line in lines)]
