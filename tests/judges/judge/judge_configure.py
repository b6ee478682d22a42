"""`configuration.sh` itself, on a real control plane: it is lost at several steps, runs whole afterwards, finds apps well, and changes nothing the next time.

Charts of others are stood in for: what is seen of them is their order, their namespace's admission and their schema's word on our values.
Of cases, as few clusters are looked at as run all of the script that any of them runs and no golden does, each once through."""
import sys

import selftest as breaking
import walks
from configuration_runs import WAIT, Runs, installs
from judge_live import control_plane
from selftest import Break
from tree import INSTALLED, JUDGES, NothingToJudge, Tree

GOLDEN = JUDGES.parent.parent / "golden"
GOOD = GOLDEN / "minimal"
WAIT_IN_SELFTEST = "20s"  # there what is waited for is meant not to come


def judge(tree, full):
    return judge_together([tree], full)


def judge_together(trees, full):
    cases = [tree for tree in trees if tree.case]
    looks = [(tree, name, of_golden) for tree in trees if not tree.case for name in unlike(tree)]
    if cases:
        goldens = walks.clusters_of(Tree(path) for path in GOLDEN.iterdir() if path.is_dir())
        looks += [(tree, name, of_case) for tree, name in walks.fewest(walks.clusters_of(cases), set().union(*(ran for *_, ran in goldens)))]
    return [f"{tree.root.name + ': ' if cases else ''}{name}: {line}" for tree, name, of in looks for line in of(tree, name)]


def unlike(tree):
    """The clusters of a tree but those with the same releases and apps as one before."""
    if not (tree.scripts / "configuration.sh").exists():
        raise NothingToJudge("no scripts/configuration.sh")
    seen = []
    for name in walks.clusters(tree):
        if (installed := installs(tree, name)) not in seen:
            seen.append(installed)
            yield name


def of_golden(tree, name):
    with control_plane() as config:
        run = Runs(tree, name, config)
        findings = run.prepare()
        findings += run.still("on an empty cluster", "--dry-run")
        for point in run.points():
            findings += run.lost(point)
        findings += run.stopped()
        findings += run.whole("after it was lost", "--take-over")
        findings += run.first_tags()
        findings += run.well()
        findings += run.still("when all stands", "--dry-run")
        findings += run.again("half an hour after it was lost", STANDIN_LATER="1860")
        return findings + (run.later() if walks.clusters(tree) == [name] else [])  # of several clusters each would say the same


def of_case(tree, name, wait=WAIT):
    """Once through: what it would do, whole, and once more without a change, after a loss."""
    with control_plane() as config:
        run = Runs(tree, name, config, wait)
        steps = [
            run.asleep, run.prepare, lambda: run.still("on an empty cluster", "--dry-run"), lambda: run.whole("the first time"),
            run.first_tags, run.well, lambda: run.again("the next time", "--take-over"),
        ]
        for step in steps:
            yield from (said := step())
            if said:
                return  # what comes after builds on it


def selftest():
    """The good golden is broken where any tree may be, and cases where no golden can be, each in the cluster in which that runs."""
    findings = breaking.breaks(sys.modules[__name__])
    for case, cluster, breakage in BREAKS_OF_CASES:
        said = breaking.over([breakage], lambda tree, _: until(breakage.expect, of_case(tree, cluster, WAIT_IN_SELFTEST)), INSTALLED / "cases" / case)
        findings += [] if any(breakage.expect in line for line in said) else [f"not rejected: {case}: {breakage.file}: {breakage.old!r} -> {breakage.new!r}; looked for {breakage.expect!r} in: {said[:20]}"]
    return findings


def until(expected, lines):
    """What is said until that is."""
    for line in lines:
        yield line
        if expected in line:
            return


SCRIPT = "scripts/configuration.sh"
BREAKS = [
    Break(SCRIPT, '    set_right "$1" "$3"\n    install "$@"\n', '    stop "helm is busy"\n', "does not say what to do", alone=True),
    Break("apps/podinfo/chart/templates/deployment.yaml", "spec:", "  annotations:\n    at: {{ randAlphaNum 8 | quote }}\nspec:", "half an hour after it was lost it changes Deployment"),
    Break(SCRIPT, '"  kubectl delete ${kind,,} $name --namespace $place"', '"  you know how"', "it does not say: kubectl delete networkpolicy"),
]
BREAKS_OF_CASES = [
    ("metrics", "aks-tide-dev-we-pilots", Break(SCRIPT, "--query properties.ConnectionString", "--query properties.Connection", "Azure does not say what applicationInsights.connectionString")),
    ("metrics", "aks-tide-dev-we-pilots", Break(SCRIPT, '    define "${source[@]}"\n', "", "the first time it ends with 1: stopped: helm did not install nginx-gateway-fabric")),
    ("application-routing", "aks-quay-live-we", Break(SCRIPT, "deployment/ingress-approuting-istio", "deployment/ingress-istio", "the first time it ends with 1: stopped: nothing makes deployment/ingress-istio of the Gateway")),
    ("hours", "aks-shift-dev-we-days", Break("scripts/lib.sh", "!= Stopped", "!= Deallocated", "it goes to a cluster that is stopped")),
]
