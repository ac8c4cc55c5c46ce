"""The whole demo, from an empty folder to the last word."""

from __future__ import annotations

from contextlib import closing
from math import inf
from pathlib import Path
from threading import Event

from rich.console import Console

from escalon.bootstrap import LOG, open_embedded
from escalon.demo.clock import StageClock
from escalon.demo.closing import closer_looks, say_goodbye
from escalon.demo.morning import Morning
from escalon.demo.production import Production
from infra.clock import SystemClock
from infra.store.lock import FollowersLock, StoreBusy

DONE, REFUSED = 0, 2
FASTEST = 100_000


def run_demo(  # noqa: PLR0913, PLR0917  # the options of the program, one by one
    store: Path,
    seconds: float | None,
    speed: float,
    seed: int,
    console: Console,
    stop: Event,
) -> int:
    """Play in a folder without a desk until told to stop; return the exit code.

    `seconds` of real time, `stop`, Ctrl-C and a termination signal end it after the step under way.
    `speed` is how many times as fast as life. What is wrong with the arguments is printed.
    """
    mistake = _mistake(store, seconds, speed)
    if mistake:
        return _refuse(console, mistake)
    morning = Morning.before(SystemClock().now())
    clock = StageClock(morning.doors)
    try:
        with FollowersLock(store), closing(open_embedded(store, clock)) as desk:
            scene = Production(desk, clock, morning, seed).play(console, speed, seconds, stop)
            played = clock.now() - morning.curtain
    except StoreBusy as busy:
        return _refuse(console, str(busy))
    say_goodbye(console, scene, played, closer_looks(scene, store))
    return DONE


def _mistake(store: Path, seconds: float | None, speed: float) -> str:
    """Return what is wrong with the arguments, as a sentence, or nothing."""
    if not 0 < speed <= FASTEST:
        return f"speed: {speed:g} is not above 0 and at most {FASTEST:,}; 60 makes hours minutes."
    if seconds is not None and not 0 <= seconds < inf:
        return f"for: {seconds:g} seconds is no length; leave it out to go on until Ctrl-C."
    if (store / LOG).exists():
        return f"store: {store} holds a desk already; a demo begins in a folder without one."
    return ""


def _refuse(console: Console, sentence: str) -> int:
    console.print(sentence, style="red", markup=False, highlight=False, soft_wrap=True)
    return REFUSED
