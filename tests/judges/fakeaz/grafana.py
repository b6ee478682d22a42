"""The HTTP interface of a Managed Grafana: folders and dashboards, which are kept below its resource, so that they go with it."""
import re

from store import children, get, put, resource_type

AUDIENCES = ("https://dashboard.azure.com", "ce34e7e5-485f-4d76-964f-b3d2b16d1e4f")
KIND = "microsoft.dashboard/grafana"
# Of whoever may write: Admin and Editor. The caller is a member of every group.
WRITERS = ("22926164-76b3-42b3-bc55-97df8dab3e41", "a79a5197-3a5c-4973-a920-486035ffd60f")
UID = re.compile(r"[A-Za-z0-9_-]{1,40}")
SAVING = {"dashboard", "folderUid", "message", "overwrite"}
FOLDER = {"uid", "title", "description", "parentUid"}


def endpoint(name):
    return f"https://{name.lower()}-00.weu.grafana.azure.com"


def answer(state, host, method, path, body, audience):
    """What one answers; `audience` is that of the token."""
    here = next((r["id"] for k, r in state["resources"].items() if resource_type(k) == KIND and endpoint(r["name"]) == f"https://{host.lower()}"), None)
    if here is None:
        return 404, {"message": f"there is no Grafana at {host}"}
    if (audience or "").rstrip("/") not in AUDIENCES:
        return 401, {"message": f"a token for {audience} is none for Grafana"}
    if not may_write(state, here):
        return 403, {"message": "no role on this Grafana"}
    asked = (method, path.strip("/"))
    if asked == ("GET", "api/folders"):
        return 200, [folder["properties"] for folder in children(state, f"{here}/folders")]
    if asked == ("POST", "api/folders"):
        return make_folder(state, here, body or {})
    if asked == ("POST", "api/dashboards/db"):
        return save(state, here, body or {})
    return 404, {"message": f"{method} {path} is not simulated"}


def may_write(state, here):
    """Whether a role by which one writes is given on it, or above it."""
    given = (r for k, r in state["resources"].items() if resource_type(k) == "microsoft.authorization/roleassignments" and here.lower().startswith(k.split("/providers/microsoft.authorization/")[0]))
    return any(str(r["properties"].get("roleDefinitionId", "")).lower().endswith(WRITERS) for r in given)


def make_folder(state, here, body):
    unknown = body.keys() - FOLDER
    if unknown or not body.get("title") or not UID.fullmatch(str(body.get("uid"))):
        return 400, {"message": f"bad request data: {sorted(unknown) or body}"}
    if get(state, f"{here}/folders/{body['uid']}") is not None:
        return 412, {"message": "a folder with that uid already exists"}
    put(state, f"{here}/folders/{body['uid']}", {"properties": body})
    return 200, {"id": 1, **body}


def save(state, here, body):
    unknown, board = body.keys() - SAVING, body.get("dashboard") or {}
    if unknown or not board.get("title") or not UID.fullmatch(str(board.get("uid"))) or "id" in board:
        return 400, {"message": f"bad request data: {sorted(unknown) or sorted(board)}"}
    if get(state, f"{here}/folders/{body.get('folderUid')}") is None:
        return 400, {"message": "folder not found"}
    place = f"{here}/dashboards/{board['uid']}"
    if get(state, place) is not None and not body.get("overwrite"):
        return 412, {"status": "version-mismatch", "message": "the dashboard has been changed by someone else"}
    put(state, place, {"properties": {"folder": body["folderUid"], **board}})
    return 200, {"status": "success", "uid": board["uid"], "url": f"/d/{board['uid']}", "version": 1}
