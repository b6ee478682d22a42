"""What `configuration.sh` runs of itself in one cluster, found without one: every tool that it calls is a function that says yes.

Of clusters of which the same lines run, and the same calls are made but for their names, a judge need look at one."""
import functools
import os
import pathlib
import re
import subprocess
import tempfile

from configuration_runs import Place, account, installs, unexposed

START = 5  # what a control plane costs, counted in installations

# az says one word and kubectl and helm none, but where the script goes no further without; what is asked of the cluster first is not there when `MISSING` says so.
TOOLS = r"""
call() { printf 'call %s\n' "${*//$'\n'/ }" >&9; }
az() {
  call az "$@"
  case "$*" in
    'keyvault certificate show'*) ;; # without an end
    'account show'*) printf '%s\n' "$STANDIN_ACCOUNT" ;;
    *) printf 'word\n' ;;
  esac
}
kubelogin() { call kubelogin "$@"; }
kubectl() {
  call kubectl "$@"
  case "$*" in
    *'--filename -'*) cat >/dev/null ;;
    'get customresourcedefinition'* | 'get namespace '*) [[ -z $MISSING ]] ;;
    'get deployments,'*) printf 'deployment.apps/app\n'; [[ $* != *cronjobs* ]] || printf 'cronjob.batch/app\n' ;;
  esac
}
helm() { call helm "$@"; [[ $1 != show ]] || printf 'definitions\n'; }
exec 8>"$1" 9>"$2"
BASH_XTRACEFD=8 PS4='+ ${BASH_SOURCE[0]-}:$LINENO '
set -x
source "${@:3}"
"""
LINE = re.compile(r"^\++ (\S+\.sh):(\d+) ", re.MULTILINE)


def clusters(tree):
    return sorted({file.parent.name for file in tree.files("*/*.yaml", under=tree.namespaces)})


def clusters_of(trees):
    """Each cluster of each tree: (tree, name, what the script runs there, what it costs to look at it)."""
    for tree in trees:
        for name in clusters(tree):
            installed, asked = installs(tree, name), [(place.app, place.environment) for place in unexposed(tree, name)]
            ran = of_cluster(tree, name, account(tree, name), asked) | {entry for entry in installed if not isinstance(entry, Place)}
            yield tree, name, START + len(installed), ran


def fewest(candidates, known):
    """Those that together know all that any knows and is not known yet: each time the one that knows most of it for what it costs, but none that others make needless."""
    candidates = list(candidates)
    new, picked = set().union(*(ran for *_, ran in candidates)) - known, []
    missing = set(new)
    while missing:
        picked.append(max(candidates, key=lambda candidate: len(candidate[3] & missing) / candidate[2]))
        missing -= picked[-1][3]
    for one in sorted(picked, key=lambda candidate: -candidate[2]):
        others = [other for other in picked if other is not one]
        if one[3] & new <= set().union(*(ran for *_, ran in others)):
            picked = others
    return [(tree, name) for tree, name, *_ in picked]


def of_cluster(tree, name, account, apps):
    """What runs on a first day, on one that only tries, and when apps are asked whether they are well, each (app, environment)."""
    ways = [((), ""), (("--dry-run",), "yes"), *((("health", *app), "") for app in apps)]
    return set().union(*(walk(tree, name, words, {"MISSING": missing, "STANDIN_ACCOUNT": account}) for words, missing in ways))


def walk(tree, name, words, environment):
    with tempfile.TemporaryDirectory(prefix="aksgen-walk-") as folder:
        lines, calls = (pathlib.Path(folder, what) for what in ("lines", "calls"))
        command = ["bash", "-c", TOOLS, "walk", lines, calls, tree.scripts / "configuration.sh", "--cluster", name, *words]
        done = subprocess.run(command, env={**os.environ, **environment}, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace")
        if done.returncode:
            raise RuntimeError(f"{tree.root.name}: configuration.sh --cluster {name} {' '.join(words)}: {(done.stdout + done.stderr)[-700:]}")
        ran = set(LINE.findall(lines.read_text(errors="replace")))
        return {part for line in ran for part in conditions(tree, *line)} | {part for call in calls.read_text().splitlines() for part in shape(call)}


def conditions(tree, file, number):
    """A line of a script, each of its conditions and commands by itself: which of them a tree has, not in what order."""
    if file.startswith(f"{tree.scripts}/settings/") or not file.startswith(f"{tree.scripts}/"):
        return []
    return [part.strip("[] ") for part in re.split(r" (?:\|\||&&) ", texts(file)[int(number) - 1])]


@functools.cache
def texts(file):
    return pathlib.Path(file).read_text().splitlines()


def shape(call):
    """A call without what it names: its verbs with its flags, and each key of what it sets."""
    words = call.split()
    keys = [f"{before} {word.split('=')[0]}" for before, word in zip(words, words[1:]) if before in ("--set-string", "--set", "--resource-type")]
    verbs = [word for word in words[:3] if re.fullmatch(r"[a-z-]+", word)]
    return [" ".join([*verbs, *sorted({word.split("=")[0] for word in words if word.startswith("--")})]), *keys]
