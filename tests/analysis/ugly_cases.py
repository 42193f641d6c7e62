"""Every public measure that takes data, with plain data for it."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from evenground.analysis import change, equity

_R = np.random.default_rng(3)
_FIFTHS = pd.DataFrame(
    {"area": ["N"] * 5 + ["S"] * 5, "fifth": list("12345") * 2, "people": [900, 950, 1000, 1050, 1100] * 2}
)
_FIFTHS["cases"] = _R.poisson([60, 50, 40, 30, 20] * 2)
_FIFTHS["rate"] = _FIFTHS["cases"] / _FIFTHS["people"] * 1000
_FIFTHS["se"] = _FIFTHS["rate"] / np.sqrt(_FIFTHS["cases"])
_AGES = pd.DataFrame({"area": ["N"] * 3 + ["S"] * 3, "age": ["0–44", "45–64", "65+"] * 2, "people": [20_000] * 6})
_AGES = _AGES.assign(deaths=[40, 90, 900] * 2, expected=[45.5, 90.5, 900.5] * 2, weight=[1.0, 2.0, 3.0] * 2, times=1)
_STANDARD = {"0–44": 55_500, "45–64": 25_000, "65+": 19_500}
_REFERENCE = {"0–44": (40, 20_000), "45–64": (80, 20_000), "65+": (800, 20_000)}
_PEOPLE = pd.DataFrame(
    {"area": ["N"] * 8 + ["S"] * 8, "rank": [*range(1, 9)] * 2, "visits": [5.0, 0, 3, 2, 2, 1, 0, 1] * 2}
)
_PEOPLE["weight"] = [1.0, 2.0] * 8
_PLACES = pd.DataFrame({"area": ["N"] * 6 + ["S"] * 6, "rank": [0, 0.2, 0.4, 0.6, 0.8, 1.0] * 2, "people": [1000] * 12})
_PLACES = _PLACES.assign(cases=[5, 4, 9, 8, 14, 12, 3, 5, 4, 8, 7, 9], expected=8.0)
_TRUSTS = pd.DataFrame(
    {"area": ["N"] * 4 + ["S"] * 4, "trust": list("abcdefgh"), "deaths": [3, 30, 12, 8, 9, 50, 11, 10]}
)
_TRUSTS["people"] = [100, 400, 120, 90, 80, 500, 110, 120]
_MONTHS = pd.DataFrame(
    {"area": ["N"] * 24 + ["S"] * 24, "x": _R.normal(10, 1, 48).round(2), "events": _R.poisson(9, 48)}
)
_MONTHS = _MONTHS.assign(month=[f"{2022 + i // 12}-{i % 12 + 1:02}" for i in range(24)] * 2, people=100)
_PANEL = pd.DataFrame({"area": np.repeat(["N", "S"], 24), "gp": list("abcd") * 12, "x": _R.normal(10, 1, 48).round(2)})
_PANEL["year"] = np.tile(np.repeat(range(2015, 2021), 4), 2)
_PANEL["on"] = ((_PANEL["year"] >= 2018) & _PANEL["gp"].isin(["a", "b"])).astype(int)
_ARMS = pd.DataFrame({"area": ["N"] * 4 + ["S"] * 4, "arm": ["new", "new", "usual", "usual"] * 2, "period": [1, 2] * 4})
_ARMS = _ARMS.assign(cases=_R.poisson(40, 8), people=1000)
_COUNTS = {"count": "cases", "population": "people"}
_FIGURES = {"estimate": "rate", "se": "se"}
_RESULTS = pd.concat(
    equity.crude_rate(_FIFTHS.assign(cases=_FIFTHS["cases"] + year), **_COUNTS, by=["area", "fifth"]).assign(year=year)
    for year in (1, 2)
).reset_index(drop=True)
_CHART = change.control_chart(_MONTHS, time="month", value="x", by="area")
_CONTRAST = {"stratum": "area", "of": "N", "against": "S", "by": None}
_UNITS = {"value": "x", "unit": "gp", "time": "year", "treated": "on"}


@dataclass(frozen=True)
class Case:
    """One measure with data for it. ``limits`` says whether lower and upper are those of an interval."""

    measure: Any
    data: pd.DataFrame
    options: dict[str, Any]
    numbers: tuple[str, ...]
    labels: tuple[str, ...] = ("area",)
    limits: bool = True
    shape: bool = True
    by: str = "by"

    def __call__(self, data: Any, **more: Any) -> Any:
        return self.measure(data, **{self.by: "area", **self.options, **more})


def _fifths(measure, *, limits=True, figures=False, **options):
    given = _FIGURES if figures else {"count": "cases"}
    people = {} if measure is equity.gaps and figures else {"population": "people"}
    columns = (*given.values(), *people.values())
    return Case(measure, _FIFTHS, {**options, **given, **people}, columns, ("fifth", "area"), limits)


def _ages(measure, numbers, labels=("age", "area"), **options):
    return Case(measure, _AGES, options, numbers, labels)


def _chart(kind, *numbers):
    names = dict(zip(("value",) if kind in "xmr g t" else ("count", "population"), numbers, strict=False))
    options = {"time": "month", "chart": kind, "improvement": "up", "rules": "nelson", **names}
    return Case(change.control_chart, _MONTHS, options, numbers, ("month", "area"), limits=False)


def _series(measure, *numbers, limits=True, labels=("month", "area"), **options):
    return Case(measure, _MONTHS, {"time": "month", **options}, numbers, labels, limits)


_DEATHS = {"count": "deaths", "population": "people", "age": "age"}
_AGAINST = {"worse": "lower", "view": "against the disadvantaged"}
CASES = {
    "crude rate": Case(equity.crude_rate, _FIFTHS, _COUNTS, ("cases", "people")),
    "proportion": Case(equity.proportion, _FIFTHS, _COUNTS, ("cases", "people")),
    "mean": Case(equity.mean, _PEOPLE, {"value": "visits"}, ("visits",)),
    "standardised rate": _ages(equity.directly_standardised_rate, ("deaths", "people"), **_DEATHS, standard=_STANDARD),
    "repeat events": _ages(
        equity.directly_standardised_rate, ("deaths", "times"), **_DEATHS, standard=_STANDARD, frequency="times"
    ),
    "own weights": _ages(
        equity.directly_standardised_rate,
        ("deaths", "people", "weight"),
        **_DEATHS,
        standard="weight",
        missing_ages="renormalise",
        blank_counts="zero",
    ),
    "ratio": _ages(
        equity.indirectly_standardised_ratio, ("deaths", "expected"), ("area",), count="deaths", expected="expected"
    ),
    "ratio by age": _ages(equity.indirectly_standardised_ratio, ("deaths", "people"), **_DEATHS, reference=_REFERENCE),
    "rate": _ages(
        equity.indirectly_standardised_rate,
        ("deaths", "expected", "people"),
        ("area",),
        count="deaths",
        expected="expected",
        population="people",
    ),
    "life": _ages(
        equity.life_expectancy, ("deaths", "people"), deaths="deaths", population="people", age="age", at=[0, 65]
    ),
    "quantiles": Case(equity.quantiles, _PEOPLE, {"score": "visits", "groups": 3}, ("visits",), shape=False),
    "gaps": _fifths(equity.gaps, group="fifth"),
    "gaps of proportions": _fifths(equity.gaps, group="fifth", kind="proportion", reference="5"),
    "gaps to the best": _fifths(equity.gaps, group="fifth", reference="best", **_AGAINST),
    "gaps of figures": _fifths(equity.gaps, group="fifth", figures=True, kind="mean"),
    "attributable": _fifths(equity.attributable, group="fifth"),
    "attributable, figures": _fifths(equity.attributable, group="fifth", figures=True, **_AGAINST),
    "dispersion": _fifths(equity.dispersion, group="fifth", reference="3"),
    "dispersion of figures": _fifths(equity.dispersion, group="fifth", figures=True),
    "dispersion drawn": _fifths(equity.dispersion, group="fifth", draws=1000, limits=False),
    "slope": _fifths(equity.slope_index, quantile="fifth", **_AGAINST),
    "slope, log": _fifths(equity.slope_index, quantile="fifth", scale="log"),
    "slope, logit": _fifths(equity.slope_index, quantile="fifth", scale="logit", kind="proportion"),
    "slope of figures": _fifths(equity.slope_index, quantile="fifth", scale="log", figures=True, multiplier=1000),
    "slope drawn": _fifths(equity.slope_index, quantile="fifth", draws=1000, limits=False),
    "concentration": _fifths(equity.concentration_index, quantile="fifth", kind="proportion"),
    "concentration of figures": _fifths(equity.concentration_index, quantile="fifth", figures=True),
    "curve": Case(
        equity.concentration_curve,
        _FIFTHS,
        {"quantile": "fifth", **_COUNTS},
        ("cases",),
        ("fifth", "area"),
        limits=False,
    ),
    "persons": Case(
        equity.individual_concentration,
        _PEOPLE,
        {"value": "visits", "rank": "rank", "weight": "weight", "bounds": (0, 10)},
        ("visits", "rank", "weight"),
    ),
    "gradients": Case(
        equity.gradients,
        _PLACES,
        {**_COUNTS, "rank": "rank", "errors": "hc1"},
        ("cases", "people", "rank"),
        by="area",
    ),
    "compared gradients": Case(
        equity.compare_gradients,
        _PLACES,
        {**_COUNTS, "rank": "rank", "expected": "expected", "similar": {"N": ["S"]}},
        ("cases", "people", "expected"),
        by="area",
    ),
    **{
        f"funnel, {kind}, {spread}": Case(
            equity.funnel,
            _TRUSTS,
            {"area": "trust", "count": "deaths", "population": "people", "expected": "people", "kind": kind}
            | {"overdispersion": spread},
            ("deaths", "people"),
            ("trust", "area"),
        )
        for kind, spread in (("proportion", "none"), ("rate", "multiplicative"), ("ratio", "additive"))
    },
    "funnel lines": Case(
        equity.funnel_lines,
        _TRUSTS,
        {"area": "trust", "count": "deaths", "population": "people", "points": 5, "overdispersion": "additive"},
        ("deaths", "people"),
        ("trust", "area"),
        limits=False,
    ),
    **{
        f"between, {kind}": Case(
            change.between,
            _RESULTS.assign(r=0.5),
            {"period": "year", "before": 1, "after": 2, "kind": kind, "by": ["area", "fifth"], "correlation": "r"},
            ("estimate", "lower", "upper", "se", "level"),
            ("year", "area"),
        )
        for kind in ("difference", "ratio")
    },
    "contrast": Case(
        change.contrast,
        _RESULTS,
        {"stratum": "fifth", "of": "1", "against": "5", "by": ["area", "year"], "kind": "ratio"},
        ("estimate", "lower", "upper"),
        ("fifth", "area"),
    ),
    "paired": Case(
        change.paired_difference,
        _ARMS,
        {"unit": "arm", "value": "cases", "period": "period", "before": 1, "after": 2, "kind": "ratio"},
        ("cases",),
        ("arm", "period", "area"),
    ),
    **{
        f"two by two, {figure}": Case(
            change.difference_in_differences,
            _ARMS,
            {**_COUNTS, **_CONTRAST, "arm": "arm", "treated": "new", "control": "usual", "period": "period"}
            | {"before": 1, "after": 2, "figure": figure, "kind": kind},
            ("cases", "people"),
            ("arm", "period", "area"),
        )
        for figure, kind in (("rate", "ratio"), ("proportion", "difference"))
    },
    "interrupted": _series(change.interrupted, "x", at="2023-01", value="x", season="fourier", harmonics=1),
    "interrupted, Newey": _series(change.interrupted, "x", at="2023-01", value="x", errors="newey-west"),
    "interrupted, Prais": _series(change.interrupted, "x", at="2023-01", value="x", errors="prais-winsten"),
    "interrupted counts": _series(
        change.interrupted, "events", "people", at="2023-01", count="events", population="people", **_CONTRAST
    ),
    "panel": Case(change.panel_differences, _PANEL, _UNITS, ("x", "on"), ("gp", "year", "area")),
    "trends before": Case(change.trends_before, _PANEL, {**_UNITS, **_CONTRAST}, ("x", "on"), ("gp", "year", "area")),
    "run chart": _series(change.run_chart, "x", value="x", limits=False),
    **{f"{kind} chart": _chart(kind, "x") for kind in ("xmr", "g", "t")},
    "c chart": _chart("c", "events"),
    **{f"{kind} chart": _chart(kind, "events", "people") for kind in ("p", "p'", "u", "u'")},
    "assurance": Case(
        change.assurance,
        _CHART,
        {"time": "month", "target": 10, "improvement": "up"},
        ("lower", "upper"),
        ("month", "area"),
        limits=False,
    ),
}
