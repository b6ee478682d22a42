"""Whoever deploys a platform into a subscription apart holds what its deployments ask for where all share something, as `pipelines/setup.sh` gives it, and nothing that takes away what others need."""
import fnmatch
import json
import pathlib
import re
import shlex
import tempfile
import uuid

from deployments import subscription_of
from tree import Tree

# What Azure's own roles allow, of those that anybody who deploys might be given.
BUILT_IN = {"Contributor": ["*"], "Role Based Access Control Administrator": ["Microsoft.Authorization/roleAssignments/*", "*/read"], "Locks Contributor": ["Microsoft.Authorization/locks/*"], "Key Vault Reader": ["*/read"]}
NEVER = [
    "Microsoft.Authorization/locks/delete", "Microsoft.Authorization/roleAssignments/delete", "Microsoft.Authorization/roleDefinitions/write",
    "Microsoft.ContainerRegistry/registries/delete", "Microsoft.ContainerRegistry/registries/write", "Microsoft.ContainerRegistry/registries/push/write", "Microsoft.ContainerRegistry/registries/listCredentials/action",
    "Microsoft.KeyVault/vaults/write", "Microsoft.Network/dnsZones/A/delete", "Microsoft.Network/dnsZones/NS/write", "Microsoft.Network/dnsZones/delete", "Microsoft.Network/dnsZones/write",
    "Microsoft.Network/azureFirewalls/write", "Microsoft.Network/privateDnsZones/delete", "Microsoft.Network/privateDnsZones/write", "Microsoft.Network/trafficManagerProfiles/write",
    "Microsoft.Network/virtualNetworks/delete", "Microsoft.Network/virtualNetworks/write", "Microsoft.Resources/subscriptions/resourceGroups/delete", "Microsoft.Resources/subscriptions/resourceGroups/write",
]
# What Azure asks for on what a resource refers to, by the kinds of both.
LINKED = {
    ("microsoft.network/virtualnetworks/virtualnetworkpeerings", "microsoft.network/virtualnetworks"): "peer/action",
    ("microsoft.network/privatednszones/virtualnetworklinks", "microsoft.network/virtualnetworks"): "join/action",
    ("microsoft.network/dnsforwardingrulesets/virtualnetworklinks", "microsoft.network/virtualnetworks"): "join/action",
    ("microsoft.network/privateendpoints/privatednszonegroups", "microsoft.network/privatednszones"): "join/action",
    ("microsoft.network/privateendpoints", "microsoft.containerregistry/registries"): "privateEndpointConnectionsApproval/action",
    ("microsoft.containerservice/managedclusters", "microsoft.network/privatednszones"): "join/action",
}
TEMPLATES = uuid.UUID("11fb06fb-712d-4ddd-98c7-e71bbd588830")  # the namespace of what templates make
IDENTIFIER = re.compile(r"(?i)^/subscriptions/[^/]+/resourcegroups/[^/]+/providers/.+")


def unheld(tree, predictions):
    """Findings. `predictions` maps the stem of a parameter file to what is predicted of its deployment."""
    home, setup = subscription_of(tree, "common"), tree.pipelines / "setup.sh"
    if not home or not setup.exists():
        return
    grants = given(setup.read_text(), own(tree))
    for identity, held in grants.items():
        own_ones = {subscription(scope) for scope, *_ in held if "/resourceGroups/" not in scope}
        for scope, role, actions, _ in held:
            for action in NEVER if subscription(scope) not in own_ones and scope != "" else []:
                if allows(actions, action):
                    yield f"{identity} may {action} on {scope}, by {role}"
    for stem, predicted in predictions.items():
        at = subscription_of(tree, stem.split("-", 1)[-1]) if kind_of_stem(stem) in ("region", "edge") else ""
        if at in ("", home):
            continue
        identity, held = next(((name, held) for name, held in grants.items() if any(scope == f"/subscriptions/{at}" and role == "Contributor" for scope, role, *_ in held)), ("nobody", []))
        for action, where, role in sorted(needs(predicted, at, home)):
            if not any(f"{where}/".lower().startswith(f"{scope}/".lower()) and allows(actions, action) and (role is None or role in condition) for scope, _, actions, condition in held):
                yield f"{identity} deploys {stem}, which needs {action} on {where}" + (f" for the role {role}" if role else "")


def kind_of_stem(stem):
    return stem.split("-", 1)[0]


def needs(predicted, at, home):
    """(action, resource id, role that is given or None) of all that a deployment asks for in the subscription of what all share."""
    found = set()
    for resource in predicted:
        identifier, kind = resource["id"], resource["type"]
        scope = identifier.rsplit("/providers/", 1)[0] if kind.lower().startswith("microsoft.authorization/") else identifier
        if subscription(identifier) == home:
            role = resource["properties"]["roleDefinitionId"].rsplit("/", 1)[-1].lower() if kind.lower() == "microsoft.authorization/roleassignments" else None
            found |= {(f"{kind}/write", scope, role), ("Microsoft.Resources/deployments/write", re.match(r"(?i)/subscriptions/[^/]+/resourcegroups/[^/]+", identifier)[0], None)}
        for other in references(resource.get("properties", {})):
            if subscription(other) == home and subscription(identifier) == at or subscription(other) == home and (kind.lower(), kind_of_id(other).lower()) in LINKED:
                found.add((f"{kind_of_id(other)}/{LINKED.get((kind.lower(), kind_of_id(other).lower()), 'read')}", other, None))
    return found


def references(tree):
    if isinstance(tree, dict):
        for value in tree.values():
            yield from references(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from references(value)
    elif isinstance(tree, str) and IDENTIFIER.match(tree) and "/roledefinitions/" not in tree.lower():
        yield tree


def kind_of_id(identifier):
    tail = identifier.rsplit("/providers/", 1)[1].split("/")
    return "/".join([tail[0], *tail[1::2]])


def subscription(identifier):
    return identifier.split("/")[2] if identifier.count("/") >= 2 else ""


def allows(actions, action):
    wanted, but = actions
    matches = lambda patterns: any(fnmatch.fnmatch(action.lower(), pattern.lower()) for pattern in patterns)
    return matches(wanted) and not matches(but)


def given(text, roles):
    """For each identity what `setup.sh` gives it: (scope, role, (actions, but), ids of the roles that it may give)."""
    conditions = {name: re.search(r"GuidEquals \{([^}]*)", value)[1].lower() for name, value in re.findall(r"^(?:readonly )?(MAY_\w+)=('.*)$", text, re.MULTILINE)}
    conditions = {name: value.replace("own_roles", ", ".join(roles["ids"])) for name, value in conditions.items()}
    grants, identity = {}, ""
    for line in text.splitlines():
        words = shlex.split(line) if re.match(r"(identity|role|role_in|role_on) \S", line) and "(" not in line else []
        if words[:1] == ["identity"]:
            identity = words[1]
            continue
        scope, role, condition = {
            "role": lambda: (words[2], words[1], words[3:]), "role_on": lambda: (words[1], words[2], words[3:]),
            "role_in": lambda: (f"/subscriptions/{words[1]}/resourceGroups/{words[2]}", words[3], words[4:]),
        }.get(words[0] if words else "", lambda: ("", "", []))()
        if scope:
            actions = roles["named"].get(role) or (BUILT_IN.get(role, []), [])
            grants.setdefault(identity, []).append((scope, role, actions, conditions.get(condition[0].strip("$"), "") if condition else ""))
    return grants


def own(tree):
    """The roles of one's own: by name what each allows and does not, and the ids of those that templates give, as the function guid() makes them."""
    script = tree.scripts / "05-roles.sh"
    lines = re.findall(r"^  '(\S+) given (.+)'$", (tree.scripts / "settings/common.sh").read_text(), re.MULTILINE)
    found = {"named": {}, "ids": [str(uuid.uuid5(TEMPLATES, f"/subscriptions/{subscription}-{name}")) for subscription, name in lines]}
    for line in script.read_text().replace("\\\n", "").splitlines() if script.exists() else []:
        if re.match(r"role \S+ '", line):
            _, subscription, name, _, *words = shlex.split(line)
            at = words.index("but") if "but" in words else len(words)
            found["named"][f"{name} {subscription}"] = (words[:at], words[at + 1:])
    return found


def read(files):
    return {file.name.removesuffix(".predicted.json"): json.loads(file.read_text())["predictedResources"] for file in files}


SHARED = "/subscriptions/home/resourceGroups/rg-common"
SMALL = {
    "scripts/settings/common.sh": "readonly COMMON_SUBSCRIPTION=home\n", "scripts/settings/live-we.sh": "readonly SITE_SUBSCRIPTION=apart\n",
    "scripts/05-roles.sh": "role home 'a deployments' x \\\n  '*/read' \\\n  Microsoft.Resources/deployments/write\nrole home 'a wiring' x \\\n  Microsoft.Authorization/roleAssignments/write\n",
    "pipelines/setup.sh": f"""readonly MAY_WIRE='({{a}} GuidEquals {{pull}})'
identity live
role Contributor "/subscriptions/apart"
role_in "home" rg-common 'a deployments home'
role_on "{SHARED}/providers/Microsoft.ContainerRegistry/registries/r" 'a wiring home' "$MAY_WIRE"
""",
}
GIVES = {"id": f"{SHARED}/providers/Microsoft.ContainerRegistry/registries/r/providers/Microsoft.Authorization/roleAssignments/x", "type": "Microsoft.Authorization/roleAssignments", "properties": {"roleDefinitionId": "/x/pull"}}
# What becomes of the text, and what must be found.
BROKEN = {
    ("", ""): None, ("'a deployments home'", "Reader"): "needs Microsoft.Resources/deployments/write", ("role_on", "#role_on"): "needs Microsoft.Authorization/roleAssignments/write", ("GuidEquals {pull", "GuidEquals {push"): "for the role pull",
    ("'a deployments home'", "Contributor"): "may Microsoft.ContainerRegistry/registries/delete", ("roleAssignments/write", "roleAssignments/*"): "may Microsoft.Authorization/roleAssignments/delete",
}


def selftest():
    findings = []
    for (old, new), expect in BROKEN.items():
        with tempfile.TemporaryDirectory() as folder:
            for name, text in SMALL.items():
                path = pathlib.Path(folder, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text.replace(old, new) if old else text)
            found = list(unheld(Tree(folder), {"region-live-we": [GIVES]}))
        if bool(found) != bool(expect) or expect and not any(expect in line for line in found):
            findings.append(f"deployers: {new or 'what is well'}: {found}, where {expect} was to be found")
    return findings
