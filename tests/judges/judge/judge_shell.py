"""bash, shellcheck and shfmt over every script."""
from selftest import Break
from tree import INSTALLED, objections, start

SHELLCHECK = INSTALLED / "tools/bin/shellcheck"
SHFMT = INSTALLED / "tools/bin/shfmt"


def judge(tree, full):
    scripts = [*tree.files("**/*.sh", under=tree.scripts), *sorted(tree.pipelines.glob("*.sh"))]
    findings = []
    for script in scripts:
        findings += objections(tree, "bash", "-n", script)
    findings += objections(tree, SHELLCHECK, "--external-sources", "--source-path=SCRIPTDIR", "--format=gcc", *scripts)
    code, text = start(SHFMT, "-i", "2", "-ci", "-d", *scripts)
    return findings + (tree.said(text) or ([f"shfmt exited {code}"] if code else []))


BREAKS = [
    Break("scripts/lib.sh", 'az "$@"', "az $@", "SC2068"),
    Break("scripts/10-foundation.sh", "\n  az network vnet create", "\naz network vnet create", "+  az network vnet create"),
    Break("scripts/20-edge.sh", "set -euo pipefail", "if set -euo pipefail", "syntax error", alone=True),
]
