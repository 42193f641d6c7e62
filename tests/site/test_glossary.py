"""Every word of the field that the code uses is said once, in the glossary."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

GLOSSARY = Path(__file__).resolve().parents[2] / "GLOSSARY.md"
MODELS = [model for model in apps.get_models() if model._meta.app_label in settings.CONTEXTS]


def terms() -> set[str]:
    """The terms at the beginning of a line, in bold: **Team**, or **Public adviser** (also …)."""
    bold = re.findall(r"^(?:[-*]\s+)?\*\*(.+?)\*\*", GLOSSARY.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {term.strip(" .:").lower() for line in bold for term in re.split(r"[,(/]", line)}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_model_is_in_the_glossary(model):
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", model.__name__).lower()  # RegistrationFile: registration file
    known = terms()
    assert {words, words.replace(" ", "-"), words.replace(" ", "")} & known, (
        f"GLOSSARY.md does not say what a {words} is."
    )
