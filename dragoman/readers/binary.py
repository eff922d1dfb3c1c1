"""What a file that is no text looks like, and what to do about it."""

from __future__ import annotations

import re

__all__ = ["describe"]

_KNOWN: tuple[tuple[bytes, str], ...] = (
    (rb"%PDF-", "a PDF; take its text out first (pdftotext FILE.pdf)"),
    (rb"\x89PNG\r\n", "a PNG picture; it holds no text"),
    (rb"\xff\xd8\xff", "a JPEG picture; it holds no text"),
    (rb"GIF8[79]a", "a GIF picture; it holds no text"),
    (rb"RIFF.{4}WEBP", "a WebP picture; it holds no text"),
    (rb"PK\x03\x04.{22,120}word/", "a Word document; save it as plain text"),
    (rb"PK\x03\x04.{0,4000}xl/", "an Excel workbook; save it as CSV"),
    (rb"PK\x03\x04.{26}mimetypeapplication/epub", "an EPUB book; save it as plain text"),
    (rb"PK\x03\x04.{26}mimetypeapplication/vnd.oasis", "an OpenDocument file; save it as plain text or CSV"),
    (rb"PK(\x03\x04|\x05\x06)", "a zip archive (or an Office document); unpack it and give the folder"),
    (rb"Rar!\x1a\x07", "a RAR archive; unpack it and give the folder"),
    (rb"7z\xbc\xaf\x27\x1c", "a 7-Zip archive; unpack it and give the folder"),
    (rb".{257}ustar", "a tar archive; unpack it and give the folder"),
    (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document; save it as plain text or CSV"),
    (rb"\{\\rtf", "an RTF document; save it as plain text"),
    (rb"SQLite format 3\x00", "an SQLite database; export the table as CSV"),
    (rb".{8}DUCK", "a DuckDB database; export the table as Parquet or CSV"),
    (rb"ARROW1|FEA1", "an Arrow or Feather file; save it as Parquet"),
    (rb"Obj\x01", "an Avro file; save it as Parquet"),
    (rb"\x7fELF|MZ|\xcf\xfa\xed\xfe", "a program"),
    (rb"RD[AX][23]\n|X\n\x00", "an R data file; save it as CSV or Parquet"),
    (rb"\x80[\x02-\x05]", "a Python pickle; save it as JSON Lines or Parquet"),
    (rb"ID3|OggS|fLaC|.{4}ftyp|\x1aE\xdf\xa3|RIFF.{4}(WAVE|AVI )", "sound or film; it holds no text"),
    (rb"\x04\x22\x4d\x18", "LZ4 data; decompress it first (lz4 -d)"),
    (rb"\x1f\x9d", "compress (.Z) data; decompress it first (uncompress)"),
)


def describe(head: bytes) -> str | None:
    """Say what a file is whose signature is known to be no format of ours; ``None`` where none is."""
    for form, what in _KNOWN:
        if re.match(form, head[:8192], re.DOTALL):
            return what
    return None
