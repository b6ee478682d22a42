"""Jobs at set times, run at once: a pod that the cluster does not take would be seen at night alone."""
import json
import subprocess

from tree import INSTALLED, objections

KUBE = INSTALLED / "bin/kube"


def unsound(tree, environment, wait):
    """What a run of each CronJob says; it has begun when its pod runs."""
    listed = subprocess.run([KUBE, "kubectl", "get", "cronjobs", "--all-namespaces", "--output=json"], capture_output=True, text=True, env={**environment}, check=True).stdout
    for cron_job in json.loads(listed)["items"]:
        name, namespace = cron_job["metadata"]["name"], cron_job["metadata"]["namespace"]
        run = ("--namespace", namespace, f"job/judged-{name}")
        said = objections(tree, KUBE, "kubectl", "create", "job", run[2].split("/")[1], "--namespace", namespace, f"--from=cronjob/{name}", env=environment)
        said += objections(tree, KUBE, "kubectl", "wait", *run, "--for=jsonpath={.status.active}=1", f"--timeout={wait}", env=environment)
        if said:
            events = ("get", "events", "--namespace", namespace, "--field-selector", "type=Warning,involvedObject.kind=Job", "--output", "custom-columns=:.message", "--no-headers")
            said += subprocess.run([KUBE, "kubectl", *events], capture_output=True, text=True, env={**environment}).stdout.splitlines()[-3:]
        yield from (f"the job {name} of {namespace} does not run: {line}" for line in said)
        objections(tree, KUBE, "kubectl", "delete", *run, env=environment)
