"""What there is to run: one job for each of cargo's verbs, each judge's self-test, each judge over each golden tree, each case and what the tests write."""
import dataclasses
import os
import sys

from places import CASES, GOLDEN, HOSTILE, INSTALLED, JUDGES, PRINTER, RENDERED, REPORTS, ROOT

HOUR = 3600
# A judge and the components that it needs beside the Python environment in which it runs; the longest first, so that they do not run last and alone.
JUDGES_OF_TREES = {
    "azrun": ["azure", "bicep"],
    "live": ["kube", "helm", "crds", "azure"],
    "configure": ["kube", "helm", "crds", "shared"],
    "branches": ["kube", "helm", "crds"],
    "steps": ["azure", "bicep"],
    "same": ["bicep"],
    "bicep": ["bicep"],
    "helm": ["helm", "crds"],
    "azcheck": ["azure"],
    "reach": ["helm"],
    "manifests": ["crds"],
    "pipelines": ["node"],
    "yaml": [],
    "arm": ["shared"],
    "paths": ["bicep"],
    "shell": [],
    "values": ["shared"],
    "boards": ["boards"],
    "queries": ["kusto"],
}
# Those of them that read infrastructure alone, which is all that a golden of the printers has.
JUDGES_OF_PRINTERS = ("same", "bicep", "arm")
# Those that take minutes over a case: they are left to CI and to the long sweep, and the closing lines say so.
JUDGES_OF_CASES_IN_CI = ("azrun", "live", "configure", "branches", "steps", "helm")
# Those of them that take longer to start than to judge, or that of several cases look at what none before had: once for all goldens, and once for all cases.
JUDGES_OF_MANY = ("azcheck", "live", "steps", "helm", "boards", "queries")
# And the one that does so with cases alone: over a golden it takes minutes.
JUDGES_OF_MANY_CASES = ("configure",)
# Judges of the project itself, once.
JUDGES_OF_PROJECT = {"hook": [], "schema": []}
# Judges of what another job writes, once that has passed.
JUDGES_OF_JOBS = {"allocations": [], "hostile": ["helm", "bicep"], "reports": ["sarif"]}
WRITERS = {"cases": "cases.py", "write-reports": "reports.py"}
WRITTEN = {"allocations": (ROOT, "cases"), "hostile": (HOSTILE, "test"), "reports": (REPORTS, "write-reports")}
# A self-test comes after what the judge reads, or after what it breaks.
BROKEN_AFTER = {**{name: (job,) for name, (_, job) in WRITTEN.items()}, "configure": ("cases",)}


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

    @property
    def waits(self):
        """Whether it waits for a control plane more than it computes."""
        return "kube" in self.needs


@dataclasses.dataclass(frozen=True)
class Subject:
    """A tree with those who judge it, or several that are judged at once."""

    name: str
    trees: tuple
    judges: tuple
    words: tuple = ()
    after: tuple = ()


def is_thorough(full):
    """Whether nothing is left out over the cases."""
    return full or os.environ.get("CI") == "true"


def subjects(thorough):
    """The goldens, those of the printers, and the cases, which are rendered first."""
    of_all = tuple(JUDGES_OF_TREES)
    of_cases = tuple(name for name in of_all if thorough or name not in JUDGES_OF_CASES_IN_CI)
    goldens = [Subject(path.name, (path,), of_all) for path in (sorted(GOLDEN.iterdir()) if GOLDEN.is_dir() else []) if path.is_dir()]
    printers = [Subject(f"printer-{path.parent.name}", (path,), JUDGES_OF_PRINTERS) for path in sorted(PRINTER.glob("*/golden"))]
    cases = [Subject(f"case-{path.stem}", (RENDERED / path.stem,), of_cases, ("--case",), ("cases",)) for path in sorted(CASES.glob("*.yaml"))]
    return [*goldens, *printers, *cases]


def together(name, found):
    """The subjects of a judge: those that are judged in the same way at once, where it takes many."""
    alone = [subject for subject in found if name not in JUDGES_OF_MANY and not (subject.words and name in JUDGES_OF_MANY_CASES)]
    ways = {(subject.words, subject.after): "cases" if subject.words else "goldens" for subject in found if subject not in alone}
    return alone + [Subject(title, tuple(tree for subject in found if (subject.words, subject.after) == way for tree in subject.trees), (name,), *way) for way, title in ways.items()]


def all_jobs(full):
    """Every job, in the order in which they are begun."""
    seconds = 6 * HOUR if full else HOUR // 4
    judges = {**JUDGES_OF_TREES, **JUDGES_OF_PROJECT, **JUDGES_OF_JOBS}
    sweep = ("--full",) if full else ()
    jobs = [Job("golden", "", (sys.executable, "-B", str(JUDGES / "runner/golden.py")))]
    jobs += [Job(name, "", (sys.executable, "-B", str(JUDGES / "runner" / script)), after=("build",), cargo=True) for name, script in WRITERS.items()]
    jobs += cargo(full)
    trees = [(name, subject) for name in JUDGES_OF_TREES for subject in together(name, [each for each in subjects(is_thorough(full)) if name in each.judges])]
    # Of many trees at once a judge may take longer.
    longer = {name: 3 * seconds for name in (*JUDGES_OF_MANY, *JUDGES_OF_MANY_CASES)}
    jobs += [judge(name, subject.name, judges[name], (*map(str, subject.trees), *subject.words, *sweep), longer.get(name, seconds), subject.after) for name, subject in trees]
    jobs += [judge(name, "", judges[name], (str(ROOT), *sweep), seconds) for name in JUDGES_OF_PROJECT]
    jobs += [judge(name, "", judges[name], (str(folder), *sweep), seconds, (job,)) for name, (folder, job) in WRITTEN.items()]
    return jobs + [judge(name, "self-test", judges[name], ("--selftest",), seconds, BROKEN_AFTER.get(name, ())) for name in judges]


def judge(name, subject, needs, arguments, seconds, after=()):
    command = (str(INSTALLED / "tools/bin/python"), "-B", str(JUDGES / "judge"), name, *arguments)
    return Job(name, subject, command, ("tools", *needs), after, seconds=seconds)


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
