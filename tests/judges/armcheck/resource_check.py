"""One resource: its type, version and name, what it depends on, its body, its children."""
import re

from azure_types import resolve
from expression_walk import inner_scope
from expressions import is_expression
from template import check_nested
from values import Values

# Keys that the template language puts on a resource, beside what its type declares.
LANGUAGE_KEYS = {"type", "apiVersion", "name", "comments", "condition", "copy", "dependsOn", "scope", "resources", "metadata", "existing", "asserts", "import", "extension", "@options"}
DEPLOYMENT = "microsoft.resources/deployments"
DEPENDS_ON_TYPE = re.compile(r"\[resourceId\(\s*(?:[^']*,\s*)?'([\w.]+/[\w./]+)'")


def full_type(resource, parent):
    return f"{parent}/{resource.get('type', '')}" if parent else str(resource.get("type", ""))


def all_types(resources, parent=""):
    """Lower-case types of all resources, children included."""
    for resource in resources:
        kind = full_type(resource, parent)
        yield kind.lower()
        yield from all_types(resource.get("resources") or [], kind)


# Not in the type data: the Bicep compiler has their types, and the judge `bicep` lets no warning pass.
KNOWN_TO_BICEP = {
    "Microsoft.Consumption/budgets",
    "Microsoft.Network/dnsForwardingRulesets/forwardingRules",
    "Microsoft.Network/dnsForwardingRulesets/virtualNetworkLinks",
    "Microsoft.Network/dnsResolvers/inboundEndpoints",
    "Microsoft.Network/dnsResolvers/outboundEndpoints",
    "Microsoft.Storage/storageAccounts/blobServices",
    "Microsoft.Storage/storageAccounts/blobServices/containers",
}


class ResourceCheck:
    """Checks the resources of one template; `symbols` are their symbolic names, or None."""

    def __init__(self, types, names, found, symbols, resources):
        self.types, self.names, self.found, self.symbols = types, names, found, symbols
        self.present, self.seen = set(all_types(resources)), {}

    def resource(self, path, resource, parent=""):
        if not isinstance(resource, dict):
            return self.found.error(path, "resource is not an object")
        for key in ("type", "apiVersion", "name"):
            if key not in resource:
                return self.found.error(path, f"missing {key!r}")
        kind = full_type(resource, parent)
        self.identity(path, resource, kind, parent)
        self.dependencies(path, resource)
        if kind.lower() == DEPLOYMENT:
            return None if resource.get("existing") else self.deployment(path, resource)
        if is_expression(resource["apiVersion"]) or is_expression(kind):
            return None
        return self.body(path, resource, kind)

    def identity(self, path, resource, kind, parent):
        name, segments = resource["name"], kind.count("/") - 1
        if not parent and not is_expression(name) and name.count("/") != segments:
            self.found.error(f"{path}.name", f"type {kind} needs {segments} '/' in the name, got {name!r}")
        key = (kind.lower(), str(name).lower(), *(str(resource.get(part)) for part in ("scope", "subscriptionId", "resourceGroup")))
        if key in self.seen and not resource.get("copy") and not resource.get("condition"):
            self.found.error(path, f"duplicate of {self.seen[key]}")
        self.seen[key] = path
        loop = resource.get("copy")
        if loop is not None and (not isinstance(loop, dict) or not {"name", "count"} <= set(loop)):
            self.found.error(f"{path}.copy", "needs name and count")
        for key in ("id", "systemData"):
            if key in resource:
                self.found.error(f"{path}.{key}", "must not be set in a template")

    def dependencies(self, path, resource):
        for index, target in enumerate(resource.get("dependsOn") or []):
            where = f"{path}.dependsOn[{index}]"
            if self.symbols is not None:
                if isinstance(target, str) and not is_expression(target) and target not in self.symbols and "/" not in target:
                    self.found.error(where, f"no resource {target!r}")
            elif is_expression(target):
                kind = DEPENDS_ON_TYPE.match(target)
                if kind and kind.group(1).lower() not in self.present:
                    self.found.error(where, f"depends on {kind.group(1)}, which is not in this template")

    def deployment(self, path, resource):
        properties = resource.get("properties") or {}
        template, passed = properties.get("template"), properties.get("parameters") or {}
        if not isinstance(template, dict):
            if not properties.get("templateLink"):
                self.found.error(path, "deployment without template or templateLink")
            return
        inner = inner_scope(resource)
        check_nested(self.types, template, self.names, self.found, f"{path}.template", inner)
        declared = template.get("parameters") or {}
        if inner:
            for name, parameter in declared.items():
                definition = (template.get("definitions") or {}).get(str(parameter.get("$ref", "")).rsplit("/", 1)[-1], {})
                optional = "defaultValue" in parameter or parameter.get("nullable") or definition.get("nullable")
                if not optional and name not in passed:
                    self.found.error(path, f"nested parameter {name!r} is not passed")
            for name in passed:
                if name not in declared:
                    self.found.error(path, f"passes unknown nested parameter {name!r}")

    def body(self, path, resource, kind):
        known = self.types.find(kind, resource["apiVersion"])
        if known is None and kind in KNOWN_TO_BICEP:
            return None
        if known is None:
            have = self.types.versions(kind)
            return self.found.error(path, f"apiVersion {resource['apiVersion']} of {kind} has no type data here (have {have})" if have else f"unknown resource type {kind} (not in the data)")
        published, types = known
        if published.lower() == kind.lower() and published.split("/", 1)[1] != kind.split("/", 1)[1]:
            self.found.warn(f"{path}.type", f"casing: {kind!r}, published as {published!r}")
        body = resolve(types, next(declared for declared in types if declared["$type"] == "ResourceType")["body"])
        properties = None if resource.get("existing") else self.body_properties(types, body, resource, path)
        if properties is not None:
            values = Values(types, self.found)
            given = {key: value for key, value in resource.items() if key not in LANGUAGE_KEYS}
            values.properties(properties, body.get("additionalProperties"), given, path, {"type", "apiVersion", "id"} | LANGUAGE_KEYS)
            if "name" in properties and not is_expression(resource["name"]):
                values.check(properties["name"]["type"], resource["name"].split("/")[-1], f"{path}.name")
        for index, child in enumerate(resource.get("resources") or []):
            self.resource(f"{path}.resources[{index}]", child, kind)
        return None

    def body_properties(self, types, body, resource, path):
        """What the body may hold; None when only a deployment could say which kind it is."""
        if body["$type"] == "ObjectType":
            return body["properties"]
        chosen = resource.get(body["discriminator"])
        if not isinstance(chosen, str) or is_expression(chosen):
            return None
        if chosen not in body["elements"]:
            self.found.error(path, f"{body['discriminator']} {chosen!r} not in {list(body['elements'])}")
            return body["baseProperties"]
        return {**body["baseProperties"], **resolve(types, body["elements"][chosen])["properties"]}
