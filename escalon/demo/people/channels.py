"""How people come, and what that says of their hurry."""

from __future__ import annotations

from random import Random

EMAIL, PHONE, CHAT, WEB, SELF_SERVICE = "email", "phone", "chat", "web", "self-service"
SHARES = {EMAIL: 26, PHONE: 20, CHAT: 12, WEB: 22, SELF_SERVICE: 20}
BY_MACHINE = (WEB, SELF_SERVICE)
"""What comes in here begins on the lowest step of the ladder; somebody picks up the rest."""
PRIORITIES = ("urgent", "high", "normal", "low")
HURRIES = {
    EMAIL: (6, 20, 52, 22),
    PHONE: (18, 36, 40, 6),
    CHAT: (10, 26, 50, 14),
    WEB: (9, 26, 47, 18),
    SELF_SERVICE: (4, 16, 50, 30),
}
"""Of a hundred tickets of each channel, how many have which priority."""


def channel(random: Random) -> str:
    """Return how somebody comes."""
    return random.choices(list(SHARES), list(SHARES.values()))[0]


def priority(random: Random, shares: tuple[int, ...]) -> str:
    """Return a priority; `shares` says how many of a hundred tickets have which."""
    return random.choices(PRIORITIES, shares)[0]
