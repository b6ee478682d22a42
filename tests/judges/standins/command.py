#!/usr/bin/env python3
"""Stands for `az`, `kubelogin`, `kubectl`, `helm` and `date` on the PATH of configuration.sh, under the name by which it is called.

Azure says what the environment says that it says; kubectl and helm are the real ones, but that a chart of others, which is not here, is
stood in for by one with its name, its values and its schema. STANDIN_KILL (`helm upgrade:3`) ends the whole run in the midst of the third
such call, as a lost agent does: nothing is told to anybody. STANDIN_LATER is how many seconds later than now it is."""
import itertools
import os
import pathlib
import signal
import subprocess
import sys
import threading
import time

NAME, WORDS = pathlib.Path(sys.argv[0]).name, sys.argv[1:]
STATE = pathlib.Path(os.environ["STANDIN_STATE"])
IDENTITY = "00000000-0000-4000-8000-00000000000a"


def option(name):
    return WORDS[WORDS.index(name) + 1] if name in WORDS else None


def az():
    asked = " ".join(itertools.takewhile(lambda word: not word.startswith("-"), WORDS))
    if asked == "account show":
        print(os.environ["STANDIN_ACCOUNT"])
    elif asked == "aks get-credentials":
        pathlib.Path(option("--file")).write_text(pathlib.Path(os.environ["STANDIN_KUBECONFIG"]).read_text())
    elif asked == "aks show":  # whether it runs
        print("Running")
    elif asked == "identity show":
        print(IDENTITY)
    elif asked != "keyvault certificate show":
        sys.exit(f"the stand-in for az does not know: az {' '.join(WORDS)}")


def helm_words():
    """The words for the real helm: a chart from elsewhere becomes its stand-in, and no rollout is waited for as long."""
    words = list(WORDS)
    if words[:2] == ["upgrade", "--install"] and not words[3].startswith("/"):
        words[3] = os.path.join(os.environ["STANDIN_CHARTS"], words[3].rsplit("/", 1)[-1])
        for flag in ("--repo", "--version"):
            if flag in words:
                at = words.index(flag)
                del words[at : at + 2]
    if "--timeout" in words:
        words[words.index("--timeout") + 1] = os.environ["STANDIN_WAIT"]
    return words


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
        return az()
    if NAME == "kubelogin":
        return None
    if NAME == "date":
        if WORDS != ["+%s"]:
            sys.exit(f"the stand-in for date does not know: date {' '.join(WORDS)}")
        return print(int(time.time()) + int(os.environ.get("STANDIN_LATER", 0)))
    real = [os.environ["STANDIN_KUBE"], "kubectl", *WORDS] if NAME == "kubectl" else [os.environ["STANDIN_HELM"], *helm_words()]
    if is_last():
        begun(real)
        os.killpg(0, signal.SIGKILL)
    os.execv(real[0], real)


if __name__ == "__main__":
    main()
