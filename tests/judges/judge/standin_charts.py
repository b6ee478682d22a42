"""Charts that stand for those of others, which are not here: their names, versions, values and schemas, one workload that any namespace takes, and the kinds that they bring."""
import json
import re
import shutil

from judge_values import without_foreign_references
from tree import INSTALLED, SHARED

WORKLOAD = """apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}
  annotations:
    values: {{ .Values | toJson | sha256sum }}
spec:
  selector: {matchLabels: {app.kubernetes.io/instance: {{ .Release.Name }}}}
  template:
    metadata: {labels: {app.kubernetes.io/instance: {{ .Release.Name }}}}
    spec:
      tolerations: [{key: CriticalAddonsOnly, operator: Exists}]
      securityContext: {runAsNonRoot: true, runAsUser: 1000, seccompProfile: {type: RuntimeDefault}}
      containers:
        - name: standin
          image: example.com/standin
          resources: {requests: {cpu: 1m, memory: 1Mi}, limits: {cpu: 1m, memory: 1Mi}}
          securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
"""
# Kinds that a chart brings among what it installs, where its values say so; helm makes these beside the rest.
AMONG = {"cert-manager": ("cert-manager.io_*.yaml", "{{ if .Values.crds.enabled }}{{ range $path, $_ := .Files.Glob \"definitions/*\" }}\n---\n{{ $.Files.Get $path }}\n{{ end }}{{ end }}")}
# Kinds that a chart keeps apart: helm makes them with the first installation, before the rest, and `helm show crds` shows them.
APART = {"kube-prometheus-stack": "monitoring.coreos.com_*.yaml"}
# What NGINX Gateway Fabric installs for Gateways of its class, and its kinds, of which no definitions are here: of them anything is taken.
FABRIC = """apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: {{ .Values.nginxGateway.gatewayClassName }}}
spec: {controllerName: gateway.nginx.org/nginx-gateway-controller}
---
apiVersion: gateway.nginx.org/v1alpha2
kind: NginxProxy
metadata: {name: {{ .Release.Name }}-proxy-config}
spec: {{ .Values.nginx.config | toJson }}
{{ range .Values.extraObjects }}
---
{{ tpl . $ }}
{{ end }}"""
KINDS = {"nginxproxies": ("NginxProxy", "v1alpha2"), "clientsettingspolicies": ("ClientSettingsPolicy", "v1alpha1"), "proxysettingspolicies": ("ProxySettingsPolicy", "v1alpha1")}


def write(folder):
    """One chart a folder, under the names by which scripts ask for them."""
    for known in sorted(path for path in (SHARED / "charts").iterdir() if path.is_dir()):
        chart = folder / known.name
        (chart / "templates").mkdir(parents=True)
        (chart / "Chart.yaml").write_text(f"apiVersion: v2\nname: {known.name}\nversion: {version(known)}\n")
        shutil.copyfile(known / "values.yaml", chart / "values.yaml")
        if (schema := known / "values.schema.json").exists():
            (chart / "values.schema.json").write_text(json.dumps(without_foreign_references(json.loads(schema.read_text()))))
        (chart / "templates/workload.yaml").write_text(WORKLOAD)
        if known.name in AMONG:
            pattern, template = AMONG[known.name]
            copy(pattern, chart / "definitions")
            (chart / "templates/definitions.yaml").write_text(template)
        if known.name in APART:
            copy(APART[known.name], chart / "crds")
    fabric = folder / "nginx-gateway-fabric"
    (fabric / "crds").mkdir()
    (fabric / "crds/kinds.json").write_text("\n---\n".join(json.dumps(definition(plural, *kind)) for plural, kind in KINDS.items()))
    (fabric / "templates/gateways.yaml").write_text(FABRIC)


def version(known):
    """The version that is published; a placeholder stands for any."""
    return re.search(r"^version: v?(\S+)$", (known / "Chart.yaml").read_text(), re.MULTILINE)[1]


def copy(pattern, folder):
    folder.mkdir()
    for file in sorted((INSTALLED / "crds").glob(pattern)):
        shutil.copyfile(file, folder / file.name)


def definition(plural, kind, version_of_kind):
    schema = {"openAPIV3Schema": {"type": "object", "x-kubernetes-preserve-unknown-fields": True}}
    return {
        "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": f"{plural}.gateway.nginx.org"},
        "spec": {
            "group": "gateway.nginx.org", "scope": "Namespaced", "names": {"kind": kind, "plural": plural, "singular": kind.lower(), "listKind": f"{kind}List"},
            "versions": [{"name": version_of_kind, "served": True, "storage": True, "schema": schema}],
        },
    }
