"""Has aksgen report on every blueprint of tests/diagnostics/, as JSON and as SARIF, and on outputs that differ: what the judge of reports reads.

Each stands in a folder of its own beside the blueprint: `report.json`, `report.sarif` and the exit code of each in `exit`. What the commands that list
something list of every example stands in `lists`, with the schemas of those lists."""
import shutil
import sys

from places import REPORTS, ROOT
from program import AS_OF, program, run

BLUEPRINTS = ROOT / "tests/diagnostics"
TRAP = "häfen & kräne;]%41 🚢"  # the folder of a blueprint, as a URI cannot hold it
LISTS = {"show": "values", "names": "names", "addresses": "addresses"}  # commands, and what they list
GOOD = ROOT / "blueprints/minimal.yaml"


def main():
    shutil.rmtree(REPORTS, ignore_errors=True)  # what an earlier run has reported must not be judged
    aksgen, count = program(), 0
    for path in sorted([*BLUEPRINTS.glob("*.yaml"), *(path for path in BLUEPRINTS.iterdir() if path.is_dir())]):
        here = REPORTS / path.stem / TRAP
        here.parent.mkdir(parents=True)
        if path.is_dir():
            shutil.copytree(path, here)
        else:
            here.mkdir()
            shutil.copyfile(path, here / path.name)
        report(aksgen, here.parent, TRAP if path.is_dir() else f"{TRAP}/{path.name}")
        count += 1
    print(f"{count + differing(aksgen)} reports, {lists(aksgen)} lists")
    return 0 if count else 1


def differing(aksgen):
    """A blueprint without findings; the same, of whose output one file is edited, one is gone, one is too many and one is not ours; one that is no text."""
    for name in ("clean", "differs", "no-text"):
        here = REPORTS / name
        here.mkdir(parents=True)
        shutil.copyfile(GOOD, here / "blueprint.yaml")
        run(aksgen, "render", "blueprint.yaml", "-o", "out", "--as-of", AS_OF, cwd=here)
    differs, no_text = REPORTS / "differs", REPORTS / "no-text"
    (differs / "out/README.md").write_text("by hand\n")
    (differs / "out/scripts/lib.sh").unlink()
    (differs / "out/apps/podinfo/chart/values.yaml").unlink()
    (differs / "out/apps/podinfo/chart/values.yaml").mkdir()
    (no_text / "blueprint.yaml").write_bytes("name: größe\n".encode("utf-16"))
    for name in ("clean", "differs", "no-text"):
        report(aksgen, REPORTS / name, "blueprint.yaml")
    return 3


def lists(aksgen):
    """What is listed of each example."""
    here, examples = REPORTS / "lists", [path for path in sorted((ROOT / "blueprints").glob("*.yaml")) if not path.name.endswith(".allocations.yaml")]
    for command, what in LISTS.items():
        (here / what).mkdir(parents=True)
        (here / what / "schema").write_bytes(run(aksgen, "schema", what, cwd=here)[1])
        for path in examples:
            shutil.copyfile(path, here / what / path.name)
            code, out, said = run(aksgen, command, path.name, "--as-of", AS_OF, "--format", "json", cwd=here / what)
            if code:
                sys.exit(f"aksgen {command} {path.name}: exit {code}: {said.decode()}")
            (here / what / f"{path.stem}.json").write_bytes(out)
    return len(LISTS) * len(examples)


def report(aksgen, here, blueprint):
    """Both reports of one blueprint."""
    codes = []
    for form in ("json", "sarif"):
        code, out, _ = run(aksgen, "check", blueprint, "-o", "out", "--as-of", AS_OF, "--format", form, cwd=here)
        (here / f"report.{form}").write_bytes(out)
        codes.append(f"{form} {code}\n")
    (here / "exit").write_text("".join(codes))


sys.exit(main())
