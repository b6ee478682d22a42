"""pre-commit itself runs our hooks in a scratch repository: what a blueprint's edit must do, and what a hand's edit must not."""
import os
import pathlib
import shutil
import subprocess

import yaml

from tree import INSTALLED

ROOT = pathlib.Path(__file__).resolve().parents[3]
HOME = INSTALLED / "hook"
# Not what is judged here, and far from fast to compile: the hook's build without the release profile's optimisations.
CHEAP = {"CARGO_PROFILE_RELEASE_OPT_LEVEL": "1", "CARGO_PROFILE_RELEASE_LTO": "off", "CARGO_TARGET_DIR": str(HOME / "target"), "CARGO_TERM_COLOR": "never"}
WHO = {f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER") for what, value in (("NAME", "judge"), ("EMAIL", "judge@example.com"), ("DATE", "2026-01-01T00:00:00Z"))}
ALONE = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "PRE_COMMIT_HOME": str(HOME / "pre-commit"), "PRE_COMMIT_COLOR": "never"}
BUILD = ("golden/", "tests/", "docs/", ".ci/")  # what the hook's build does not need
BLUEPRINT, OUTPUT = "blueprint.yaml", "out"


class World:
    """The scratch repository of a user."""

    def __init__(self, folder):
        self.folder = folder
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        self.git("init", "--quiet", "--initial-branch=main")

    def run(self, *command):
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        done = subprocess.run([str(word) for word in command], cwd=self.folder, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, env={**inherited, **CHEAP, **WHO, **ALONE})
        return done.returncode, done.stdout

    def git(self, *words):
        code, text = self.run("git", *words)
        if code:
            raise RuntimeError(f"git {' '.join(words)}: {text.strip()}")
        return text.strip()

    def commit(self):
        """Commit what is there, as a user with the hooks installed does: (accepted, what was said)."""
        self.git("add", "--all")
        return self.staged()

    def staged(self):
        code, text = self.run("git", "commit", "--quiet", "--message", "change")
        return code == 0, text

    def edit(self, old, new):
        path = self.folder / BLUEPRINT
        text = path.read_text()
        if old not in text:
            raise RuntimeError(f"{BLUEPRINT} does not say {old!r}")
        path.write_text(text.replace(old, new, 1))

    def untracked(self):
        return self.git("ls-files", "--others", "--exclude-standard").splitlines()


def published():
    """Our repository as a user's pre-commit clones it: the files of the working tree in one commit, whose id is theirs alone, so that pre-commit keeps its build."""
    source = HOME / "source"
    world = World(source)
    listed = subprocess.run(["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in sorted(filter(None, listed.stdout.split("\0"))):
        if not name.startswith(BUILD) and (ROOT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, source / name)
    world.git("add", "--all")
    world.git("commit", "--quiet", "--message", "aksgen")
    return source, world.git("rev-parse", "HEAD")


def user(source, revision):
    """A repository with a blueprint, its output and our two hooks, committed clean."""
    world = World(HOME / "scratch")
    shutil.copyfile(ROOT / "blueprints/minimal.yaml", world.folder / BLUEPRINT)
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    arguments = {hook["id"]: hook.get("args", []) for hook in hooks}
    chosen = [{"id": name, **({} if given else {"args": [BLUEPRINT, "-o", OUTPUT]})} for name, given in arguments.items()]
    (world.folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": [{"repo": str(source), "rev": revision, "hooks": chosen}]}))
    tool = INSTALLED / "tools/bin/pre-commit"
    for command in ("install", "--install-hooks"), :
        code, text = world.run(tool, *command)
        if code:
            raise RuntimeError(f"pre-commit {' '.join(command)}: {text[-800:]}")
    return world, arguments
