"""How steps, jobs and stages end, and what conditions ask of it."""
SUCCEEDED, ISSUES, FAILED, SKIPPED = "Succeeded", "SucceededWithIssues", "Failed", "Skipped"


class Of:
    """The ends of what something waits for."""

    def __init__(self, ends):
        self.ends = list(ends)

    def functions(self):
        well = all(end in (SUCCEEDED, ISSUES) for end in self.ends)
        failed = FAILED in self.ends
        return {"succeeded": lambda: well, "failed": lambda: failed, "succeededOrFailed": lambda: well or failed, "always": lambda: True}


def worst(ends):
    """That of the whole."""
    ends = list(ends)
    if ends and all(end == SKIPPED for end in ends):
        return SKIPPED
    return next((end for end in (FAILED, ISSUES) if end in ends), SUCCEEDED)
