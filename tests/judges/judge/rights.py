"""What members of a team may do in its namespaces, as the control plane itself answers: never more than to look where somebody approves what changes."""
import json
import re
import subprocess

from tree import INSTALLED

KUBE = INSTALLED / "bin/kube"
# Verb, and resource[/subresource][.group]. What stands between teams, production and Azure is nobody's but the pipelines'.
NEVER = [
    "create networkpolicies.networking.k8s.io", "update networkpolicies.networking.k8s.io", "delete networkpolicies.networking.k8s.io",
    "create serviceaccounts/token", "create serviceaccounts", "impersonate serviceaccounts", "get secrets", "list secrets", "create secrets",
    "update resourcequotas", "delete limitranges", "create rolebindings.rbac.authorization.k8s.io", "update roles.rbac.authorization.k8s.io", "escalate roles.rbac.authorization.k8s.io",
    "create services", "create ingresses.networking.k8s.io", "create httproutes.gateway.networking.k8s.io", "create certificates.cert-manager.io", "create issuers.cert-manager.io",
    "update secretproviderclasses.secrets-store.csi.x-k8s.io", "patch pods/ephemeralcontainers", "delete deployments.apps", "delete persistentvolumeclaims", "delete namespaces",
]
SEES = ["list pods", "get pods/log", "list events", "get deployments.apps", "list networkpolicies.networking.k8s.io", "get configmaps", "get resourcequotas", "list jobs.batch"]
RUNS = [
    "create pods/exec", "get pods/exec", "create pods/portforward", "create pods", "delete pods", "patch deployments.apps", "patch deployments/scale.apps", "patch statefulsets.apps",
    "create jobs.batch", "delete jobs.batch", "patch cronjobs.batch", "update configmaps", "patch horizontalpodautoscalers.autoscaling",
]


def unsound(tree, environment):
    namespaces = {each["metadata"]["name"]: each["metadata"]["labels"] for each in listed("namespaces", environment) if "team" in each["metadata"]["labels"]}
    groups = {name: set() for name in namespaces}
    for binding in listed("rolebindings", environment):
        groups.get(binding["metadata"]["namespace"], set()).update(subject["name"] for subject in binding.get("subjects", []) if subject["kind"] == "Group")
    asked = [(name, group, ask, wanted) for name, labels in namespaces.items() for group in sorted(groups[name]) for ask, wanted in wants(approved(tree, labels["environment"]))]
    asked += [("kube-system", group, ask, False) for group in sorted(set().union(*groups.values())) for ask in [*SEES, *RUNS]]
    yield from (f"no group has any right in {name}, which is of the team {namespaces[name]['team']}" for name, found in groups.items() if not found)
    for (name, group, ask, wanted), allowed in zip(asked, answers(asked, environment), strict=True):
        if allowed != wanted:
            yield f"a member of {group} {'may' if allowed else 'may not'} {ask} in {name}"


def wants(approved):
    """Each question, and what is to be answered."""
    yield from ((ask, False) for ask in NEVER)
    yield from ((ask, True) for ask in SEES)
    yield from ((ask, not approved) for ask in RUNS)


def approved(tree, environment):
    """Whether somebody is asked before the apps of an environment are changed: `environment NAME APPROVER…` in what sets Azure DevOps up."""
    line = re.search(rf"^environment \S+-apps-{re.escape(environment)}(?: (.+))?$", (tree.pipelines / "setup.sh").read_text(), re.MULTILINE)
    return bool(line and line[1])


def answers(asked, environment):
    items = []
    for namespace, group, ask, _ in asked:
        verb, _, what = ask.partition(" ")
        what, _, of = what.partition(".")
        resource, _, subresource = what.partition("/")
        attributes = {"namespace": namespace, "verb": verb, "group": of, "resource": resource, "subresource": subresource}
        spec = {"user": "member", "groups": [group, "system:authenticated"], "resourceAttributes": attributes}
        items.append({"apiVersion": "authorization.k8s.io/v1", "kind": "SubjectAccessReview", "spec": spec})
    if not items:
        return []
    return [each["status"]["allowed"] for each in said("create", "--filename=-", text=json.dumps({"apiVersion": "v1", "kind": "List", "items": items}), environment=environment)]


def listed(kind, environment):
    return said("get", kind, "--all-namespaces", environment=environment)


def said(*words, environment, text=None):
    done = subprocess.run([KUBE, "kubectl", *words, "--output=json"], input=text, capture_output=True, text=True, env=environment, check=True)
    return together(done.stdout)


def together(text):
    """Of what is made kubectl prints one document after the other, and of what is listed one with all."""
    decoder, found, at = json.JSONDecoder(), [], 0
    while at < len(text):
        document, at = decoder.raw_decode(text, at)
        found += document["items"] if document["kind"] == "List" else [document]
        at += len(text[at:]) - len(text[at:].lstrip())
    return found
