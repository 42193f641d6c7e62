"""The house as it was planned: where each thing may stand."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

HOUSE = Path(__file__).resolve().parents[2] / "src" / "evenground"
PROGRAMME = HOUSE / "programme"
CONTEXTS = settings.CONTEXTS
# What a context may hold. `reading` turns a file of its own form into our types; the rest is in ARCHITECTURE.
FILES = {
    "__init__.py", "enums.py", "models.py", "rules.py", "queries.py", "actions.py", "notices.py", "forms.py", "views.py",
    "urls.py", "tasks.py", "admin.py", "apps.py", "reading.py",
}  # fmt: skip
FOLDERS = {"pages", "migrations"}
MORE = {"people": {"signing_in.py"}, "audit": {"append_only.py"}, "workbook": {"packs"}}
LONGEST = 400  # lines

PAGES = sorted([*PROGRAMME.glob("*/pages/**/*.html"), *(HOUSE / "site" / "pages").glob("*.html")])
SOURCES = sorted(path for path in HOUSE.rglob("*.py") if "migrations" not in path.parts and "static" not in path.parts)


def inside(path: Path) -> str:
    return str(path.relative_to(HOUSE))


def test_every_context_is_known_and_in_order():
    assert {path.parent.name for path in PROGRAMME.glob("*/apps.py")} == set(CONTEXTS)


@pytest.mark.parametrize("context", CONTEXTS)
def test_a_context_has_the_file_names_that_every_context_has(context):
    found = {path.name for path in (PROGRAMME / context).iterdir() if path.name != "__pycache__"}
    strange = found - FILES - FOLDERS - MORE.get(context, set())
    assert not strange, f"{context} has {', '.join(sorted(strange))}: see “Where does it go?” in CONTRIBUTING."


@pytest.mark.parametrize("page", PAGES, ids=inside)
def test_a_page_is_made_of_components(page):
    """Raw controls, styles and scripts are the design system's alone."""
    raw = re.findall(r"<input|<button|<select|<textarea|<script|<style|\sstyle=|\son[a-z]+=", page.read_text())
    assert not raw, f"{inside(page)} has {', '.join(raw)}: use a component of design/."


def test_a_context_knows_only_those_before_it():
    """A foreign key written as a string escapes the layers that imports are checked by."""
    place = {name: number for number, name in enumerate(CONTEXTS)}
    for model in apps.get_models():
        for field in model._meta.get_fields():
            mine, other = model._meta.app_label, field.related_model and field.related_model._meta.app_label
            if mine in place and other in place and not field.auto_created:
                assert place[other] <= place[mine], f"{model.__name__}.{field.name} points to {other}, a later context."


def test_no_reverse_name_is_taken_from_a_later_context():
    """What an earlier context's model is called from behind is known to the later ones alone."""
    place = {name: number for number, name in enumerate(CONTEXTS)}
    for context in CONTEXTS:
        text = "\n".join(path.read_text() for path in (PROGRAMME / context).glob("*.py"))
        imported = set(re.findall(r"from evenground\.programme\.(\w+)", text)) & set(place)
        later = {name for name in imported if place[name] > place[context]}
        assert not later, f"{context} imports {', '.join(later)}, which come later."


@pytest.mark.parametrize("source", [path for path in SOURCES if path.stat().st_size > 12_000], ids=inside)
def test_no_file_is_long(source):
    lines = len(source.read_text().splitlines())
    assert lines < LONGEST, f"{inside(source)} has {lines} lines: it does more than one thing."
