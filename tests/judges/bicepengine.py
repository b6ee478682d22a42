"""Azure's deployment engine, as the Bicep compiler carries it: one process that predicts many deployments, where a start of its own for each costs a second or two."""
import atexit
import functools
import json
import os
import shutil
import subprocess


class Refused(Exception):
    """What the compiler has to say about a template, or that there is no compiler."""


def compiler():
    found = os.environ.get("BICEP") or shutil.which("bicep")
    if not found:
        raise Refused("no bicep at $BICEP, nor on PATH")
    return found


class Engine:
    """A conversation by JSON-RPC with `bicep jsonrpc`; it ends with this process."""

    def __init__(self):
        self.process = subprocess.Popen([compiler(), "jsonrpc", "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.count = 0
        atexit.register(self.end)

    def end(self):
        self.process.kill()
        self.process.wait()

    def ask(self, method, parameters):
        """The result; Refused with the engine's words where there is none."""
        self.count += 1
        body = json.dumps({"jsonrpc": "2.0", "id": self.count, "method": method, "params": parameters}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.read(self.length()))
        if "error" in answer:
            raise Refused(answer["error"].get("data", {}).get("message") or answer["error"]["message"])
        return answer["result"]

    def length(self):
        """Of the answer that comes, as its headers say."""
        length = 0
        while line := self.process.stdout.readline().strip():
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        if not length:
            raise Refused("bicep jsonrpc ended without an answer")
        return length


@functools.cache
def engine():
    return Engine()


def snapshot(parameters, subscription, location, group):
    """What Azure would be asked for by the template and the values that a .bicepparam names."""
    scope = {"subscriptionId": subscription, "location": location, **({"resourceGroup": group} if group else {})}
    try:
        return json.loads(engine().ask("bicep/getSnapshot", {"path": str(parameters), "metadata": scope, "externalInputs": None})["snapshot"])
    except Refused as words:  # which are few where something does not compile
        said = subprocess.run([compiler(), "build-params", str(parameters), "--stdout"], capture_output=True, text=True).stderr
        raise Refused("\n".join([str(words), *(line for line in said.splitlines() if "Error" in line)])) from words
