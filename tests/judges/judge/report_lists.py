"""Lists for programs: of values, names and addresses, each of the shape that is published, and true by arithmetic of its own."""
import ipaddress
import itertools
import json

import jsonschema


def untrue(lists, strict):
    """Findings about what is listed of each example; `strict` closes a schema."""
    for what, look in LOOKS.items():
        files = sorted((lists / what).glob("*.json"))
        if not files:
            yield f"{what}: nothing is listed"
            continue
        shape = jsonschema.Draft202012Validator(strict(json.loads((lists / what / "schema").read_text())))
        for file in files:
            listed = json.loads(file.read_bytes())
            errors = [f"{error.json_path}: {error.message[:200]}" for error in shape.iter_errors(listed)]
            yield from (f"{what}/{file.stem}: {line}" for line in errors or look(listed, file))


def values(listed, file):
    blueprint = file.with_suffix(".yaml")
    lines = len(blueprint.read_text().splitlines())
    paths = [value["path"] for value in listed["values"]]
    if paths != sorted(set(paths)):
        yield "paths are not each there once, in their order"
    for value in listed["values"]:
        name, _, line = value["origin"].partition(":")
        if value["origin"] not in ("default", "computed") and not (name == blueprint.name and 1 <= int(line) <= lines):
            yield f"{value['path']}: {value['origin']} is no line of {blueprint.name}"
    origins = {value["origin"].partition(":")[0] for value in listed["values"]}
    yield from (f"nothing is {origin}" for origin in {"default", "computed", blueprint.name} - origins)


def names(listed, file):
    for name in listed["names"]:
        if not len(name["name"]) == name["length"] <= name["longest"]:
            yield f"{name['what']} {name['name']}: {name['length']} of {name['longest']}"
    if not listed["names"]:
        yield "there are no names"


def addresses(listed, file):
    for network in listed["networks"]:
        ours = ipaddress.ip_network(network["range"])
        subnets = [ipaddress.ip_network(subnet["range"]) for subnet in network["subnets"]]
        if network["space"] and not ours.subnet_of(ipaddress.ip_network(network["space"])):
            yield f"{ours} is not in {network['space']}"
        if ours.num_addresses != network["size"] or network["free"] != ours.num_addresses - sum(subnet.num_addresses for subnet in subnets):
            yield f"{ours}: {network['free']} of {network['size']} are free"
        yield from (f"{one} and {other} overlap" for one, other in itertools.combinations(subnets, 2) if one.overlaps(other))
        for subnet, said in zip(subnets, network["subnets"]):
            if not subnet.subnet_of(ours):
                yield f"{subnet} is not in {ours}"
            if subnet.num_addresses != said["size"] or not said["demand"] == sum(part["count"] for part in said["parts"]) <= said["size"]:
                yield f"{subnet}: {said['demand']} of {said['size']} for {said['parts']}"
        for ingress in network["ingresses"]:
            if not any(ipaddress.ip_address(ingress["address"]) in subnet for subnet in subnets):
                yield f"{ingress['address']} is in no subnet"
    spaces = [network["space"] for network in listed["networks"]]
    if all(spaces) != (file.stem != "brought"):
        yield f"address spaces are {spaces}"
    if not listed["networks"]:
        yield "there are no networks"


LOOKS = {"values": values, "names": names, "addresses": addresses}
