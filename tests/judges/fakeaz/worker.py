"""A fork of the warm azure-cli that runs calls, one after the other. Azure stays in the process that began it, and is asked over a pipe.

Commands share no more than the modules of az; a fork is replaced after some of them, so that what they leave in memory does not add up."""
import gc
import json
import os
import socket
import sys
import tempfile

import transport

CALLS = 25  # of one fork: a fork costs as much as half a call, and leaves little to be saved after so many


class Worker:
    """The fork at work, if there is one."""

    current = None

    @classmethod
    def run(cls, call):
        """Runs a call: how it ends, and what it sent and was answered."""
        worker = cls.current or cls()
        cls.current = worker
        try:
            told, exchanges = worker.ask(call)
        except (ValueError, OSError):  # the fork itself was ended
            told, exchanges = {"code": 1, "out": "", "err": "fakeaz: az has ended without a word\n"}, []
            worker.calls = CALLS
        if worker.calls >= CALLS:
            worker.end()
            cls.current = None
        return told, exchanges

    def __init__(self):
        ours, theirs = socket.socketpair()
        self.calls, self.pid = 0, os.fork()
        if self.pid == 0:
            ours.close()
            serve(theirs.makefile("rw"))
        theirs.close()
        self.link = ours.makefile("rw")
        ours.close()

    def ask(self, call):
        """Hands a call over, and answers its requests until it has ended."""
        self.calls, exchanges = self.calls + 1, []
        send(self.link, call)
        while "request" in (message := json.loads(self.link.readline())):
            asked = message["request"]
            exchanges.append([asked, send(self.link, transport.reply(**asked))])
        return message, exchanges

    def end(self):
        self.link.close()
        os.waitpid(self.pid, 0)


def send(link, message):
    """Sends a message: it as the other side has it, which later changes of Azure's state do not reach."""
    line = json.dumps(message)
    link.write(line + "\n")
    link.flush()
    return json.loads(line)


def serve(link):
    """Runs calls until nobody asks any more; in the fork, which ends here."""
    try:
        def ask(**asked):
            send(link, {"request": asked})
            return json.loads(link.readline())

        transport.answered_by(ask)
        socket.socket.connect = socket.getaddrinfo = blocked
        sys.stdout, sys.stderr = open(1, "w", closefd=False), open(2, "w", closefd=False)  # nothing of the other process is in these
        gc.disable()
        while line := link.readline():
            send(link, run(**json.loads(line)))
    finally:
        os._exit(0)


def run(argv, cwd, subscription):
    """A command itself: how it ends."""
    from azure.cli.core import get_default_cli

    transport.Account.subscription = subscription

    with tempfile.TemporaryFile("w+", errors="replace") as out, tempfile.TemporaryFile("w+", errors="replace") as err:
        os.dup2(out.fileno(), 1)
        os.dup2(err.fileno(), 2)
        try:
            os.chdir(cwd)
            code = get_default_cli().invoke(argv, out_file=sys.stdout) or 0
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 1
        except BaseException as failure:  # noqa: BLE001  whatever breaks in the command is the script's failure
            print(f"fakeaz: {failure!r}", file=sys.stderr)
            code = 1
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        return {"code": code, "out": whole(out), "err": whole(err)}


def whole(file):
    file.seek(0)
    return file.read()


def blocked(*arguments, **options):
    raise OSError("fakeaz: the network is blocked")
