"""A Java that a broker runs on."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator

from infra.local.faults import JavaMissing

OLDEST = 17


def find_java() -> str:
    """Return the program of the first suitable Java, from JAVA_HOME or PATH."""
    found = "none"
    for java in _candidates():
        version = _version(java)
        if version >= OLDEST:
            return java
        found = f"only Java {version}" if version else found
    raise JavaMissing(OLDEST, found)


def _candidates() -> Iterator[str]:
    home = os.environ.get("JAVA_HOME")
    places = [os.path.join(home, "bin")] if home else []  # noqa: PTH118  # a search path, not a file
    for path in (*places, None):
        java = shutil.which("java", path=path)
        if java:
            yield java


def _version(java: str) -> int:
    """Return the major version; 0 where the program doesn't say."""
    said = subprocess.run([java, "-version"], check=False, capture_output=True, text=True)  # noqa: S603  # found above
    version = re.search(r'version "(?:1\.)?(\d+)', said.stderr)
    return int(version[1]) if version else 0
