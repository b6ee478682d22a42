"""How the trees with hostile texts are broken to see the judge say no."""
import dataclasses


@dataclasses.dataclass(frozen=True)
class Break:
    """`old` becomes `new` in a file of the tree with a text, wherever it stands; a finding must hold `expect`."""

    name: str
    file: str
    old: str
    new: str
    expect: str


BREAKS = [
    Break("sexagesimal", "releases/kured/values-aks-shop-live-we.yaml", '"1:30"', "1:30", "PyYAML reads 90"),
    Break("octal", "releases/nginx-ingress/values-aks-shop-live-we.yaml", 'note: "0o17"', "note: 0o17", "ruamel.yaml reads 15"),
    Break("variable", "scripts/settings/common.sh", "'owner=${HOME} $HOME $(Build.Reason)'", '"owner=${HOME-} $"', "bash reads"),
    Break("command", "scripts/settings/common.sh", "'owner=$(id)'", '"owner=$(echo expanded)"', "bash reads 'expanded'"),
    Break("command", "README.md", "# ", "# $(id) ", "README.md: holds '$(id)'"),
    Break("comment", "scripts/10-common.sh", "set -euo pipefail", "# a #b\nset -euo pipefail", "scripts/10-common.sh: holds 'a #b'"),
    Break("backslash", "infrastructure/arm/parameters/common.json", '"owner": "a\\\\nb\\\\"', '"owner": "a\\nb\\\\"', "json reads"),
    Break("variable", "infrastructure/bicep/parameters/region-live-westeurope.bicepparam", "owner: '\\${HOME} $HOME", "owner: '\\${HOME} $$HOME", "bicep reads"),
    Break("arm", "infrastructure/arm/common.json", '"tags": "[parameters(\'tags\')]"', '"tags": {}', "Azure's engine asks for None"),
    Break("helm", "apps/front/chart/templates/configmap.yaml", "{{ $value | quote }}", "{{ tpl $value $ | quote }}", "helm and PyYAML reads"),
    Break("on", "apps/front/chart/templates/configmap.yaml", "{{ $value | quote }}", "{{ $value }}", "helm and PyYAML reads True"),
    Break("single", "apps/front/chart/templates/deployment.yaml", "containers:", "priority: {{ len .Values.config.TEXT }}\n      containers:", "reads another Deployment"),
    Break("pipeline", "pipelines/templates/check.yml", "${{ '${{' }}", "${{", "'<expanded>"),
    Break("dash", "pipelines/templates/check.yml", "  - bash: |-\n      - a", "  - bash:\n      - a", "reads ['a']"),
    Break("on", "pipelines/templates/deploy.yml", 'azureSubscription: "on"', "azureSubscription: on", "PyYAML reads True"),
    Break("float", "places", "tags.owner\n", "tags.owner\nelsewhere.text\n", "elsewhere.text: no check says"),
    Break("float", "releases/kured/values-aks-shop-live-we.yaml", "podAnnotations:", "podAnnotation:", "nothing at podAnnotations/note"),
    Break("single", "scripts/settings/common.sh", "'owner=", "'owner='", "bash reads 'it"),
]
# What no reader can take ends the judge, so each stands alone.
UNREADABLE = [
    Break("double", "releases/kured/values-aks-shop-live-we.yaml", "note:", 'note: "', "releases/kured/values-aks-shop-live-we.yaml: while"),
    Break("double", "scripts/settings/common.sh", "'owner=", '"owner=', "bash: "),
    Break("single", "infrastructure/bicep/parameters/common.bicepparam", "it\\'s", "it's", "common.bicepparam"),
]
