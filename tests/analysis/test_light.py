"""The library is light until it is used, and only the gate makes a release."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

import evenground.analysis
from evenground.analysis.errors import ReleaseRefused
from evenground.analysis.results import Provenance, Released, ReleasedFigures, ReleasedTable, Row

SOURCE = Path(evenground.analysis.__file__).parent
HEAVY = {"ibis", "duckdb", "pandas", "pyarrow", "scipy", "altair", "vl_convert", "openpyxl", "narwhals"}


@pytest.mark.parametrize("module", ["evenground.analysis.pipeline", "evenground.analysis.disclosure.reading"])
def test_importing_the_library_loads_no_engine(module):
    code = f"import sys, {module}; print(*sorted({{m.split('.')[0] for m in sys.modules}}))"
    home = {**os.environ, "PYTHONPATH": str(SOURCE.parents[1])}
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=home)
    loaded = run.stdout.split()

    assert not HEAVY & set(loaded)


def test_nobody_makes_a_release_by_hand():
    with pytest.raises(ReleaseRefused, match="Only the disclosure gate"):
        Released({}, (), Row("", "", {}), (), (), "", (), "", Provenance())
    with pytest.raises(ReleaseRefused, match="Only the disclosure gate"):
        ReleasedTable((), {}, (), "", (), Provenance())
    with pytest.raises(ReleaseRefused, match="Only the disclosure gate"):
        ReleasedFigures((), (), "", Provenance())


def test_only_the_gate_holds_the_key():
    holders = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.Name) and node.id == "_GATE") or (isinstance(node, ast.alias) and node.name == "_GATE")
    }

    assert holders == {"results/sealed.py", "disclosure/gate.py", "disclosure/worked.py"}
