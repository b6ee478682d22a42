#!/usr/bin/env python3
"""What an agent of Azure DevOps makes of a pipeline: stage after stage, job after job, each step as bash, with what its words to the agent do to the next ones.

  python agent PLAN.json REPORT.json      the plan: `document`, a pipeline that is expanded, and what Run reads of it; the report: how each stage, job and step ended,
                                          and what it said. Exit 1 where the run fails.

Nothing of it is on the PATH but what PATH names; Azure is whatever `az` is there.
"""
import hashlib
import json
import sys

from expressions import evaluate
from jobs import Job
from results import FAILED, SKIPPED, Of, worst
from variables import Variables


class Run:
    """One run of a pipeline."""

    def __init__(self, plan):
        self.plan, self.results, self.outputs, self.report, self.artifacts = plan, {}, {}, [], {}

    def whole(self):
        """Stages that are not chosen are waited for by none."""
        stages = self.plan["document"]["stages"]
        chosen = self.plan["chosen"] or [stage["stage"] for stage in stages]
        for number, stage in enumerate(stages):
            needed = listed(stage.get("dependsOn", stages[number - 1]["stage"] if number else None))
            if stage["stage"] not in chosen:
                continue
            if unknown := set(needed) - {earlier["stage"] for earlier in stages[:number]}:
                raise ValueError(f"{stage['stage']} waits for {', '.join(unknown)}, which does not come before it")
            needed = [name for name in needed if name in chosen]
            result = self.stage(stage, needed) if self.goes(stage, needed, self.results) else SKIPPED
            self.results[stage["stage"]] = result
            self.report.append({"stage": stage["stage"], "result": result})
        return worst(self.results.values())

    def goes(self, what, needed, results):
        """Whether a stage or a job runs: the ends of what it waits for, and its condition."""
        for name in needed:
            if name not in results:
                raise ValueError(f"{what} waits for {name}, which does not come before it")
        of = Of([results[name] for name in needed])
        names = {"variables": Variables(self.plan["variables"]), "dependencies": {name: {"result": results[name]} for name in needed}}
        return evaluate(what.get("condition", "succeeded()"), names, of.functions())

    def stage(self, stage, needed):
        results = {}
        outputs = self.outputs[stage["stage"]] = {}
        for job in stage["jobs"]:
            name = job.get("job") or job["deployment"]
            if not self.goes(job, listed(job.get("dependsOn")), results):
                results[name] = SKIPPED
                continue
            done = Job(self, stage["stage"], name, job, {"stageDependencies": {earlier: self.outputs[earlier] for earlier in needed}, "dependencies": outputs})
            results[name], outputs[name] = done.run(), {"outputs": done.outputs}
            self.report.append({"stage": stage["stage"], "job": name, "result": results[name]})
        return worst(results.values())

    def probes(self, script):
        """Whether a script is to be tried with failures: the first time that it makes so many calls, in whatever tree."""
        with open(self.plan["probed"], "a+") as seen:
            seen.seek(0)
            digest = hashlib.sha256(script.encode()).hexdigest() + "\n"
            if digest in seen.readlines():
                return False
            seen.write(digest)
        return True


def listed(names):
    return [] if names is None else [names] if isinstance(names, str) else names


def main():
    plan = json.load(open(sys.argv[1]))
    run = Run(plan)
    try:
        result = run.whole()
    finally:
        with open(sys.argv[2], "w") as out:
            json.dump(run.report, out)
    return 1 if result == FAILED else 0


if __name__ == "__main__":
    sys.exit(main())
