"""The runner of all tests: what is installed, what runs, and what is said at the end. Python's standard library alone."""
