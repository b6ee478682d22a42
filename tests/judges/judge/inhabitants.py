"""Who is in a cluster by the files of an output tree: apps as Helm renders them at their places, releases, and what surrounds them."""
import dataclasses
import ipaddress
import json
import re
import subprocess

import yaml

from charts import apps, read, supplied
from network_policies import Pod
from tree import INSTALLED, start

HELM = INSTALLED / "bin/helm"
FABRIC = "nginx-gateway-fabric"
ADD_ON = "application-routing"  # of AKS: of it only the Gateway is installed
CONTROLLERS = ("nginx-ingress", "ingress-nginx", FABRIC, ADD_ON)


@dataclasses.dataclass(frozen=True)
class Installed:
    """An app where the scripts install it, with what Helm makes of it there."""

    app: str
    environment: str
    cluster: str
    namespace: str
    documents: tuple = dataclasses.field(compare=False)

    def all(self, kind):
        return [document for document in self.documents if document["kind"] == kind]

    @property
    def name(self):
        return f"{self.app} of {self.environment}"

    @property
    def pod(self):
        """A replica; none of what is nothing but its jobs."""
        workloads = [*self.all("Deployment"), *self.all("StatefulSet")]
        if not workloads:
            return None
        template = workloads[0]["spec"]["template"]
        ports = [(port["name"], port["containerPort"]) for container in template["spec"]["containers"] for port in container.get("ports") or []]
        return Pod(self.name, self.namespace, tuple(sorted(template["metadata"]["labels"].items())), tuple(ports))

    @property
    def jobs(self):
        """The pods of its jobs, at set times and before rollouts: each once, by its labels."""
        jobs = [*(job["spec"]["jobTemplate"] for job in self.all("CronJob")), *self.all("Job")]
        templates = {tuple(sorted(job["spec"]["template"]["metadata"]["labels"].items())) for job in jobs}
        return [Pod(f"a job of {self.name}", self.namespace, labels) for labels in sorted(templates)]

    @property
    def tests(self):
        """What `helm test` tries it with."""
        return [Pod(f"the test of {self.name}", self.namespace, tuple(sorted(pod["metadata"]["labels"].items()))) for pod in self.all("Pod")]

    @property
    def pods(self):
        return [*([self.pod] if self.pod else []), *self.jobs]


@dataclasses.dataclass(frozen=True)
class Surroundings:
    """The network of a cluster, as its deployment is told."""

    site: str
    region: str
    network: dict
    node: dict

    def ranges(self, kind):
        return [subnet["addressPrefix"] for subnet in self.network.get(kind) or []]

    @property
    def source(self):
        """An address under which its pods are seen by others: their own where they have a subnet, else that of a node."""
        of_pods = ipaddress.ip_network(self.node["podRange"]).subnet_of(ipaddress.ip_network(self.network["addressPrefix"]))
        return some_address(self.node["podRange"] if of_pods else self.node["addressPrefix"])


def some_address(cidr):
    network = ipaddress.ip_network(cidr)
    return str(network[min(9, network.num_addresses - 1)])


def installed(tree):
    """Every app at each of its places; and what Helm refuses."""
    found, findings = [], []
    for app, chart, _ in apps(tree):
        settings = tree.scripts / "settings/apps" / f"{app}.sh"
        said = subprocess.run(["bash", "-c", 'source "$0" && printf "%s\\n" "${PLACES[@]}"', settings], capture_output=True, text=True).stdout
        for environment, cluster, namespace, release, values, *_ in map(str.split, said.splitlines()):
            file = chart.parent / f"values-{values}.yaml"
            code, text = start(HELM, "template", release, chart, "--namespace", namespace, "--values", file, *supplied(chart, file))
            if code:
                findings.append(f"{tree.relative(file)}: {text.strip()}")
                continue
            documents = [document for document in yaml.safe_load_all(text) if document]
            for document in documents:
                document["metadata"].setdefault("namespace", namespace)
            found.append(Installed(app, environment, cluster, namespace, tuple(documents)))
    return found, findings


def namespaces(tree):
    """The documents of each cluster's namespaces."""
    files = tree.files("*/*.yaml", under=tree.namespaces)
    clusters = {file.parent.name: [] for file in files}
    for file in files:
        clusters[file.parent.name] += [document for document in yaml.safe_load_all(file.read_text()) if document]
    return clusters


def surroundings(tree):
    """The network of each cluster."""
    found = {}
    for file in tree.files("region-*.json", under=tree.arm / "parameters"):
        parameters = json.loads(file.read_text())["parameters"]
        network, site = parameters["network"]["value"], file.stem.removeprefix("region-")
        made = {node["name"]: node for node in network["nodes"]}
        for cluster in parameters["clusters"]["value"]:
            node = made.get(cluster["nodeSubnet"]) or existing(tree, site, cluster["nodeSubnet"])
            found[cluster["name"]] = Surroundings(site, parameters["location"]["value"], network, node)
    return found


def existing(tree, site, name):
    """The subnet of nodes that existed before: settings alone tell its range."""
    lines = re.findall(rf"^  '{re.escape(name)} (\S+) \S+ (\S+) (\S+)'$", (tree.scripts / f"settings/{site}.sh").read_text(), re.MULTILINE)
    return dict(zip(("addressPrefix", "podRange", "ingressAddress"), lines[0]))


@dataclasses.dataclass(frozen=True)
class Ingress:
    """What takes requests into a cluster: its namespace, and the address that the load balancer before it is told to take. By Gateway API also the release that
    tells the pods of the Gateway what to do, and the listeners of that."""

    namespace: str
    address: str | None
    fabric: str | None = None
    listeners: tuple = ()
    controller: str = ""  # the chart that brings it


def ingress(tree, cluster):
    """What takes requests into a cluster, as its values say."""
    values = next(file for name in CONTROLLERS if (file := tree.releases / name / f"values-{cluster}.yaml").exists())
    namespace = re.search(r"^NAMESPACE='?([^'\n]+)", (values.parent / "release.env").read_text(), re.MULTILINE).group(1)
    fabric = values.parent.name if values.parent.name == FABRIC else None
    of_gateway = {FABRIC: tree.releases / "gateway" / values.name, ADD_ON: values}.get(values.parent.name)
    said = read(of_gateway) if of_gateway else read(values).get("controller", {}).get("service", {})
    return Ingress(namespace, said.get("annotations", {}).get("service.beta.kubernetes.io/azure-load-balancer-ipv4"), fabric, tuple(said.get("listeners") or ()), values.parent.name)
