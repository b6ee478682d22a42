"""The lines of bash that stop and start the clusters of a tree that do not run always: once with something to do, once without, and for the other half of the year."""
import re


def hours(tree, set_to):
    """Empty where all clusters run always."""
    script, lines = tree.scripts / "hours.sh", []
    for settings in sorted((tree.scripts / "settings/clusters").glob("*.sh")) if script.exists() else []:
        said = dict(re.findall(r"^readonly (CLUSTER_SITE|AKS_GROUP|HOURS_ZONE)=(\S+)$", settings.read_text(), re.MULTILINE))
        site, zone = said["CLUSTER_SITE"], said["HOURS_ZONE"].strip("'")
        run = f"{set_to(tree, site)}bash '{script}'"
        stands = f"$({set_to(tree, site)}az aks list --query \"[?name=='{settings.stem}'].powerState.code\" --output tsv)"

        def at(wanted, after):
            return f"[[ {stands} == {wanted} ]] || {{ echo \"{settings.stem} is not {wanted} after {after}\" >&2; exit 1; }}"

        if not zone:
            lines += [f"{run} stop --site {site}", at("Running", "a stop of what runs always")]
            continue
        # Antarctica/Troll and the like apart, clocks are at one of two offsets; here nobody's are at the first one.
        now, never = f"$(TZ={zone} date +%:z)", "+13:45"
        lines += [
            f"{run} stop --site {site} --dry-run", at("Running", "a dry run"),
            f"{run} stop --site {site} --offset {never}", at("Running", "the schedule of another season"),
            f"{run} stop --site {site} --offset \"{now}\"", at("Stopped", "a stop"),
            f"{run} stop --site {site}", at("Stopped", "a second stop"),
            f"said=$({set_to(tree, site)}bash '{tree.scripts / '00-preflight.sh'}' {site} 2>&1) && [[ $said == *'{settings.stem} is stopped'* ]] || {{ echo \"the preflight does not say that {settings.stem} is stopped: $said\" >&2; exit 1; }}",
            f"{run} start --site {site} --offset \"{now}\"", at("Running", "a start"),
            f"{run} start --site {site}", at("Running", "a second start"),
        ]
    return lines
