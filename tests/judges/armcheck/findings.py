"""What was found, where, and how bad it is."""


class Findings(list):
    """Tuples of severity, path in the template, message."""

    def error(self, path, message):
        self.append(("error", path, message))

    def warn(self, path, message):
        self.append(("warning", path, message))

    @property
    def errors(self):
        return sum(severity == "error" for severity, _, _ in self)
