"""What az did before, call by call.

A call of az is a function of its arguments, its input and the answers that it gets: it sends a request, and what it sends next follows from the answer.
So a call that was seen once is not run again while it gets the same answers: its requests are put to the store, and its output is known.
"""
import json


class Recall:
    """Calls by arguments, input and folder; each a chain of requests that forks at different answers and ends in an output."""

    def __init__(self):
        self.known = {}

    def learn(self, call, exchanges, result):
        """What a call that was run sent and was answered, and how it ended."""
        steps = self.known.setdefault(key(call), {})
        for request, answer in exchanges:
            steps["request"] = request
            steps = steps.setdefault("after", {}).setdefault(text(answer), {})
        steps["result"] = result

    def repeat(self, call, store, reply):
        """The output of a call that can be told without running it, its writes made in the store; else None, and the store is as it was."""
        steps, before = self.known.get(key(call)), None
        while steps and "result" not in steps:
            if before is None and steps["request"]["method"] not in ("GET", "HEAD"):
                before = text(store.state)
            steps = steps["after"].get(text(reply(**steps["request"])))
        if steps is None and before is not None:
            store.state = json.loads(before)
        return steps and steps["result"]


def key(call):
    return text(call)


def text(value):
    return json.dumps(value, sort_keys=True)
