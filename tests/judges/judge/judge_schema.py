"""A validator that is not ours reads the blueprints by the committed JSON Schema, as an editor does; each schema that we publish is one."""
import pathlib
import tempfile

from tree import INSTALLED, NothingToJudge, Tree, objections

ROOT = pathlib.Path(__file__).resolve().parents[3]
CHECK = INSTALLED / "tools/bin/check-jsonschema"
SCHEMA, FINDINGS = ROOT / "blueprints/schema.json", ROOT / "docs/findings.schema.json"


def judge(project, full):
    if not SCHEMA.exists():
        raise NothingToJudge("no blueprints/schema.json")
    blueprints = [path for path in project.files("blueprints/*.yaml", "tests/cases/*.yaml", under=ROOT) if "." not in path.stem]  # X.allocations.yaml is ours
    return objections(project, CHECK, "--check-metaschema", SCHEMA, FINDINGS) + objections(project, CHECK, "--schemafile", SCHEMA, *blueprints)


def selftest():
    """A key that nobody knows, and a number where text is wanted."""
    if not SCHEMA.exists():
        raise NothingToJudge("no blueprints/schema.json")
    text, findings = (ROOT / "blueprints/minimal.yaml").read_text(), []
    with tempfile.TemporaryDirectory(prefix="aksgen-schema-") as folder:
        file = pathlib.Path(folder, "broken.yaml")
        for broken in ("naem: x\n" + text, text.replace("regions: [", "regions: [7, ", 1)):
            file.write_text(broken)
            if broken == text or not objections(Tree(folder), CHECK, "--schemafile", SCHEMA, file):
                findings.append(f"the schema takes {broken[:60]!r}")
    return findings
