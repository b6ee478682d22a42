"""Runs of a tree's pipelines on an agent that stands in for one of Azure DevOps (`agent/`): what each is told, and how its report reads."""
import json
import pathlib
import re
import shutil
import subprocess
import sys

import yaml

from tree import JUDGES
from upgrades import HELM, KUBECTL

AGENT = JUDGES / "agent"
sys.path.append(str(AGENT))

from expansion import expand  # noqa: E402
from expressions import Unknown  # noqa: E402, F401

# Of configuration.sh what comes after its sign-in is the business of the judge `configure`: here it says what it would do, and to which cluster.
SIGNED_IN = "\nlogin\n"
SAYS = 'echo "CONFIGURES $CLUSTER ${words[*]}${tag:+ --tag $tag}${from:+ --from $from}${blueprint_tag:+ --blueprint-tag}" && exit 0\n'


class Agent:
    """The pipelines of one tree, in a repository in a folder of its own."""

    def __init__(self, tree, folder=None, shared=None):
        self.tree, self.folder, self.shared, self.count = tree, folder, shared, 0
        check = (tree.pipelines / "templates/check.yml").read_text()
        self.blueprint, self.output = re.search(r"aksgen check (\S+) --output (\S+)", check).groups()
        infrastructure = yaml.safe_load((tree.pipelines / "infrastructure.yml").read_text())
        self.branch = infrastructure["trigger"]["branches"]["include"][0]
        setup = (tree.pipelines / "setup.sh").read_text()
        of_branches = "".join(file.read_text() for file in sorted((tree.scripts / "settings/branches").glob("*.sh")))
        self.remotes = sorted(set(re.findall(r"https://[^\s')]+", of_branches)))  # repositories of others, for which ours stands in
        self.subscriptions = {name.strip("'"): found for name, found in re.findall(r'^\s*connection (\'[^\']+\'|\S+) \S+ "([0-9a-f-]+)"$', setup, re.MULTILINE)}

    def repository(self, sources):
        """The output where the pipelines look for it, its blueprint, and the sources of images: (folder, Dockerfile) each."""
        root = self.folder / "repository"
        shutil.copytree(self.tree.root, root / self.output)
        script = root / self.output / "scripts/configuration.sh"
        text = script.read_text()
        if SIGNED_IN not in text:
            raise ValueError("configuration.sh does not sign in where it is looked for")
        script.write_text(text.replace(SIGNED_IN, f"{SIGNED_IN}{SAYS}", 1))
        (root / self.blueprint).parent.mkdir(parents=True, exist_ok=True)
        (root / self.blueprint).write_text("")
        for source, dockerfile in sources:
            (root / source / dockerfile).parent.mkdir(parents=True, exist_ok=True)
            (root / source / dockerfile).write_text("FROM scratch\n")
        git = ["git", "-C", root, "-c", "user.name=judge", "-c", "user.email=judge@example.com"]
        for words in (["init", "--quiet", f"--initial-branch={self.branch}"], ["add", "--all", "--force"], ["commit", "--quiet", "--message", "all"], ["update-ref", "refs/pull/7/merge", "HEAD"], ["update-ref", "refs/heads/feature/one", "HEAD"]):
            subprocess.run([*git, *words], check=True, capture_output=True)
        self.commit = subprocess.run([*git, "rev-parse", "HEAD"], capture_output=True, text=True).stdout.strip()
        return root

    def variables(self, **others):
        return {
            "Build.BuildId": "4711", "Build.Reason": "IndividualCI", "Build.SourceBranch": f"refs/heads/{self.branch}", "System.PullRequest.PullRequestId": "7",
            "System.CollectionUri": "https://dev.azure.com/example/",
            "System.TeamProjectId": "00000000-0000-4000-8000-00000000000d", "System.AccessToken": "a-secret", **{name.replace("_", "."): value for name, value in others.items()},
        }

    def document(self, pipeline, parameters=None, **variables):
        """A pipeline as it is expanded for one run."""
        document = expand(self.tree.pipelines / pipeline, self.variables(**variables), parameters)
        if "stages" not in document:
            jobs = document.get("jobs") or [{"job": "job", "steps": document["steps"]}]
            document = {"stages": [{"stage": "stage", "jobs": jobs}]}
        return document

    def run(self, pipeline, parameters=None, chosen=None, before="", after="", **variables):
        """The words of bash that run a pipeline, and the file in which it reports. Stages may be chosen, as a person does under "Stages to run"; bash before and after it is part of it."""
        self.count += 1
        plan, report = self.folder / f"plan-{self.count}.json", self.folder / f"report-{self.count}.json"
        plan.write_text(json.dumps({
            "document": self.document(pipeline, parameters, **variables), "chosen": chosen, "variables": self.variables(**variables), "secrets": ["System.AccessToken"],
            "own": "Put aksgen on the PATH",  # by lines of a user, who knows where from
            "folder": str(self.folder), "standins": str(self.shared / "standins"), "state": str(self.folder / "state"), "probed": str(self.shared / "probed"),
            "remotes": self.remotes, "repositories": {name: str(self.folder / "repository") for name in ("self", "source")}, "subscriptions": self.subscriptions,
        }))
        words = [before, f"'{sys.executable}' -B '{AGENT}' '{plan}' '{report}' || code=1", after]
        return "\n".join(each for each in words if each), report


def stand_ins(folder):
    """What is on the PATH of an agent beside az, once for all trees."""
    shutil.copytree(AGENT / "standins", folder / "standins")
    (folder / "probed").write_text("")
    tools = folder / "tools"
    tools.mkdir()
    for name, text in {"kubectl": KUBECTL, "helm": HELM, "well": ""}.items():
        (tools / name).write_text(text)
        (tools / name).chmod(0o755)
    for name in ("installed/kubectl", "helm/helm"):
        file = folder / "standins" / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"#!/bin/sh\nexec '{tools / pathlib.Path(name).name}' \"$@\"\n")
        file.chmod(0o755)


class Report:
    """How a run ended, in the order in which it went."""

    def __init__(self, file):
        self.entries = json.loads(file.read_text()) if file.exists() else []

    @property
    def steps(self):
        return [entry for entry in self.entries if "step" in entry]

    @property
    def said(self):
        return "\n".join(entry["said"] for entry in self.steps)

    def stages(self, result):
        return [entry["stage"] for entry in self.entries if "job" not in entry and entry["result"] == result]

    def files(self):
        """What was published, by name."""
        return {part.partition("\n")[0]: part.partition("\n")[2] for entry in self.steps if "\nFILE " in f"\n{entry['said']}" for part in f"\n{entry['said']}".split("\nFILE ")[1:]}

    def unwell(self):
        """Steps that did not go well, each with its last words; and what a probe found."""
        for entry in self.steps:
            where = f"{entry['stage']}: {entry['step']}"
            if entry["result"] not in ("Succeeded", "Skipped"):
                yield f"{where}: {entry['result']}: {' / '.join(entry['said'].splitlines()[-6:])[-700:]}"
            yield from (f"{where}: {line.removeprefix('PROBE: ')}" for line in entry["said"].splitlines() if line.startswith("PROBE: "))
