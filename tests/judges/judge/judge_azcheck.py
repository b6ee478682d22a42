"""The real az command line accepts every command of every script, validators included."""
from selftest import Break
from tree import AZURE_PYTHON, INSTALLED, JUDGES, start


def judge(tree, full):
    return judge_together([tree], full)


def judge_together(trees, full):
    """Several trees at once: the command line takes longer to start than to read them."""
    scripts = [file for tree in trees for file in [*tree.files("**/*.sh", under=tree.scripts), *sorted(tree.pipelines.glob("*.sh"))]]
    code, text = start(AZURE_PYTHON, JUDGES / "azcheck", "--strict", "--validators", *scripts, env={"SHFMT": str(INSTALLED / "tools/bin/shfmt")})
    said = trees[0].said(text)
    return ([line for line in said if ": error:" in line] or said[-20:]) if code else []


BREAKS = [
    Break("scripts/10-foundation.sh", "--priority 100", "--priority 100 --prioritee 5", "unrecognized arguments: --prioritee"),
    Break("scripts/30-edge.sh", None, "az network vnet subnets create --name s\naz network nsg rule create -g g --nsg-name n --name r --priority 1 --direction Inwards\n", "unknown command"),
    Break("scripts/30-edge.sh", "Inwards", "Inwards", "'Inwards' is not a valid value"),
    Break("scripts/20-edge.sh", "--vnet-name matrix-dev-vnet", "--vnet-nam matrix-dev-vnet", "abbreviated flag"),
    Break("scripts/30-cluster.sh", None, "az aks create --resource-group g --name c --nodepool-name a-name-too-long\n", "at most 12 characters"),
]
