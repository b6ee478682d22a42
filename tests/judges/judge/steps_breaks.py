"""Goldens with a break in one file of their pipelines, and what is to be found then."""
import dataclasses

from selftest import Break

APP, BUILD, DEPLOY, PIPELINE = "templates/app.yml", "templates/build.yml", "templates/deploy.yml", "infrastructure.yml"


@dataclasses.dataclass(frozen=True)
class StepBreak:
    """In `file` of the pipelines of a golden `old` becomes `new`; those pipelines are run that have it, or have `runs`."""

    golden: str
    file: str
    old: str
    new: str
    expect: str
    runs: str = ""
    questions: int = 1  # by which it comes out, of those that are asked of the pipelines

    def apply(self, root):
        Break(f"pipelines/{self.file}", self.old, self.new, self.expect).apply(root)


BREAKS = [
    # An output of another name is read; of the tag that was built, the very text is compared in which Azure DevOps puts it.
    StepBreak("ignitetour", "apps/podinfo.yml", "outputs['source.tag']", "outputs['source.label']", "nothing was built in this run"),
    StepBreak("ignitetour", APP, "'$('*", "'$(builtTag)'", "nothing was built in this run"),
    StepBreak("minimal", APP, "} health", "} login", "podinfo: configuration.sh is called for"),
    StepBreak("ignitetour", APP, "if [[ ! $TAG =~ ^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$ ]]", "if [[ -z $TAG ]]", "a hostile tag: it does not stop"),
    # A variable that nobody sets: of the pipeline, and of a script.
    StepBreak("ignitetour", BUILD, "$(source.tag)", "$(source.tags)", "nobody has set the variable $(source.tags)"),
    StepBreak("ignitetour", BUILD, ", a line each.\"\n        exit 1", ", a line each.\"", "vulnerable: it goes on to"),
    StepBreak("ignitetour", "branches.yml", "if [[ ! $TAG =~ ^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$ ]]", "if [[ -z $TAG ]]", "a hostile tag of a branch: it does not stop"),
    StepBreak("ignitetour", "branches.yml", "'$('*", "'$(builtTag)'", "nothing was built of"),
    StepBreak("ignitetour", "branches.yml", "dependencies.image.outputs['branch.commit']", "dependencies.image.outputs['branch.head']", "What the image of the branch is called: Failed"),
    StepBreak("brought", "templates/certificates.yml", "missing=1", "missing=0", "it goes on without its certificates"),
    StepBreak("brought", "templates/certificates.yml", "      VAULT: ${{ parameters.vault }}\n", "", "VAULT: unbound variable"),
    StepBreak("bank", "templates/approval.yml", " && isDisabled!=\\`true\\`", "", "where nobody is asked"),
    # A resource group that is not there, and one that is another's.
    StepBreak("minimal", PIPELINE, "after: rg-shop-common", "after: rg-shop-comon", "would change is not nothing", questions=2),
    StepBreak("minimal", PIPELINE, "                    target: --resource-group=rg-shop-production-we-network", "                    target: --resource-group=rg-shop-production-we-vault", "referenced by"),
    StepBreak("minimal", PIPELINE, "      - region_production_westeurope\n", "      - region_production_northeurope\n", "which does not come before it"),
    StepBreak("minimal", PIPELINE, "dependsOn:\n      - before_common\n    condition: and(succeeded(), eq(variables['Build.SourceBranch'], 'refs/heads/main'))", "dependsOn: []", "a pull request does: Deploy common", "templates/check.yml"),
    # What fails inside of $(…) without `set -e` is passed over.
    StepBreak("minimal", DEPLOY, "$(set -euo pipefail; source", "$(source", "went on without a word where call"),
    StepBreak("minimal", DEPLOY, 'parameters/${{ parameters.name }}.json" \\\n', 'parameters/common.json" \\\n', "Deploy region-production-westeurope: Failed"),
]
