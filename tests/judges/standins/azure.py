"""What Azure answers to az, as far as configuration.sh asks, and what it brings into a cluster some time after that says that it is ready.

It knows what the infrastructure makes: the names in the parameters of a tree's ARM templates, and nothing else."""
import itertools
import json
import os
import pathlib
import sys

import gateways

IDENTITY = "00000000-0000-4000-8000-00000000000a"
CONNECTION = f"InstrumentationKey={IDENTITY};IngestionEndpoint=https://westeurope-1.in.applicationinsights.azure.com/"
# What is asked for: the options that name it, and what each that asks must say beside.
ASKED = {
    "aks get-credentials": ("--resource-group", "--name"),
    "aks show": ("--resource-group", "--name"),
    "identity show": ("--resource-group", "--name"),
    "resource show": ("--resource-group", "--name"),
    "keyvault certificate show": ("--vault-name",),
}


def answer(words):
    """What az says to these words; it exits with what Azure would refuse."""
    asked = " ".join(itertools.takewhile(lambda word: not word.startswith("-"), words))
    option = dict(zip(words, words[1:]))
    if asked == "account show":
        return os.environ["STANDIN_ACCOUNT"]
    if asked not in ASKED:
        sys.exit(f"the stand-in for az does not know: az {' '.join(words)}")
    for name in ASKED[asked]:
        if option.get(name) not in known():
            sys.exit(f"(ResourceNotFound) az {asked}: no {name.removeprefix('--')} {option.get(name)!r} was made")
    query = option.get("--query")
    if asked == "aks get-credentials":
        pathlib.Path(option["--file"]).write_text(pathlib.Path(os.environ["STANDIN_KUBECONFIG"]).read_text())
        return None
    if asked == "aks show" and query == "powerState.code":
        return os.environ["STANDIN_POWER"]
    if asked == "identity show" and query == "clientId":
        return IDENTITY
    if asked == "resource show" and (option.get("--resource-type"), query) == ("Microsoft.Insights/components", "properties.ConnectionString") and "--api-version" in option:
        return CONNECTION
    return None  # a certificate that never ends, and what has not what is asked for


def known():
    """Every text in the parameters of every deployment."""
    return set(itertools.chain.from_iterable(texts(json.loads(file.read_text())) for file in parameter_files()))


def parameter_files():
    return sorted(pathlib.Path(os.environ["STANDIN_PARAMETERS"]).glob("*.json"))


def texts(value):
    """Every text in a JSON value."""
    if isinstance(value, str):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from texts(inner)


def bring():
    """What comes into the cluster while somebody waits for it: the kinds and pods of its add-ons."""
    for file in parameter_files():
        values = {name: each.get("value") for name, each in json.loads(file.read_text())["parameters"].items()}
        for cluster in values.get("clusters") or ():
            if cluster["name"] == os.environ["STANDIN_CLUSTER"]:
                if values.get("prometheus"):
                    gateways.define("azmonitoring.*.yaml")
                if cluster.get("applicationRouting"):
                    gateways.add_on()
    gateways.run()
