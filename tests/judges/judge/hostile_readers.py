"""What the real readers of the output get from the trees with hostile texts: the Bicep compiler, Azure's engine, bash, Helm, PyYAML and ruamel.yaml."""
import concurrent.futures
import functools
import json
import os
import pathlib
import re
import shlex
import subprocess
import tempfile

import ruamel.yaml
import yaml

from bicepengine import Refused
from bicepjudge import predict
from charts import apps, supplied
from deployments import parameter_files, scope, template_of
from judge_yaml import read_11, read_12
from tree import INSTALLED, start

EXPRESSION = re.compile(r"\$\{\{(?:\s*'((?:[^']|'')*)'\s*|.*?)\}\}", re.DOTALL)
# Every value of these settings, and the tags as az is given them: name of a file, name of a value, value, each ended by NUL.
BASH = r"""
set -euo pipefail
shopt -s nullglob # some have no branches
for out; do
  for file in "$out"/scripts/settings/*.sh "$out"/scripts/settings/clusters/*.sh "$out"/scripts/settings/hubs/*.sh "$out"/scripts/settings/branches/*.sh; do
    (
      source "$out/scripts/lib.sh"
      source "$file"
      for name in TAGS LISTENERS BACKENDS POOLS COMMON_GROUP EMAILS BUDGET_EMAILS WAF_RULES WAF_EXCLUSIONS POLICY_RULES POLICY_EXCLUSIONS SHARED_KEY FORWARDED FROM REPOSITORIES INGRESS_SUBNET NODE_SUBNET HOURS_ZONE FIREWALL_HOSTS; do
        every="$name[@]"
        ! declare -p "$name" &>/dev/null || printf "$file\0$name\0%s\0" "${!every}"
      done
      [[ $file != */common.sh ]] || printf '%s\0%s\0%s\0' "$out/scripts/given" tags_json "$(tags_json)"
    )
  done
done
"""


class Unreadable(Exception):
    """A reader refuses a file."""


def read(trees):
    """For each tree, a list of (file, reader, what it gives)."""
    readings = {tree: [*yaml_files(tree), *arm_files(tree)] for tree in trees}
    for more in (bicep_files(trees), settings(trees), rendered(trees)):
        for tree, reading in more:
            readings[tree].append(reading)
    return readings


def by_both(text, file, one=lambda read, text: read(text)):
    """All documents as YAML 1.1 and as YAML 1.2."""
    for name, reader in (("PyYAML", read_11), ("ruamel.yaml", read_12)):
        try:
            yield name, one(reader, text)
        except (yaml.YAMLError, ruamel.yaml.error.YAMLError) as error:
            raise Unreadable(f"{file}: {' '.join(str(error).split())}") from error


@functools.cache
def once(reader, text):
    """Most files are the same whatever the text."""
    return reader(text)


def yaml_files(tree):
    for path in tree.files("apps/*/*.yaml", "apps/*/chart/values.yaml", "releases/*/*.yaml", "namespaces/**/*.yaml", "branches/*/*.yaml", "storage/*.yaml", "pipelines/**/*.yml"):
        file = tree.relative(path)
        for name, documents in by_both(path.read_bytes().decode(), f"{tree.root.parent.name}: {file}", once):
            document = documents[0] if len(documents) == 1 else documents
            document = as_azure_devops(document) if file.startswith("pipelines/") else document
            yield file, name, document
            if file == "pipelines/templates/check.yml":
                yield "given/check", name, shlex.split(document["steps"][1]["bash"])


def as_azure_devops(node):
    """Template expressions as Azure DevOps replaces them: a literal by its text; what any other becomes is no text of ours."""
    if isinstance(node, str):
        return EXPRESSION.sub(lambda match: "<expanded>" if match.group(1) is None else match.group(1).replace("''", "'"), node)
    if isinstance(node, dict):
        return {key: as_azure_devops(value) for key, value in node.items()}
    return [as_azure_devops(value) for value in node] if isinstance(node, list) else node


def arm_files(tree):
    for file in parameter_files(tree):
        try:
            yield tree.relative(file), "json", json.loads(file.read_bytes())
        except ValueError as error:
            raise Unreadable(f"{tree.root.parent.name}: {tree.relative(file)}: {error}") from error


def bicep_files(trees):
    """Every .bicepparam by one start of the compiler; without their templates, whose types `same` judges, it takes seconds."""
    with tempfile.TemporaryDirectory(prefix="aksgen-hostile-") as folder:
        copies = []
        for tree in trees:
            for file in tree.files("parameters/*.bicepparam", under=tree.bicep):
                copy = pathlib.Path(folder, tree.root.parent.name, file.name)
                copy.parent.mkdir(exist_ok=True)
                copy.write_bytes(re.sub(rb"(?m)^using .*$", b"using none", file.read_bytes(), count=1))
                copies.append((tree, file, copy))
        _, said = start(os.environ["BICEP"], "build-params", "--pattern", f"{folder}/**/*.bicepparam")
        for tree, file, copy in copies:
            built = copy.with_suffix(".json")
            if not built.exists():
                raise Unreadable(said.replace(f"{folder}/", "").strip())
            yield tree, (tree.relative(file), "bicep", json.loads(built.read_bytes()))


def settings(trees):
    """Every settings file by one bash."""
    done = subprocess.run(["bash", "-c", BASH, "bash", *(str(tree.root) for tree in trees)], capture_output=True, stdin=subprocess.DEVNULL)
    if done.returncode:
        raise Unreadable(f"bash: {done.stderr.decode(errors='replace').strip()}")
    found, words = {}, done.stdout.decode().split("\0")
    for file, name, value in zip(words[0::3], words[1::3], words[2::3]):
        found.setdefault(file, {}).setdefault(name, []).append(value)
    for tree in trees:
        for file, values in found.items():
            path = pathlib.Path(file)
            if not path.is_relative_to(tree.root):
                continue
            if path.name == "given":
                yield tree, ("given/tags_json", "bash", json.loads(values["tags_json"][0]))
            else:
                yield tree, (tree.relative(path), "bash", named(values))


def named(values):
    """Arrays by their keys."""
    by_name = lambda rows: {row.split(" ", 1)[0]: row.split(" ") for row in rows}  # noqa: E731
    by_rule = lambda rows: {row.split(" ")[1]: row.split(" ") for row in filter(None, rows)}  # noqa: E731
    arrays = {"TAGS": lambda tags: dict(tag.split("=", 1) for tag in filter(None, tags)), "LISTENERS": by_name, "BACKENDS": by_name, "POOLS": by_name, "FIREWALL_HOSTS": by_rule, "FORWARDED": lambda rows: [row.split(" ") for row in rows]}
    lists = {name: json.loads(values[name][0]) for name in ("WAF_RULES", "WAF_EXCLUSIONS") if name in values}
    lists |= {name: [json.loads(each) for each in values[name]] for name in ("POLICY_RULES", "POLICY_EXCLUSIONS") if name in values}
    return {name: arrays[name](value) if name in arrays else value[0] for name, value in values.items()} | lists


def rendered(trees):
    """Every app with every values file, by Helm, two at a time."""
    work = [(tree, app, chart, values) for tree in trees for app, chart, files in apps(tree) for values in files]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        yield from (reading for readings in pool.map(lambda each: list(render(*each)), work) for reading in readings)


def render(tree, app, chart, values):
    name = f"rendered/{app}/{values.stem}"
    done = subprocess.run([INSTALLED / "bin/helm", "template", app, chart, "--values", values, *supplied(chart, values)], capture_output=True, stdin=subprocess.DEVNULL)
    if done.returncode:
        raise Unreadable(f"{tree.root.parent.name}: {name}: {done.stderr.decode(errors='replace').strip()}")
    for reader, documents in by_both(done.stdout.decode(), f"{tree.root.parent.name}: {name}"):
        yield tree, (name, f"helm and {reader}", by_kind(documents))


def by_kind(documents):
    """Manifests by their kind, with what stands inside a text taken apart."""
    kinds = {}
    for document in filter(None, documents):
        kinds.setdefault(document["kind"], []).append(document)
    for secrets in kinds.get("SecretProviderClass", []):
        parameters = secrets["spec"]["parameters"]
        parameters["objects"] = [yaml.safe_load(entry) for entry in yaml.safe_load(parameters["objects"])["array"]]
    for deployment in kinds.get("Deployment", []):
        for container in deployment["spec"]["template"]["spec"]["containers"]:
            container["repository"], _, container["tag"] = container["image"].rpartition(":")
    return kinds


def predicted(tree, tags, full):
    """(template, id, tags) of each resource that Azure's engine asks for with these tags. ARM alone, unless in full: Bicep predicts the same, says `same`."""
    with tempfile.TemporaryDirectory(prefix="aksgen-hostile-") as folder:
        for file in parameter_files(tree):
            parameters, arm = json.loads(file.read_bytes()), template_of(tree, file)
            parameters["parameters"]["tags"] = {"value": tags}
            asked = pathlib.Path(folder, file.name)
            asked.write_text(json.dumps(parameters))
            for template in (arm, tree.bicep / f"{arm.stem}.bicep") if full else (arm,):
                try:
                    resources = predict(template, asked, **scope(arm))["predictedResources"]
                except Refused as words:
                    raise Unreadable(f"{tree.relative(template)}: {str(words)[-2000:]}") from words
                yield from ((tree.relative(template), resource["id"], resource["tags"]) for resource in resources if "tags" in resource)
