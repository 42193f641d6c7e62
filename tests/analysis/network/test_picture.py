"""The picture: the same every time, without names, and as a table beside it."""

import re

import networkx as nx
import numpy as np
import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import settings as asked
from tests.analysis.network.made_up import graphs, karate, of, of_graph

from evenground.analysis.errors import OutOfRange
from evenground.analysis.network import layout, picture, pseudonyms

SVG = "{http://www.w3.org/2000/svg}"


def test_it_has_a_role_a_title_and_a_description():
    drawn = picture(karate())
    root = fromstring(drawn.svg)
    named = root.get("aria-labelledby").split()

    assert root.get("role") == "img"
    assert [part.get("id") for part in root[:2]] == named
    assert root[1].text == drawn.description
    assert drawn.description.startswith(
        "34 people (17 Mr. Hi, 17 Officer) and 78 ties, in one part. Everybody has a tie."
    )
    ids = re.findall(r'\bid="([^"]+)"', drawn.svg)
    assert len(ids) == len(set(ids))


def test_roles_differ_by_shape_and_not_by_colour_alone():
    root = fromstring(picture(of("AB", "BC", role="xyz")).svg)
    shapes = [next(part.tag for part in group if part.tag != f"{SVG}title") for group in root.iter(f"{SVG}g")]
    corners = [len(part.get("points").split()) for part in root.iter(f"{SVG}polygon")]

    assert shapes == [f"{SVG}circle", f"{SVG}polygon", f"{SVG}polygon"]
    assert sorted(set(corners)) == [3, 4]


def test_names_are_hidden_unless_they_are_asked_for():
    network = of("AB", people="ABC", role="xyz")

    assert not re.search(r">[ABC][,<]", picture(network).svg)
    assert picture(network, names=True).table == (
        ("Person", "Role", "Ties", "With"), ("A", "x", "1", "B"), ("B", "y", "1", "A"), ("C", "z", "0", ""),
    )  # fmt: skip


def test_the_table_says_what_the_picture_shows():
    drawn = picture(karate())
    lines = len(list(fromstring(drawn.svg).iter(f"{SVG}line")))

    assert (len(drawn.table) - 1, sum(int(row[2]) for row in drawn.table[1:]) / 2) == (34, lines)


def test_a_secret_makes_other_numbers_and_the_key_gives_the_people_back():
    people = karate()
    plain, secret = pseudonyms(people), pseudonyms(people, secret="a word")

    assert dict(plain) != dict(secret)
    assert set(secret) == set(people.people)
    assert sorted(secret.values(), key=lambda name: int(name[1:])) == [f"P{i}" for i in range(1, 35)]


def test_one_way_ties_have_an_arrow_and_texts_are_safe():
    network = of("AB", directed=True, role=["<script>", "a & b"])
    drawn = picture(network, title="Who <asks>\x00 whom")

    assert "marker-end" in drawn.svg
    assert "<script>" not in drawn.svg
    assert fromstring(drawn.svg)[0].text == "Who <asks> whom"


@pytest.mark.parametrize("people", ["", "A", "AB"])
def test_nobody_and_people_without_ties_can_be_drawn(people):
    assert fromstring(picture(of(people=people)).svg) is not None


@asked(max_examples=30)
@given(graph=graphs(most=20))
def test_the_layout_is_finite_and_the_same_every_time(graph):
    network = of_graph(graph)
    first, second = layout(network), layout(network)

    assert np.array_equal(first, second)
    assert np.isfinite(first).all()
    assert len({tuple(place) for place in first.round(3)}) == len(graph)


def test_a_ring_is_drawn_as_a_ring():
    places = layout(of_graph(nx.cycle_graph(12)))
    away = np.hypot(*(places - places.mean(axis=0)).T)

    assert away.std() / away.mean() < 0.02


def test_too_many_people_for_one_picture_are_refused_in_words():
    with pytest.raises(OutOfRange, match="The number of people in one picture is 601; it must be at most 600"):
        layout(of_graph(nx.empty_graph(601)))
