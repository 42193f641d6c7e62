"""Transcripts read from what people have: Word, OpenDocument, RTF, text, web pages, PDF, subtitles, surveys.

Start with `read_transcript`. Its text never changes afterwards; turns say who speaks where; the report says what was
mended, left out and decided.
"""

from evenground.analysis.text.transcripts.model import Report, Transcript, Turn, UnreadableTranscript
from evenground.analysis.text.transcripts.reading import Folder, Refused, from_bytes, read_transcript, read_transcripts
from evenground.analysis.text.transcripts.survey import read_survey

__all__ = [
    "Folder",
    "Refused",
    "Report",
    "Transcript",
    "Turn",
    "UnreadableTranscript",
    "from_bytes",
    "read_survey",
    "read_transcript",
    "read_transcripts",
]
