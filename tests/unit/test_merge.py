"""Sources are merged into the order of the log, and nothing is released too early."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from infra.log.merge import Merge, Watermark


def merge(positions: dict[str, int] | None = None) -> Merge[str, str]:
    return Merge({"tickets": 0, "sla": 0}, positions or {})


def items(merged: Merge[str, str]) -> list[str]:
    return [item for _, _, item in merged.release()]


def test_nothing_is_released_before_a_watermark():
    merged = merge()
    merged.offer("tickets", 0, 1, "one")

    assert items(merged) == []


def test_an_item_waits_until_the_other_source_is_read_that_far():
    merged = merge()
    merged.offer("tickets", 0, 2, "two")
    merged.mark(Watermark(2, {"tickets": 1, "sla": 1}))

    assert items(merged) == []

    merged.offer("sla", 0, 1, "one")

    assert items(merged) == ["one", "two"]


def test_a_source_that_is_read_past_what_lies_there_is_complete():
    merged = merge()
    merged.offer("tickets", 0, 1, "one")
    merged.mark(Watermark(1, {"tickets": 1, "sla": 3}))
    merged.reach("sla", 3)

    assert items(merged) == ["one"]


def test_what_lies_beyond_the_watermark_waits():
    merged = merge()
    merged.offer("tickets", 0, 1, "one")
    merged.offer("tickets", 1, 5, "five")
    merged.mark(Watermark(1, {"tickets": 1, "sla": 0}))

    assert items(merged) == ["one"]
    assert merged.position == 1


def test_a_repeat_is_dropped():
    merged = merge()
    merged.offer("tickets", 0, 1, "one")
    merged.offer("tickets", 1, 1, "one again")
    merged.mark(Watermark(1, {"tickets": 2, "sla": 0}))

    assert items(merged) == ["one"]


def test_what_was_handled_before_is_dropped():
    merged = merge({"tickets": 3, "sla": 3})
    merged.offer("tickets", 0, 3, "three")
    merged.offer("tickets", 1, 4, "four")
    merged.mark(Watermark(4, {"tickets": 2, "sla": 0}))

    assert items(merged) == ["four"]


def test_reading_goes_on_at_what_was_not_released():
    merged = merge()
    merged.offer("tickets", 0, 1, "one")
    merged.offer("tickets", 1, 5, "five")
    merged.mark(Watermark(1, {"tickets": 1, "sla": 0}))
    merged.release()

    assert merged.offsets() == {"tickets": 1, "sla": 0}


@settings(max_examples=200)
@given(
    st.lists(st.sampled_from(["tickets", "sla"]), max_size=30), st.randoms(use_true_random=False)
)
def test_however_sources_come_the_order_is_that_of_the_log(spread, random):
    """Broken by releasing up to a watermark without asking whether all sources are read."""
    merged = merge()
    queues: dict[str, list[tuple[int, int]]] = {"tickets": [], "sla": []}
    marks = []
    for position, source in enumerate(spread, 1):
        queues[source].append((len(queues[source]), position))
        marks.append(Watermark(position, {name: len(queue) for name, queue in queues.items()}))
    released: list[int] = []
    while any(queues.values()) or marks:
        choice = random.choice(
            [*(name for name in queues if queues[name]), *["mark"] * bool(marks)]
        )
        if choice == "mark":
            merged.mark(marks.pop(0))
        else:
            offset, position = queues[choice].pop(0)
            merged.offer(choice, offset, position, str(position))
        released += [position for position, _, _ in merged.release()]

    assert released == list(range(1, len(spread) + 1))


def test_sources_that_have_come_far_enough_need_no_watermark():
    """Somebody far behind needn't hold everything until the one mark that is left."""
    merged = merge()
    merged.offer("tickets", 0, 1, "one")
    merged.offer("tickets", 1, 4, "four")
    merged.offer("sla", 0, 3, "three")

    assert items(merged) == ["one", "three"]


def test_a_source_far_ahead_is_crowded_until_the_others_have_come():
    merged = merge()
    for position in range(2, 6):
        merged.offer("tickets", position - 2, position, str(position))
    merged.offer("sla", 0, 1, "1")
    merged.release()

    assert merged.crowded(3) == {"tickets"}

    merged.offer("sla", 1, 4, "4b")
    merged.release()

    assert merged.crowded(3) == set()
