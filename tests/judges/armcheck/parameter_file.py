"""A parameter file beside the template that it belongs to."""
import json

PYTHON_TYPES = {"string": str, "securestring": str, "int": int, "bool": bool, "object": dict, "secureobject": dict, "array": list}
SCHEMA = "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#"


def is_of(value, name):
    """The value has the ARM type `name`; an unknown name accepts all."""
    wanted = PYTHON_TYPES.get(str(name).lower())
    return wanted is None or (isinstance(value, wanted) and not (wanted is int and isinstance(value, bool)))


def check_parameters(template, file, found):
    """Each parameter is declared and of its type; one without a default is given."""
    declared, given = template.get("parameters") or {}, file.get("parameters") or {}
    if file.get("$schema") != SCHEMA:
        found.error("$.$schema", f"{file.get('$schema')!r} is not {SCHEMA}")
    if not isinstance(file.get("contentVersion"), str):
        found.error("$", "missing 'contentVersion'")
    for name, entry in given.items():
        where = f"$.parameters.{name}"
        if name not in declared:
            found.error(where, "the template declares no such parameter")
        elif ("value" in entry) == ("reference" in entry):
            found.error(where, "needs either 'value' or 'reference'")
        elif "value" in entry:
            check_value(declared[name], entry["value"], where, found)
    for name, parameter in declared.items():
        if "defaultValue" not in parameter and not parameter.get("nullable") and "$ref" not in parameter and name not in given:
            found.error("$", f"the parameter {name!r} has no default and is not given")


def check_value(parameter, value, where, found):
    if not is_of(value, parameter.get("type")):
        found.error(where, f"{json.dumps(value)[:60]} is not a {parameter['type']}")
    elif parameter.get("allowedValues") and value not in parameter["allowedValues"]:
        found.error(where, f"{value!r} not in {parameter['allowedValues']}")
