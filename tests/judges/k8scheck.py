#!/usr/bin/env python3
"""Every schema error of Kubernetes manifests, by the strict schemas that kubernetes-validate carries and by definitions of custom resources.

  python k8scheck.py VERSION [--crds DIR] FILE.yaml...      VERSION such as 1.36; `-` reads standard input

Kinds without a schema and keys that stand twice are errors, too. Exit 1 with any.
"""
import argparse
import json
import pathlib
import sys

import jsonschema
import kubernetes_validate
import referencing
import yaml
from referencing.jsonschema import DRAFT4


class Reader(yaml.SafeLoader):
    """YAML as the API server's tools read it: no timestamps, no key twice."""

    yaml_implicit_resolvers = {
        first: [resolver for resolver in resolvers if resolver[0] != "tag:yaml.org,2002:timestamp"] for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def construct_mapping(self, node, deep=False):
        seen = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.YAMLError(f"the key {key!r} stands twice (line {key_node.start_mark.line + 1})")
            seen.add(key)
        return super().construct_mapping(node, deep)


def strict(schema):
    """The schema of a custom resource, refusing what the API server would prune in silence."""
    if isinstance(schema, list):
        return [strict(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    out = {key: strict(value) for key, value in schema.items()}
    if isinstance(out.get("properties"), dict) and "additionalProperties" not in out and not out.get("x-kubernetes-preserve-unknown-fields"):
        out["additionalProperties"] = False
    if out.get("x-kubernetes-int-or-string"):
        out.pop("type", None)
    return out


class Schemas:
    """Schemas by API version and kind."""

    def __init__(self, version, crds):
        self.folder = pathlib.Path(kubernetes_validate.__file__).parent / "kubernetes-json-schema" / f"v{version}.0-local-strict"
        if not self.folder.is_dir():
            raise SystemExit(f"no schemas of Kubernetes {version}")
        self.registry = referencing.Registry(retrieve=self.retrieve)
        self.custom = dict(entry for file in (sorted(pathlib.Path(crds).glob("*.yaml")) if crds else []) for entry in self.definitions(file))

    @staticmethod
    def definitions(file):
        for document in yaml.load_all(file.read_text(), Reader):
            if isinstance(document, dict) and document.get("kind") == "CustomResourceDefinition":
                spec = document["spec"]
                for version in spec["versions"]:
                    schema = strict(version["schema"]["openAPIV3Schema"])
                    schema["properties"]["metadata"] = {"type": "object"}
                    yield (f"{spec['group']}/{version['name']}", spec["names"]["kind"]), schema

    def retrieve(self, uri):
        file = self.folder / uri.split("#")[0].rsplit("/", 1)[-1]
        return referencing.Resource.from_contents(json.loads(file.read_text()), default_specification=DRAFT4)

    def errors(self, document):
        """None when there is no schema, else its errors as text."""
        version, kind = document.get("apiVersion", ""), document.get("kind", "")
        schema = self.custom.get((version, kind)) or self.built_in(version, kind)
        if schema is None:
            return None
        found = jsonschema.validators.Draft4Validator(schema, registry=self.registry).iter_errors(document)
        return [f"{'.'.join(map(str, error.absolute_path))}: {error.message[:160]}" for error in found]

    def built_in(self, version, kind):
        group, _, number = version.rpartition("/")
        file = self.folder / ("-".join(part for part in (kind.lower(), group.split(".")[0], number) if part) + ".json")
        return json.loads(file.read_text()) if file.exists() else None


def check(schemas, name, text):
    """Findings of one file."""
    try:
        documents = list(yaml.load_all(text, Reader))
    except yaml.YAMLError as error:
        return [f"{name}: YAML: {' '.join(str(error).split())}"]
    findings = []
    for index, document in enumerate(documents):
        if document is None:
            continue
        if not isinstance(document, dict):
            findings.append(f"{name}[{index}]: no object")
            continue
        where = f"{name}[{index}] {document.get('kind')}/{(document.get('metadata') or {}).get('name')}"
        errors = schemas.errors(document)
        findings += [f"{where}: no schema for {document.get('apiVersion')} {document.get('kind')}"] if errors is None else [f"{where}: {line}" for line in errors]
    if not any(documents):
        findings.append(f"{name}: no document")
    return findings


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("version")
    parser.add_argument("files", nargs="+")
    parser.add_argument("--crds", metavar="DIR", help="definitions of custom resources")
    options = parser.parse_args()
    schemas = Schemas(options.version, options.crds)
    findings = [line for file in options.files for line in check(schemas, file, sys.stdin.read() if file == "-" else pathlib.Path(file).read_text())]
    print("\n".join(findings) or f"{len(options.files)} files: clean")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
