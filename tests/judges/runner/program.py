"""The program that is tested, as cargo has built it."""
import json
import os
import subprocess

from places import ROOT

AS_OF = "2026-11-24"  # as of which day dates are judged: what is right today stays right


def program():
    """Where it is: cargo says, and builds nothing that is built."""
    command = [os.environ.get("CARGO", "cargo"), "build", "--release", "--locked", "--quiet", "--bin", "aksgen", "--message-format=json"]
    done = subprocess.run(command, cwd=ROOT, text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=True)
    return next(path for line in reversed(done.stdout.splitlines()) if (path := json.loads(line).get("executable")))


def run(*command, cwd=None):
    """(exit code, standard output, standard error) as bytes."""
    done = subprocess.run([str(word) for word in command], cwd=cwd, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return done.returncode, done.stdout, done.stderr
