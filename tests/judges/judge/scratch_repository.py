"""The scratch repository of a user of our hooks, out of reach of this machine's git configuration."""
import os
import shutil
import subprocess

from tree import INSTALLED

HOME = INSTALLED / "hook"
# The hook's build without the release profile's optimisations: what it does is judged here, not how fast.
CHEAP = {"CARGO_PROFILE_RELEASE_OPT_LEVEL": "0", "CARGO_PROFILE_RELEASE_LTO": "off", "CARGO_TARGET_DIR": str(HOME / "target"), "CARGO_TERM_COLOR": "never"}
WHO = {f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER") for what, value in (("NAME", "judge"), ("EMAIL", "judge@example.com"), ("DATE", "2026-01-01T00:00:00Z"))}
ALONE = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "PRE_COMMIT_HOME": str(HOME / "pre-commit"), "PRE_COMMIT_COLOR": "never"}
BLUEPRINT, OUTPUT = "blueprint.yaml", "out"


class Repository:
    """A git repository in a folder of its own, made anew."""

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
