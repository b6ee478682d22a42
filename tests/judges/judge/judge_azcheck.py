"""The real az command line accepts every command of every script, validators included."""
from selftest import Break
from tree import AZURE_PYTHON, INSTALLED, JUDGES, start


def judge(tree, full):
    scripts = tree.files("**/*.sh", under=tree.scripts)
    code, text = start(AZURE_PYTHON, JUDGES / "azcheck", "--strict", "--validators", *scripts, env={"SHFMT": str(INSTALLED / "tools/bin/shfmt")})
    said = tree.said(text)
    return ([line for line in said if ": error:" in line] or said[-20:]) if code else []


BREAKS = [
    Break("scripts/10-foundation.sh", "--priority 100", "--prioritee 100", "--prioritee"),
    Break("scripts/10-foundation.sh", "--direction Inbound", "--direction Inwards", "Inwards"),
    Break("scripts/20-edge.sh", "az network vnet subnet create", "az network vnet subnets create", "unknown command"),
    Break("scripts/20-edge.sh", "--vnet-name matrix-dev-vnet", "--vnet-nam matrix-dev-vnet", "abbreviated flag"),
    Break("scripts/20-edge.sh", None, "#!/usr/bin/env bash\naz aks create --resource-group g --name c --node-count 3 --min-count 5 --enable-cluster-autoscaler\n", "validator:"),
]
