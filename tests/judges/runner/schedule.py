"""Two jobs at a time, and one more of those that mostly wait, while installers go on in the background; a job begins when what it needs is there, and is skipped when that cannot be had.

A job that comes after others begins when they have passed, and is skipped when one has not."""
import dataclasses
import os
import pathlib
import signal
import subprocess
import threading
import time

from components import SLOW, Unavailable, ensure
from places import INSTALLED, ROOT, environment

NOTHING_TO_JUDGE = 3  # a judge's exit code
GRACE = 20  # seconds between asking a job to end and ending it


@dataclasses.dataclass
class Result:
    job: object
    outcome: str  # passed, failed or skipped
    seconds: float
    text: str


class Schedule:
    """`report(result)` is called as each job ends."""

    def __init__(self, jobs, report, workers=2):
        self.waiting, self.report, self.workers = list(jobs), report, workers
        self.ready, self.unavailable, self.results, self.running = set(), {}, [], {}
        self.names = {job.name for job in self.waiting}
        self.cargo_busy, self.stopping = False, False
        self.changed = threading.Condition()

    def run(self):
        wanted = {component for job in self.waiting for component in job.needs}
        quick = sorted(wanted - set(SLOW))
        threads = [threading.Thread(target=self.install, args=(names,), daemon=True) for names in ([name for name in SLOW if name in wanted], quick) if names]
        threads += [threading.Thread(target=self.work, args=(waits,), daemon=True) for waits in [False] * self.workers + [True]]
        for thread in threads:
            thread.start()
        for thread in threads:
            while thread.is_alive():
                thread.join(0.5)  # so that an interrupt is heard
        return self.results

    def install(self, names):
        for name in names:
            try:
                ensure(name)
                reason = None
            except Unavailable as missing:
                reason = f"{name}: {missing}"
            except Exception as broken:  # a fault in an installer must not leave its jobs waiting for ever
                reason = f"{name}: {broken!r}"
            with self.changed:
                if reason is None:
                    self.ready.add(name)
                else:
                    self.unavailable[name] = reason
                self.changed.notify_all()

    def work(self, waits):
        while job := self.next_job(waits):
            missing = [self.unavailable[name] for name in job.needs if name in self.unavailable]
            missing += [f"{result.job.label}: {result.outcome}" for result in self.before(job) if result.outcome != "passed"]
            result = Result(job, "skipped", 0.0, missing[0]) if missing else self.execute(job)
            with self.changed:
                self.results.append(result)
                if job.cargo:
                    self.cargo_busy = False
                self.report(result)
                self.changed.notify_all()

    def next_job(self, waits):
        """For one who takes what `waits` alone, or what does not before what does."""
        with self.changed:
            while self.waiting and not self.stopping:
                for job in [job for job in self.waiting if job.waits] if waits else sorted(self.waiting, key=lambda job: job.waits):
                    settled = all(name in self.ready or name in self.unavailable for name in job.needs)
                    settled &= len(self.before(job)) == sum(name in self.names for name in job.after)
                    if settled and not (job.cargo and self.cargo_busy):
                        self.waiting.remove(job)
                        self.cargo_busy |= job.cargo
                        return job
                self.changed.wait()
            return None

    def before(self, job):
        """Results of the jobs after which one comes, as far as there are any yet."""
        return [result for result in self.results if result.job.name in job.after]

    def execute(self, job):
        log = INSTALLED / "log" / f"{job.label.replace(' ', '-')}.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        begun = time.monotonic()
        with open(log, "w") as out:
            try:
                process = subprocess.Popen(job.command, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, start_new_session=True, env={**environment(), **dict(job.environment)})
            except OSError as missing:
                return Result(job, "failed", 0.0, str(missing))
            self.running[process.pid] = process
            try:
                code = process.wait(job.seconds)
            except subprocess.TimeoutExpired:
                out.write(f"\nnot done after {job.seconds} s\n")
                code = None
            end(process)
            del self.running[process.pid]
        outcome = "passed" if code == 0 else "skipped" if code == NOTHING_TO_JUDGE else "failed"
        return Result(job, outcome, time.monotonic() - begun, pathlib.Path(log).read_text(errors="replace").strip())

    def stop(self):
        """End everything that was begun."""
        self.stopping = True
        for process in list(self.running.values()):
            end(process)


def end(process):
    """End a job and all that it began; one that has ended by itself leaves nothing to do."""
    for number, patience in ((signal.SIGTERM, GRACE), (signal.SIGKILL, GRACE)):
        try:
            os.killpg(process.pid, number if process.poll() is None else signal.SIGKILL)
            process.wait(patience)
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            continue
        return
