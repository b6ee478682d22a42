"""Which parameter file belongs to which template: `parameters/<kind>[-<platform>-<region>]` to `<kind>`."""
import json


def parameter_files(tree):
    return sorted((tree.arm / "parameters").glob("*.json"))


def kind_of(file):
    return file.stem.split("-", 1)[0]


def template_of(tree, file):
    """The ARM template of a parameter file, whether it exists or not."""
    return tree.arm / f"{kind_of(file)}.json"


def scope(template):
    """What the engine must be told beside the subscription: a group, where the template deploys into one."""
    schema = json.loads(template.read_text())["$schema"]
    return {} if "subscriptionDeploymentTemplate" in schema else {"group": "judged"}
