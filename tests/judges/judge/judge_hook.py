"""pre-commit itself runs our hooks in a scratch repository: what an edit of the blueprint must do, and what a hand edit must not."""
import pathlib
import shutil
import subprocess

import yaml

from scratch_repository import BLUEPRINT, HOME, OUTPUT, Repository
from tree import INSTALLED

ROOT = pathlib.Path(__file__).resolve().parents[3]
NOT_BUILT = ("golden/", "tests/", "docs/", ".ci/")  # what the hook's build does not need
ONE_MORE = "  second: {team: web, image: ghcr.io/example/second, tag: 1.0.0, port: 8080, expose: {host: second}}\n"


def published():
    """Our repository as a user's pre-commit clones it: the files of the working tree in one commit, whose id is theirs alone, so that pre-commit keeps its build."""
    source = HOME / "source"
    repository = Repository(source)
    listed = subprocess.run(["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in sorted(filter(None, listed.stdout.split("\0"))):
        if not name.startswith(NOT_BUILT) and (ROOT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, source / name)
    repository.git("add", "--all")
    repository.git("commit", "--quiet", "--message", "aksgen")
    return source, repository.git("rev-parse", "HEAD")


def ours():
    """The two hooks as a user's configuration names them."""
    source, revision = published()
    names = [hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())]
    return {"repo": str(source), "rev": revision, "hooks": [{"id": name, "args": [BLUEPRINT, "-o", OUTPUT]} for name in names]}


def deaf():
    """A hook that says yes to everything."""
    return {"repo": "local", "hooks": [{"id": "deaf", "name": "deaf", "entry": "true", "language": "system", "pass_filenames": False}]}


def user(hooks, folder):
    """A repository with a blueprint and the hooks installed."""
    repository = Repository(HOME / folder)
    shutil.copyfile(ROOT / "blueprints/minimal.yaml", repository.folder / BLUEPRINT)
    (repository.folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": [hooks]}))
    code, text = repository.run(INSTALLED / "tools/bin/pre-commit", "install", "--install-hooks")
    if code:
        raise RuntimeError(f"pre-commit install: {text[-2000:]}")
    return repository


def scenarios(repository):
    """Findings of one life of a repository."""
    yield from regenerated(repository, "the first commit")
    repository.edit("port: 9898", "port: 9899")
    yield from regenerated(repository, "an edit of the blueprint")
    repository.edit("apps:\n", "apps:\n" + ONE_MORE)
    yield from regenerated(repository, "an edit that adds files", news=True)
    repository.edit(ONE_MORE, "")
    yield from regenerated(repository, "an edit that takes files away")
    yield from by_hand(repository)


def regenerated(repository, what, news=False):
    """The commit is refused with the output already right, so that adding it is all there is to do."""
    before = snapshot(repository)
    repository.git("add", BLUEPRINT, ".pre-commit-config.yaml")
    accepted, said = repository.staged()
    if accepted:
        yield f"{what}: committed without its output"
    if snapshot(repository) == before:
        yield f"{what}: the output is as before"
    new = repository.untracked()
    if news and not any(name in said for name in new):
        yield f"{what}: the hook names none of the new files {new[:3]}: {said[-300:]}"
    accepted, said = repository.commit()
    if not accepted and repository.git("status", "--porcelain"):
        yield f"{what}: refused with its output added: {said[-600:]}"


def by_hand(repository):
    """A file of the output edited by hand does not get in, and the edit is not lost. (pre-commit shows no hook a commit that only deletes: the pipeline's check sees that.)"""
    files = sorted(path for path in (repository.folder / OUTPUT).rglob("*.yaml") if path.is_file())
    if not files:
        yield f"no .yaml in {OUTPUT} to edit by hand"
        return
    mine = files[0].read_text() + "# by hand\n"
    files[0].write_text(mine)
    if repository.commit()[0]:
        yield "a hand edit of the output: committed"
    if not files[0].exists() or files[0].read_text() != mine:
        yield "a hand edit of the output: lost"


def snapshot(repository):
    return {path.relative_to(repository.folder): path.read_bytes() for path in (repository.folder / OUTPUT).rglob("*") if path.is_file()}


def judge(project, full):
    return list(scenarios(user(ours(), "user")))


def selftest():
    """With a hook that says yes to everything, each scenario must be found wanting."""
    said = "\n".join(scenarios(user(deaf(), "user-of-deaf-hook")))
    expected = ["the first commit: committed without", "an edit of the blueprint: committed without", "adds files: committed without", "takes files away: the output is as before", "to edit by hand"]
    return [f"a deaf hook passes: {line!r} is not among {said!r}" for line in expected if line not in said]
