"""What a season costs: a build that has nothing to do, the driver's own work, many workers, kills.

    python benchmarks/season.py null [EPISODES …]       CPU of a build in which nothing changed: 100 and 10,000
    python benchmarks/season.py workers [PLOT.png [N]]  10,000 episodes simulated on 1 to 64 workers
    python benchmarks/season.py record                  the costs of 6 real episodes, into season_costs.json
    python benchmarks/season.py cores [EPISODES]        6 episodes of 5 minutes: one core and two, time and memory
    python benchmarks/season.py kills [KILLS]           twice 100 builds killed with -9, and the bytes in the end

`null` and `workers` run the real driver over an archive whose steps are not made: what they would make is that of one
episode that was, so that the 10,000 need no hours. In `workers` time is counted, not waited for: each step takes the
processor time that the same step took in one of six real episodes of 4 to 5 minutes (`record`), and the driver what it
takes of the processor here, whatever else this machine does. `cores` makes everything, as people do; the one core is
one that the processes may use, whatever libraries would do with the other; beside them stands what the machine gives to
two that share nothing. `kills` goes on until so many builds were killed: at changes of the disk that are counted, and
at any moment of builds by two processes.
"""

from __future__ import annotations

import heapq
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import wave
from concurrent.futures import Future
from pathlib import Path

import numpy as np
from plots import plot

import subtool
from subtool.season.run import BuildRun, Craft, Means
from subtool.season.state import BuildState
from subtool.season.step import Outcome
from subtool.verbs import build_steps
from subtool.verbs.build import project_of

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "scripts" / "the-lamp-on-the-point.txt"
COSTS = Path(__file__).with_name("season_costs.json")
PARAGRAPHS = (
    0,
    1,
    2,
    4,
    6,
    8,
)  # of the sample, left out of the six episodes that are recorded: no two are alike
CHANGES_A_KILL = 37  # of the disk, in the middle: a kill comes after 1 to 73
CHANGES_AN_EPISODE = 30  # it makes 38; some are made twice, before the kill and after it
KILLED_BY_TWO = 12  # episodes that two processes build: a build takes seconds, most of them at work
EPISODES, WORKERS = 10_000, (1, 4, 16, 64)
# as people have it: Python keeps what it has compiled, so that not each process of a build compiles it again
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


class Nobody:
    def began(self, step, reasons, seconds): ...
    def ended(self, step, record): ...
    def failed(self, step, message):
        print(step.id, message)

    def said(self, episode, message): ...


def archive(folder, episodes):
    """A season of so many scripts, each the sample's."""
    (folder / "scripts").mkdir(parents=True)
    text = SAMPLE.read_bytes()
    for number in range(episodes):
        (folder / "scripts" / f"e{number:05}.txt").write_bytes(text)
    (folder / "subtool.toml").write_text('subtool = 1\n[season]\ntitle = "archive"\n', "utf-8")
    return folder


def canned(folder):
    """What the steps of one episode make, by kind and suffix."""
    one = archive(folder / "one", 1)
    subtool.build(one, options={"jobs": 1})
    made = {path.name.partition(".")[2]: path.read_bytes() for path in (one / "subtitles").iterdir()}
    with BuildState(one) as state:
        facts = {kind: state.facts(f"e00000/{kind}") for kind in ("outline", "check")}

    def perform(task):
        step = task.step
        files = {path: made[path.partition(".")[2]] for path in step.writes}
        result = "" if files else step.kind
        return Outcome(files=files, facts=facts.get(step.kind, {}), result=result)

    return perform


class Here:
    """A pool that makes a step at once."""

    places = 1

    def submit(self, perform, task):
        future = Future()
        future.set_result(perform(task))
        return future


def built(folder, perform, pool, kind=BuildRun, steps=None):
    """The archive built by the real driver; its CPU, and the run."""
    project = project_of(folder)
    steps = steps or project.steps
    chains = {}
    for step in steps:
        chains.setdefault(step.episode, []).append(step)
    with BuildState(folder) as state:
        craft = Craft(perform, lambda *_: (), lambda *_: False, lambda _: 1)
        run = kind(folder, state, craft, Nobody())
        before = time.process_time()
        run.run(chains, steps, Means(pool, 1 << 20, 1))
        return time.process_time() - before, run


def null(folder, counts):
    perform = canned(folder)
    for count in counts:
        season = archive(folder / str(count), count)
        cpu, run = built(season, perform, Here())
        print(
            f"{count} episodes made: the driver took {cpu * 1000 / len(run.made):.2f} ms of CPU a step, files written"
        )
        time.sleep(3)  # files younger than a clock's tick are read again
        command = [sys.executable, "-m", "subtool", "build", season, "--quiet"]
        for what in ("digests new", "nothing to do"):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run(command, env=ENVIRONMENT, check=True)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            print(
                f"{count} episodes, {what}: {cpu:.2f} s of CPU, most memory so far {after.ru_maxrss // 1024} MB"
            )


class Clock:
    """Workers whose time is counted: the next step that ends is the one whose time comes first."""

    def __init__(self, workers, costs):
        self.places, self.now, self.real = workers, 0.0, time.process_time()
        self.due, self.costs = [], costs

    def seconds(self, step):
        """What the same step took in one of the real episodes; a `draft` of the archive stands for an `align`."""
        costs = self.costs[int(step.episode[1:]) % len(self.costs)]["seconds"]
        return costs[step.id.rpartition("/")[2]]

    def submit(self, perform, task):
        self.pass_time()
        future = Future()
        heapq.heappush(self.due, (self.now + self.seconds(task.step), id(future), future, perform(task)))
        return future

    def pass_time(self):
        """The driver's own time counts, too."""
        now = time.process_time()
        self.now, self.real = self.now + now - self.real, now

    def next(self):
        self.pass_time()
        ends, _, future, outcome = heapq.heappop(self.due)
        self.now = max(self.now, ends)
        future.set_result(outcome)
        return future


class Counted(BuildRun):
    """A run that does not wait."""

    clock = None

    def ended(self, _timeout):
        return [self.clock.next()]


def workers(folder, picture, episodes):
    points, costs = [], json.loads(COSTS.read_text("utf-8"))["episodes"]

    def perform(task):
        return Outcome(result=task.step.kind)

    season = archive(folder / "archive", episodes)
    steps = project_of(season).steps
    for count in WORKERS:
        shutil.rmtree(season / ".subtool", ignore_errors=True)
        clock = Counted.clock = Clock(count, costs)
        cpu, run = built(season, perform, clock, Counted, steps)
        assert len(run.made) == len(steps)
        points.append((count, WORKERS[0] * points[0][2] / clock.now if points else 1.0, clock.now))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        share, own_ms = points[-1][1] / count, cpu * 1000 / len(steps)
        print(
            f"{count:3} workers: {clock.now / 3600:.2f} h, {points[-1][1]:.2f} times one, {share:.1%} of linear;",
            end=" ",
        )
        print(f"driver {own_ms:.2f} ms of CPU a step, {peak} MB")
    if picture:
        plot([point[:2] for point in points], picture, "workers", "times as fast as one")


def cpu_s():
    """The processor time of this process and of all that it has waited for."""
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in spent)


def record(folder):
    """Six episodes made, one after the other, and the processor time of each of their steps, into the file of costs."""
    season = archive(folder / "real", len(PARAGRAPHS))
    (season / "films").mkdir()
    head, *paragraphs = SAMPLE.read_text("utf-8").split("\n\n\n", 1)[1].split("\n\n")
    episodes = []
    for script, left_out in zip(sorted((season / "scripts").iterdir()), PARAGRAPHS, strict=True):
        told = [*paragraphs[:left_out], *paragraphs[left_out + 1 :]]
        script.write_text("\n\n".join((head, *told)), "utf-8")
        subtool.narrate(script, season / "films" / f"{script.stem}.wav")
    os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
    seconds_of = {script.stem: {} for script in sorted((season / "scripts").iterdir())}

    def timed(task):
        before = cpu_s()
        outcome = made(task)
        seconds_of[task.step.episode][task.step.id.rpartition("/")[2]] = round(cpu_s() - before, 3)
        return outcome

    made, build_steps.perform = build_steps.perform, timed
    assert not subtool.build(season, options={"jobs": 1}).failed
    with BuildState(season) as state:
        for name, seconds in seconds_of.items():
            film_s = state.facts(f"{name}/check")["duration_ms"] / 1000
            episodes.append({"film_s": film_s, "seconds": seconds})
            print(f"{name}: {film_s:.0f} s of film, {sum(seconds.values()):.1f} s: {seconds}")
    COSTS.write_text(json.dumps({"episodes": episodes}, indent=1) + "\n", "utf-8")


def cores(folder, episodes):
    """Everything made: a film of 5 minutes, six episodes, on one core and on two."""
    season = archive(folder / "real", episodes)
    (season / "films").mkdir()
    subtool.narrate(SAMPLE, folder / "voice.wav")
    for number, script in enumerate(sorted((season / "scripts").iterdir())):
        quieter(folder / "voice.wav", season / "films" / f"{script.stem}.wav", 1 - number / 50)
    took, ends = {}, []
    for count in (1, 2):
        shutil.rmtree(season / ".subtool", ignore_errors=True)
        shutil.rmtree(season / "subtitles", ignore_errors=True)
        took[count], most = timed_on(count, season, folder / f"cache{count}")
        ends.append(contents(season))
        print(f"{count} cores: {took[count]:.1f} s, {most} MB at the most; load {os.getloadavg()[0]:.1f}")
    same = "the same" if ends[0] == ends[1] else "OTHER"
    print(f"{took[1] / took[2]:.2f} times one core, {same} bytes")
    side_by_side = halves(folder, season)
    print(f"a build of each half on a core of its own, at once: {side_by_side:.1f} s,", end=" ")
    print(f"{took[1] / side_by_side:.2f} times: what this machine gives")


def halves(folder, season):
    """The seconds that two builds take side by side, each of half of the episodes and on one core."""
    all_cores, running = os.sched_getaffinity(0), []
    for number in (0, 1):
        half = archive(folder / f"half{number}", 0)
        (half / "films").mkdir()
        for inside in ("scripts", "films"):
            for file in sorted((season / inside).iterdir())[number::2]:
                shutil.copy(file, half / inside)
    before = time.perf_counter()
    for number, core in zip((0, 1), sorted(all_cores), strict=False):
        os.sched_setaffinity(0, {core})
        environment = {**ENVIRONMENT, "XDG_CACHE_HOME": str(folder / f"half-cache{number}")}
        running.append(subprocess.Popen(build_command(folder / f"half{number}", 1), env=environment))
    os.sched_setaffinity(0, all_cores)
    assert [process.wait() for process in running] == [0, 0]
    return time.perf_counter() - before


def timed_on(count, season, cache):
    """The seconds that a build on so many cores takes, and its most MB."""
    environment = {**ENVIRONMENT, "XDG_CACHE_HOME": str(cache)}
    all_cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, sorted(all_cores)[:count])  # the build inherits it
    try:
        before, most = time.perf_counter(), 0
        with subprocess.Popen(build_command(season, count), env=environment) as process:
            while process.poll() is None:
                most = max(most, memory_mb(process.pid))
                time.sleep(0.2)
        assert process.returncode == 0
        return time.perf_counter() - before, most
    finally:
        os.sched_setaffinity(0, all_cores)


def build_command(season, jobs):
    return [sys.executable, "-m", "subtool", "build", season, "--quiet", "--jobs", str(jobs)]


def contents(season):
    """The bytes of all outputs there are."""
    outputs = sorted((season / "subtitles").rglob("*"))
    return {path.name: path.read_bytes() for path in outputs if path.is_file()}


def quieter(source, target, share):
    """The same voice, and another sound: what was heard of one is not known of the other."""
    with wave.open(str(source), "rb") as sound, wave.open(str(target), "wb") as made:
        made.setparams(sound.getparams())
        samples = np.frombuffer(sound.readframes(sound.getnframes()), np.int16)
        made.writeframes((samples * share).astype(np.int16).tobytes())


def memory_mb(pid):
    """What a process and all below it hold, shared pages counted once a process."""
    import psutil

    try:
        process = psutil.Process(pid)
        return sum(one.memory_info().rss for one in (process, *process.children(recursive=True))) >> 20
    except psutil.NoSuchProcess:
        return 0


def kills(folder, count):
    """Builds killed when they are about to change the disk, and then at any moment, with two processes at work."""
    episodes = 2 + count * CHANGES_A_KILL // CHANGES_AN_EPISODE
    for name, number in (("killed", episodes), ("warm", 1), ("undisturbed", episodes)):
        archive(folder / name, number)
    program = ROOT / "tests" / "support" / "killing.py"
    done = subprocess.run(
        [sys.executable, program, folder / "killed", str(count)], capture_output=True, text=True, check=True
    )
    subtool.build(folder / "undisturbed", options={"jobs": 1})
    same = "the same" if contents(folder / "killed") == contents(folder / "undisturbed") else "OTHERS"
    print(f"{done.stdout.strip()} builds killed as they change the disk; the bytes in the end are {same}")
    killed_at_any_moment(folder / "two", count)


def killed_at_any_moment(folder, count):
    """Builds by two processes, until `count` were killed; after one that came to its end all is made from nothing."""
    season, moments = archive(folder / "killed", KILLED_BY_TWO), random.Random(count)
    undisturbed = archive(folder / "undisturbed", KILLED_BY_TWO)
    quiet = {**ENVIRONMENT, "PYTHONWARNINGS": "ignore"}  # loky's, of what it has to clean up
    before = time.perf_counter()
    subprocess.run(build_command(undisturbed, 2), env=ENVIRONMENT, check=True)
    seconds, right = time.perf_counter() - before, contents(undisturbed)
    killed = ends = half = others = 0
    while killed < count or not ends:
        with subprocess.Popen(build_command(season, 2), env=quiet) as process:
            try:
                process.wait(moments.uniform(0, seconds) if killed < count else None)
            except subprocess.TimeoutExpired:
                process.kill()
        if process.returncode < 0:
            killed += 1
            finished = contents(season).items() if (season / "subtitles").exists() else ()
            half += sum(right[name] != content for name, content in finished if name in right)
            continue
        ends += 1
        others += process.returncode != 0 or contents(season) != right
        if killed < count:
            shutil.rmtree(season / "subtitles")
            shutil.rmtree(season / ".subtool")
    print(
        f"{killed} builds of {seconds:.1f} s by two processes killed at any moment, {half} files half written;",
        end=" ",
    )
    print(f"{ends} came to their end, {others} of them with other bytes or files")


def main():
    what, *rest = sys.argv[1:] or ["null"]
    with tempfile.TemporaryDirectory(prefix="season-") as name:
        folder = Path(name)
        match what:
            case "null":
                null(folder, [int(count) for count in rest] or [100, EPISODES])
            case "workers":
                workers(folder, *rest[:1] or [None], int(rest[1]) if rest[1:] else EPISODES)
            case "record":
                record(folder)
            case "cores":
                cores(folder, int(rest[0]) if rest else 6)
            case "kills":
                kills(folder, int(rest[0]) if rest else 100)
            case _:
                sys.exit(__doc__)


main()
