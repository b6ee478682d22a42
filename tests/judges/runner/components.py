"""What the judges need, each installed once into the ignored folder: safe to run again, to run twice at once, and to kill."""
import contextlib
import fcntl
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tarfile

from places import INSTALLED, JUDGES, PINS, SHARED, bicep


class Unavailable(Exception):
    """A component that cannot be had here; the text says why."""


def versions():
    """The names and values of `pins/versions.env`."""
    lines = (line.split("=", 1) for line in (PINS / "versions.env").read_text().splitlines() if "=" in line and not line.startswith("#"))
    return dict(lines)


def run(command, log, **options):
    """Run an installer; its last words are the reason when it fails."""
    with open(log, "a") as out:
        out.write(f"$ {' '.join(map(str, command))}\n")
        out.flush()
        code = subprocess.call(list(map(str, command)), stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, **options)
    if code:
        last = [line for line in pathlib.Path(log).read_text(errors="replace").splitlines() if line.strip()][-1]
        raise Unavailable(f"{last.strip()[:200]} ({log})")


def boot(log):
    """uv, which installs Python environments in seconds."""
    run([sys.executable, "-m", "venv", "--clear", INSTALLED / "boot"], log)
    run([INSTALLED / "boot/bin/pip", "install", "--quiet", "--disable-pip-version-check", f"uv=={versions()['UV']}"], log)


def python(name):
    """An installer of the Python environment that `pins/NAME.txt` lists."""
    def install(log):
        ensure("boot")
        uv = INSTALLED / "boot/bin/uv"
        run([uv, "venv", "--quiet", "--clear", "--python", sys.executable, INSTALLED / name], log)
        run([uv, "pip", "install", "--quiet", "--compile-bytecode", "--python", INSTALLED / name, "--requirements", PINS / f"{name}.txt"], log)
    return install


def node(name, pins):
    """An installer of the Node packages of a folder of pins: Microsoft's language services."""
    def install(log):
        folder = INSTALLED / name
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(PINS / pins, folder)
        run(["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"], log, cwd=folder)
    return install


def sarif(log):
    """The schema of SARIF as its committee published it, which a package of Microsoft's carries."""
    folder = INSTALLED / "fresh-sarif"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    run(["npm", "pack", "--ignore-scripts", versions()["SARIF_SCHEMA"]], log, cwd=folder)
    with tarfile.open(next(folder.glob("*.tgz"))) as package:
        schema = package.extractfile("package/lib/schemas/sarif-2.1.0-rtm.5.json").read()
    if hashlib.sha256(schema).hexdigest() != versions()["SARIF_SCHEMA_SHA256"]:
        raise Unavailable("the schema of SARIF is not the one that is pinned")
    (folder / "schema.json").write_bytes(schema)
    move(folder / "schema.json", INSTALLED / "sarif/schema.json")
    shutil.rmtree(folder)


def helm(log):
    """Helm, built from its module: four minutes on two cores, once."""
    fresh = INSTALLED / "fresh-helm"
    run(["go", "install", versions()["HELM"]], log, env={**os.environ, "GOBIN": str(fresh), "GOFLAGS": ""})
    move(fresh / "helm", INSTALLED / "bin/helm")


def kube(log):
    """The control plane with its nodes: six minutes on two cores, once."""
    run([JUDGES / "kube/cluster", "build", INSTALLED / "fresh-kube"], log)
    move(INSTALLED / "fresh-kube", INSTALLED / "bin/kube")


def boards(log):
    """What reads dashboards as Grafana does: a minute, once."""
    run(["go", "build", "-mod=readonly", "-o", INSTALLED / "fresh-boards", "."], log, cwd=BOARDS)
    move(INSTALLED / "fresh-boards", INSTALLED / "bin/boards")


def move(fresh, place):
    place.parent.mkdir(parents=True, exist_ok=True)
    os.replace(fresh, place)


# The pin of a module, the folder in it, and its files.
CRDS = (
    ("SECRETS_STORE_CRDS", "config/crd/bases", "*.yaml"),
    ("GATEWAY_CRDS", "config/crd/standard", "*.yaml"),
    ("PROMETHEUS_CRDS", "example/prometheus-operator-crd", "*_podmonitors.yaml"),
    ("CERT_MANAGER_CRDS", "deploy/crds", "cert-manager.io_*.yaml"),
)


def crds(log):
    """Definitions of the custom resources that our output uses, as the modules of their makers carry them."""
    folder = INSTALLED / "crds"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for pin, inside, names in CRDS:
        answer = subprocess.run(["go", "mod", "download", "-json", versions()[pin]], capture_output=True, text=True, cwd=folder)
        if answer.returncode:
            raise Unavailable((answer.stdout + answer.stderr).strip()[-200:])
        for file in sorted(pathlib.Path(json.loads(answer.stdout)["Dir"], inside).glob(names)):
            if file.name != "kustomization.yaml":
                shutil.copyfile(file, folder / file.name)
    azure_monitors(folder)
    pathlib.Path(log).write_text(f"{len(list(folder.iterdir()))} definitions\n")


def azure_monitors(folder):
    """Azure's operator reads monitors of a group of its own, so that no other Prometheus of the cluster reads them too."""
    text = (folder / "monitoring.coreos.com_podmonitors.yaml").read_text()
    text = text.replace("podmonitors.monitoring.", "podmonitors.azmonitoring.").replace("group: monitoring.", "group: azmonitoring.")
    (folder / "azmonitoring.coreos.com_podmonitors.yaml").write_text(text)


def digest(*paths):
    """One digest of the files that decide what a component is."""
    total = hashlib.sha256()
    for path in paths:
        total.update(pathlib.Path(path).read_bytes())
    return total.hexdigest()[:16]


KUBE, BOARDS = JUDGES / "kube", JUDGES / "boards"
# name -> (installer, what its stamp says when it is the one that is wanted)
INSTALLERS = {
    "boot": (boot, lambda: versions()["UV"]),
    "tools": (python("tools"), lambda: digest(PINS / "tools.txt")),
    "azure": (python("azure"), lambda: digest(PINS / "azure.txt")),
    "node": (node("node", "pipelines"), lambda: digest(PINS / "pipelines/package.json", PINS / "pipelines/package-lock.json")),
    "kusto": (node("kusto", "kusto"), lambda: digest(PINS / "kusto/package.json", PINS / "kusto/package-lock.json")),
    "crds": (crds, lambda: " ".join(versions()[pin] for pin, *_ in CRDS)),
    "sarif": (sarif, lambda: versions()["SARIF_SCHEMA_SHA256"]),
    "helm": (helm, lambda: versions()["HELM"]),
    "boards": (boards, lambda: digest(BOARDS / "go.mod", BOARDS / "go.sum", BOARDS / "main.go")),
    "kube": (kube, lambda: digest(KUBE / "go.mod", KUBE / "go.sum", KUBE / "main.go")),
}
# What takes minutes to build the first time, and is therefore begun first.
SLOW = ["helm", "kube"]


def shared(_):
    if not (SHARED / "azure-types").is_dir():
        raise Unavailable(f"no data from outside at {SHARED} (set AKSGEN_SHARED)")


def compiler(_):
    if not bicep():
        raise Unavailable("no bicep: not at $BICEP, nor beside the data from outside, nor on PATH")


# What is found and not installed.
FOUND = {"shared": shared, "bicep": compiler}


@contextlib.contextmanager
def alone(name):
    """One installer of a component at a time, across processes."""
    (INSTALLED / "locks").mkdir(parents=True, exist_ok=True)
    with open(INSTALLED / "locks" / name, "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def ensure(name):
    """Have a component, installing it if its stamp is not the wanted one; raises Unavailable. The stamp is written last."""
    if name in FOUND:
        return FOUND[name](None)
    install, wanted = INSTALLERS[name]
    stamp, log = INSTALLED / "stamps" / name, INSTALLED / "log" / f"install-{name}.log"
    with alone(name):
        if stamp.exists() and stamp.read_text() == wanted():
            return None
        for folder in (stamp.parent, log.parent):
            folder.mkdir(parents=True, exist_ok=True)
        stamp.unlink(missing_ok=True)
        log.unlink(missing_ok=True)
        try:
            install(log)
        except OSError as missing:
            raise Unavailable(str(missing)) from missing
        stamp.write_text(wanted())
    return None


if __name__ == "__main__":
    for component in sys.argv[1:] or INSTALLERS:
        try:
            ensure(component)
        except Unavailable as missing:
            sys.exit(f"{component}: {missing}")
