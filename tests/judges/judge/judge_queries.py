"""Microsoft's own language service reads every query of an alert on logs: its tables and columns are there, and its answer has what the alert is split by."""
import json
import pathlib
import tempfile

from tree import INSTALLED, JUDGES, NothingToJudge, Tree, objections

KUSTO = INSTALLED / "kusto"


def judge(tree, full):
    return judge_together([tree], full)


def judge_together(trees, full):
    """Few trees have any; where none of them has, nothing is judged."""
    found = {tree: dict(queries(tree)) for tree in trees}
    if not any(found.values()):
        raise NothingToJudge("no alerts on logs")
    command = ("node", JUDGES / "kqlcheck.mjs", "--modules", KUSTO, "--tables", JUDGES / "tables.kql")
    lines = [(tree, line) for tree, asked in found.items() if asked for line in objections(tree, *command, stdin=json.dumps(asked))]
    return [f"{tree.root.name}: {line}" if len(trees) > 1 else line for tree, line in lines]


def queries(tree):
    """Each with where it stands. Bicep and scripts say the same, which others prove."""
    for file in sorted(tree.arm.glob("*.json")):
        for each in objects(json.loads(file.read_text())):
            if isinstance(each.get("query"), str) and not each["query"].startswith("[") and "name" in each:
                yield f"{tree.relative(file)}, {each['name']}", {"query": each["query"], "dimensions": [dimension["name"] for dimension in each["dimensions"]]}


def objects(value):
    if isinstance(value, dict):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else []:
        yield from objects(each)


GOOD = {"name": "Down", "query": "KubePodInventory\n| summarize Last = max(TimeGenerated) by Namespace, Pod = Name\n| where Last > datetime(2026-01-01)", "dimensions": [{"name": "Namespace"}, {"name": "Pod"}]}
# What is put in the place of what, and what must be said of it.
BROKEN = [
    ("KubePodInventory", "KubePodsInventory", "KubePodsInventory"),
    ("by Namespace", "by NameSpace", "NameSpace"),
    ("max(TimeGenerated)", "max(TimeGenerated", "line 2, column"),
    ("Last > datetime(2026-01-01)", "Last > 'now'", "line 3, column"),
    ("datetime(2026-01-01)", "ago(5m)", "ago is not for the query of a rule"),
    (", Pod = Name", "", "has no column Pod, but Namespace, Last"),
    ("Pod = Name", "Pod = PodStartTime", "Pod is no text, but of type datetime"),
]


def selftest():
    """Findings about the judge itself: a good query passes, and each breakage of it is rejected."""
    faults = [f"the good query is rejected: {line}" for line in of_query(GOOD)]
    for old, new, expected in BROKEN:
        said = of_query({**GOOD, "query": GOOD["query"].replace(old, new, 1)})
        if not any(expected in line for line in said):
            faults.append(f"{old} -> {new}: not rejected; looked for {expected!r} in: {said}")
    return faults


def of_query(query):
    with tempfile.TemporaryDirectory(prefix="aksgen-queries-") as folder:
        arm = pathlib.Path(folder, "infrastructure/arm")
        arm.mkdir(parents=True)
        (arm / "region.json").write_text(json.dumps({"variables": {"logAlerts": [query]}}))
        return judge(Tree(folder), False)
