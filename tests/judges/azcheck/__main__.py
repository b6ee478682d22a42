"""Check every `az` call of bash scripts against the real azure-cli, offline.

  PYTHON azcheck [--validators] FILE.sh...      PYTHON: one that has azure-cli; shfmt on PATH or in $SHFMT
  PYTHON azcheck --command -- aks create ...    one command

Variables with one literal value are put in; words that only a run can know pass as values, never as flags. A deprecated command or flag is a
warning; --strict makes it an error. Exit 1 with any error, or when there was no call to check.
"""
import argparse
import os
import pathlib
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from az_parser import Az  # noqa: E402
from bash_calls import Script  # noqa: E402


def calls(files, shfmt):
    """(file, line, words), or a SyntaxError in the place of words."""
    for file in files:
        try:
            yield from ((file, line, words) for line, words in Script(pathlib.Path(file).read_text(), shfmt).calls)
        except SyntaxError as error:
            yield file, 1, error


def main():
    parser = argparse.ArgumentParser(prog="azcheck", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("words", nargs="+", metavar="FILE.sh")
    parser.add_argument("--shfmt", default=os.environ.get("SHFMT") or shutil.which("shfmt"))
    parser.add_argument("--validators", action="store_true", help="run the validators of calls whose words are all known")
    parser.add_argument("--command", action="store_true", help="the words are one command, without `az`")
    parser.add_argument("--strict", action="store_true", help="what is deprecated fails, too")
    options = parser.parse_args()
    jobs = [("command", 1, options.words)] if options.command else list(calls(options.words, options.shfmt))
    az, bad = Az(), 0
    for file, line, words in jobs:
        if isinstance(words, SyntaxError):
            name, errors, warnings = "", [str(words)], []
        else:
            name, errors, warnings = az.check(words, options.validators)
        if options.strict:
            errors += [warning for warning in warnings if "deprecate" in warning]
        bad += bool(errors)
        for error in errors:
            print(f"{file}:{line}: error: az {name}: {error}")
        for warning in warnings:
            print(f"{file}:{line}: warning: az {name}: {warning}")
    print(f"{len(jobs)} az calls, {bad} bad; {len(az.table)} commands known")
    return 1 if bad or not jobs else 0


sys.exit(main())
