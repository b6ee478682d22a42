"""One job: a machine of its own with an empty folder, and steps that run in it as bash."""
import os
import pathlib
import re
import shutil
import subprocess

from commands import Commands
from expressions import evaluate
from results import FAILED, ISSUES, SKIPPED, SUCCEEDED, Of, worst
from variables import Variables

EXPRESSION = re.compile(r"\$\[(.*)\]", re.DOTALL)
# A variable of the pipeline that nobody has set: in a script a word alone may be a command, but none has a dot; elsewhere it is never one.
LEFT = re.compile(r"\$\(\w+(?:\.\w+)+\)")
LEFT_ANYWHERE = re.compile(r"\$\([A-Za-z_][\w.]*\)")


class Job:
    """`run` is the run of which it is one; `before` the outputs of the stages that its own waits for, and of earlier jobs of its own."""

    def __init__(self, run, stage, name, job, before):
        self.whole, self.stage, self.name, self.job = run, stage, name, job
        self.home = pathlib.Path(run.plan["folder"]) / "job"
        if self.home.exists():
            shutil.rmtree(self.home)
        self.sources, self.temporary, self.staging = (self.home / part for part in ("s", "temp", "a"))
        for folder in (self.sources, self.temporary, self.staging):
            folder.mkdir(parents=True)
        if remotes := run.plan["remotes"]:
            lines = "".join(f"\tinsteadOf = {remote}\n" for remote in remotes)
            (self.home / ".gitconfig").write_text(f'[url "file://{run.plan["repositories"]["self"]}"]\n{lines}')
        self.variables = Variables({
            **run.plan["variables"], "Build.SourcesDirectory": str(self.sources), "System.DefaultWorkingDirectory": str(self.sources), "Agent.TempDirectory": str(self.temporary),
            "Build.ArtifactStagingDirectory": str(self.staging), "Pipeline.Workspace": str(self.home), "System.JobAttempt": "1", "TF_BUILD": "True",
        })
        for key, value in (job.get("variables") or {}).items():
            found = EXPRESSION.fullmatch(str(value))
            self.variables[key] = str(evaluate(found[1], before) or "") if found else str(value)
        self.outputs, self.path, self.ends = {}, [], []

    def run(self):
        strategy = self.job.get("strategy")
        steps = strategy["runOnce"]["deploy"]["steps"] if strategy else self.job["steps"]
        if "deployment" not in self.job and not any("checkout" in step for step in steps):
            steps = [{"checkout": "self"}, *steps]
        for step in steps:
            self.ends.append(self.step(step))
        end = worst(each for each in self.ends if each != SKIPPED)
        return ISSUES if end == FAILED and self.job.get("continueOnError") else end

    def step(self, step):
        names = {"variables": self.variables}
        of = Of(end for end in self.ends if end != SKIPPED)
        if not evaluate(str(step.get("condition", "succeeded()")), names, of.functions()):
            return SKIPPED
        said, end = self.work(step)
        if end == FAILED and step.get("continueOnError") is True:
            end = ISSUES
        self.whole.report.append({"stage": self.stage, "job": self.name, "step": self.told(step), "result": end, "said": said})
        return end

    def told(self, step):
        return step.get("displayName") or next(f"{kind} {step[kind]}" for kind in ("checkout", "publish", "download", "task", "bash") if kind in step)

    def work(self, step):
        """What a step says, and how it ends."""
        if self.told(step) == self.whole.plan["own"]:
            self.path.append(f"{self.whole.plan['standins']}/installed")
            return "", SUCCEEDED
        if "checkout" in step:
            return self.check_out(step), SUCCEEDED
        if "publish" in step:
            return self.publish(step)
        if "download" in step:
            return self.download(step)
        if step.get("task") == "HelmInstaller@1":
            self.path.append(f"{self.whole.plan['standins']}/helm")
            return "", SUCCEEDED
        inputs = {"inlineScript": step["bash"], "origin": step["origin"]} if "bash" in step else dict(step["inputs"])
        origin = inputs.pop("origin", None)
        if "bash" not in step and (step["task"] != "AzureCLI@2" or inputs["scriptType"] != "bash"):
            raise ValueError(f"a step of a kind that is not known here: {step}")
        left = []
        inputs = {key: self.expanded(value, LEFT, left) for key, value in inputs.items()}
        given = {key: self.expanded(value, LEFT_ANYWHERE, left) for key, value in (step.get("env") or {}).items()}
        if left and FAILED not in self.ends:  # else what was to set it has not run
            return f"nobody has set the variable {', '.join(left)}", FAILED
        if inputs.get("scriptLocation", "inlineScript") == "scriptPath":
            words = ["bash", inputs["scriptPath"], *inputs.get("arguments", "").split()]
        else:
            script = self.temporary / "step.sh"
            script.write_text(inputs["inlineScript"])
            words = ["bash", *(["--noprofile", "--norc"] if "bash" in step else []), str(script)]
        connection = inputs.get("azureSubscription")
        self.cwd = self.expanded(step.get("workingDirectory", str(self.sources)), LEFT_ANYWHERE, left)
        said, code, commands = self.bash(words, given, connection)
        calls = (self.home / "calls").stat().st_size
        if origin and code == 0 and self.whole.probes(f"{calls} calls in {origin}"):
            said += self.probed(words, given, connection, calls)
        commands.apply(self, step.get("name"))
        return said, commands.end(code)

    def bash(self, words, given, connection, fails=0):
        """Runs a step: what it says, its exit code, and its words to the agent."""
        plan, calls = self.whole.plan, self.home / "calls"
        calls.write_text("")
        known = {re.sub(r"[^A-Za-z0-9]", "_", name).upper(): value for name, value in self.variables.items() if name not in plan["secrets"]}
        environment = {
            **known, "HOME": str(self.home), "PATH": os.pathsep.join([*reversed(self.path), plan["standins"], os.environ["PATH"]]), **given,
            "AGENT_CALLS": str(calls), "AGENT_FAILS": str(fails), "AGENT_STATE": plan["state"],
        }
        if connection is not None:
            environment["FAKEAZ_SUBSCRIPTION"] = plan["subscriptions"].get(connection, "")
        done = subprocess.run(words, cwd=self.cwd, env=environment, text=True, errors="replace", stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        return done.stdout, done.returncode, Commands(done.stdout)

    def probed(self, words, given, connection, calls):
        """A script that has gone well, once more for each call of az in it, which fails: then it is to fail, too, or at least to say something of it."""
        lines, kept = [], shutil.copytree(self.staging, self.home / "kept", dirs_exist_ok=True)
        for number in range(1, calls + 1):
            _, code, commands = self.bash(words, given, connection, number)
            if code == 0 and not commands.issues and (self.home / "calls").stat().st_size >= number:  # else it had no cause to make the call
                lines.append(f"PROBE: went on without a word where call {number} of az in it failed")
        shutil.rmtree(self.staging)
        kept.rename(self.staging)
        return "".join(f"\n{line}" for line in lines)

    def expanded(self, value, left_over, left):
        """A text with the variables of the pipeline in the place of their names, as the agent puts them there: from the left, what is no variable stays."""
        if not isinstance(value, str):
            return str(value)
        at = 0
        while (start := value.find("$(", at)) >= 0 and (end := value.find(")", start + 2)) >= 0:
            known = self.variables.get(value[start + 2:end])
            value = value if known is None else value[:start] + known + value[end + 1:]
            at = start + (1 if known is None else len(known))
        left += left_over.findall(value)
        return value

    def check_out(self, step):
        """A clone of that depth, which the jobs of a tree have in common: none writes to it but those that keep the way into the repository."""
        plan, depth = self.whole.plan, int(step.get("fetchDepth", 1))
        clone = self.home / "clone" if step.get("persistCredentials") else pathlib.Path(plan["folder"]) / f"{step['checkout']}-{depth}"
        if not clone.exists():
            words = ["git", "clone", "--quiet", *([f"--depth={depth}"] if depth else []), f"file://{plan['repositories'][step['checkout']]}", str(clone)]
            subprocess.run(words, check=True, stdin=subprocess.DEVNULL, capture_output=True)
        self.sources.rmdir()
        self.sources.symlink_to(clone)
        return ""

    def publish(self, step):
        """What is published is there, under a name that nothing else of the run has."""
        left = []
        path, name = (pathlib.Path(self.expanded(step["publish"], LEFT_ANYWHERE, left)), self.expanded(step["artifact"], LEFT_ANYWHERE, left))
        files = [path] if path.is_file() else sorted(file for file in path.rglob("*") if file.is_file())
        if left or not files or name in self.whole.artifacts:
            return f"{name}: {left or path} is not there, or another artefact is called so", FAILED
        self.whole.artifacts[name] = {file.name: file.read_bytes() for file in files}
        return "".join(f"FILE {file.stem}\n{file.read_text(errors='replace')}\n" for file in files), SUCCEEDED

    def download(self, step):
        """What an earlier job of the run has published."""
        left = []
        name = self.expanded(step["artifact"], LEFT_ANYWHERE, left)
        if left or name not in self.whole.artifacts:
            return f"no job has published {left or name}", FAILED
        (self.home / name).mkdir()
        for file, content in self.whole.artifacts[name].items():
            (self.home / name / file).write_bytes(content)
        return "", SUCCEEDED
