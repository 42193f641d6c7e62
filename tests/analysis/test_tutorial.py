"""The tutorial is run as it stands, on the real files, and finds what was published."""

import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.fixture(scope="module")
def cells(request, tmp_path_factory):
    """Every cell of code with what it printed and showed."""
    real = request.getfixturevalue("real")
    data = real("emergency_admissions_lsoa_2015_16.csv.gz").parent
    real("ccg_similar_areas.csv")
    notebook = nbformat.read(DOCS / "tutorial.ipynb", as_version=4)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EVENGROUND_DATA", str(data))
        patch.setenv("IPYTHONDIR", str(tmp_path_factory.mktemp("ipython")))
        NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def shown(cells) -> str:
    outputs = [output for cell in cells for output in cell.outputs]
    return "\n".join(output.get("text", "") + str(output.get("data", {}).get("text/plain", "")) for output in outputs)


def test_it_finds_the_published_gradient_and_says_which_areas_differ(cells):
    said = shown(cells)

    assert re.search(r"absolute gradient +927\.69 +909\.71 +945\.67", said)
    assert "of 209 areas 36 are worse than England and 58 better" in said
    assert "38 are worse than 10 similar areas together and 45 better" in said
    assert "thousands commas were taken out of 13,497 cells" in said


def test_it_shows_three_pictures_with_their_tables(cells):
    pages = [page for cell in cells for output in cell.outputs if (page := output.get("data", {}).get("text/html"))]
    pictures = [page for page in pages if "<svg" in page]

    assert len(pictures) == 3
    assert all('role="img"' in page and "The figures as a table" in page for page in pictures)


def test_the_attack_finds_nothing(cells):
    assert cells[-1].source == "attack(shown)"
    assert cells[-1].outputs[0].data["text/plain"] == "[]"


def test_no_output_is_kept_in_the_file():
    """What is shown is what was run, by whoever reads it."""
    notebook = nbformat.read(DOCS / "tutorial.ipynb", as_version=4)

    assert not any(cell.get("outputs") for cell in notebook.cells)
