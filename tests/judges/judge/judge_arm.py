"""Azure's own type data over every ARM template, and each parameter file against its template."""
import sys

from deployments import parameter_files, template_of
from selftest import Break
from tree import JUDGES, SHARED, NothingToJudge, objections


def judge(tree, full):
    templates = tree.files("*.json", "modules/*.json", under=tree.arm)
    pairs, findings = [], []
    for file in parameter_files(tree):
        template = template_of(tree, file)
        if template.exists():
            pairs += ["--parameters", f"{template}={file}"]
        else:
            findings.append(f"{tree.relative(file)}: there is no {tree.relative(template)}")
    if not pairs:
        raise NothingToJudge("no parameter file in infrastructure/arm/parameters")
    return findings + objections(tree, sys.executable, JUDGES / "armcheck", "--strict", "--data", SHARED / "azure-types", *templates, *pairs)


BREAKS = [
    Break("infrastructure/arm/region.json", '"addressPrefixes"', '"adressPrefixes"', "did you mean 'addressPrefixes'"),
    Break("infrastructure/arm/region.json", "'Microsoft.Network/networkSecurityGroups'", "'Microsoft.Network/networkSecurityGroups/x'", "name segments"),
    Break("infrastructure/arm/region.json", '"access": "Allow"', '"access": "Permit"', "'Permit' is not a documented value"),
    Break("infrastructure/arm/region.json", "parameters('location')", "parameters('place')", "is not declared"),
    Break("infrastructure/arm/parameters/region-dev-westeurope.json", '"location"', '"locatoin"', "declares no such parameter"),
    Break("infrastructure/arm/parameters/region-dev-northeurope.json", None, '{"$schema": "x", "contentVersion": "1.0.0.0", "parameters": {}}', "is not given"),
    Break("infrastructure/arm/parameters/edge-dev-westeurope.json", None, "{}", "there is no infrastructure/arm/edge.json"),
]
