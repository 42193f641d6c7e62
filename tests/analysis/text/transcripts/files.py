"""Files of every kind that transcripts come in, made here."""

from __future__ import annotations

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"


def packed(**parts: str | bytes) -> bytes:
    """A zip archive; ``__`` in a name stands for a folder and ``_`` for the full stop."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return buffer.getvalue()


def word(body: str, **parts: str) -> bytes:
    return packed(word__document_xml=f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>', **parts)


def paragraph(text: str, bold: str = "") -> str:
    label = f"<w:r><w:rPr><w:b/></w:rPr><w:t>{bold}</w:t></w:r>" if bold else ""
    return f'<w:p>{label}<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def opendocument(body: str, **parts: str) -> bytes:
    content = (
        f'<office:document-content xmlns:office="{OFFICE}" xmlns:text="{TEXT}" xmlns:table="{TABLE}">'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    return packed(content_xml=content, **parts)


def pdf(source: str) -> bytes:
    import typst

    return bytes(typst.compile(source.encode()))
