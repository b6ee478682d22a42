"""The az scripts, run against the in-memory Azure: twice the same state, stopped anywhere and run again the same state, and it is what ARM predicts; what they made they take away again. A region that is disabled need not answer."""
import json
import pathlib
import re
import sys
import tempfile
import tomllib

import bicepjudge
import deployers
from bicepengine import Refused
from brought_networks import in_the_way
from deployments import parameter_files, scope, subscription_of, template_of
from hours import hours
from lost_regions import without_regions
from selftest import Break
from standing import SUBSCRIPTION, brought
from tree import AZURE_PYTHON, JUDGES, NothingToJudge, start
from upgrades import upgrades
from wrongly_made import wrongly_made

FAKEAZ = JUDGES / "fakeaz"
# A subscription in which all is wrong (fakeaz/subscription.py says what each means), and what must be said of it.
WRONG = {
    "unregistered": ["microsoft.insights"], "roles": ["b24988ac-6180-42a0-ab88-20f7382dd24c", "f58310d9-a9f6-439a-9e8d-f62e7b41a168"], "conditions": {"f58310d9-a9f6-439a-9e8d-f62e7b41a168": "of Reader alone: {acdd72a7-3385-48ef-bd42-f606fba81ae7}"}, "taken": ["*"],
    "lacking": ["dnsResolvers"], "limits": {"cores": 9, "standardDDSv5Family": 8, "PublicIPAddresses": 0},
}
FOUND = [
    "fault: the resource provider Microsoft.Insights", "may give roles, but not Network Contributor",
    "grants 8 vCPUs of standardDDSv5Family", "grants 9 vCPUs of all families", "grants 0 public addresses",
]
# What must be said where a file says so: that something is made whose name others may have, or that something is to be there already.
FOUND_WHERE = {
    "that allows locking": ("scripts/00-preflight.sh", "LOCKERS="),
    "and Azure does not change it to": ("scripts/settings/clusters/*.sh", "CLUSTER="),
    "and runs 1.30: scripts/upgrade.sh --cluster": ("scripts/settings/clusters/*.sh", "CLUSTER="),
    "is not there in /subscriptions/": ("scripts/settings/common.sh", "OWN_ROLES="),
    "of the registry is taken": ("scripts/10-common.sh", "az acr create"),
    "of the vault is taken": ("scripts/40-vault.sh", "az keyvault create"),
    "of the storage account is taken": ("scripts/42-backup-vault.sh", "az storage"),
    "where its copies lie": ("scripts/settings/*.sh", "BACKUP_VAULT=[^']"),
    "of the public address is taken": ("infrastructure/arm/parameters/*.json", "domainNameLabel"),
    "gives rights by repository": ("scripts/settings/common.sh", "REGISTRY_SUBSCRIPTION=[^']"),
    "there is no vault": ("scripts/settings/*.sh", "VAULT_SUBSCRIPTION=[^']"),
    "there are no DNS resolvers": ("scripts/settings/hubs/*.sh", "RESOLVER=[^']"),
    "there is no virtual network": ("scripts/settings/*.sh", "VNET_GROUP"),
    "leads 0.0.0.0/0 to nothing": ("scripts/settings/*.sh", "BROUGHT_ROUTE_TABLE=[^']"),
}
# Points of failure, the first, the last, and others that the name of the tree draws: fewer for a case, one of many; all of them in the long sweep.
POINTS, POINTS_OF_CASE = "8", "3"


def commands(tree):
    """The lines of bash that a person would type, one after the other: what is for all (a script whose settings bear its name or that takes no word, and the preflight before them), around those of each hub and then those of each site."""
    scripts = sorted(tree.scripts.glob("[0-9][0-9]-*.sh"))
    settings = [file.stem for file in sorted((tree.scripts / "settings").glob("*.sh"))]
    if not scripts or not settings:
        raise NothingToJudge("no numbered scripts with settings in scripts/")
    shared = [script for script in scripts if script.stem.split("-", 1)[1] in settings or f"\n#   {script.name}\n" in script.read_text() and not script.stem.endswith("-preflight")]
    sites = sites_of(settings, scripts)
    hubs = [file.stem for file in sorted((tree.scripts / "settings/hubs").glob("*.sh"))]
    of_hubs = [script for script in scripts if script.stem.endswith("-hub")]
    last_first = next((script for script in shared if script.stem.endswith("-common")), None) or next(iter(shared), None)
    first = [script for script in scripts if last_first and script <= last_first]
    last = [script for script in shared if script not in first]
    tunnels = [script for script in scripts if script.stem.endswith(("-connection", "-circuit"))]
    each = [script for script in scripts if script not in [*first, *of_hubs, *tunnels, *last]]
    each_hub = [[f"bash '{script}' {hub}" for hub in hubs for script in chosen] for chosen in (of_hubs, tunnels)]
    of_sites = [f"{set_to(tree, site)}bash '{script}' {site}" for site in sites for script in each]
    preflights = [f"{elsewhere}bash '{script}'" for script in first if script.stem.endswith("-preflight") for elsewhere in dict.fromkeys(set_to(tree, site) for site in sites) if elsewhere]
    return [f"bash '{script}'" for script in first] + preflights + each_hub[0] + of_sites + each_hub[1] + [f"bash '{script}'" for script in last]


def set_to(tree, site):
    """What comes before a command for a site, in the place of `az account set`."""
    subscription = subscription_of(tree, site)
    return f"FAKEAZ_SUBSCRIPTION={subscription} " if subscription else ""


def sites_of(settings, scripts):
    """Settings that are those of no script, but of a site."""
    return [name for name in settings if name not in [script.stem.split("-", 1)[1] for script in scripts]]


def destruction(tree):
    """The lines of bash that take all away again: sites, hubs, what all share."""
    destroy = tree.scripts / "destroy.sh"
    settings = [file.stem for file in sorted((tree.scripts / "settings").glob("*.sh"))]
    sites = [f"{set_to(tree, site)}bash '{destroy}' {site} <<<{site}" for site in sites_of(settings, sorted(tree.scripts.glob("[0-9][0-9]-*.sh")))]
    leaves = 'if [[ -n ${CIRCUIT-} ]]; then az rest --method post --url "' + CIRCUITS + '/$CIRCUIT/providerLeaves?api-version=2025-05-01"; fi'
    hubs = [f"(source '{file}' && {leaves} && bash '{destroy}' hub {file.stem} <<<\"$HUB_NETWORK\")" for file in sorted((tree.scripts / "settings/hubs").glob("*.sh"))]
    return [too_early(tree, destroy), *sites, *hubs, f"bash '{destroy}' common <<<common"]


def too_early(tree, destroy):
    """What all share stays for as long as a site stands, and it says which."""
    sites = sites_of([file.stem for file in sorted((tree.scripts / "settings").glob("*.sh"))], sorted(tree.scripts.glob("[0-9][0-9]-*.sh")))
    named = " && ".join(f"[[ $said == *'destroy.sh {site}'* ]]" for site in sites)
    return f"said=$(! bash '{destroy}' common <<<common 2>&1) && {named} || {{ echo \"destroy.sh common does not stop for the sites: $said\" >&2; exit 1; }}"


def judge(tree, full):
    with tempfile.TemporaryDirectory(prefix="aksgen-azrun-") as folder:
        folder = pathlib.Path(folder)
        script = folder / "all.sh"
        script.write_text("set -euo pipefail\n" + "\n".join(commands(tree)) + "\n")
        predictions, findings = predict(tree, folder)
        findings += deployers.unheld(tree, deployers.read(predictions))
        certificates = certificates_of(tree)
        # The proof runs every call of az twice; what comes after it is told what it heard.
        questions = [*proof(tree, folder, script, predictions, certificates, full), *stops_without(tree, script, certificates), *on_call(tree, folder, certificates), *([] if tree.case else preflight(tree, folder)), *nothing_left(tree, folder, certificates)]
        answers = answered(folder, [words for words, _ in questions])
        return findings + [finding for (_, verdict), (code, text) in zip(questions, answers, strict=True) for finding in verdict(code, text)]


def answered(folder, questions):
    """What the in-memory Azure says to each list of words: az starts once for all of them."""
    file = folder / "each.jsonl"
    file.write_text("".join(json.dumps([str(word) for word in words]) + "\n" for words in questions))
    code, text = start(AZURE_PYTHON, FAKEAZ, "--each", file)
    if code:
        raise RuntimeError(f"the in-memory Azure ended with {code}: {text[-2000:]}")
    answers = [json.loads(line) for line in text.splitlines() if line.startswith('{"code"')]
    return [(answer["code"], answer["text"]) for answer in answers]


def proof(tree, folder, script, predictions, certificates, full):
    """Two runs, and those that are made to fail, end in the one state that ARM predicts."""
    words = ["--prove", "all" if full else POINTS_OF_CASE if tree.case else POINTS, "--seed", tree.root.name, *(word for file in predictions for word in ("--expect", file))]
    words += [*(word for name in sorted(set().union(*certificates)) for word in ("--certificate", name)), *brought(tree), "--except", exceptions(tree, folder), script]
    return [(words, lambda code, text: tree.said(text)[-60:] if code else [])]


def certificates_of(tree):
    """For each deployment that needs any, the certificates, or the key of a tunnel or of a line, that a person puts into its vault."""
    parameters = [json.loads(file.read_text())["parameters"] for file in parameter_files(tree)]
    needed = [{site["certificate"] for site in each.get("secureSites", {}).get("value", [])} for each in parameters]
    keys = [{each["connection"]["value"]["sharedKeyName"]} for each in parameters if "sharedKeyName" in each.get("connection", {}).get("value", {})]
    keys += [{each["connection"]["value"]["authorizationName"]} for each in parameters if "authorizationName" in each.get("connection", {}).get("value", {})]
    return [names for names in needed if names] + keys


# Of a hub, whose provider takes its side away before they can be deleted.
CIRCUITS = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/$HUB_GROUP/providers/Microsoft.Network/expressRouteCircuits"


def stops_without(tree, script, certificates):
    """Where certificates must be in the vault first, their absence ends the run, and all that the first vault lacks are named at once."""
    def verdict(code, text):
        if code == 0:
            return [f"the scripts go on without the certificates {certificates}"]
        if not any(all(name in text for name in names) for names in certificates):
            return [f"stops without certificates, and names all of no deployment ({certificates}): {text.splitlines()[-5:]}"]
        return []

    return [(["--recalled", *brought(tree), script], verdict)] if certificates else []


def on_call(tree, folder, certificates):
    """Where regions are disabled, what leads to the others is made without an answer from them."""
    lines, script = without_regions(tree, set_to), folder / "on-call.sh"
    script.write_text("set -euo pipefail\n" + "\n".join([*commands(tree), *lines]) + "\n")
    words = [*(word for name in sorted(set().union(*certificates)) for word in ("--certificate", name)), *brought(tree)]
    return [(["--recalled", *words, script], lambda code, text: [f"with its disabled regions lost: {line}" for line in text.splitlines()[-10:]] if code else [])] if lines else []


def preflight(tree, folder):
    """Where all is wrong that can be, the preflight names all of it, fails, and has written nothing."""
    state, requests = folder / "wrong.json", folder / "requests.jsonl"
    sizes = sorted({size for file in (tree.scripts / "settings").glob("*.sh") for size in re.findall(r"\bStandard_[A-Z]+\d\w*", file.read_text())})
    closed, scarce = sizes[-1:], sizes[:-1]  # the largest, and the others
    state.write_text(json.dumps({"resources": wrongly_made(tree), "world": {**WRONG, "closed": closed, "zones": {size: ["1"] for size in scarce}}}))
    found = FOUND + [words for words, (files, text) in FOUND_WHERE.items() if any(re.search(text, file.read_text()) for file in tree.root.glob(files))]
    found += [f"{size} is closed" for size in closed] + [f"{size} is not to be had in westeurope in zone 2, 3" for size in scarce]

    script = folder / "preflights.sh"  # in every subscription in which something is to stand
    settings = [""] + [set_to(tree, file.stem) for file in sorted((tree.scripts / "settings").glob("*.sh"))]
    script.write_text("code=0\n" + "".join(f"{each}bash '{tree.scripts / '00-preflight.sh'}' || code=1\n" for each in dict.fromkeys(settings)) + "exit $code\n")

    def verdict(code, text):
        writes = [request for request in map(json.loads, requests.read_text().splitlines()) if request["write"]]
        findings = [f"the preflight does not find: {words}" for words in found if words.lower() not in text.lower()]
        findings += [f"the preflight writes: {request['method']} {request['path']}" for request in writes]
        return findings + ([] if code else ["the preflight goes well where all is wrong"])

    return [(["--state", state, "--requests", requests, script], verdict), *network_in_the_way(tree, folder, script)]


def network_in_the_way(tree, folder, script):
    """Where all is right but the network that is brought."""
    network, found = in_the_way(tree)
    state = folder / "network.json"
    state.write_text(json.dumps({"resources": network}))
    return [(["--state", state, *brought(tree), script], lambda _, text: [f"the preflight does not find: {words}" for words in found if words not in text])] if found else []


def nothing_left(tree, folder, certificates):
    """What was made is stopped and started, upgraded, and taken away again, and nothing is left but deleted vaults."""
    if not (tree.scripts / "destroy.sh").exists():
        return []
    state, script = folder / "destroyed.json", folder / "destroy-all.sh"
    script.write_text("set -euo pipefail\n" + "\n".join([*commands(tree), *hours(tree, set_to), *upgrades(tree, folder, set_to), *destruction(tree)]) + "\n")
    words = [*(word for name in sorted(set().union(*certificates)) for word in ("--certificate", name)), *brought(tree)]

    def verdict(code, text):
        if code:
            return [f"hours.sh, upgrade.sh or destroy.sh does not go through: {line}" for line in text.splitlines()[-10:]]
        return [f"destroy.sh leaves {identifier}" for identifier in json.loads(state.read_text())["resources"]]

    return [(["--recalled", "--state", state, *words, script], verdict)]


def predict(tree, folder):
    """What ARM would ask for, one file a deployment."""
    files, findings = [], []
    for parameters in parameter_files(tree):
        template, out = template_of(tree, parameters), folder / f"{parameters.stem}.predicted.json"
        try:
            out.write_text(json.dumps(bicepjudge.predict(template, parameters, **stands_in(tree, parameters), **group(parameters, scope(template)))))
            files.append(out)
        except Refused as words:
            findings += tree.said(str(words))
    return files, findings


def stands_in(tree, parameters):
    """The subscription into which these are deployed, where platforms stand in several."""
    found = subscription_of(tree, parameters.stem.split("-", 1)[-1])
    return {"subscription": found} if found else {}


def group(parameters, scope):
    """The scope, with the resource group that is meant: the edge of a site goes into the network's group of its region."""
    region = parameters.with_name("region-" + parameters.name.split("-", 1)[-1])
    if not scope or not region.exists():
        return scope
    return {"group": json.loads(region.read_text())["parameters"]["resourceGroups"]["value"]["network"]}


def exceptions(tree, folder):
    """The exceptions for this tree, as fakeaz reads them."""
    known = tomllib.loads((JUDGES / "az-exceptions.toml").read_text()).get("exception", [])
    out = folder / "exceptions.json"
    out.write_text(json.dumps([entry for entry in known if tree.root.name in entry.get("blueprints", [tree.root.name])]))
    return out


def selftest():
    """The small tree broken in three ways at once; then each refusal of the in-memory Azure is provoked."""
    import selftest as breaking

    code, text = start(AZURE_PYTHON, FAKEAZ, FAKEAZ / "selftest.sh")
    return deployers.selftest() + breaking.breaks(sys.modules[__name__]) + ([f"fakeaz: {line}" for line in text.splitlines()] if code else [])


BREAKS = [
    Break("scripts/00-preflight.sh", "== Registered", "!= x", "the preflight does not find: fault: the resource provider"),
    Break("scripts/00-preflight.sh", "exit 1", "az group create --name none --location westeurope", "the preflight writes: PUT"),
    Break("scripts/10-foundation.sh", "--priority 100", "--priority 110", "properties.priority: ARM says 100, scripts say 110"),
    Break("scripts/20-edge.sh", "--name nodes", "--name other", "subnets[nodes]: ARM says"),
    Break("scripts/20-edge.sh", "matrix-dev-nodes-nsg --output none", "matrix-dev-nodes-nsg --output none || true", "went on as if nothing had happened"),
]
