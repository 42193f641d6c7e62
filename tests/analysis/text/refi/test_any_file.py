"""Whatever a file says, reading it ends in a study or a sentence, and the study can be written and read again."""

from __future__ import annotations

import zipfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from tests.analysis.text.refi.foreign import ID
from tests.analysis.text.refi.schemas import breaches_of
from tests.analysis.text.refi.studies import studies, with_bytes

from evenground.analysis.errors import AnalysisError
from evenground.analysis.text.refi import check, read_qdpx, write_qdpx

quick = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
values = st.sampled_from(
    ["", "x", "-1", "99999999999999999999", "é" * 80, ID(1), "{" + ID(2) + "}", "true", "2020-13-45"]
)
texts = [
    b"",
    b"\xff\xfe\x00",
    b"a\r\nb\rc\nd" * 5,
    b"\xef\xbb\xbf\xe2\x80\xa8\x00\x01",
    "אב🙂e\u0301".encode() * 9,
    b"\xe9\r\n",
]


@quick
@given(study=studies, data=st.data())
def test_a_file_changed_anywhere_is_read_or_refused(tmp_path: Path, study, data):
    path = tmp_path / "p.qdpx"
    write_qdpx(study, path, rich=True, origin=data.draw(st.sampled_from(["Evenground", "ATLAS.ti", "MAXQDA"])))
    spoil(path, data)

    try:
        read = read_qdpx(path).study
    except AnalysisError as reason:
        assert str(reason).startswith("“")
        return
    check(path)
    write_qdpx(read, tmp_path / "again.qdpx", users="names", names="kept", rich=True)

    assert breaches_of(tmp_path / "again.qdpx") == []
    assert len(read.things) == sum(
        len(group) for group in vars(read).values() if isinstance(group, tuple) and group is not read.notes
    )
    again = with_bytes(read_qdpx(tmp_path / "again.qdpx").study)
    mine = with_bytes(read)
    for kind in ("users", "codes", "variables", "cases", "sources", "selections", "codings", "links", "sets", "themes"):
        assert getattr(again, kind) == getattr(mine, kind)


def spoil(path: Path, data) -> None:
    """Change attributes, move, drop and double elements, and put other texts in the place of the texts."""
    with zipfile.ZipFile(path) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    root = etree.fromstring(held["project.qde"])
    for _ in range(data.draw(st.integers(1, 6))):
        element = data.draw(st.sampled_from(list(root.iter())))
        how = data.draw(st.sampled_from(["value", "drop value", "drop", "double", "move", "rename", "text"]))
        if how == "value" and element.attrib:
            element.set(data.draw(st.sampled_from(sorted(element.attrib))), data.draw(values))
        elif how == "drop value" and element.attrib:
            del element.attrib[data.draw(st.sampled_from(sorted(element.attrib)))]
        elif how == "text":
            element.text = data.draw(values)
        elif how == "rename":
            element.tag = data.draw(st.sampled_from(sorted({str(one.tag) for one in root.iter()})))
        elif element is not root:
            change(root, element, how, data)
    held["project.qde"] = etree.tostring(root)
    for name in held:
        if name.endswith(".txt") and data.draw(st.booleans()):
            held[name] = data.draw(st.sampled_from(texts))
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in held.items():
            archive.writestr(name, content)


def change(root, element, how: str, data) -> None:
    parent = element.getparent()
    if how == "double":
        parent.append(etree.fromstring(etree.tostring(element)))
    else:
        parent.remove(element)
    if how == "move":
        data.draw(st.sampled_from(list(root.iter()))).append(element)
