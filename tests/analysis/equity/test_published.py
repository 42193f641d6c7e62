"""The published figures of the 2015/16 equity indicators, from the file they were made from."""

import numpy as np
import pytest

from evenground.analysis.equity.gradient import Neighbourhoods, gradient_of


@pytest.fixture(scope="module")
def places(real_table):
    cells = real_table.cells
    national = cells["outcome"].sum() / cells["population"].sum() * 100_000
    rate = cells["outcome"] / cells["expected"] * national
    return Neighbourhoods(cells["outcome"], cells["population"], cells["rank"], rate)


def test_the_national_gradient_is_928(places):
    slope = gradient_of(places)

    assert round(slope.absolute.value) == 928
    assert (slope.absolute.lower, slope.absolute.upper) == pytest.approx((909.7, 945.7), abs=0.1)


def test_the_gradient_of_south_cheshire_is_the_1316_its_authors_gave(places, real_table):
    """University of York, 22 August 2016: 1,316 per 100,000."""
    south_cheshire = places.where(real_table.cells["area"] == "01R")

    assert gradient_of(south_cheshire).absolute.value == pytest.approx(1316, abs=1)


def test_admissions_linked_to_deprivation_beside_the_264000_published(places):
    """The published 264,000 takes ranks to be spread evenly over people: half the slope for everybody.

    Summing over the neighbourhoods as they are gives 268,854, 1.8% more, because more people live at the deprived end.
    """
    slope = gradient_of(places)
    evenly = slope.absolute.value / 2 * places.population.sum() / 100_000

    assert evenly == pytest.approx(264_000, abs=500)
    assert slope.excess.value == pytest.approx(268_854, abs=1)


def test_observed_over_expected_reproduces_the_published_rate_of_every_row(places, real_table):
    """Published to one decimal, as text with thousands commas in 13,497 rows."""
    published = real_table.cells["standardised_rate"]
    off = np.abs(places.rate - published)

    assert len(off) == 98_437
    assert published.max() > 1000
    # One decimal below 100,000; the single-person rows with huge rates keep seven figures.
    assert (off <= np.maximum(0.051, published * 5e-7)).all()
