"""What the front-end build leaves for the browser."""

import re
from pathlib import Path

import pytest

import evenground.design

BUILT = Path(evenground.design.__file__).parent / "static/evenground"


@pytest.fixture(scope="module")
def css() -> str:
    if not (BUILT / "evenground.css").exists():
        pytest.skip("the styles are not built yet: run `npm ci` and `node build.mjs` in frontend/")
    return (BUILT / "evenground.css").read_text(encoding="utf-8")


def test_the_styles_fetch_nothing_from_elsewhere_and_carry_no_protected_part(css):
    assert "@font-face" not in css and "frutiger" not in css.lower()
    assert "://" not in css and "sourceMappingURL" not in css
    assert "NHS England" not in css and "#005eb8" not in css, "the blue that says an official site"


def test_every_image_the_styles_name_is_there(css):
    named = set(re.findall(r"url\(([^)]+)\)", css))
    assert named and all((BUILT / name.strip("\"'")).is_file() for name in named)


def test_both_layers_of_styles_are_in(css):
    assert ".nhsuk-button" in css and ".eg-table" in css and "@media print" in css and "forced-colors" in css


def test_the_scripts_carry_no_map_and_the_licences_go_along(css):
    for name in ("evenground.js", "early.js"):
        assert "sourceMappingURL" not in (BUILT / name).read_text(encoding="utf-8")
    licences = (BUILT / "LICENCES.txt").read_text(encoding="utf-8")
    assert "nhsuk-frontend 10" in licences and "MIT License" in licences and "htmx.org 2" in licences


def test_the_lock_file_names_no_registry():
    lock = (Path(__file__).parents[2] / "frontend/package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock and '"integrity"' in lock
