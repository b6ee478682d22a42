"""Which parameter file belongs to which template: `parameters/<kind>[-<platform>-<region>]` to `<kind>`."""
import json
import re


def parameter_files(tree):
    return sorted((tree.arm / "parameters").glob("*.json"))


def kind_of(file):
    return file.stem.split("-", 1)[0]


def template_of(tree, file):
    """The ARM template of a parameter file, whether it exists or not."""
    return tree.arm / f"{kind_of(file)}.json"


def subscription_of(tree, name):
    """The subscription of a site, or of what all share (`common`), where platforms stand in several; empty where they do not."""
    settings = tree.scripts / "settings" / f"{name}.sh"
    found = re.search(r"^readonly (?:SITE|COMMON)_SUBSCRIPTION=(\S+)$", settings.read_text(), re.MULTILINE) if settings.exists() else None
    return found[1] if found else ""


def scope(template):
    """What the engine must be told beside the subscription: a group, where the template deploys into one."""
    schema = json.loads(template.read_text())["$schema"]
    return {} if "subscriptionDeploymentTemplate" in schema else {"group": "judged"}
