"""Who reaches whom in one cluster: what its policies open, held against what the blueprint declares."""
import collections
import itertools

import declarations
import watch
from inhabitants import ADD_ON, some_address
from network_policies import Node, Outside, Pod, Policies

DNS = Pod("DNS", "kube-system", (("k8s-app", "kube-dns"),))
CONTROL_PLANE = Pod("the control plane of application routing", "aks-istio-system", (("app", "istiod"),))
SYSTEM = Pod("another pod of the system", "kube-system", (("k8s-app", "metrics-server"),))
SCRAPER = Pod("what reads metrics", "kube-system", (("rsName", "ama-metrics"),))
# What no blueprint names: the world, where secrets and identities are asked for, the API server, and what a node is told about itself.
WORLD = [Outside(name, address) for name, address in {
    "the Internet": "198.51.100.9", "Key Vault": "20.61.10.1", "Entra ID": "20.190.160.1", "the Kubernetes API": "20.73.5.1", "the metadata of a node": "169.254.169.254",
    "an address beside": "10.255.255.1",
}.items()]
NOT_PUBLIC = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16")
PORTS = (53, 80, 443, 1433, 8080, 9113)
WEBHOOK = 10250


class Reach:
    """One cluster: who is in it and around it, what its policies open, and what is declared to be open."""

    def __init__(self, name, documents, apps, here, declared, ingress):
        self.name, self.declared, self.around, self.here = name, declared, here[name], here
        self.installed = apps
        self.inside = [app for app in apps if app.cluster == name]
        self.apps = {app.pod: app for app in self.inside if app.pod}
        self.jobs = {job: app for app in self.inside for job in app.jobs}
        self.tests = {test: app for app in self.inside for test in app.tests}
        labels = {each["metadata"]["name"]: each["metadata"].get("labels") or {} for each in documents if each["kind"] == "Namespace"}
        labels = {each: {**given, "kubernetes.io/metadata.name": each} for each, given in {"kube-system": {}, CONTROL_PLANE.namespace: {}, **labels}.items()}
        of_apps = [policy for app in self.inside for policy in app.all("NetworkPolicy")]
        self.policies = Policies(labels, [*(each for each in documents if each["kind"] == "NetworkPolicy"), *of_apps])
        self.releases = {each: Pod(each, each, (("app.kubernetes.io/name", each),)) for each, given in labels.items() if "team" not in given and each not in ("kube-system", CONTROL_PLANE.namespace)}
        self.controller, self.address, self.listeners, self.fabric = self.releases[ingress.namespace], ingress.address, ingress.listeners, None
        self.added = ingress.controller == ADD_ON
        if ingress.fabric:
            self.divide(ingress.namespace, ingress.fabric)
        if self.added:
            self.add(ingress.namespace)
        self.ingress_port = watch.INGRESS_METRICS.get(ingress.controller)
        self.measured = declared.setting(*self.place, "monitoring")[1].get("prometheus") is not None
        self.watch = watch.Watch() if declared.watched(*self.place) else None
        if self.watch:
            self.releases.pop(watch.NAMESPACE, None)
            self.releases |= {each.name: each for each in self.watch.pods}
        # Of cert-manager; the API server asks it, wherever that is.
        self.webhook = Pod("a webhook", "cert-manager", (("app.kubernetes.io/name", "webhook"),)) if declared.issued(*self.place) else None
        if self.webhook:
            self.releases[self.webhook.name] = self.webhook
        self.strays = [Pod(f"a pod of nobody in {each}", each) for each, given in labels.items() if "team" in given]

    def divide(self, namespace, fabric):
        """Where requests come in by Gateway API pods of a Gateway take them, and other ones tell those what to do."""
        of = ("app.kubernetes.io/instance", fabric)
        self.controller = Pod(namespace, namespace, (("app.kubernetes.io/name", "ingress-nginx"), of, ("gateway.networking.k8s.io/gateway-name", "ingress")))
        self.fabric = Pod(fabric, namespace, (("app.kubernetes.io/name", fabric), of))
        self.releases |= {namespace: self.controller, fabric: self.fabric}

    def add(self, namespace):
        """Where AKS has what tells the pods of the Gateway what to do, other ones hold the certificate for them, and reach nothing."""
        self.controller = Pod(namespace, namespace, (("gateway.networking.k8s.io/gateway-name", "ingress"),))
        holder = Pod("what holds the certificate", namespace, (("app.kubernetes.io/name", "certificate"),))
        self.releases |= {namespace: self.controller, holder.name: holder}

    def walk(self):
        """Every pair at every port."""
        pods = [*self.apps, *self.jobs, *self.tests, *self.releases.values(), *self.strays]
        peers = [*pods, *self.impostors(), DNS, SYSTEM, SCRAPER, CONTROL_PLANE, Node(), *self.outsiders()]
        ports = sorted({*PORTS, *watch.PORTS, *watch.INGRESS_METRICS.values(), *watch.WRITER_METRICS.values(), *((8081, 8443) if self.fabric else (15012, 15021) if self.added else ()), WEBHOOK, *(watch.metrics_port(self.declared.app(app.app, app.environment)) or 80 for app in self.apps.values()), *(port for app in self.apps for _, port in app.ports), *(port for app in self.inside for _, port in self.reaches(app))})
        pairs = [(source, peer) for source in pods for peer in peers] + [(peer, pod) for pod in pods for peer in [*self.impostors(), SYSTEM, SCRAPER, CONTROL_PLANE, *self.outsiders()]]
        for source, destination in pairs:
            wrong = collections.defaultdict(list)
            for port, protocol in itertools.product(ports, ("TCP", "UDP")):
                said = self.is_declared(source, destination, port, protocol)
                for end in self.ends(source, destination, pods):
                    declared = said or self.opens_by_itself(end[0], source, destination, port, protocol)
                    if declared != self.policies.opens(*end, destination, port, protocol):
                        wrong[end[0], declared].append(f"{protocol} {port}")
            for (direction, declared), at in wrong.items():
                verb = "out to" if direction == "Egress" else "in to"
                yield f"{source.name} is {'not ' if declared else ''}let {verb} {destination.name} at {', '.join(at)}"

    def ends(self, source, destination, pods):
        """Both must say what is declared, each by itself; a release is let out to all pods of teams, and they decide; of pods of the system nothing here says where they go."""
        if isinstance(source, Pod) and source not in (SYSTEM, SCRAPER, CONTROL_PLANE) and not (source in self.releases.values() and destination in (*self.apps, *self.jobs, *self.tests, *self.strays, *self.impostors())):
            yield "Egress", source, destination
        if destination in pods:
            yield "Ingress", destination, source

    def impostors(self):
        """Pods that bear the labels of an app in a namespace that it does not run in."""
        called = lambda pod: tuple(label for label in pod.labels if label[0] in ("app.kubernetes.io/name", "app.kubernetes.io/instance"))
        taken = {(pod.namespace, called(pod)) for pod in self.apps}
        spaces = [pod.namespace for pod in self.strays]
        return [Pod(f"a pod like {pod.name} in {space}", space, pod.labels, pod.ports) for pod in self.apps for space in spaces if (space, called(pod)) not in taken]

    def outsiders(self):
        """What stands around: what apps reach, the ingresses and the pods of clusters beside, what stands before this ingress, and the world."""
        reached = {some_address(cidr) for app in self.inside for cidr, _ in self.reaches(app)}
        beside = [around for around in self.here.values() if around.site == self.around.site and around is not self.around]
        front = self.declared.front(*self.place)
        subnets = [each["addressPrefix"] for kind in ("gateways", "linkSubnets", "endpointSubnets") for each in self.around.network.get(kind) or []]
        subnets += [each["addressPrefix"] for each in [self.around.network.get("gateway")] if each]
        addresses = {*reached, *map(some_address, [*subnets, *front.allowed]), *(around.source for around in beside), *(around.node["ingressAddress"] for around in beside)}
        return [*WORLD, *(Outside(address, address) for address in sorted(addresses))]

    @property
    def place(self):
        """The platform and the region."""
        return self.around.site.removesuffix(f"-{self.around.region}"), self.around.region

    def reaches(self, app):
        return self.declared.reaches(app.app, app.environment, self.here[app.cluster].region)

    def callees(self, app):
        """The apps that an app calls, where they stand in its environment and region."""
        site = self.here[app.cluster].site
        named = self.declared.calls(app.app, app.environment)
        return [other for other in self.installed if other.app in named and other.environment == app.environment and self.here[other.cluster].site == site]

    def is_declared(self, source, destination, port, protocol):
        if self.watch and self.is_watching(source, destination, port, protocol):
            return True
        if destination is DNS:
            return port == 53
        if destination is CONTROL_PLANE:
            return self.added and source is self.controller and (protocol, port) == ("TCP", 15012)
        if protocol != "TCP" or destination in (SYSTEM, SCRAPER) or isinstance(destination, Node):
            return False
        if isinstance(destination, Outside):
            return self.leaves(source, destination.address, port)
        if source is SCRAPER:
            return port == (self.metrics_port(self.apps[destination]) if destination in self.apps else self.measured and self.tells(destination))
        if destination in self.apps:
            return port == self.declared.app(self.apps[destination].app, self.apps[destination].environment).get("port") and self.serves(self.apps[destination], source)
        if self.fabric and source is self.controller:
            return (destination, port) in ((self.fabric, 8443), (self.controller, 8081))
        if self.added and source is self.controller:
            return (destination, port) == (self.controller, 15021)
        return destination is self.controller and isinstance(source, Outside) and port in self.lets_in(source.address)

    def metrics_port(self, app):
        """The port at which the metrics of an app are read; none where none are."""
        said, (_, azure) = self.declared.app(app.app, app.environment), self.declared.setting(*self.place, "monitoring")
        return (said["metrics"].get("port") or said.get("port")) if said.get("metrics") and azure.get("prometheus") is not None else None

    def is_watching(self, source, destination, port, protocol):
        """Whether what watches has to do with it: among each other; Prometheus with the ingress, DNS and apps that have metrics; apps that send with the collector."""
        if source in self.watch.pods and destination in self.watch.pods:
            return True
        if protocol != "TCP":
            return False
        if destination == self.watch.collector and (app := self.app_of(source)) is not None:
            return port == watch.OTLP and self.sends(app)
        if source != self.watch.prometheus:
            return False
        if destination in self.apps:
            return port == watch.metrics_port(self.declared.app(self.apps[destination].app, self.apps[destination].environment))
        return (destination is DNS and port == watch.DNS_METRICS) or port == self.tells(destination)

    def tells(self, release):
        """The port at which a release is measured: the ingress, and what writes into DNS zones for it."""
        if release is self.controller:
            return self.ingress_port
        return next((port for name, port in watch.WRITER_METRICS.items() if release is self.releases.get(name)), None)

    def opens_by_itself(self, direction, source, destination, port, protocol):
        """What is open at one end to whoever asks: the webhook; and what watches says no more of than this: Prometheus goes out to whatever measures a node, and the collector lets in the pods of all teams, which decide."""
        if direction == "Ingress" and self.webhook and destination == self.webhook:
            return (protocol, port) == ("TCP", WEBHOOK)
        if self.watch is None or protocol != "TCP":
            return False
        if direction == "Egress":
            return self.watch.measures(source, port)
        return port == watch.OTLP and destination == self.watch.collector and isinstance(source, Pod) and source.namespace in {each.namespace for each in self.strays}

    def sends(self, app):
        return self.watch is not None and bool(self.declared.app(app.app, app.environment).get("telemetry"))

    def serves(self, app, source):
        """Whether an app takes requests from a pod: the ingress, where it is exposed, apps that call it, and what tries it."""
        if source in self.tests:
            return self.tests[source] is app
        if source is self.controller:
            return bool(self.declared.app(app.app, app.environment).get("expose"))
        caller = self.app_of(source)
        return caller is not None and app in self.callees(caller)

    def app_of(self, pod):
        """The app whose pod it is, a replica or a job: both connect to what the app connects to."""
        return self.apps.get(pod) or self.jobs.get(pod)

    def leaves(self, source, address, port):
        """Whether a pod connects to an address outside: releases to the Kubernetes API, whose address nobody knows; apps as they say."""
        if source in self.releases.values():
            return port == 443 and not self.is_led(source)
        app = self.app_of(source)
        if app is None:
            return False
        told = self.declared.app(app.app, app.environment).get("applicationInsights") and port == 443 and not any(declarations.holds(cidr, address) for cidr in NOT_PUBLIC)
        said = told or any(port == to and declarations.opens(cidr, address) for cidr, to in self.reaches(app))
        across = [other for other in self.callees(app) if other.cluster != app.cluster]
        return said or any(address == self.here[other.cluster].node["ingressAddress"] and port == self.secure_port(other) for other in across)

    def is_led(self, pod):
        """Whether a pod of the ingress asks another for all that it must know: one of the Gateway; of the add-on any."""
        return pod is self.controller if self.fabric else self.added and pod.namespace == self.controller.namespace

    def secure_port(self, app):
        return 443 if self.declared.certificate(app.environment, *self.place) else 80

    def lets_in(self, address):
        """The ports at which an address reaches the ingress."""
        front = self.declared.front(*self.place)
        secure = any(self.declared.certificate(app, *self.place) for app in self.environments())
        both, ports = {80, 443} if secure else {80}, set()
        if front.kind == "gateway":
            gateways = [each["addressPrefix"] for each in [*(self.around.network.get("gateways") or []), self.around.network.get("gateway")] if each]
            return {80} if any(declarations.holds(cidr, address) for cidr in gateways) else set()
        links = self.around.ranges("linkSubnets") if front.private_link else []
        if front.kind == "public" or any(declarations.holds(cidr, address) for cidr in [*front.allowed, *links]):
            ports |= both
        for app in self.installed:
            across = app.cluster != self.name and self.here[app.cluster].source == address
            ports |= {self.secure_port(other) for other in self.callees(app) if across and other.cluster == self.name}
        return ports

    def environments(self):
        """Those whose requests this ingress serves: of the platform, where their namespaces are here."""
        labels = self.policies.namespaces.values()
        return {given["environment"] for given in labels if "environment" in given}
