"""A region that does not answer: nothing in it is read or changed, and whoever asks for it is told so at once (az would ask again for minutes)."""
from refusal import Refusal

ASKED = "/regionislost"


def lose(state, path):
    """`POST …/locations/<region>/regionIsLost`, which is no request of Azure's: from now on that region is away."""
    state.setdefault("world", {}).setdefault("lost", []).append(path.lower().split("/")[-2])
    return 200, {}


def refuse(state, path):
    lost, here = state.get("world", {}).get("lost", []), path.lower().rstrip("/").split("/")
    if not lost or here[-1] == ASKED[1:]:
        return
    holders = (state["resources"].get("/".join(here[:end])) for end in range(len(here), 0, -1))
    regions = {str(holder.get("location", "")).lower() for holder in holders if holder}
    regions |= {here[at + 1] for at, word in enumerate(here[:-1]) if word == "locations"}
    for region in regions & set(lost):
        raise Refusal(409, "RegionNotAvailable", f"The region {region} does not answer: {path}")
