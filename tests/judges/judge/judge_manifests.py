"""The schemas of the cluster's minor version over every manifest of the namespaces."""
import sys

from selftest import Break
from tree import INSTALLED, JUDGES, kubernetes_version, objections


def judge(tree, full):
    return objections(tree, sys.executable, JUDGES / "k8scheck.py", kubernetes_version(), "--crds", INSTALLED / "crds", *tree.files("**/*.yaml", under=tree.namespaces))


BREAKS = [
    Break("namespaces/main/morpheus.yaml", "podSelector: {}", "podSelectors: {}", "podSelectors"),
    Break("namespaces/main/morpheus.yaml", "kind: ResourceQuota", "kind: ResourceQuotas", "no schema for v1 ResourceQuotas"),
]
