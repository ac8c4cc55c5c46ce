"""How fast another policy is simulated over a recorded past, on one core.

    python benches/simulate.py                replays the whole ServiceNow log first
    python benches/simulate.py --store DIR    over what a replay of it left there
    python benches/simulate.py --report       without a verdict

Runs the program itself, start, reading and printing included. Prints seconds, source rows a second
and the memory it took; at most 10 seconds are wanted, held against what was recorded or not.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from figures import Verdict, print_machine
from replay import LOG, PROGRAM

from escalon.shipped import policy_text

ROWS = 84_825
WANTED = 10.0


def main() -> None:
    """Measure and print."""
    arguments = sys.argv[1:]
    with TemporaryDirectory() as folder:
        policy = Path(folder) / "other.yaml"
        policy.write_text(other_policy(), encoding="utf-8")
        store = arguments[arguments.index("--store") + 1] if "--store" in arguments else ""
        measure(policy, store or replayed(Path(folder) / "store"))


def other_policy() -> str:
    """Return the shipped policy with shorter promises and another repeat rule."""
    _, text = policy_text("servicenow")
    return text.replace("target: 34h", "target: 20h").replace("contacts: 2", "contacts: 3")


def replayed(store: Path) -> str:
    """Replay the whole log into a store."""
    if not LOG.exists():
        sys.exit(f"There is no {LOG}; name the folder of shared data with ESCALON_SHARED.")
    subprocess.run(  # noqa: S603  # our own program
        [PROGRAM, "replay", LOG, "--format", "servicenow", "--store", store],
        capture_output=True,
        check=True,
    )
    return str(store)


def measure(policy: Path, store: str) -> None:
    """Simulate twice and print a line on each."""
    verdict = Verdict()
    print_machine(rows=ROWS)
    for more in ([], ["--no-compare"]):
        command = [PROGRAM, "simulate", "--policy", policy, "--store", store, "--json", *more]
        began = perf_counter()
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as run:  # noqa: S603
            assert run.stdout
            found = json.loads(run.stdout.read())
            _, status, usage = os.wait4(run.pid, 0)
            run.returncode = os.waitstatus_to_exitcode(status)
        seconds = perf_counter() - began
        assert found["tickets"]
        name = "alone" if more else "held against what was recorded"
        print(
            f"  {name}: {seconds:.1f} s, {ROWS / seconds:,.0f} rows/s,"
            f" {usage.ru_utime + usage.ru_stime:.1f} s of CPU, {usage.ru_maxrss // 1024} MB"
        )
        verdict.at_most(f"seconds, {name}", seconds, WANTED)
    verdict.exit()


if __name__ == "__main__":
    main()
