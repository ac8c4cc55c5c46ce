"""Why a local server can't run; each says in a sentence what would help."""

from __future__ import annotations

from collections.abc import Sequence


class ServiceMistake(RuntimeError):
    """A local server can't run here as things are."""


class JavaMissing(ServiceMistake):
    """There is no Java that a broker runs on."""

    def __init__(self, oldest: int, found: str) -> None:
        super().__init__(
            f"Kafka needs Java {oldest} or newer, and there is {found}; install one,"
            " on Debian: apt install default-jre-headless (or set JAVA_HOME)."
        )


class MavenMissing(ServiceMistake):
    """The broker's jars aren't here, nor what fetches them."""

    def __init__(self, folder: object) -> None:
        super().__init__(
            f"Kafka's jars are not in {folder} yet, and there is no Maven to fetch them;"
            " install it, on Debian: apt install maven."
        )


class JarsMissing(ServiceMistake):
    """The broker's jars couldn't be fetched."""

    def __init__(self, said: Sequence[str]) -> None:
        super().__init__(_with_last_words("Maven could not fetch Kafka's jars.", said))


class PortTaken(ServiceMistake):
    """Somebody listens there already."""

    def __init__(self, port: int) -> None:
        super().__init__(
            f"Port {port} of 127.0.0.1 is taken; stop who listens there, or name another port."
        )


class BrokerDown(ServiceMistake):
    """The broker did not come up."""

    def __init__(self, why: str, log: object, said: Sequence[str]) -> None:
        super().__init__(_with_last_words(f"Kafka {why}; its log is {log}.", said))


def _with_last_words(sentence: str, said: Sequence[str]) -> str:
    return "\n".join([sentence, *(f"  {line}" for line in said)])
