#!/usr/bin/env python3
"""Stands for `az`, `kubelogin`, `kubectl`, `helm` and `date` on the PATH of configuration.sh, under the name by which it is called.

Azure says what the environment says that it says; kubectl and helm are the real ones, but that a chart of others, which is not here, is
stood in for by one with its name, its values and its schema, and the definitions of Gateway API come from where they are kept here.
STANDIN_KILL (`helm upgrade:3`) ends the whole run in the midst of the third such call, as a lost agent does: nothing is told to anybody.
STANDIN_LATER is how many seconds later than now it is."""
import os
import pathlib
import re
import signal
import subprocess
import sys
import threading
import time

NAME, WORDS = pathlib.Path(sys.argv[0]).name, sys.argv[1:]
STATE = pathlib.Path(os.environ["STANDIN_STATE"])
# Where the definitions of Gateway API are, and the commit of the version of which those here are.
GATEWAY_API = "https://github.com/kubernetes-sigs/gateway-api//config/crd?ref=e7677b70ae75d14a4448fba94870e7deea6cf0ad&timeout=120s"


def option(name):
    return WORDS[WORDS.index(name) + 1] if name in WORDS else None


def helm_words():
    """The words for the real helm: a chart from elsewhere becomes its stand-in, and no rollout is waited for as long."""
    words = list(WORDS)
    at = {("upgrade", "--install"): 3, ("show", "crds"): 2}.get(tuple(words[:2]))
    if at and not words[at].startswith("/"):
        words[at] = standin_of(words[at])
        for flag in ("--repo", "--version"):
            if flag in words:
                place = words.index(flag)
                del words[place : place + 2]
    return impatient(words)


def standin_of(chart):
    """The one that stands for a chart, where that comes from a registry or a repository, and was published in the version that is asked for."""
    name = chart.rsplit("/", 1)[-1]
    folder = pathlib.Path(os.environ["STANDIN_CHARTS"], name)
    if not folder.is_dir() or chart.startswith("oci://") == ("--repo" in WORDS):
        sys.exit(f"Error: chart {chart} not found")
    version = re.search(r"^version: (.*)$", (folder / "Chart.yaml").read_text(), re.MULTILINE)[1]
    if version not in ("0.0.0", option("--version")):
        sys.exit(f"Error: chart {chart} not found in version {option('--version')}")
    return str(folder)


def kubectl_words():
    """The words for the real kubectl: what is fetched from elsewhere comes from here, and nothing is waited for as long."""
    words = list(WORDS)
    if "--kustomize" in words:
        at = words.index("--kustomize")
        if words[at + 1] != GATEWAY_API:
            sys.exit(f"error: accumulating resources from {words[at + 1]!r}: not found")
        files = sorted(pathlib.Path(os.environ["STANDIN_DEFINITIONS"]).glob("gateway.networking.k8s.io_*.yaml"))
        words[at : at + 2] = [f"--filename={file}" for file in files]
    return impatient(words)


def impatient(words):
    return [os.environ["STANDIN_WAIT"] if before == "--timeout" else word for before, word in zip(["", *words], words)]


def is_last():
    """Whether this is the call in whose midst the run ends."""
    what, _, which = os.environ.get("STANDIN_KILL", "").rpartition(":")
    if not what or not f"{NAME} {' '.join(WORDS)}".startswith(what):
        return False
    with (STATE / "calls").open("a") as calls:
        calls.write(".")
    return (STATE / "calls").stat().st_size == int(which)


def begun(real):
    """Starts the real one. Of helm, waits until it has written that it is at a release, or has ended; of kubectl nothing more is seen."""
    if NAME != "helm":
        subprocess.Popen(real)
        return
    words = ["--namespace", option("--namespace"), "--selector", f"owner=helm,name={WORDS[2]}", "--no-headers", "--output=custom-columns=:.metadata.labels.status"]
    watch = subprocess.Popen([os.environ["STANDIN_KUBE"], "kubectl", "get", "secrets", "--watch", *words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    time.sleep(1)  # until it watches
    helm = subprocess.Popen(real)
    threading.Thread(target=lambda: (helm.wait(), watch.terminate()), daemon=True).start()
    next((line for line in watch.stdout if line.startswith("pending")), None)


def main():
    if NAME == "az":
        import azure  # noqa: PLC0415: the other commands start without

        if said := azure.answer(WORDS):
            print(said)
        return None
    if NAME == "kubelogin":
        return None
    if NAME == "date":
        if WORDS != ["+%s"]:
            sys.exit(f"the stand-in for date does not know: date {' '.join(WORDS)}")
        return print(int(time.time()) + int(os.environ.get("STANDIN_LATER", 0)))
    if NAME == "kubectl" and WORDS[0] == "wait" and option("--for") == "create":
        import azure  # noqa: PLC0415

        azure.bring()
    real = [os.environ["STANDIN_KUBE"], "kubectl", *kubectl_words()] if NAME == "kubectl" else [os.environ["STANDIN_HELM"], *helm_words()]
    if is_last():
        begun(real)
        os.killpg(0, signal.SIGKILL)
    os.execv(real[0], real)


if __name__ == "__main__":
    main()
