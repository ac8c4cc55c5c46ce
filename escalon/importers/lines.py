"""The lines of a text file, gzipped or not."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from escalon.importers.mistake import ImportMistake

GZIP = b"\x1f\x8b"
BYTE_ORDER_MARK = "\ufeff"


def lines(path: Path) -> Iterator[str]:
    """Yield the lines, ends included; gzip is known by its first bytes, whatever the name.

    Raises `ImportMistake` where the file can't be read.
    """
    number = 0
    try:
        with path.open("rb") as file:
            for number, line in enumerate(_unpacked(file), 1):
                text = line.decode()
                yield text.removeprefix(BYTE_ORDER_MARK) if number == 1 else text
    except UnicodeDecodeError as error:
        message = f"{path}, line {number}: byte {error.start + 1} is not UTF-8; save it as UTF-8."
        raise ImportMistake(message) from None
    except EOFError:
        message = f"{path}: the gzip data is cut off after line {number}; get the whole file again."
        raise ImportMistake(message) from None
    except (gzip.BadGzipFile, zlib.error):
        message = f"{path}: the gzip data is damaged after line {number}; get the file again."
        raise ImportMistake(message) from None
    except OSError as error:
        message = f"{path} can't be read ({error.strerror}); name a CSV file, gzipped or not."
        raise ImportMistake(message) from None


def _unpacked(file: io.BufferedReader) -> BinaryIO:
    if file.peek(len(GZIP))[: len(GZIP)] != GZIP:
        return file
    # Reading lines from a GzipFile itself costs a Python call for each.
    return cast("BinaryIO", io.BufferedReader(gzip.GzipFile(fileobj=file)))
