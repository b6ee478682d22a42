"""What a Gateway says of the objects that AKS makes of it: parts of them, in the data of a ConfigMap, of which AKS takes only some."""
import itertools
import json

import yaml

# Source: AKS docs, istio-gateway-api, the allow lists of each kind, 2026.
POD = "spec.template.spec"
PLACED = [f"{POD}.affinity.{kind}.{rule}" for kind, rule in itertools.product(("nodeAffinity", "podAffinity", "podAntiAffinity"), ("requiredDuringSchedulingIgnoredDuringExecution", "preferredDuringSchedulingIgnoredDuringExecution"))]
RUN = ["resizePolicy", "resources.limits", "resources.requests", "stdin", "stdinOnce"]
NAMED = ["metadata.labels", "metadata.annotations"]
ALLOWED = {
    "service": [*NAMED, *(f"spec.{key}" for key in ("type", "loadBalancerSourceRanges", "loadBalancerClass", "externalTrafficPolicy", "internalTrafficPolicy", "healthCheckNodePort"))],
    "deployment": [
        *NAMED, "spec.minReadySeconds", "spec.replicas", "spec.template.metadata.labels", "spec.template.metadata.annotations", *PLACED, *(f"{POD}.containers.{key}" for key in RUN),
        *(f"{POD}.{key}" for key in ("nodeSelector", "nodeName", "tolerations", "topologySpreadConstraints", "terminationGracePeriodSeconds")),
    ],
    "horizontalPodAutoscaler": [
        *NAMED, *(f"spec.behavior.{way}.{key}" for way in ("scaleUp", "scaleDown") for key in ("stabilizationWindowSeconds", "selectPolicy", "policies")), "spec.metrics", "spec.minReplicas", "spec.maxReplicas",
    ],
    "podDisruptionBudget": [*NAMED, "spec.minAvailable", "spec.unhealthyPodEvictionPolicy"],
}
# The least that each of these objects has when AKS makes it.
LEAST = {
    "service": {"apiVersion": "v1", "kind": "Service", "spec": {"type": "LoadBalancer", "ports": [{"port": 80}]}},
    "deployment": {
        "apiVersion": "apps/v1", "kind": "Deployment",
        "spec": {"selector": {"matchLabels": {"a": "b"}}, "template": {"metadata": {"labels": {"a": "b"}}, "spec": {"containers": [{"name": "istio-proxy", "image": "example.com/proxy"}]}}},
    },
    "horizontalPodAutoscaler": {
        "apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "spec": {"scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "a"}, "minReplicas": 2, "maxReplicas": 5},
    },
    "podDisruptionBudget": {"apiVersion": "policy/v1", "kind": "PodDisruptionBudget", "spec": {"minAvailable": 1, "selector": {"matchLabels": {"a": "b"}}}},
}


def wrong(documents):
    """What AKS refuses, or takes no notice of."""
    maps = {document["metadata"]["name"]: document.get("data") or {} for document in documents if document["kind"] == "ConfigMap"}
    for name, data in named(documents, maps):
        if data is None:
            yield f"the Gateway names a ConfigMap {name}, which is not there"
            continue
        for kind, text in data.items():
            if kind not in ALLOWED:
                yield f"ConfigMap {name}: AKS makes no {kind} of a Gateway"
                continue
            yield from (f"ConfigMap {name}: {kind}: AKS does not let {path} be changed" for path in leaves(yaml.safe_load(text)) if not is_allowed(path, ALLOWED[kind]))
        scale = yaml.safe_load(data.get("horizontalPodAutoscaler") or "{}").get("spec") or {}
        if not 2 <= scale.get("minReplicas", 2) <= scale.get("maxReplicas", 5):
            yield f"ConfigMap {name}: from {scale.get('minReplicas', 2)} to {scale.get('maxReplicas', 5)} replicas"


def made(documents):
    """The objects as they are with these parts, for who knows their schemas."""
    maps = {document["metadata"]["name"]: document.get("data") or {} for document in documents if document["kind"] == "ConfigMap"}
    parts = [(kind, yaml.safe_load(text)) for _, data in named(documents, maps) for kind, text in (data or {}).items() if kind in LEAST]
    return "\n---\n".join(json.dumps(over({**LEAST[kind], "metadata": {"name": "a"}}, part)) for kind, part in parts)


def named(documents, maps):
    """The ConfigMaps that Gateways name, with their data."""
    gateways = (document["spec"].get("infrastructure") or {} for document in documents if document["kind"] == "Gateway")
    names = [said["parametersRef"]["name"] for said in gateways if said.get("parametersRef", {}).get("kind") == "ConfigMap"]
    return [(name, maps.get(name)) for name in names]


def leaves(value, path=""):
    if isinstance(value, dict) and value:
        for key, below in value.items():
            yield from leaves(below, f"{path}.{key}" if path else key)
    elif isinstance(value, list) and path.endswith(".containers"):
        yield from (f"{path}.{below}" for each in value for below in leaves({key: said for key, said in each.items() if key != "name"}))
    else:
        yield path


def is_allowed(path, allowed):
    return any(path == each or path.startswith(f"{each}.") for each in allowed)


def over(below, above):
    """One object laid over another; null takes away."""
    if not (isinstance(below, dict) and isinstance(above, dict)):
        return above
    merged = {**below, **{key: over(below.get(key), value) for key, value in above.items()}}
    return {key: over({}, value) if isinstance(value, dict) else value for key, value in merged.items() if value is not None}
