"""Renders every blueprint of tests/cases/ for the judges, each beside its allocations; rendered again, nothing changes."""
import shutil
import sys

from places import CASES, RENDERED
from program import AS_OF, program, run


def main():
    shutil.rmtree(RENDERED, ignore_errors=True)  # what an earlier run has rendered must not be judged
    RENDERED.mkdir(parents=True)
    shutil.copytree(CASES / "charts", RENDERED / "charts")  # what apps bring for their charts stands beside their blueprints
    blueprints, aksgen = sorted(CASES.glob("*.yaml")), program()
    findings = [line for blueprint in blueprints for line in rendered(aksgen, blueprint)]
    print("\n".join(findings) or f"{len(blueprints)} cases")
    return 1 if findings or not blueprints else 0


def rendered(aksgen, blueprint):
    """What goes wrong when a case is rendered."""
    here = shutil.copyfile(blueprint, RENDERED / blueprint.name)
    for what, words in (("rendered", ["--verify"]), ("rendered again", ["--exit-code"])):
        code, out, said = run(aksgen, "render", here, "-o", RENDERED / blueprint.stem, "--as-of", AS_OF, *words)
        if code:
            yield from (f"{blueprint.name}, {what}: {line}" for line in (out + said).decode().splitlines() or [f"exit {code}"])


sys.exit(main())
