"""Clusters that pipelines raise, start and stop: what was raised no run of the infrastructure takes back, and at its hours a cluster stops and starts."""
import json
import re

import yaml

import lost_regions
from deployments import parameter_files
from standing import SUBSCRIPTION

PIPELINE = "infrastructure.yml"


def ask(turn, raises):
    """Asks of the pipelines of clusters that a tree has; to raise one, only where `raises`."""
    if (turn.tree.pipelines / "hours.yml").exists() and turn.concerns("hours.yml"):
        hours(turn)
    if lost_regions.sites(turn.tree) and turn.concerns(PIPELINE):
        without_regions(turn)
    if raises and (turn.tree.pipelines / "upgrade.yml").exists():
        upgrade(turn)


def upgrade(turn):
    """One cluster is raised by one minor; the next run deploys all but its region, and says so."""
    cluster = sorted((turn.tree.scripts / "settings/clusters").glob("*.sh"))[0]
    said = dict(re.findall(r"^readonly (CLUSTER_SITE|KUBERNETES_VERSION)='?([\w.-]+)'?$", cluster.read_text(), re.MULTILINE))
    version = f"1.{int(said['KUBERNETES_VERSION'].split('.')[1]) + 1}"
    declared = [each["name"] for each in yaml.safe_load((turn.tree.pipelines / "upgrade.yml").read_text())["parameters"]]
    words = {"version": version, **({"cluster": cluster.stem} if "cluster" in declared else {})}
    turn.nothing_changes([(turn.agent.run("upgrade.yml", words), lambda report: report.unwell())])
    raised, after = turn.folder / "raised.json", turn.folder / "after.json"
    turn.ask([turn.agent.run("upgrade.yml", {**words, "dryRun": False})], turn.well, *turn.stands, "--dump", raised)

    def verdict(code, text, reports):
        left_out = [step for step in reports[0].steps if step["result"] == "SucceededWithIssues"]
        if [step["step"] for step in left_out] != [f"Deploy region-{said['CLUSTER_SITE']}"] or f"{cluster.stem} runs {version}" not in left_out[0]["said"]:
            return [f"of a cluster that was raised to {version} a run says {[(step['step'], step['said'][-300:]) for step in left_out]}"]
        broken = [line for line in reports[0].unwell() if not line.startswith(f"{left_out[0]['stage']}: {left_out[0]['step']}")]
        return [*broken, *(f"after an upgrade the stage {stage} is left out" for stage in reports[0].stages("Skipped") if stage != "check"), *turn.unchanged(raised, after)]

    turn.ask([turn.agent.run(PIPELINE)], verdict, *turn.given, *turn.stands, "--dump", after)


def hours(turn):
    """At the times of its schedules: one of those for the two halves of a year stops or starts, the other one does nothing; by hand it starts what stands still, and leaves what runs. Where
    clusters stand still, a run of the infrastructure starts them before it changes them."""
    document = yaml.safe_load((turn.tree.pipelines / "hours.yml").read_text())
    sites = next(each["values"] for each in document["parameters"] if each["name"] == "site")
    turn.nothing_changes([(turn.agent.run("hours.yml", {"site": site}, Build_Reason="Manual"), lambda report: report.unwell()) for site in sites])
    for action in ("stop", "start", "stop"):
        named = dict.fromkeys(schedule["displayName"] for schedule in document["schedules"] if schedule["displayName"].startswith(f"{action} "))
        requests = turn.folder / f"requests-{len(turn.questions)}.jsonl"

        def verdict(code, text, reports, action=action, requests=requests):
            sent = [request["path"] for request in map(json.loads, requests.read_text().splitlines()) if request["write"]]
            found = [] if sent and all(path.endswith(f"/{action}") for path in sent) else [f"at the hours of {action} clusters are told {sent}"]
            return [*turn.well(code, text, reports), *found]

        runs = [turn.agent.run("hours.yml", Build_Reason="Schedule", Build_CronSchedule_DisplayName=name) for name in named]
        turn.ask(runs, verdict, *turn.stands, "--requests", requests)
    after = turn.folder / "by-night.json"
    turn.ask([turn.agent.run(PIPELINE)], lambda *heard: [*turn.well(*heard), *turn.unchanged(turn.first, after)], *turn.given, *turn.stands, "--dump", after)


def without_regions(turn):
    """The regions that are disabled answer no more: a run says so, deploys all else, and goes well."""
    sites = lost_regions.sites(turn.tree)
    regions = {re.search(r"^readonly LOCATION=(\S+)$", lost_regions.settings(turn.tree, site), re.MULTILINE)[1] for site in sites}
    lose = "\n".join(f"az rest --method post --url 'https://management.azure.com/subscriptions/{SUBSCRIPTION}/locations/{region}/regionIsLost?api-version=2025-05-01'" for region in sorted(regions))
    after = turn.folder / "lost.json"

    def verdict(code, text, reports):
        done = {step["step"].removeprefix("Deploy "): step["result"] for step in reports[0].steps if step["step"].startswith("Deploy ")}
        apart = {f"{kind}-{site}" for site in sites for kind in ("region", "edge")} | {f"hub-{region}" for region in regions}
        yield from [f"where {', '.join(sorted(regions))} does not answer, the run fails: {line}" for line in reports[0].unwell()] if code else []
        yield from (f"{site} does not answer, and nobody is told that it is not deployed" for site in sites if f"{site} is disabled, and something is in the way there" not in reports[0].said)
        yield from (f"where {', '.join(sorted(regions))} does not answer, {file.stem} is not deployed" for file in parameter_files(turn.tree) if file.stem not in apart and done.get(file.stem) != "Succeeded")
        yield from turn.unchanged(turn.first, after)

    turn.ask([turn.agent.run(PIPELINE, before=lose)], lambda *heard: list(verdict(*heard)), *turn.given, *turn.stands, "--dump", after)
