"""Helm itself lints every chart of ours and renders it with every values file; the schemas refuse what is wrong or left out."""
import sys

import yaml

import gateway_options
import likeness
from charts import apps, is_generated, ours, schema_of, supplied
from selftest import Break
from tree import INSTALLED, JUDGES, kubernetes_version, objections, start

HELM = INSTALLED / "bin/helm"


def judge(tree, full):
    return judge_together([tree], full)


def judge_together(trees, full):
    """Of cases, a chart with values that are like those of another says nothing new."""
    seen = set()
    return [f"{tree.root.name}: {line}" if len(trees) > 1 else line for tree in trees for line in of_tree(tree, seen)]


def of_tree(tree, seen):
    findings = []
    for app, chart, files in [*apps(tree), *ours(tree.releases)]:
        place = tree.relative(chart.parent)
        if not files:
            findings.append(f"{place}: no values file beside its chart")
        if schema_of(chart) is None and is_generated(chart / "values.yaml"):  # a chart that an app brings says itself what its values are
            findings.append(f"{place}/chart: no values.schema.json")
        for values in files:
            like = likeness.of_release(tree, chart, values) if tree.case else None
            if like in seen:
                continue
            seen |= {like} - {None}
            findings += [f"{place}/{values.name}: {line}" for line in one(tree, app, chart, values)]
    return findings


def one(tree, app, chart, values):
    given = supplied(chart, values)
    version = f"{kubernetes_version()}.0"
    words = ["--values", values, *given]
    findings = objections(tree, HELM, "lint", "--strict", "--kube-version", version, chart, *words)
    code, rendered = start(HELM, "template", app, chart, "--kube-version", version, "--namespace", "judged", *words)
    if code:
        return [*findings, *tree.said(rendered)]
    findings += objections(tree, sys.executable, JUDGES / "k8scheck.py", kubernetes_version(), "--crds", INSTALLED / "crds", "-", stdin=rendered)
    documents = [document for document in yaml.safe_load_all(rendered) if document]
    findings += gateway_options.wrong(documents)
    if options := gateway_options.made(documents):
        findings += objections(tree, sys.executable, JUDGES / "k8scheck.py", kubernetes_version(), "-", stdin=options)
    if schema_of(chart) is not None:
        findings += refusals(app, chart, values, given)
    return findings


def refusals(app, chart, values, given):
    """The schema must say no to a key that nobody knows, and to the absence of each value that only Azure knows."""
    code, _ = start(HELM, "template", app, chart, "--values", values, *given, "--set-string", "aKeyThatNobodyKnows=1")
    if code == 0:
        yield "the schema takes a key that nobody knows"
    pairs = [given[n:n + 2] for n in range(0, len(given), 2)]
    for pair in pairs:
        others = [word for other in pairs if other != pair for word in other]
        code, _ = start(HELM, "template", app, chart, "--values", values, *others)
        if code == 0:
            yield f"renders without {pair[1].split('=')[0]}, which its schema requires"


GATEWAY = "releases/certificate/chart/templates/gateway.yaml"
BREAKS = [
    Break("releases/certificate/chart/templates/secretproviderclass.yaml", "provider: azure", "provides: azure", "releases/certificate/values-main.yaml"),
    Break("apps/podinfo/values-dev.yaml", "replicas: 2", "replicas: two", "replicas"),
    Break("apps/podinfo/chart/Chart.yaml", "version: 1.0.0", "version: one", "version", alone=True),
    Break("apps/podinfo/chart/templates/deployment.yaml", "replicas: {{ .Values.replicas }}", "replica: {{ .Values.replicas }}", "'replica' was unexpected", alone=True),
    Break("apps/podinfo/chart/templates/secrets.yaml", "provider: azure", "providers: azure", "'providers' was unexpected", alone=True),
    Break(GATEWAY, "terminationGracePeriodSeconds: 60", "priorityClassName: high", "AKS does not let spec.template.spec.priorityClassName be changed", alone=True),
    Break(GATEWAY, "terminationGracePeriodSeconds: 60", "terminationGracePeriodSeconds: long", "spec.template.spec.terminationGracePeriodSeconds: 'long'", alone=True),
    Break(GATEWAY, "service: |", "configMap: |", "AKS makes no configMap of a Gateway", alone=True),
    Break(GATEWAY, "minReplicas: 2", "minReplicas: 1", "from 1 to 4 replicas", alone=True),
    Break(GATEWAY, "kind: ConfigMap, name: ingress", "kind: ConfigMap, name: other", "the Gateway names a ConfigMap other, which is not there", alone=True),
    Break("apps/podinfo/chart/values.schema.json", '"additionalProperties": false', '"additionalProperties": true', "takes a key that nobody knows", alone=True),
]
