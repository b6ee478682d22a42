"""An output tree as aksgen writes it, and how judges start their tools."""
import os
import pathlib
import re
import subprocess

JUDGES = pathlib.Path(__file__).resolve().parent.parent
INSTALLED = pathlib.Path(os.environ.get("AKSGEN_JUDGES") or JUDGES.parent.parent / ".judges")
SHARED = pathlib.Path(os.environ.get("AKSGEN_SHARED") or JUDGES.parent.parent.parent / "shared")
TOOLS_PYTHON = INSTALLED / "tools/bin/python"
AZURE_PYTHON = INSTALLED / "azure/bin/python"


class NothingToJudge(Exception):
    """The tree has nothing of this judge's kind: a skip, never a silent pass."""


class Tree:
    """The folders of one output tree, by their nouns. A case is one tree of many, and judged at less length than a golden one."""

    def __init__(self, root, case=False):
        self.case = case
        self.root = pathlib.Path(root).resolve()
        self.bicep = self.root / "infrastructure/bicep"
        self.arm = self.root / "infrastructure/arm"
        self.scripts = self.root / "scripts"
        self.releases = self.root / "releases"
        self.namespaces = self.root / "namespaces"
        self.apps = self.root / "apps"
        self.pipelines = self.root / "pipelines"

    def files(self, *patterns, under=None):
        """Files that match, sorted; NothingToJudge when there is none."""
        top = under or self.root
        found = sorted({path for pattern in patterns for path in top.glob(pattern) if path.is_file()})
        if not found:
            raise NothingToJudge(f"no {' or '.join(patterns)} in {self.relative(top)}")
        return found

    def relative(self, path):
        path = pathlib.Path(path)
        return str(path.relative_to(self.root)) if path.is_relative_to(self.root) else str(path)

    def said(self, text):
        """A tool's words with paths as a reader of the tree knows them."""
        return [line for line in text.replace(f"{self.root}/", "").splitlines() if line.strip()]


def start(*command, stdin=None, cwd=None, env=None):
    """Run a tool to its end: (exit code, all that it said)."""
    done = subprocess.run(
        [str(word) for word in command], input=stdin, text=True, errors="replace", cwd=cwd,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env={**os.environ, **(env or {})}, stdin=None if stdin is not None else subprocess.DEVNULL,
    )
    return done.returncode, done.stdout


def objections(tree, *command, **options):
    """What a tool says when it exits other than 0; nothing when it is content."""
    code, text = start(*command, **options)
    if code == 0:
        return []
    return tree.said(text) or [f"{pathlib.Path(str(command[0])).name} exited {code}"]


def kubernetes_version():
    """The minor version of the control plane that is built here, which is also that of the schemas: `1.36`."""
    return re.search(r"k8s\.io/kubernetes v(\d+\.\d+)", (JUDGES / "kube/go.mod").read_text()).group(1)
