"""The type data of Azure resources, read from a folder of JSON files when a type is first asked for."""
import json
import pathlib

# Flags of a property in the data.
REQUIRED, READ_ONLY, WRITE_ONLY, DEPLOY_TIME_CONSTANT = 1, 2, 4, 8


class AzureTypes:
    """Resource types by lower-case name and API version."""

    def __init__(self, folder):
        self._known, self._versions = {}, {}
        for file in sorted(pathlib.Path(folder).glob("*.json")):
            data = json.loads(file.read_text())
            name, version = data["resource"].rsplit("@", 1)
            self._known[name.lower(), version] = (name, data["types"])
            self._versions.setdefault(name.lower(), []).append(version)
        if not self._known:
            raise SystemExit(f"{folder}: no type data")

    def versions(self, name):
        return sorted(self._versions.get(name.lower(), []))

    def find(self, name, version):
        """(name as published, types of this resource), or None."""
        return self._known.get((name.lower(), version))


def resolve(types, reference):
    """The type behind `{"$ref": "#/12"}`."""
    return types[int(reference["$ref"][2:])]
