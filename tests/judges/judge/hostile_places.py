"""Where the text of a blueprint's field comes out, and what stands around it there."""
import dataclasses
import re
from pathlib import PurePosixPath

ARM_AND_BICEP = "infrastructure/*/parameters/"
FRONT, RENDERED = "apps/front/", "rendered/front/"
CONTAINERS = "Deployment/*/spec/template/spec/containers/*/"
PIPELINES = ("pipelines/*.yml", "pipelines/apps/*.yml")
WAF, FIREWALL, SITE = r"edge\.gateway\.applicationGateway\.waf\.", "parameters/firewall/value/", "scripts/settings/live-*.sh"
OWN_WAF, POLICY = r"environments\.staging\.waf\.", "parameters/sitePolicies/value/0/"
HUB = "scripts/settings/hubs/*.sh"
BUILD = "stages/0/*/0/jobs/0/steps/*/parameters/"
BRANCH_BUILD = "stages/0/*/0/jobs/*/steps/*/*/0/parameters/"
RUN_ONCE = "stages/*/jobs/*/strategy/runOnce/deploy/steps/*/"

# Field -> (files, path in them, how the text stands there). `<1>` is the first group of the field; `rendered/` is what Helm makes of an app with a values file,
# `given/` what a script computes. Every path must be in a file at least, and every value that is found must be the text.
OUTCOMES = {
    r"tags\.(\w+)": [(f"{ARM_AND_BICEP}*", "parameters/tags/value/<1>", "{}"), ("scripts/settings/common.sh", "TAGS/<1>", "{}"), ("given/tags_json", "<1>", "{}")],
    r"apps\.front\.config\.(\w+)": [(f"{FRONT}chart/values.yaml", "config/<1>", "{}"), (f"{RENDERED}values-production", "ConfigMap/*/data/<1>", "{}")],
    r"apps\.front\.environments\.staging\.config\.(\w+)": [(f"{RENDERED}values-staging", "ConfigMap/*/data/<1>", "{}")],
    r"apps\.front\.environments\.production\.perRegion\.westeurope\.config\.(\w+)": [(f"{FRONT}values-production.yaml", "config/<1>", "{}"), (f"{RENDERED}values-production", "ConfigMap/*/data/<1>", "{}")],
    r"apps\.front\.secrets\.(\w+)": [
        (f"{FRONT}chart/values.yaml", "secrets/<1>", "{}"), (f"{RENDERED}*", "SecretProviderClass/*/spec/parameters/objects/*/objectName", "{}"),
    ],
    r"apps\.front\.tag": [(f"{RENDERED}values-production", f"{CONTAINERS}tag", "{}")],
    r"apps\.front\.environments\.staging\.tag": [(f"{RENDERED}values-staging", f"{CONTAINERS}tag", "{}")],
    r"apps\.front\.image": [(f"{FRONT}chart/values.yaml", "image/repository", "shopimages.azurecr.io/{}"), (f"{RENDERED}*", f"{CONTAINERS}repository", "shopimages.azurecr.io/{}")],
    r"apps\.front\.pullSecret": [(f"{FRONT}chart/values.yaml", "pullSecret", "{}"), (f"{RENDERED}*", "ServiceAccount/*/imagePullSecrets/0/name", "{}")],
    r"apps\.back\.image": [("apps/back/chart/values.yaml", "image/repository", "shopimages.azurecr.io/{}"), ("pipelines/apps/back.yml", f"{BUILD}image", "{}"), ("pipelines/branches.yml", f"{BRANCH_BUILD}image", "{}")],
    # Its project and its name come out; no hostile text is a URL.
    r"apps\.back\.build\.repository": [],
    r"apps\.back\.build\.path": [("pipelines/apps/back.yml", "resources/repositories/0/trigger/paths/include/0", "{}"), ("pipelines/apps/back.yml", f"{BUILD}source", "{}"), ("pipelines/branches.yml", f"{BRANCH_BUILD}source", "{}")],
    r"apps\.back\.build\.dockerfile": [("pipelines/apps/back.yml", f"{BUILD}dockerfile", "{}"), ("pipelines/branches.yml", f"{BRANCH_BUILD}dockerfile", "{}")],
    r"apps\.back\.tag": [("apps/back/chart/values.yaml", "image/tag", "{}")],
    r"apps\.front\.expose\.host": [
        (f"{FRONT}values-production.yaml", "ingress/host", "{}.shop.example.com"), (f"{FRONT}values-staging.yaml", "ingress/host", "{}.staging.example.com"),
        (f"{RENDERED}values-production", "Ingress/*/spec/rules/*/host", "{}.shop.example.com"),
    ],
    r"apps\.front\.expose\.path": [(f"{FRONT}values-production.yaml", "ingress/path", "{}"), (f"{RENDERED}*", "Ingress/*/spec/rules/*/http/paths/0/path", "{}")],
    r"apps\.front\.command\.(\d)": [(f"{FRONT}chart/values.yaml", "command/<1>", "{}"), (f"{RENDERED}*", f"{CONTAINERS}command/<1>", "{}")],
    r"apps\.front\.args\.(\d)": [(f"{FRONT}chart/values.yaml", "args/<1>", "{}"), (f"{RENDERED}*", f"{CONTAINERS}args/<1>", "{}")],
    r"apps\.front\.values\.own\.note": [(f"{FRONT}chart/values.yaml", "own/note", "{}"), (f"{RENDERED}*", "ConfigMap/*/data/note", "{}")],
    r"apps\.front\.resources\.cpu": [(f"{FRONT}chart/values.yaml", "resources/cpu", "{}"), (f"{RENDERED}*", f"{CONTAINERS}resources/requests/cpu", "{}")],
    r"apps\.front\.jobs\.nightly\.schedule": [(f"{FRONT}chart/values.yaml", "jobs/nightly/schedule", "{}"), (f"{RENDERED}*", "CronJob/*/spec/schedule", "{}")],
    r"apps\.front\.jobs\.nightly\.timeZone": [(f"{FRONT}chart/values.yaml", "jobs/nightly/timeZone", "{}"), (f"{RENDERED}*", "CronJob/*/spec/timeZone", "{}")],
    r"apps\.front\.beforeRollout\.command\.(\d)": [
        (f"{FRONT}chart/values.yaml", "beforeRollout/command/<1>", "{}"),
        (f"{RENDERED}*", "Job/*/spec/template/spec/containers/0/command/<1>", "{}"),
    ],
    r"apps\.front\.test\.command\.(\d)": [(f"{FRONT}chart/values.yaml", "test/<1>", "{}"), (f"{RENDERED}*", "Pod/*/spec/containers/0/command/<1>", "{}")],
    r"apps\.front\.jobs\.nightly\.command\.(\d)": [
        (f"{FRONT}chart/values.yaml", "jobs/nightly/command/<1>", "{}"),
        (f"{RENDERED}*", "CronJob/*/spec/jobTemplate/spec/template/spec/containers/0/command/<1>", "{}"),
    ],
    r"apps\.front\.storage\.notes\.class\.existing": [
        (f"{FRONT}chart/values.yaml", "storage/notes/class", "{}"), (f"{RENDERED}*", "PersistentVolumeClaim/*/spec/storageClassName", "{}"),
    ],
    r"releases\.kured\.values\.podAnnotations\.note": [("releases/kured/values-*.yaml", "podAnnotations/note", "{}")],
    r"releases\.ingress\.nginx\.values\.controller\.pod\.annotations\.note": [("releases/nginx-ingress/values-*.yaml", "controller/pod/annotations/note", "{}")],
    r"releases\.dashboard\.headlamp\.values\.podAnnotations\.note": [("releases/headlamp/values-*.yaml", "podAnnotations/note", "{}")],
    r"releases\.monitoring\.stack\.alerts\.webhook": [
        ("releases/kube-prometheus-stack/values-*.yaml", "alertmanager/alertmanagerSpec/secrets/0", "{}"),
        ("releases/kube-prometheus-stack/values-*.yaml", "alertmanager/config/receivers/1/webhook_configs/0/url_file", "/etc/alertmanager/secrets/{}/url"),
    ],
    r"releases\.monitoring\.stack\.alerts\.severe\.webhook": [
        ("releases/kube-prometheus-stack/values-*.yaml", "alertmanager/alertmanagerSpec/secrets/1", "{}"),
        ("releases/kube-prometheus-stack/values-*.yaml", "alertmanager/config/receivers/2/webhook_configs/0/url_file", "/etc/alertmanager/secrets/{}/url"),
    ],
    r"releases\.monitoring\.stack\.values\.prometheus\.grafana\.podAnnotations\.note": [("releases/kube-prometheus-stack/values-*.yaml", "grafana/podAnnotations/note", "{}")],
    r"releases\.monitoring\.stack\.values\.loki\.singleBinary\.podAnnotations\.note": [("releases/loki/values-*.yaml", "singleBinary/podAnnotations/note", "{}")],
    r"releases\.monitoring\.stack\.values\.tempo\.podAnnotations\.note": [("releases/tempo/values-*.yaml", "podAnnotations/note", "{}")],
    r"releases\.monitoring\.stack\.values\.collector\.podAnnotations\.note": [("releases/opentelemetry-collector/values-*.yaml", "podAnnotations/note", "{}")],
    r"releases\.kured\.window\.timezone": [("releases/kured/values-*.yaml", "configuration/timeZone", "{}")],
    r"environments\.staging\.certificate": [
        (f"{ARM_AND_BICEP}edge-*", "parameters/secureSites/value/*/certificate", "{}"), ("scripts/settings/live-*.sh", "LISTENERS/staging/5", "{}"),
        ("pipelines/infrastructure.yml", f"{RUN_ONCE}parameters/certificates/*", "{}"),
    ],
    r"domain": [
        (f"{ARM_AND_BICEP}edge-*", "parameters/plainSites/value/*/hostNames/*", "*.{}"), ("scripts/settings/live-*.sh", "LISTENERS/production/1", "*.{}"),
        (f"{FRONT}values-production.yaml", "ingress/host", "www.{}"), ("scripts/settings/live-*.sh", "BACKENDS/ingress/2", "health.{}"),
    ],
    r"name": [
        (f"{ARM_AND_BICEP}common*", "parameters/resourceGroupName/value", "rg-{}-common"), ("scripts/settings/common.sh", "COMMON_GROUP", "rg-{}-common"),
        ("pipelines/configuration.yml", "stages/*/jobs/*/environment", "{}-platform-live-westeurope"), ("pipelines/apps/front.yml", "stages/0/jobs/*/environment", "{}-apps-staging"),
    ],
    # The one pool that has a label.
    r"kubernetes\.pools\.more\.labels\..*": [
        (f"{ARM_AND_BICEP}region-*", "parameters/clusters/value/*/pools/*/labels/*", "{}"), ("scripts/settings/clusters/*.sh", "POOLS/more/9", "example.com/tier={}"),
    ],
    rf"{WAF}rules\.0\.name": [(f"{ARM_AND_BICEP}edge-*", f"{FIREWALL}customRules/0/name", "{}"), (SITE, "WAF_RULES/0/name", "{}")],
    rf"{WAF}rules\.0\.when\.0\.selector": [
        (f"{ARM_AND_BICEP}edge-*", f"{FIREWALL}customRules/0/matchConditions/0/matchVariables/0/selector", "{}"),
        (SITE, "WAF_RULES/0/matchConditions/0/matchVariables/0/selector", "{}"),
    ],
    rf"{WAF}rules\.0\.when\.0\.values\.0": [
        (f"{ARM_AND_BICEP}edge-*", f"{FIREWALL}customRules/0/matchConditions/0/matchValues/0", "{}"), (SITE, "WAF_RULES/0/matchConditions/0/matchValues/0", "{}"),
    ],
    rf"{WAF}exclusions\.0\.selector": [(f"{ARM_AND_BICEP}edge-*", f"{FIREWALL}exclusions/0/selector", "{}"), (SITE, "WAF_EXCLUSIONS/0/selector", "{}")],
    rf"{OWN_WAF}rules\.0\.name": [(f"{ARM_AND_BICEP}edge-*", f"{POLICY}customRules/0/name", "{}"), (SITE, "POLICY_RULES/0/0/name", "{}")],
    rf"{OWN_WAF}rules\.0\.when\.0\.selector": [
        (f"{ARM_AND_BICEP}edge-*", f"{POLICY}customRules/0/matchConditions/0/matchVariables/0/selector", "{}"),
        (SITE, "POLICY_RULES/0/0/matchConditions/0/matchVariables/0/selector", "{}"),
    ],
    rf"{OWN_WAF}rules\.0\.when\.0\.values\.0": [
        (f"{ARM_AND_BICEP}edge-*", f"{POLICY}customRules/0/matchConditions/0/matchValues/0", "{}"),
        (SITE, "POLICY_RULES/0/0/matchConditions/0/matchValues/0", "{}"),
    ],
    rf"{OWN_WAF}exclusions\.0\.selector": [(f"{ARM_AND_BICEP}edge-*", f"{POLICY}exclusions/0/selector", "{}"), (SITE, "POLICY_EXCLUSIONS/0/0/selector", "{}")],
    r"monitoring\.azure\.alerts\.severe\.emails\.0": [(f"{ARM_AND_BICEP}region-*", "parameters/actionGroups/value/0/severe/emails/0", "{}"), (SITE, "SEVERE_EMAILS", "{}")],
    r"monitoring\.azure\.alerts\.emails\.0": [(f"{ARM_AND_BICEP}region-*", "parameters/actionGroups/value/0/emails/0", "{}"), (SITE, "EMAILS", "{}")],
    r"platforms\.live\.network\.existingSubnets\.ingress": [
        (f"{ARM_AND_BICEP}region-live*", "parameters/network/value/places/ingress", "{}"), (SITE, "INGRESS_SUBNET", "{}"),
    ],
    r"platforms\.live\.network\.existingSubnets\.nodes": [
        (f"{ARM_AND_BICEP}region-live*", "parameters/clusters/value/0/nodeSubnet", "{}"), ("scripts/settings/clusters/aks-shop-live-*.sh", "NODE_SUBNET", "{}"),
    ],
    r"platforms\.trial\.kubernetes\.hours\.timezone": [("scripts/settings/clusters/aks-shop-trial-*.sh", "HOURS_ZONE", "{}")],
    r"platforms\.live\.releases\.certificates\.certManager\.values\.podAnnotations\.note": [("releases/cert-manager/values-*.yaml", "podAnnotations/note", "{}")],
    r"platforms\.live\.releases\.dns\.externalDns\.values\.podAnnotations\.note": [("releases/external-dns/values-*.yaml", "podAnnotations/note", "{}")],
    r"platforms\.live\.releases\.monitoring\.stack\.alerts\.host": [
        (f"{ARM_AND_BICEP}hub-*", "parameters/firewalls/value/0/rules/0/hosts/4/hosts/0", "{}"), (HUB, "FIREWALL_HOSTS/alerts/2", "{}"),
    ],
    r"network\.onPremises\.connection\.vpn\.sharedKey": [(f"{ARM_AND_BICEP}connection-*", "parameters/connection/value/sharedKeyName", "{}"), (HUB, "SHARED_KEY", "{}")],
    r"network\.onPremises\.dns\.domains\.0": [(f"{ARM_AND_BICEP}hub-*", "parameters/rulesets/value/0/rules/0/domain", "{}"), (HUB, "FORWARDED/0/1", "{}")],
    r"budget\.emails\.0": [(f"{ARM_AND_BICEP}region-*", "parameters/budgets/value/*/emails/0", "{}"), (SITE, "BUDGET_EMAILS", '"{}"')],
    r"budget\.from": [(f"{ARM_AND_BICEP}region-*", "parameters/budgets/value/*/startDate", "{}-01T00:00:00Z")],
    r"teams\.web\.quota\.cpu": [("namespaces/*/web-production.yaml", "*/spec/hard/requests.cpu", "{}")],
    r"environments\.staging\.branches\.quota\.cpu": [("branches/*/web-staging.yaml", "*/spec/hard/requests.cpu", "{}")],
    r"environments\.staging\.branches\.from": [
        ("scripts/settings/branches/staging.sh", "FROM", "{}"), ("pipelines/apps/back.yml", "resources/repositories/0/trigger/branches/include/1", "{}"),
    ],
    # A number of days comes out as a number; no hostile text is one.
    r"environments\.staging\.branches\.expire": [],
    r"environments\.staging\.branches\.repositories\.0": [("scripts/settings/branches/staging.sh", "REPOSITORIES", "{}")],
    r"pipelines\.azureDevOps\.install": [("pipelines/templates/check.yml", "steps/0/bash", "{}")],
    r"pipelines\.azureDevOps\.branch": [
        *((files, "trigger/branches/include/*", "{}") for files in PIPELINES), ("pipelines/infrastructure.yml", "pr/branches/include/*", "{}"),
        ("pipelines/apps/front.yml", "stages/*/condition", "and(succeeded(), eq(variables['Build.SourceBranch'], 'refs/heads/{}'))"),
        ("pipelines/apps/back.yml", "stages/*/condition", "and(succeeded(), eq(variables['Build.SourceBranch'], 'refs/heads/{}'), ne(variables['Build.Reason'], 'PullRequest'))"),
        ("pipelines/apps/back.yml", "resources/repositories/0/ref", "refs/heads/{}"), ("pipelines/apps/back.yml", "resources/repositories/0/trigger/branches/include/0", "{}"),
        ("pipelines/branches.yml", "resources/repositories/0/ref", "refs/heads/{}"), ("pipelines/configuration.yml", "resources/pipelines/*/trigger/branches/include/*", "{}"),
    ],
    # One text for both: then there is but one connection.
    r"(pipelines\.azureDevOps|platforms\.live)\.serviceConnection": [("pipelines/templates/*.yml", "steps/*/inputs/azureSubscription", "{}")],
    r"environments\.staging\.approvers\.0": [("pipelines/apps/front.yml", "stages/0/jobs/*/strategy/runOnce/deploy/steps/0/parameters/approvers/0", "{}")],
    r"pipelines\.azureDevOps\.agents\.pool": [(files, "pool/name", "{}") for files in PIPELINES],
    r"pipelines\.azureDevOps\.pullRequestAgents\.pool": [("pipelines/infrastructure.yml", "stages/*/pool/name", "{}")],
    r"pipelines\.azureDevOps\.blueprint": [("given/check", "2", "{}")],
    r"pipelines\.azureDevOps\.output": [("given/check", "4", "{}"), ("pipelines/infrastructure.yml", "trigger/paths/include/*", "{}/infrastructure")],
    # Why a finding is allowed stands in the blueprint alone.
    r"allow\.[01]\.(path|reason|until)": [],
}
# Without lines of its own, the pipeline installs aksgen by ours.
WITHOUT_INSTALL = [("pipelines/templates/check.yml", "steps/0/displayName", "Install the aksgen that wrote the output")]
# Fields that take any text. What stands at others, too, is a name, and names stand in names and in prose everywhere.
ANY_TEXT = re.compile(r"(tags|allow|(platforms\.live\.)?releases\..*\.values)\..*|apps\..*\.config\..*|apps\..*\.values\..*|apps\..*\.(args|command)\.\d|apps\..*\.(jobs\..*|beforeRollout|test)\.command\.\d|pipelines\.azureDevOps\.install|(edge|environments)\..*\.(selector|values\.0)")


@dataclasses.dataclass(frozen=True)
class Outcome:
    """A text that must be at a path of files."""

    place: str
    files: str
    path: str
    text: str

    def within(self, file):
        return PurePosixPath(file).match(self.files)


def outcomes(place, text):
    """What must be found of a text at a place of the blueprint; None where nobody has said it."""
    for field, found in OUTCOMES.items():
        if known := re.fullmatch(field, place):
            if place == "pipelines.azureDevOps.install" and not text:
                found = WITHOUT_INSTALL
            return [Outcome(place, files, path.replace("<1>", known.group(known.lastindex or 0)), around.replace("{}", text)) for files, path, around in found]
    return None


def at(node, path):
    """Every value at a path, of which `*` is any step."""
    step, _, rest = path.partition("/")
    if isinstance(node, dict):
        below = list(node.values()) if step == "*" else [node[step]] if step in node else []
    elif isinstance(node, list):
        below = node if step == "*" else node[int(step):int(step) + 1] if step.isdigit() else []
    else:
        below = []
    return [value for inner in below for value in at(inner, rest)] if rest else below
