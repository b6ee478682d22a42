"""Who reaches whom in each cluster: for every pair, app, release, what surrounds them and the world, the network policies as Cilium enforces them open exactly what the blueprint declares; where a caller is told that an app is, there it is."""
import pathlib
from urllib.parse import urlsplit

import declarations
import watch
from cluster_reach import Reach
from inhabitants import ingress, installed, namespaces, surroundings
from network_policies import Outside
from selftest import Break

GOOD = pathlib.Path(__file__).resolve().parent.parent / "selftest/reach/tree"


def judge(tree, full):
    declared, here = declarations.of(tree), surroundings(tree)
    apps, findings = installed(tree)
    clusters = {name: Reach(name, documents, apps, here, declared, ingress(tree, name)) for name, documents in namespaces(tree).items()}
    findings += [f"{name}: {line}" for name, cluster in clusters.items() for line in cluster.walk()]
    findings += [line for app in apps for line in watch.told(app, clusters[app.cluster].sends(app))]
    return findings + [line for app in apps for line in told(app, clusters)]


def told(app, clusters):
    """Every call leads where the caller is told: to a service that leads to the pods that it may reach, or to an ingress that leads to them."""
    data = {key: value for config in app.all("ConfigMap") for key, value in config["data"].items()}
    reach = clusters[app.cluster]
    callees = {other.app: other for other in reach.callees(app)}
    for name in reach.declared.calls(app.app, app.environment):
        variable, other = f"{name.upper().replace('-', '_')}_URL", callees.get(name)
        url = urlsplit(data.get(variable, ""))
        if other is None or not url.hostname:
            yield f"{app.name} is not told in {variable} where {name} is"
        elif other.cluster == app.cluster and not by_service(reach, app, other, url):
            yield f"{app.name} does not reach {name} by {url.geturl()}"
        elif other.cluster != app.cluster and not by_ingress(clusters, app, other, url):
            yield f"{app.name} does not reach {name} by the ingress of {other.cluster} at {url.geturl()}"


def by_service(reach, app, other, url):
    for service in other.all("Service"):
        named = url.hostname == f"{service['metadata']['name']}.{other.namespace}" and url.scheme == "http"
        selected = service["spec"]["selector"].items() <= dict(other.pod.labels).items()
        for port in service["spec"].get("ports") or []:
            target = dict(other.pod.ports).get(port["targetPort"], port["targetPort"])
            if named and selected and port["port"] == (url.port or 80) and all(reach.policies.connects(pod, other.pod, target, "TCP") for pod in app.pods):
                return True
    return False


def by_ingress(clusters, app, other, url):
    here, there = clusters[app.cluster], clusters[other.cluster]
    hosts = [rule["host"] for ingress in other.all("Ingress") for rule in ingress["spec"]["rules"]]
    secure = any(ingress["spec"].get("tls") for ingress in other.all("Ingress"))
    for route in other.all("HTTPRoute"):
        listeners = [each for each in there.listeners if other.namespace in each["namespaces"] and any(serves(each["host"], host) for host in route["spec"]["hostnames"])]
        hosts += route["spec"]["hostnames"] if listeners else []
        secure |= any(each["secure"] for each in listeners)
    port = 443 if secure else 80
    if url.hostname not in hosts or url.scheme != ("https" if secure else "http") or there.address is None:
        return False
    out = all(here.policies.connects(pod, Outside("the ingress", there.address), port, "TCP") for pod in app.pods)
    inside = any(there.policies.connects(there.controller, other.pod, at, "TCP") for _, at in other.pod.ports)
    return out and inside and there.policies.connects(Outside("the caller", here.around.source), there.controller, port, "TCP")


def serves(listener, host):
    """Whether a listener of a Gateway is for a host."""
    return host == listener or listener.startswith("*.") and host.endswith(listener[1:])


FRONT, ORDERS, STOCK = (f"apps/{app}/chart/templates/all.yaml" for app in ("front", "orders", "stock"))
BREAKS = [
    Break("namespaces/one/web-dev.yaml", "  policyTypes: [Egress]", "  policyTypes: [Ingress]", "front of dev is not let out to DNS", alone=True),
    Break("namespaces/one/web-dev.yaml", "k8s-app: kube-dns", "k8s-app: metrics-server", "front of dev is let out to another pod of the system", alone=True),
    Break("namespaces/one/sales-dev.yaml", "  policyTypes: [Ingress, Egress]", "  policyTypes: [Egress]", "front of dev is let in to a pod of nobody in sales-dev", alone=True),
    Break("namespaces/one/web-dev.yaml", "protocol: UDP\n          port: 53", "protocol: UDP\n          port: 54", "front of dev is not let out to DNS at UDP 53", alone=True),
    Break(FRONT, "port: 8081", "port: 8082", "front of dev is not let out to orders of dev at TCP 8081", alone=True),
    Break(FRONT, "          podSelector:", "        - podSelector:", "front of dev is let out to a pod of nobody in sales-dev", alone=True),
    Break(FRONT, "cidr: 10.20.0.0/24", "cidr: 10.0.0.0/8", "front of dev is let out to an address beside at TCP 1433", alone=True),
    Break(FRONT, "cidr: 10.64.2.5/32", "cidr: 10.64.2.4/32", "front of dev does not reach stock by the ingress of two", alone=True),
    Break(FRONT, "cidr: 10.64.2.5/32", "cidr: 0.0.0.0/0", "front of dev is let out to Key Vault at TCP 443", alone=True),
    Break(FRONT, "http://orders.sales-dev", "http://orders.web-dev", "front of dev does not reach orders by http://orders.web-dev", alone=True),
    Break(FRONT, "STOCK_URL", "STORE_URL", "front of dev is not told in STOCK_URL where stock is", alone=True),
    Break(ORDERS, "kubernetes.io/metadata.name: web-dev", "team: sales", "front of dev is not let in to orders of dev", alone=True),
    Break(ORDERS, "          podSelector:", "        - podSelector:", "a pod of nobody in web-dev is let in to orders of dev", alone=True),
    Break(ORDERS, "kubernetes.io/metadata.name: web-dev\n          podSelector:", "team: sales\n          podSelector:", "front of dev in sales-dev is let in to orders of dev", alone=True),
    Break(ORDERS, "targetPort: http", "targetPort: 9000", "front of dev does not reach orders by http://orders.sales-dev", alone=True),
    Break(STOCK, "kubernetes.io/metadata.name: nginx-ingress", "kubernetes.io/metadata.name: kube-system", "nginx-ingress is not let in to stock of dev", alone=True),
    Break("namespaces/two/nginx-ingress.yaml", "cidr: 10.64.0.0/24", "cidr: 10.64.1.0/24", "10.64.0.9 is not let in to nginx-ingress at TCP 443", alone=True),
    Break("namespaces/two/nginx-ingress.yaml", "cidr: 10.64.0.0/24\n      ports:\n        - protocol: TCP\n          port: 443", "cidr: 10.64.0.0/24", "10.64.0.9 is let in to nginx-ingress at", alone=True),
    Break("releases/gateway/values-two.yaml", "10.64.2.5", "10.64.2.6", "front of dev does not reach stock by the ingress of two", alone=True),
    Break("releases/gateway/values-two.yaml", ", store-dev", "", "front of dev does not reach stock by the ingress of two", alone=True),
    Break("releases/gateway/values-two.yaml", "*.example.com", "*.example.org", "front of dev does not reach stock by the ingress of two", alone=True),
    Break(STOCK, "          podSelector:\n            matchLabels:\n              gateway", "          podSelector:\n            matchLabels:\n              gate", "nginx-ingress is not let in to stock of dev", alone=True),
    Break("namespaces/two/nginx-ingress.yaml", "port: 8443", "port: 8444", "nginx-ingress is not let out to nginx-gateway-fabric at TCP 8443", alone=True),
    Break("namespaces/two/nginx-ingress.yaml", "port: 8081", "port: 8082", "nginx-ingress is not let in to nginx-ingress at TCP 8081", alone=True),
    Break("namespaces/two/nginx-ingress.yaml", "operator: DoesNotExist", "operator: Exists", "nginx-ingress is let out to the Kubernetes API", alone=True),
    Break("namespaces/three/ingress.yaml", "port: 15012", "port: 15010", "ingress is not let out to the control plane of application routing at TCP 15012", alone=True),
    Break("namespaces/three/ingress.yaml", "app: istiod", "app: other", "ingress is not let out to the control plane of application routing at TCP 15012", alone=True),
    Break("namespaces/three/ingress.yaml", "port: 15021", "port: 15020", "ingress is not let in to ingress at TCP 15021", alone=True),
    Break("namespaces/three/ingress.yaml", "  podSelector: {matchLabels: {gateway.networking.k8s.io/gateway-name: ingress}}\n  policyTypes: [Ingress]", "  podSelector: {}\n  policyTypes: [Ingress]", "is let in to what holds the certificate at TCP 80", alone=True),
    Break(FRONT, "opentelemetry-collector\n", "prometheus\n", "front of dev is not let out to the collector at TCP 4318", alone=True),
    Break(FRONT, "monitoring:4318", "monitoring:4317", "front of dev is told that the collector is at http://opentelemetry-collector.monitoring:4317", alone=True),
    Break(ORDERS, "port: 9090", "port: 9091", "Prometheus is not let in to orders of dev at TCP 9090", alone=True),
    Break(ORDERS, "app.kubernetes.io/name: prometheus", "app.kubernetes.io/name: grafana", "Grafana is let in to orders of dev at TCP 9090", alone=True),
    Break("namespaces/one/nginx-ingress.yaml", "port: 9113", "port: 9114", "Prometheus is not let in to nginx-ingress at TCP 9113", alone=True),
    Break("namespaces/one/monitoring.yaml", "port: 10250", "port: 10255", "Prometheus is not let out to a node at TCP 10250", alone=True),
    Break("namespaces/one/monitoring.yaml", "          port: 9100", "          port: 9101", "Prometheus is not let out to a node at TCP 9100", alone=True),
    Break("namespaces/one/monitoring.yaml", "port: 4318", "port: 4317", "a pod of nobody in web-dev is not let in to the collector at TCP 4318"),
    Break("namespaces/two/monitoring.yaml", "        - podSelector: {}\n  egress", "        - podSelector: {matchLabels: {a: b}}\n  egress", "Grafana is not let in to Prometheus", alone=True),
]
