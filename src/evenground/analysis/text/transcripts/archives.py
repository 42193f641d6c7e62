"""Word and OpenDocument files are zip archives of XML: opened with limits, and without anything XML can be made to do."""

from __future__ import annotations

import io
import zipfile

from lxml import etree  # type: ignore[import-untyped]

from evenground.analysis.text.transcripts.model import UnreadableTranscript

# An honest document stays far below each of these; a "zip bomb" does not.
MEMBERS = 5_000
UNPACKED = 300_000_000  # bytes, all members together
RATIO = 200  # unpacked to packed, for members above RATIO_FROM
RATIO_FROM = 10_000_000
PART = 120_000_000  # bytes, one part of the document

_PACKED = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLD_OR_PROTECTED = b"\xd0\xcf\x11\xe0"


class Archive:
    """A zip archive whose parts can be read safely."""

    def __init__(self, content: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as reason:
            raise UnreadableTranscript(
                "The document is damaged: it cannot be opened. Open it in Word and save it again."
            ) from reason
        self._check()

    def _check(self) -> None:
        members = self._zip.infolist()
        total = sum(member.file_size for member in members)
        swollen = [
            member for member in members if member.file_size > max(RATIO_FROM, RATIO * max(member.compress_size, 1))
        ]
        if len(members) > MEMBERS or total > UNPACKED or swollen:
            raise UnreadableTranscript(
                f"The document would unpack to {total / 1e6:,.0f} MB in {len(members):,} parts, which no transcript"
                " does. It was not opened. Save the text in a new document."
            )

    def names(self) -> list[str]:
        return self._zip.namelist()

    def __contains__(self, name: str) -> bool:
        return name in self._zip.NameToInfo

    def read(self, name: str) -> bytes:
        """One part, never more than `PART` bytes whatever the archive says of itself."""
        try:
            with self._zip.open(name) as part:
                content = part.read(PART + 1)
        except KeyError as reason:
            raise UnreadableTranscript(
                f"The document has no part “{name}”: it is damaged or of another kind. Open it in Word and save it again."
            ) from reason
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError, ValueError) as reason:
            raise UnreadableTranscript(
                "The document is damaged or protected: a part of it cannot be unpacked. Save it again without a password."
            ) from reason
        except Exception as reason:
            if type(reason).__module__ != "zlib":
                raise
            raise UnreadableTranscript("The document is damaged: a part of it cannot be unpacked.") from reason
        if len(content) > PART:
            raise UnreadableTranscript(
                f"A part of the document is larger than {PART / 1e6:,.0f} MB. Split the document."
            )
        return content

    def xml(self, name: str) -> etree._Element:
        return parsed_xml(self.read(name))


def is_packed(content: bytes) -> bool:
    """Whether it is a zip archive; the letters “PK” alone may be the first speaker of a text."""
    return content.startswith(_PACKED)


def parsed_xml(content: bytes) -> etree._Element:
    """The root of an XML document, with no entity, no DTD, no network and no tree of absurd depth."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as reason:
        raise UnreadableTranscript(
            f"The inside of the document is damaged ({reason.msg}). Open it in Word and save it again."
        ) from reason
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableTranscript(
            "The document declares a document type (DTD), which Word never does and which can be used to do harm. It was"
            " not read."
        )
    return root


def refuse_protected(content: bytes) -> None:
    """A Word file with a password, or of the time before 2007, is no archive at all."""
    if not content.startswith(_OLD_OR_PROTECTED):
        return
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise UnreadableTranscript(
            "The document is protected with a password. Open it in Word, take the password off and save it again."
        )
    raise UnreadableTranscript("This is a Word document of the old kind (.doc). Open it in Word and save it as .docx.")
