"""What the scripts leave against what Azure's deployment engine predicts from the templates, with the exceptions that have a reason."""
import fnmatch
import json
import re

FIELDS = ("location", "tags", "sku", "identity", "zones", "properties", "kind")


def compare(dump, predicted):
    """Where the state that scripts leave is not what ARM predicts: (resource id, path of a property or "", what differs)."""
    held = {r["id"].lower(): r for r in dump}
    for resource in predicted:
        mine = find(held, resource["id"])
        if mine is None:
            yield resource["id"], "", "missing"
            continue
        for field in FIELDS:
            if field in resource:
                yield from ((resource["id"], *difference) for difference in differences(mine.get(field), resource[field], field))
    wanted = {r["id"].lower() for r in predicted}
    for key, resource in held.items():
        if key not in wanted and not inside(key, wanted):
            yield resource["id"], "", "only the scripts make it"


def inside(key, wanted):
    return any(key.startswith(w + "/") for w in wanted if "/providers/" in w)


def find(held, identifier):
    if identifier.lower() in held:
        return held[identifier.lower()]
    pieces = identifier.split("/")
    parent = held.get("/".join(pieces[:-2]).lower())
    for entries in (parent.get("properties") or {}).values() if parent else []:
        for entry in entries if isinstance(entries, list) else []:
            if isinstance(entry, dict) and str(entry.get("name", "")).lower() == pieces[-1].lower():
                return entry if "properties" in entry else {"properties": entry}
    return None


def differences(mine, theirs, where):
    if isinstance(theirs, dict):
        if not isinstance(mine, dict):
            yield where, f"ARM says {short(theirs)}, scripts say {short(mine)}"
            return
        lowered = {k.lower(): v for k, v in mine.items()}
        for key, value in theirs.items():
            yield from differences(lowered.get(key.lower()), value, f"{where}.{key}")
    elif isinstance(theirs, list):
        if isinstance(mine, list) and all(isinstance(e, dict) and "name" in e for e in theirs):
            by_name = {str(e.get("name")).lower(): e for e in mine if isinstance(e, dict)}
            for entry in theirs:
                yield from differences(by_name.get(entry["name"].lower()), entry, f"{where}[{entry['name']}]")
        elif not isinstance(mine, list) or len(mine) != len(theirs) or sorted(map(short, mine)) != sorted(map(short, theirs)) and any(d for m, t in zip(mine, theirs) for d in differences(m, t, where)):
            yield where, f"ARM says {short(theirs)}, scripts say {short(mine)}"
    elif isinstance(theirs, str) and "[" in theirs and "(" in theirs:
        return  # an expression that is known only after a deployment
    elif theirs is not None and meant(mine) != meant(theirs):
        yield where, f"ARM says {short(theirs)}, scripts say {short(mine)}"


def meant(value):
    """A text as it is compared. A role of Azure's own is the same under every subscription: az names it by the one that it is signed in to, a template by that of what it opens."""
    return re.sub(r"^/subscriptions/[^/]+(?=/providers/microsoft\.authorization/roledefinitions/)", "", str(value).lower())


def short(value):
    line = json.dumps(value, sort_keys=True).lower()
    return line if len(line) < 160 else line[:157] + "..."


def unexcused(differences, exceptions):
    """Lines for every difference that no exception covers, and for every exception that covers nothing."""
    used = set()
    for identifier, path, what in differences:
        covering = [n for n, exception in enumerate(exceptions) if covers(exception, identifier, path)]
        used.update(covering)
        if not covering:
            yield f"{identifier}: {path}: {what}".replace(": : ", ": ")
    for n, exception in enumerate(exceptions):
        if n not in used:
            yield f"the exception for {exception['resource']} {exception['path']} covers nothing any more"


def covers(exception, identifier, path):
    return fnmatch.fnmatch(identifier.lower(), exception["resource"].lower()) and fnmatch.fnmatch(path.lower(), exception["path"].lower())
