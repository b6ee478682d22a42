"""The lines of bash of an engineer on call: all regions stand, those that the blueprint has disabled answer no more, and what leads to the others is brought up to date without them."""
import re

import yaml

from standing import SUBSCRIPTION


def without_regions(tree, set_to):
    """Empty where no region is disabled."""
    disabled = sites(tree)
    if not disabled:
        return []
    regions = sorted({re.search(r"^readonly LOCATION=(\S+)$", settings(tree, site), re.MULTILINE).group(1) for site in disabled})
    lines = [f"az rest --method post --url 'https://management.azure.com/subscriptions/{SUBSCRIPTION}/locations/{region}/regionIsLost?api-version=2025-05-01'" for region in regions]
    lines += [f"! {set_to(tree, site)}bash '{tree.scripts / '00-preflight.sh'}' {site} >/dev/null 2>&1 || {{ echo 'the preflight goes well in {site}, which does not answer' >&2; exit 1; }}" for site in disabled]
    lines += [f"{set_to(tree, site)}bash '{tree.scripts / '00-preflight.sh'}' {site}" for site in used(tree, disabled, regions)]
    lines += [f"bash '{tree.scripts / '00-preflight.sh'}' common"]
    return lines + [f"bash '{script}'" for name in ("85-front-door.sh", "90-global.sh") if (script := tree.scripts / name).exists()]


def sites(tree):
    """Those that are disabled: their foundations say so in the pipeline."""
    pipeline = yaml.safe_load((tree.pipelines / "infrastructure.yml").read_text())
    foundations = [stage for stage in pipeline.get("stages", []) if stage["stage"].startswith("region_") and stage["displayName"].endswith(", disabled")]
    return [step["parameters"]["site"] for stage in foundations for step in stage["jobs"][0]["strategy"]["runOnce"]["deploy"]["steps"] if "site" in step.get("parameters", {})]


def used(tree, disabled, regions):
    """The other sites, where they stand in other regions."""
    names = [file.stem for file in sorted((tree.scripts / "settings").glob("*.sh")) if "\nreadonly CLUSTERS=" in file.read_text()]
    return [name for name in names if name not in disabled and not any(f"LOCATION={region}\n" in settings(tree, name) for region in regions)]


def settings(tree, name):
    return (tree.scripts / f"settings/{name}.sh").read_text()
