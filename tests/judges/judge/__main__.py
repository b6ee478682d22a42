"""Run one judge over output trees, or its self-test.

  python judge NAME TREE...          every finding on a line; exit 0 without findings, 1 with, 3 when a tree has nothing for it
  python judge NAME --selftest       the small good tree passes, and each breakage of it is rejected
  python judge --names               the judges there are
"""
import argparse
import importlib
import pathlib
import signal
import sys

sys.path[:0] = [str(folder) for folder in pathlib.Path(__file__).resolve().parents[:2]]

import selftest  # noqa: E402
from tree import NothingToJudge, Tree  # noqa: E402

NAMES = ["yaml", "arm", "bicep", "same", "paths", "reach", "shell", "azcheck", "azrun", "steps", "values", "boards", "queries", "manifests", "helm", "live", "configure", "branches", "pipelines", "hook", "schema", "allocations", "hostile", "reports"]


def load(name):
    return importlib.import_module(f"judge_{name}")


def judged(judge, trees, full):
    """What a judge finds in trees: all together where it can."""
    if hasattr(judge, "judge_together"):
        return judge.judge_together(trees, full)
    return [line for tree in trees for line in judge.judge(tree, full)]


def main():
    parser = argparse.ArgumentParser(prog="judge", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", nargs="?", choices=NAMES)
    parser.add_argument("trees", nargs="*", metavar="TREE")
    parser.add_argument("--full", action="store_true", help="the long sweep, where the judge has one")
    parser.add_argument("--case", action="store_true", help="the trees are cases, one of many: leave out what a judge repeats for each tree at length")
    parser.add_argument("--selftest", action="store_true", help="break the small good tree and see each breakage rejected")
    parser.add_argument("--names", action="store_true", help="list the judges")
    options = parser.parse_intermixed_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what a judge has started is stopped
    if options.names:
        print("\n".join(f"{name:10} {load(name).__doc__.splitlines()[0]}" for name in NAMES))
        return 0
    if options.name is None or not (options.trees or options.selftest):
        parser.error("a judge and a tree are needed")
    judge = load(options.name)
    try:
        findings = selftest.run(judge) if options.selftest else judged(judge, [Tree(tree, options.case) for tree in options.trees], options.full)
    except NothingToJudge as nothing:
        print(nothing)
        return 3
    print("\n".join(findings) or "no findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
