"""The sentences that people of the demo write."""

from __future__ import annotations

FIRST_ANSWERS = (
    "Thank you for writing; I am looking at it now.",
    "I have your question and will come back to you shortly.",
    "I see what you mean. Give me a few minutes.",
    "Sorry for the trouble. I am on it.",
)
SOLUTIONS = (
    "It works again; please try once more.",
    "I have set it right, and checked that it stays so.",
    "This is done. Write again if anything is missing.",
    "I found the cause and removed it.",
)
PORTAL_ANSWER = "These pages answer most questions like yours; if they don't, we will."
IMPATIENT = (
    "Is there any news?",
    "I have been waiting for a while now.",
    "This is holding up three of us.",
    "I asked this morning already.",
)
AGAIN = ("It is back.", "It worked for ten minutes.", "Same trouble as before.")
FINDINGS = (
    "Happens on two more machines.",
    "Began after last night's change.",
    "The log shows nothing unusual.",
    "Can be reproduced.",
)
ANSWERED = {
    "requester": "Called back; has told me what was missing.",
    "vendor": "The supplier has delivered.",
    "internal": "The other team is done.",
}
"""What an agent notes when a wait is over, by whom it was for."""


def thanks(score: int) -> str:
    """Return what somebody adds to a score."""
    return {5: "Quick and friendly.", 1: "I had to ask too often."}.get(score, "")
