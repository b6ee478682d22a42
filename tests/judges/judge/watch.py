"""What watches a cluster from inside, as far as others have to do with it: whom it measures, who sends it something, and what it may by itself."""
from network_policies import Pod

NAMESPACE = "monitoring"
OTLP, DNS_METRICS = 4318, 9153
NODE_PORTS = (9100, 10250)  # what measures a node, and its kubelet: nobody names a node to Cilium, so Prometheus is let out at these to anything
INGRESS_METRICS = {"application-routing": 15020, "nginx-ingress": 9113, "ingress-nginx": 10254, "nginx-gateway-fabric": 9113}
WRITER_METRICS = {"cert-manager": 9402, "external-dns": 7979}  # of what writes into DNS zones
PORTS = (OTLP, DNS_METRICS, *NODE_PORTS)


def pod(name, label):
    return Pod(name, NAMESPACE, (("app.kubernetes.io/name", label),))


class Watch:
    """The monitoring of one cluster."""

    def __init__(self):
        self.prometheus, self.grafana = pod("Prometheus", "prometheus"), pod("Grafana", "grafana")
        # What sends to it names its release, too.
        self.collector = Pod("the collector", NAMESPACE, tuple((f"app.kubernetes.io/{key}", "opentelemetry-collector") for key in ("name", "instance")))

    @property
    def pods(self):
        return [self.prometheus, self.collector, self.grafana]

    def measures(self, source, port):
        return source == self.prometheus and port in NODE_PORTS


def metrics_port(app):
    """The port at which an app tells its metrics, as it is declared."""
    metrics = app.get("metrics")
    return metrics and (metrics.get("port") or app.get("port"))


def told(app, telemetry):
    """An app is told where the collector is, if it sends anything there, and only then."""
    data = {key: value for config in app.all("ConfigMap") for key, value in config["data"].items()}
    said, wanted = data.get("OTEL_EXPORTER_OTLP_ENDPOINT"), f"http://opentelemetry-collector.{NAMESPACE}:{OTLP}" if telemetry else None
    if said != wanted:
        yield f"{app.name} is told that the collector is at {said}, and not {wanted}"
