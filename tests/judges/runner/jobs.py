"""What there is to run: one job for each of cargo's verbs, each judge's self-test, each judge over each golden tree and over what the tests write."""
import dataclasses
import os
import sys

from places import GOLDEN, HOSTILE, INSTALLED, JUDGES, ROOT

HOUR = 3600
# A judge and the components that it needs beside the Python environment in which it runs; the longest first, so that they do not run last and alone.
JUDGES_OF_TREES = {
    "azrun": ["azure", "bicep"],
    "live": ["kube", "helm", "crds"],
    "same": ["bicep"],
    "bicep": ["bicep"],
    "helm": ["helm", "crds"],
    "azcheck": ["azure"],
    "manifests": ["crds"],
    "pipelines": ["node"],
    "yaml": [],
    "arm": ["shared"],
    "paths": ["bicep"],
    "shell": [],
    "values": ["shared"],
}
# Judges of the project itself, once.
JUDGES_OF_PROJECT = {"hook": [], "schema": []}
# Judges of what our own tests write, once they have passed.
JUDGES_OF_TESTS = {"hostile": ["helm", "bicep"]}


@dataclasses.dataclass(frozen=True)
class Job:
    """One line of the report."""

    name: str  # what `--only` takes
    subject: str  # the tree, or what else it looks at
    command: tuple
    needs: tuple = ()
    after: tuple = ()  # names of jobs that must have passed, where they run at all
    cargo: bool = False  # one at a time: they share the build folder
    seconds: int = HOUR // 4
    environment: tuple = ()

    @property
    def label(self):
        return f"{self.name} {self.subject}".strip()


def trees():
    return sorted(path for path in GOLDEN.iterdir() if path.is_dir()) if GOLDEN.is_dir() else []


def all_jobs(full):
    """Every job, in the order in which they are begun."""
    seconds = 6 * HOUR if full else HOUR // 4
    judges = {**JUDGES_OF_TREES, **JUDGES_OF_PROJECT, **JUDGES_OF_TESTS}
    over = [(name, tree.name, tree) for name in JUDGES_OF_TREES for tree in trees()]
    over += [(name, "", ROOT) for name in JUDGES_OF_PROJECT] + [(name, "", HOSTILE) for name in JUDGES_OF_TESTS]
    jobs = [Job("golden", "", (sys.executable, "-B", str(JUDGES / "runner/golden.py")))]
    jobs += cargo(full)
    jobs += [judge(name, subject, judges[name], (str(tree), *(["--full"] if full else [])), seconds) for name, subject, tree in over]
    return jobs + [judge(name, "self-test", judges[name], ("--selftest",), seconds) for name in judges]


def judge(name, subject, needs, arguments, seconds):
    command = (str(INSTALLED / "tools/bin/python"), "-B", str(JUDGES / "judge"), name, *arguments)
    return Job(name, subject, command, ("tools", *needs), ("test",) if name in JUDGES_OF_TESTS else (), seconds=seconds)


def cargo(full):
    """Our own build and tests, of one profile; the long sweep includes the tests that are marked `ignored`."""
    sweep = ("--", "--include-ignored") if full else ()
    verbs = {
        "fmt": ("fmt", "--check"),
        "build": ("build", "--release", "--locked"),
        "clippy": ("clippy", "--locked", "--all-targets", "--", "-D", "warnings"),
        "test": ("test", "--release", "--locked", *sweep),
    }
    after = {"test": ("build",)}
    environment = (("CARGO_TERM_COLOR", "never"), ("AKSGEN_HOSTILE", str(HOSTILE)))
    program = os.environ.get("CARGO", "cargo")
    seconds = 6 * HOUR if full else HOUR // 2
    return [Job(name, "", (program, *words), (), after.get(name, ()), cargo=True, seconds=seconds, environment=environment) for name, words in verbs.items()]
