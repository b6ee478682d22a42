"""Where a report says that something stands, read from the file itself."""


def misplaced(folder, finding):
    """Places of a finding that are not where they say: line and column, counted in characters, must be those of the offset in bytes."""
    spots = [spot for spot in (finding["primary"], finding["patch"], *finding["related"]) if spot]
    for spot in (spot for spot in spots if spot["file"] != "defaults"):
        file = folder / spot["file"]
        if not file.is_file():
            yield f"{finding['code']}: there is no {spot['file']!r}"
            continue
        for end in ("start", "end"):
            before = file.read_bytes()[: spot[end]["offset"]].decode()
            lines = before.split("\n")
            if (spot[end]["line"], spot[end]["column"]) != (len(lines), len(lines[-1]) + 1):
                yield f"{finding['code']}: {end} {spot[end]} is not where the offset is: line {len(lines)}, column {len(lines[-1]) + 1}"
        if spot["start"]["offset"] > spot["end"]["offset"]:
            yield f"{finding['code']}: it ends before it starts"
