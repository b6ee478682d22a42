"""What a step says to the agent: lines that begin with `##vso[`."""
import re

from results import FAILED, ISSUES, SUCCEEDED

COMMAND = re.compile(r"^##vso\[(\w+\.\w+)(?: ([^\]]*))?\](.*)$", re.MULTILINE)


class Commands:
    def __init__(self, said):
        self.all = [(name, dict(each.split("=", 1) for each in (properties or "").split(";") if "=" in each), text) for name, properties, text in COMMAND.findall(said)]

    @property
    def issues(self):
        """Warnings and errors, which a person sees on the page of the run."""
        return [text for name, _, text in self.all if name == "task.logissue"]

    def apply(self, job, step):
        """Their effect on the steps that come."""
        for name, properties, text in self.all:
            if name == "task.prependpath":
                job.path.append(text)
            elif name == "task.setvariable" and properties.get("isOutput") == "true":
                job.variables[f"{step}.{properties['variable']}"] = job.outputs[f"{step}.{properties['variable']}"] = text
            elif name == "task.setvariable":
                job.variables[properties["variable"]] = text
            elif name not in ("task.logissue", "task.complete"):
                raise ValueError(f"a word to the agent that is not known here: {name}")

    def end(self, code):
        """How the step ends: by its exit code, or as it says itself where that is 0."""
        told = [properties["result"] for name, properties, _ in self.all if name == "task.complete"]
        return FAILED if code else {"SucceededWithIssues": ISSUES}.get(told[-1], FAILED) if told else SUCCEEDED
