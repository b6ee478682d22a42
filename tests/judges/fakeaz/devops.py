"""The little of Azure DevOps that steps of pipelines ask: environments, and the checks on them."""
from store import guid


def answer(state, path, query):
    """Any environment exists and asks somebody; in a world that is `unasked` it has a check that is no approval, and an approval that is switched off."""
    if path.lower().endswith("/_apis/pipelines/environments"):
        name = query.get("name", "")
        return 200, {"value": [{"id": number(other), "name": other} for other in (name, f"{name}-2")]}
    if path.lower().endswith("/_apis/pipelines/checks/configurations"):
        unasked = state.get("world", {}).get("unasked", False)
        others = [{"type": {"name": "ExclusiveLock"}}, {"type": {"name": "Approval"}, "isDisabled": True}]
        asked = query.get("resourceType") == "environment" and query.get("resourceId", "").isdigit() and not unasked
        return 200, {"value": [*others, *([{"type": {"name": "Approval"}}] if asked else [])]}
    return 404, {"message": f"{path} is not simulated"}


def number(environment):
    return str(int(guid(environment)[:6], 16))
