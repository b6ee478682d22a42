"""pre-commit itself runs our hooks in a scratch repository: what an edit of the blueprint must do, and what a hand edit must not."""
import pathlib
import shutil
import subprocess

import yaml

from scratch_repository import BLUEPRINT, HOME, OUTPUT, Repository
from tree import INSTALLED

ROOT = pathlib.Path(__file__).resolve().parents[3]
PRE_COMMIT = INSTALLED / "tools/bin/pre-commit"
ALLOCATIONS = "allocations.yaml"  # what was given stands beside the blueprint
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


def another(does):
    """A hook of the same name that does something else: `true` says yes to everything."""
    return {"repo": "local", "hooks": [{"id": "aksgen-check", "name": "another", "entry": f"bash -c '{does}'", "language": "system", "pass_filenames": False, "always_run": True}]}


def user(hooks, folder):
    """A repository with a blueprint and the hooks installed."""
    repository = Repository(HOME / folder)
    shutil.copyfile(ROOT / "blueprints/minimal.yaml", repository.folder / BLUEPRINT)
    (repository.folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": [hooks]}))
    code, text = repository.run(PRE_COMMIT, "install", "--install-hooks")
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
    yield from deleted(repository, one_of(repository))
    yield from deleted(repository, repository.folder / ALLOCATIONS)
    yield from something_else(repository)
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


def deleted(repository, file):
    """A commit that only deletes a file that was rendered: the one hook says so, the other brings the file back, neither lets it in."""
    if not file.is_file():
        yield f"no {file.name} to delete"
        return
    before, name, head = file.read_bytes(), str(file.relative_to(repository.folder)), repository.git("rev-parse", "HEAD")
    repository.git("rm", "--quiet", name)
    code, said = repository.run(PRE_COMMIT, "run", "aksgen-check")
    if code == 0 or name.removeprefix(f"{OUTPUT}/") not in said:
        yield f"{name}, deleted: the check does not name it: {said[-300:]}"
    accepted, said = repository.staged()
    if accepted:
        yield f"{name}, deleted: committed"
    if not file.exists() or file.read_bytes() != before:
        yield f"{name}, deleted: not brought back: {said[-300:]}"
    repository.git("reset", "--quiet", "--hard", head)


def something_else(repository):
    """While the blueprint is being worked on, its output rendered or not, a commit of something else is nobody's business."""
    for rendered in (False, True):
        repository.edit("apps:\n", "apps:\n" + ONE_MORE)
        if rendered:
            repository.run(PRE_COMMIT, "run", "aksgen-render", "--files", BLUEPRINT)
            if not repository.untracked():
                yield "the hook, called by name, does not render"
        before = snapshot(repository)
        (repository.folder / "notes.md").write_text(f"rendered: {rendered}\n")
        repository.git("add", "notes.md")
        accepted, said = repository.staged()
        if not accepted:
            yield f"a commit of something else beside work on the blueprint: refused: {said[-600:]}"
        if snapshot(repository) != before:
            yield "a commit of something else beside work on the blueprint: touches the output"
        repository.git("reset", "--quiet", "--hard")
        repository.git("clean", "--quiet", "--force", "-d")


def by_hand(repository):
    """A file of the output edited by hand does not get in, and the edit is not lost."""
    file = one_of(repository)
    mine = file.read_text() + "# by hand\n"
    file.write_text(mine)
    if repository.commit()[0]:
        yield "a hand edit of the output: committed"
    if not file.exists() or file.read_text() != mine:
        yield "a hand edit of the output: lost"


def one_of(repository):
    """A file of the output."""
    return min(path for path in (repository.folder / OUTPUT).rglob("*.yaml") if path.is_file())


def snapshot(repository):
    return {path.relative_to(repository.folder): path.read_bytes() for path in (repository.folder / OUTPUT).rglob("*") if path.is_file()}


def judge(project, full):
    return list(scenarios(user(ours(), "user")))


def selftest():
    """A hook that says yes to everything is found wanting where one must say no; one that writes and says no, beside work on the blueprint."""
    deaf = with_output("true", "user-of-deaf-hook")
    loud = with_output(f"date +%N >> {OUTPUT}/ours.yaml; false", "user-of-loud-hook")
    said = "\n".join(scenarios(deaf))
    expected = ["the first commit: the output is as before", "an edit of the blueprint: committed without", "adds files: committed without", "takes files away: the output is as before"]
    expected += ["ours.yaml, deleted: the check does not name it", "ours.yaml, deleted: committed", "ours.yaml, deleted: not brought back", "does not render", "a hand edit of the output: committed"]
    findings = [f"a deaf hook passes: {line!r} is not among {said!r}" for line in expected if line not in said]
    said = "\n".join(something_else(loud))
    return findings + [f"a loud hook passes: {line!r} is not among {said!r}" for line in ("blueprint: refused", "touches the output") if line not in said]


def with_output(does, folder):
    """A repository whose hook does this, with an output that is committed."""
    repository = user(another(does), folder)
    (repository.folder / OUTPUT).mkdir()
    (repository.folder / OUTPUT / "ours.yaml").write_text("a: 1\n")
    repository.git("add", "--all")
    repository.git("commit", "--quiet", "--no-verify", "--message", "output")
    return repository
