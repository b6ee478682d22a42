"""Azure's deployment engine predicts the same from Bicep, from ARM and from Bicep's own parameter file, for every parameter file."""
from bicepengine import Refused
from bicepjudge import same
from deployments import kind_of, parameter_files, scope, template_of
from selftest import Break
from tree import NothingToJudge


def judge(tree, full):
    files = parameter_files(tree)
    if not files:
        raise NothingToJudge("no parameter file in infrastructure/arm/parameters")
    return unpaired(tree, files) + [line for file in files for line in compared(tree, file)]


def unpaired(tree, files):
    """Templates without a parameter file, and parameter files that only one of the two forms has."""
    arm, bicep = {file.stem for file in files}, {file.stem for file in (tree.bicep / "parameters").glob("*.bicepparam")}
    kinds = {kind_of(file) for file in files}
    templates = [*tree.arm.glob("*.json"), *tree.bicep.glob("*.bicep")]
    return [f"parameters/{stem}: only one form has it" for stem in sorted(arm ^ bicep)] + [
        f"{tree.relative(template)}: no parameter file deploys it" for template in sorted(templates) if template.stem not in kinds
    ]


def compared(tree, file):
    kind, template = kind_of(file), template_of(tree, file)
    bicep, values = tree.bicep / f"{kind}.bicep", tree.bicep / f"parameters/{file.stem}.bicepparam"
    if not (template.exists() and bicep.exists() and values.exists()):
        return [f"{tree.relative(file)}: its template is missing in one form"]
    try:
        diff, _ = same([template, bicep, values], parameters=file, **scope(template))
    except Refused as words:
        return tree.said(str(words))
    return tree.said("\n".join(diff))


BREAKS = [
    Break("infrastructure/arm/region.json", "10.64.0.0/24", "10.64.1.0/24", "10.64.1.0/24"),
    Break("infrastructure/bicep/parameters/region-dev-westeurope.bicepparam", "'westeurope'", "'northeurope'", "northeurope"),
    Break("infrastructure/arm/common.json", None, "{}", "infrastructure/arm/common.json: no parameter file deploys it"),
]
