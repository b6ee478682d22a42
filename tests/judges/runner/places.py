"""Where everything is: the project, the folder of installed judges, and the data from outside."""
import os
import pathlib
import shutil

JUDGES = pathlib.Path(__file__).resolve().parent.parent
ROOT = JUDGES.parent.parent
PINS = JUDGES / "pins"
GOLDEN = ROOT / "golden"
PRINTER = ROOT / "tests/azure/printer"  # holds goldens of the printers alone
CASES = ROOT / "tests/cases"  # blueprints that are rendered and judged, and not committed as trees
INSTALLED = pathlib.Path(os.environ.get("AKSGEN_JUDGES") or ROOT / ".judges").resolve()
RENDERED = INSTALLED / "cases"  # where each case is rendered
REPORTS = INSTALLED / "reports"  # where aksgen reports on bad blueprints, for programs
HOSTILE = INSTALLED / "hostile"  # where the tests write trees with hostile texts
SHARED = pathlib.Path(os.environ.get("AKSGEN_SHARED") or ROOT.parent / "shared").resolve()


def bicep():
    """The Bicep compiler: $BICEP, else the one beside the data from outside, else one on PATH; None when there is none."""
    carried = SHARED / "tools" / "bicep"
    return os.environ.get("BICEP") or (str(carried) if carried.exists() else shutil.which("bicep"))


def environment():
    """What every judge finds in its environment: its tools on PATH, and the places above by name."""
    path = os.pathsep.join([str(INSTALLED / "bin"), str(INSTALLED / "tools" / "bin"), os.environ["PATH"]])
    given = {**os.environ, "PATH": path, "AKSGEN_JUDGES": str(INSTALLED), "AKSGEN_SHARED": str(SHARED), "PYTHONDONTWRITEBYTECODE": "1"}
    compiler = bicep()
    return {**given, "BICEP": compiler} if compiler else given
