"""The schemas of the cluster's minor version over every manifest of the namespaces and of storage."""
import sys

from selftest import Break
from tree import INSTALLED, JUDGES, kubernetes_version, objections


def judge(tree, full):
    return objections(tree, sys.executable, JUDGES / "k8scheck.py", kubernetes_version(), "--crds", INSTALLED / "crds", *tree.files("namespaces/**/*.yaml", "storage/*.yaml"))


BREAKS = [
    Break("storage/main.yaml", "provisioner:", "provider:", "provider"),
    Break("namespaces/main/morpheus.yaml", "podSelector: {}", "podSelectors: {}", "podSelectors"),
    Break("namespaces/main/morpheus.yaml", "kind: ResourceQuota", "kind: ResourceQuotas", "no schema for v1 ResourceQuotas"),
]
