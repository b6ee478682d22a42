"""What the pipelines beside that of the infrastructure are to do: configuration.sh is called with the right words for each cluster and each place of an app, in their order, and nothing that a person types becomes a command."""
import re
import subprocess

import yaml

ONE_TAG, HOSTILE_TAG = "1.2.3", "x\"; touch pwned; '$(System.AccessToken)"
PULL_REQUEST = {"Build_Reason": "PullRequest", "Build_SourceBranch": "refs/pull/7/merge"}


def ask(turn, is_first):
    """Asks of every pipeline of a tree; what differs by what a person enters, once of an app whose image is built, and of the `is_first` tree of one that is not."""
    if turn.concerns("configuration.yml"):
        turn.nothing_changes([configuration(turn)])
    if turn.concerns("infrastructure.yml", check=True):
        turn.nothing_changes([pull_request(turn)])
    for number, file in enumerate(sorted((turn.tree.pipelines / "apps").glob("*.yml"))):
        if turn.concerns(f"apps/{file.name}"):
            turn.nothing_changes(app(turn, file, is_first and number == 0 or builds(turn, file)))
    if (turn.tree.pipelines / "branches.yml").exists() and turn.concerns("branches.yml"):
        turn.nothing_changes(branches(turn))


def configures(report):
    """What configuration.sh was called for, in its own words."""
    return re.findall(r"^CONFIGURES (.*)$", report.said, re.MULTILINE)


def is_called(what, wanted):
    """A verdict: these calls, in this order, and a run that goes well."""
    def verdict(report):
        called = configures(report)
        return [*report.unwell(), *([f"{what}: configuration.sh is called for {called}, and not for {wanted}"] if called != wanted else [])]

    return verdict


def stops(what, words):
    """A verdict: a step fails with these words, nothing is configured, and what was typed is nowhere a command."""
    def verdict(report):
        found = [] if words in report.said and "Failed" in [step["result"] for step in report.steps] else [f"{what}: it does not stop and say {words!r}: {report.said[-300:]}"]
        return [*found, *(f"{what}: it goes on to {line}" for line in configures(report)), *([f"{what}: a secret is printed"] if "a-secret" in report.said else [])]

    return verdict


def configuration(turn):
    """Each cluster once, part after part."""
    clusters = [file.stem for file in sorted((turn.tree.scripts / "settings/clusters").glob("*.sh"))]
    parts = next(each["values"] for each in yaml.safe_load((turn.tree.pipelines / "templates/configure.yml").read_text())["parameters"] if each["name"] == "part")

    def verdict(report):
        called = configures(report)
        yield from report.unwell()
        for cluster in clusters:
            done = [line.removeprefix(f"{cluster} ") for line in called if line.startswith(f"{cluster} ")]
            if done != parts:
                yield f"configuration.yml does {done} in {cluster}, and not {parts}"

    return turn.agent.run("configuration.yml"), verdict


def pull_request(turn):
    """What is asked is only looked at."""
    def verdict(report):
        yield from report.unwell()
        if "check" not in report.stages("Succeeded"):
            yield "a pull request is not checked"
        yield from (f"a pull request does: {step['step']}" for step in report.steps if step["step"].startswith("Deploy "))

    return turn.agent.run("infrastructure.yml", **PULL_REQUEST), verdict


def builds(turn, file):
    return "templates/build.yml" in file.read_text()


def places(turn, app):
    """Where it is installed, as bash reads it: environment and cluster."""
    script = 'source "$0" && printf "%s\\n" "${PLACES[@]}"'
    said = subprocess.run(["bash", "-c", script, turn.tree.scripts / "settings/apps" / f"{app}.sh"], capture_output=True, text=True).stdout
    return [tuple(line.split()[:2]) for line in said.splitlines()]


def app(turn, file, whole):
    """The runs of one app, each with its verdict."""
    name, pipeline = file.stem, f"apps/{file.name}"
    here = places(turn, name)
    stages = [stage["stage"] for stage in turn.agent.document(pipeline)["stages"] if stage["stage"] != "build"]
    order = sorted(here, key=lambda place: stages.index(re.sub(r"\W", "_", place[0])))

    def calls(words, chosen=order):
        return [line for environment, cluster in chosen for line in (f"{cluster} {words.format(f'{name} {environment}')}", f"{cluster} health {name} {environment}")]

    last = [place for place in order if place[0] == order[-1][0]]

    def entered(what, verdict, **parameters):
        return turn.agent.run(pipeline, parameters, chosen=stages[-1:]), verdict

    if builds(turn, file):
        vulnerable = turn.folder / "state/vulnerable"
        yield turn.agent.run(pipeline, before=f"mkdir -p '{vulnerable.parent}' && touch '{vulnerable}'", after=f"rm '{vulnerable}'"), stops(f"{name}, vulnerable", "the image is not pushed")
        yield turn.agent.run(pipeline, **PULL_REQUEST), is_called(f"{name} in a pull request", [])
        yield turn.agent.run(pipeline), pushed(turn, is_called(name, calls(f"app {{}} --tag {turn.agent.commit}")))
        yield entered("nothing built", stops(f"{name}, nothing built", "nothing was built in this run"))
    else:
        yield turn.agent.run(pipeline), is_called(name, calls("app {}"))
    if whole:
        yield entered("a tag", is_called(f"{name} with a tag", calls(f"app {{}} --tag {ONE_TAG}", last)), tag=ONE_TAG)
        yield entered("the tag of the blueprint", is_called(f"{name} with the tag of the blueprint", calls("app {} --blueprint-tag", last)), tag="(blueprint)")
        yield entered("back", is_called(f"{name} back", calls(f"rollback {{}} --from {ONE_TAG}", last)), tag=ONE_TAG, goBack=True)
        yield entered("back to nothing", stops(f"{name}, back to nothing", "name the tag that is to go back"), tag="(blueprint)", goBack=True)
        yield entered("a hostile tag", stops(f"{name}, a hostile tag", "no image can have such a tag"), tag=HOSTILE_TAG)


def pushed(turn, verdict):
    """The image is in the registry under its commit, and no copy of it stays behind."""
    def both(report):
        yield from verdict(report)
        registry, images = ([file.name for file in (turn.folder / "state" / part).glob("*")] for part in ("registry", "images"))
        if not any(image.endswith(f":{turn.agent.commit}") for image in registry):
            yield f"the registry has {registry}, and nothing of the commit {turn.agent.commit}"
        yield from (f"the image {image} stays on the agent" for image in images)

    return both


def branches(turn):
    """The environment of a branch, made, deleted and cleaned up."""
    document = yaml.safe_load((turn.tree.pipelines / "branches.yml").read_text())
    chosen = {each["name"]: each.get("default") for each in document["parameters"]}
    known, environment = chosen["app"], chosen["environment"]
    clusters = [cluster for where, cluster in places(turn, known) if where == environment]

    def run(what, **parameters):
        return turn.agent.run("branches.yml", parameters, Build_Reason="Manual")

    branch = {"branch": "refs/heads/feature/one", "tag": ONE_TAG}
    deployed = [line for cluster in clusters for line in (f"{cluster} branch deploy {known} {environment} feature/one --tag {ONE_TAG}", f"{cluster} branch health {known} {environment} feature/one")]
    yield run("deploy", **branch), is_called("branch deploy", deployed)
    yield run("delete", action="delete", **branch), is_called("branch delete", [f"{cluster} branch delete {known} {environment} feature/one" for cluster in clusters])
    yield run("hostile", branch="$(System.AccessToken)"), stops("a hostile branch", "no branch of git can have such a name")
    yield run("hostile tag", branch="main", tag=HOSTILE_TAG), stops("a hostile tag of a branch", "no image can have such a tag")
    yield from branch_builds(turn, environment)
    yield night(turn)


def branch_builds(turn, environment):
    """The image of a branch is built, where an app in the environment has it built here; deployed alone, there is none."""
    named = re.search(r"in\(parameters\.app((?:, '[^']+')+)\)", (turn.tree.pipelines / "branches.yml").read_text())
    apps = [(app, cluster) for app in re.findall(r"'([^']+)'", named[1] if named else "") for where, cluster in places(turn, app) if where == environment]
    for app, cluster in apps[:1]:
        entered = {"app": app, "environment": environment, "branch": "feature/one", "tag": "(build)"}
        yield turn.agent.run("branches.yml", entered, Build_Reason="Manual"), built(turn, [f"{cluster} branch {what} {app} {environment} feature/one" for what in ("deploy", "health")])
        yield turn.agent.run("branches.yml", entered, chosen=[re.sub(r"\W", "_", environment)], Build_Reason="Manual"), stops("nothing built of a branch", "nothing was built of")


def built(turn, wanted):
    """A verdict: the image of the branch is pushed, under a tag that ends in its commit, and deployed by that."""
    def verdict(report):
        yield from report.unwell()
        called = [tuple(line.split(" --tag ")) for line in configures(report)]
        tags = {tag for _, *told in called for tag in told}
        if [line for line, *_ in called] != wanted or len(tags) != 1 or not re.fullmatch(rf"branch--.+--{turn.agent.commit}", *tags):
            yield f"of what was built of a branch configuration.sh is told {called}"
        registry = [file.name for file in (turn.folder / "state/registry").glob("*")]
        yield from (f"the registry has {registry}, and not {tag}" for tag in tags if not any(image.endswith(f":{tag}") for image in registry))

    return verdict


def night(turn):
    """All environments are cleaned up, and of the images those whose branch is gone."""
    registry, (image, host) = turn.folder / "state/registry", image_of_branches(turn)
    commit = "0" * 40
    kept, gone = [f"{commit}", f"branch--{turn.agent.branch}--{commit}"], [f"branch--gone--{commit}"]
    pushed_before = "".join(f"; touch '{registry}/{host}%{image.replace('/', '%')}:{tag}'" for tag in kept + gone) if image else ""

    def verdict(report):
        yield from report.unwell()
        if not configures(report) or any(" branch clean-up " not in f" {line} " for line in configures(report)):
            yield f"at night branches are not cleaned up, but {configures(report)}"
        there = [file.name.rpartition(":")[2] for file in registry.glob("*")]
        yield from (f"at night the image {image}:{tag} of a branch that is gone stays" for tag in gone if image and tag in there)
        yield from (f"at night the image {image}:{tag} goes" for tag in kept if image and tag not in there)

    return turn.agent.run("branches.yml", before=f"mkdir -p '{registry}'{pushed_before}", Build_Reason="Schedule"), verdict


def image_of_branches(turn):
    """One that is built of branches, and the registry's host; nothing where none is."""
    named = "".join(file.read_text() for file in sorted((turn.tree.scripts / "settings/branches").glob("*.sh")))
    images = re.findall(r"^readonly BRANCH_IMAGES=\(\n?(?:\s*#.*\n)?\s*'?([^\s')]+)", named, re.MULTILINE)
    registry = re.search(r"^readonly REGISTRY=(\S+)$", (turn.tree.scripts / "settings/common.sh").read_text(), re.MULTILINE)
    return (images[0] if images else None), f"{registry[1].lower()}.azurecr.io" if registry else ""
