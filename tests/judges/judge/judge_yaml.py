"""Two readers that are not ours, of YAML 1.1 and of 1.2, read the same plain values from every YAML file; yamllint agrees with its form."""
import datetime

import ruamel.yaml
import yaml

from selftest import Break
from tree import INSTALLED, JUDGES, NothingToJudge, objections


class Reader11(yaml.SafeLoader):
    """PyYAML, which reads YAML 1.1 as the Kubernetes world does, and refuses a key that stands twice."""

    def construct_mapping(self, node, deep=False):
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for (key, _), value in zip(node.value, keys):
            if keys.count(value) > 1:
                raise yaml.YAMLError(f"the key {value!r} stands twice (line {key.start_mark.line + 1})")
        return super().construct_mapping(node, deep)


def read_11(text):
    return list(yaml.load_all(text, Reader11))


def read_12(text):
    reader = ruamel.yaml.YAML(typ="safe", pure=True)
    reader.version = (1, 2)
    return list(reader.load_all(text))


def odd(value, path="$"):
    """What no JSON can hold, and what is therefore not what anybody meant: dates, bytes, keys that are no strings."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(key, str):
                yield f"{path}: the key {key!r} is read as {type(key).__name__}; quote it"
            yield from odd(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from odd(inner, f"{path}[{index}]")
    elif isinstance(value, (datetime.date, bytes, set)):
        yield f"{path}: {value!r} is read as {type(value).__name__}; quote it"


def apart(first, second, path="$"):
    """Where two readings differ, type and all."""
    if isinstance(first, dict) and isinstance(second, dict) and first.keys() == second.keys():
        for key in first:
            yield from apart(first[key], second[key], f"{path}.{key}")
    elif isinstance(first, list) and isinstance(second, list) and len(first) == len(second):
        for index, pair in enumerate(zip(first, second)):
            yield from apart(*pair, f"{path}[{index}]")
    elif type(first) is not type(second) or first != second:
        yield f"{path}: YAML 1.1 reads {first!r}, YAML 1.2 reads {second!r}"


def judge(tree, full):
    files = [path for path in tree.files("**/*.yaml", "**/*.yml") if "templates" not in path.relative_to(tree.root).parts or "pipelines" in path.parts]
    if not files:
        raise NothingToJudge("no YAML that is not a Helm template")
    findings = []
    for file in files:
        text = file.read_text()
        try:
            old, new = read_11(text), read_12(text)
        except (yaml.YAMLError, ruamel.yaml.error.YAMLError) as error:
            findings.append(f"{tree.relative(file)}: {' '.join(str(error).split())}")
            continue
        findings += [f"{tree.relative(file)}: {line}" for line in [*odd(old), *odd(new), *apart(old, new)]]
    return findings + objections(tree, INSTALLED / "tools/bin/yamllint", "--strict", "--format", "parsable", "--config-file", JUDGES / "yamllint.yaml", *files)


BREAKS = [
    Break("releases/kured/values.yaml", 'startTime: "02:00"', "startTime: 2:00", "YAML 1.1 reads 120"),
    Break("releases/kured/values.yaml", '"sa"', "on", "YAML 1.1 reads True"),
    Break("releases/ingress/values.yaml", "replicaCount: 2", "replicaCount: 2\n  replicaCount: 3", "stands twice"),
    Break("apps/podinfo/values-dev.yaml", 'tag: "1.30"', "tag: 2026-11-24", "read as date"),
    Break("namespaces/main/morpheus.yaml", "name: morpheus", "name: morpheus  ", "trailing spaces"),
]
