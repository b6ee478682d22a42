"""Run aksgen's tests: our own, and every judge over every golden tree.

What the judges need is installed once into .judges/ (or $AKSGEN_JUDGES). Data from outside is found at $AKSGEN_SHARED, else ../shared.
With CI=true a skip is a failure. Exit 1 with any failure.
"""
import argparse
import os
import shutil
import signal
import sys

from jobs import JUDGES_OF_CASES_IN_CI, JUDGES_OF_TREES, WRITTEN, all_jobs, is_thorough
from places import HOSTILE, INSTALLED
from schedule import Schedule

TAIL = 40  # lines of a failed job that are shown; all of them are in its log


def arguments():
    parser = argparse.ArgumentParser(prog="tests/run", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--full", action="store_true", help="the long sweeps, too: every point of failure, the tests marked `ignored`")
    parser.add_argument("--only", metavar="NAME[,NAME]", help="only these")
    parser.add_argument("--list", action="store_true", help="say what there is, and run nothing")
    return parser, parser.parse_args()


def show(result):
    """One line a job as it ends; a failure with its last words."""
    print(f"{result.outcome:8}{result.job.label:28}{result.seconds:7.1f} s" + (f"  {result.text.splitlines()[0]}" if result.outcome == "skipped" and result.text else ""), flush=True)
    if result.outcome == "failed":
        print("\n".join(f"    {line}" for line in result.text.splitlines()[-TAIL:]), flush=True)


def main():
    parser, options = arguments()
    jobs = all_jobs(options.full)
    names = list(dict.fromkeys(job.name for job in jobs))
    if options.list:
        print("\n".join(job.label for job in jobs))
        return 0
    if options.only:
        wanted = options.only.split(",")
        unknown = [name for name in wanted if name not in names]
        if unknown:
            parser.error(f"unknown: {', '.join(unknown)}; there are {', '.join(names)}")
        if JUDGES_OF_TREES.keys() & set(wanted):
            wanted += ["golden", "cases"]  # a judge of trees without trees must not pass
        wanted += [WRITTEN[name][1] for name in wanted if name in WRITTEN]  # what it judges, another job writes
        wanted += [name for job in jobs if job.name in wanted for name in job.after]
        jobs = [job for job in jobs if job.name in wanted]
    if any(job.name == "test" for job in jobs):
        shutil.rmtree(HOSTILE, ignore_errors=True)  # what an earlier run has written must not be judged
    schedule = Schedule(jobs, show)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        results = schedule.run()
    except KeyboardInterrupt:
        schedule.stop()
        return 130
    if not is_thorough(options.full):
        print(f"\nleft to CI=true and --full: {', '.join(JUDGES_OF_CASES_IN_CI)} over the cases")
    return conclude(results)


def conclude(results):
    """Times by judge, what was skipped and why, what failed, and the closing line."""
    of = {outcome: [result for result in results if result.outcome == outcome] for outcome in ("passed", "failed", "skipped")}
    seconds = {}
    for result in results:
        seconds[result.job.name] = seconds.get(result.job.name, 0) + result.seconds
    print("\nseconds: " + ", ".join(f"{name} {total:.0f}" for name, total in sorted(seconds.items(), key=lambda pair: -pair[1])))
    for result in of["skipped"]:
        print(f"skipped: {result.job.label}: {result.text.splitlines()[0] if result.text else ''}")
    for result in of["failed"]:
        print(f"failed: {result.job.label} ({INSTALLED / 'log' / result.job.label.replace(' ', '-')}.log)")
    strict = os.environ.get("CI") == "true"
    if strict and of["skipped"]:
        print("CI=true: a skip is a failure")
    print(f"{len(of['passed'])} passed, {len(of['failed'])} failed, {len(of['skipped'])} skipped")
    return 1 if of["failed"] or (strict and of["skipped"]) or not of["passed"] else 0


sys.exit(main())
