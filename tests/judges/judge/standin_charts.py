"""Charts that stand for those of others, which are not here: their names, values and schemas, and one workload that any namespace takes."""
import json
import shutil

from judge_values import without_foreign_references
from tree import SHARED

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


def write(folder):
    """One chart a folder, under the names by which scripts ask for them."""
    for known in sorted(path for path in (SHARED / "charts").iterdir() if path.is_dir()):
        chart = folder / known.name
        (chart / "templates").mkdir(parents=True)
        (chart / "Chart.yaml").write_text(f"apiVersion: v2\nname: {known.name}\nversion: 0.0.0\n")
        shutil.copyfile(known / "values.yaml", chart / "values.yaml")
        if (schema := known / "values.schema.json").exists():
            (chart / "values.schema.json").write_text(json.dumps(without_foreign_references(json.loads(schema.read_text()))))
        (chart / "templates/workload.yaml").write_text(WORKLOAD)
