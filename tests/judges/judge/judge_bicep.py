"""Microsoft's compiler with every linter rule an error, and its formatter, over all Bicep."""
import sys

from selftest import Break
from tree import JUDGES, objections


def judge(tree, full):
    tree.files("**/*.bicep", under=tree.bicep)
    return objections(tree, sys.executable, JUDGES / "bicepjudge.py", "lint", tree.bicep)


BREAKS = [
    Break("infrastructure/bicep/region.bicep", "param location string", "param location string\nparam spare string = 'x'", "no-unused-params"),
    Break("infrastructure/bicep/modules/network.bicep", "addressPrefixes", "adressPrefixes", "adressPrefixes"),
    Break("infrastructure/bicep/modules/network.bicep", "  name: 'matrix", "    name: 'matrix", "+  name: 'matrix"),
    Break("infrastructure/bicep/parameters/region-dev-westeurope.bicepparam", "param location", "param locatoin", "locatoin"),
]
