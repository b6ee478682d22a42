"""Plays what makes the pods of a Gateway: the add-on of AKS, and NGINX Gateway Fabric where it is installed."""
import json
import os
import pathlib
import subprocess

CLASS = "apiVersion: gateway.networking.k8s.io/v1\nkind: GatewayClass\nmetadata: {name: approuting-istio}\nspec: {controllerName: istio.io/gateway-controller}\n"
# What must run so that Gateways of a class are seen to; of the add-on nothing of it runs in sight.
MAKERS = {"nginx": "deployment/nginx-gateway-fabric", "approuting-istio": None}


def kubectl(*words, stdin=None):
    """What the real one says; nothing where it says no."""
    done = subprocess.run([os.environ["STANDIN_KUBE"], "kubectl", *words], input=stdin, capture_output=True, text=True)
    return done.stdout if done.returncode == 0 else ""


def define(pattern):
    """Kinds that others bring, as their makers define them."""
    files = sorted(pathlib.Path(os.environ["STANDIN_DEFINITIONS"]).glob(pattern))
    kubectl("apply", "--server-side", *(f"--filename={file}" for file in files))
    kubectl("wait", "--for", "condition=Established", "--timeout", "30s", "customresourcedefinition", "--all")


def add_on():
    define("gateway.networking.k8s.io_*.yaml")
    kubectl("apply", "--server-side", "--filename", "-", stdin=CLASS)


def run():
    """For each Gateway of a class that is there, the deployment and the service that are made of it."""
    listed = kubectl("get", "gateways.gateway.networking.k8s.io", "--all-namespaces", "--output", "json")
    for gateway in json.loads(listed or '{"items": []}')["items"]:
        name, namespace, kind = gateway["metadata"]["name"], gateway["metadata"]["namespace"], gateway["spec"]["gatewayClassName"]
        maker = MAKERS.get(kind)
        if kind in MAKERS and kubectl("get", "gatewayclass", kind) and (maker is None or kubectl("get", maker, "--namespace", namespace)):
            kubectl("apply", "--server-side", "--filename", "-", stdin=json.dumps(made(f"{name}-{kind}", name, namespace, gateway["spec"]["listeners"])))


def made(name, gateway, namespace, listeners):
    labels = {"gateway.networking.k8s.io/gateway-name": gateway}
    container = {
        "name": "standin", "image": "example.com/standin", "resources": {"requests": {"cpu": "1m", "memory": "1Mi"}, "limits": {"cpu": "1m", "memory": "1Mi"}},
        "securityContext": {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}},
    }
    pod = {"containers": [container], "tolerations": [{"key": "CriticalAddonsOnly", "operator": "Exists"}], "securityContext": {"runAsNonRoot": True, "runAsUser": 1000, "seccompProfile": {"type": "RuntimeDefault"}}}
    place = {"name": name, "namespace": namespace, "labels": labels}
    ports = [{"name": f"port-{port}", "port": port} for port in sorted({listener["port"] for listener in listeners})]
    items = [
        {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": place, "spec": {"selector": {"matchLabels": labels}, "template": {"metadata": {"labels": labels}, "spec": pod}}},
        {"apiVersion": "v1", "kind": "Service", "metadata": place, "spec": {"type": "LoadBalancer", "selector": labels, "ports": ports}},
    ]
    return {"apiVersion": "v1", "kind": "List", "items": items}
