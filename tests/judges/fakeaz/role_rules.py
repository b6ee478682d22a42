"""Role definitions, Azure's own and those of a tenant."""
import json
import os

from refusal import Refusal, at
from store import resource_type

BUILT_IN = json.load(open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "roles.json")))
DEFINITION = "microsoft.authorization/roledefinitions"


def own(state):
    """The definitions that are no one's but the tenant's, by id without a scope."""
    return {key.rsplit("/", 1)[-1]: resource for key, resource in state["resources"].items() if resource_type(key) == DEFINITION}


def named(state, name):
    """The id of a role by its name, None where there is none."""
    return BUILT_IN.get(name) or next((key for key, each in own(state).items() if at(each, "properties.roleName") == name), None)


def definition(state, path, body, old, brought):
    if resource_type(path) != DEFINITION:
        return
    name, scopes = at(body, "properties.roleName"), at(body, "properties.assignableScopes") or []
    if named(state, name) not in (None, path.lower().rsplit("/", 1)[-1]):
        raise Refusal(409, "RoleDefinitionWithSameNameExists", f"A custom role with the same name already exists in this directory: {name}.")
    if not any((path.lower() + "/").startswith(scope.lower() + "/") for scope in scopes):
        raise Refusal(400, "MissingAssignableScope", f"None of the assignable scopes {scopes} holds {path}.")
    if not (at(body, "properties.permissions") or [{}])[0].get("actions"):
        raise Refusal(400, "InvalidRoleDefinition", f"{path} allows nothing.")


def given(state, path, body, old, brought):
    """What is given is there, where it is given."""
    if resource_type(path) != "microsoft.authorization/roleassignments":
        return
    role = str(at(body, "properties.roleDefinitionId")).lower().rsplit("/", 1)[-1]
    scopes = at(own(state).get(role) or {}, "properties.assignableScopes") or []
    if role not in BUILT_IN.values() and not any((path.lower() + "/").startswith(scope.lower() + "/") for scope in scopes):
        raise Refusal(400, "RoleDefinitionDoesNotExist", f"The specified role definition with ID '{role}' does not exist where {path} would give it.")


def definition_in_use(state, path):
    if resource_type(path) != DEFINITION:
        return
    role = path.lower().rsplit("/", 1)[-1]
    for key, each in state["resources"].items():
        if resource_type(key) == "microsoft.authorization/roleassignments" and str(at(each, "properties.roleDefinitionId")).lower().endswith(role):
            raise Refusal(400, "RoleDefinitionHasAssignments", f"There are existing role assignments referencing role: {each['id']}.")


ROLE_RULES = [definition, given]
