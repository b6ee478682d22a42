"""Where branches have environments, as the settings of the scripts say it, and what they are called, computed anew."""
import dataclasses
import hashlib
import re
import subprocess


@dataclasses.dataclass(frozen=True)
class Place:
    """An app beside whose namespace branches have theirs."""

    environment: str
    app: str
    home: str
    live: int
    pattern: str
    domain: str | None
    identity: str | None  # group/name
    before: bool  # whether a job before its rollouts takes it on, too

    def branch(self, name):
        return self.pattern.replace("*", name)

    def credentials(self, cluster, branch):
        """Those by which it takes on its identity in a branch."""
        name = f"{cluster}--{label(branch)}"
        return [name, *([f"{name}_before"] if self.before else [])] if self.identity else []


def settings(tree, name):
    """Variables of a file of settings that are plain words, as bash reads them."""
    script = 'source "$0"; for name in $(compgen -v); do declare -p "$name"; done'
    said = subprocess.run(["bash", "-c", script, tree.scripts / f"settings/{name}.sh"], capture_output=True, text=True).stdout
    return dict(re.findall(r'^declare -r ([A-Z_]+)="(.*)"$', said, re.MULTILINE))


def places(tree, cluster):
    """One for each app in a cluster, in the order in which the settings name them."""
    for file in sorted((tree.scripts / "settings/branches").glob("*.sh")):
        homes = {tuple(words[:2]): int(words[2]) for words in lines(file, "BRANCH_HOMES")}
        pattern = " ".join(next(lines(file, "FROM")))
        for app, at, home, _, _, _, domain, _, *known in lines(file, "BRANCH_APPS"):
            if at == cluster:
                identity = next((word.split(":", 1)[1].replace(":", "/") for word in known if "=client-id:" in word), None)
                yield Place(file.stem, app, home, homes[at, home], pattern, None if domain == "-" else domain, identity, (tree.root / f"apps/{app}/chart/templates/before-rollout.yaml").exists())


def repositories(tree):
    """Those whose branches they are, where they are named."""
    named = {" ".join(words) for file in (tree.scripts / "settings/branches").glob("*.sh") for words in lines(file, "REPOSITORIES") if words}
    return sorted(named - {"origin"})


def images(tree):
    """Those that are built of branches, of all environments."""
    files = [file for file in (tree.scripts / "settings/branches").glob("*.sh") if "BRANCH_IMAGES" in file.read_text()]
    return sorted({word for file in files for words in lines(file, "BRANCH_IMAGES") for word in words})


def lines(file, name):
    said = subprocess.run(["bash", "-c", f'source "$0" && printf "%s\\n" "${{{name}[@]}}"', file], capture_output=True, text=True)
    return (line.split() for line in said.stdout.splitlines())


def label(branch):
    """What a branch is called in names."""
    if re.fullmatch(r"[a-z0-9]([a-z0-9-]{0,28}[a-z0-9])?", branch) and "--" not in branch and not re.search(r"-[0-9a-f]{12}$", branch):
        return branch
    shown = re.sub(rb"[^a-z0-9]+", b"-", branch.encode().lower()).decode().lstrip("-")[:17].rstrip("-")
    return f"{shown or 'branch'}-{hashlib.sha256(branch.encode()).hexdigest()[:12]}"


def hosts(place, branch):
    return [f"{place.app}--{label(branch)}.{place.domain}"] if place.domain else []
