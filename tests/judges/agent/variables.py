"""Variables of a pipeline: their names are the same in any case."""


class Variables(dict):
    def get(self, name, default=None):
        return next((value for known, value in self.items() if known.lower() == name.lower()), default)
