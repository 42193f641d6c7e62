"""The finding in plain English, and how it was worked out: from released cells only, and no stronger than they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evenground.analysis.disclosure.cells import shortened
from evenground.analysis.disclosure.profiles import Profile
from evenground.analysis.results import Cell, Estimate, Figure, Provenance, Row

TITLES = {
    "neighbourhoods": "Neighbourhoods",
    "population": "{Denominator}",
    "count": "{Unit}",
    "rate": "{Unit} per {multiplier} {denominator}",
    "expected": "{Unit} expected for age and sex",
    "standardised": "{Unit} per {multiplier} {denominator}, adjusted for age and sex",
}


def column_titles(about: Provenance, rows: Sequence[Row]) -> dict[str, str]:
    """Give the heading of each column, with its unit of counting."""
    words = {"unit": about.unit, "denominator": about.denominator, "multiplier": f"{about.multiplier:,}"}
    words |= {"Unit": about.unit[:1].upper() + about.unit[1:], "Denominator": about.denominator.capitalize()}
    keys = rows[0].cells if rows else TITLES
    return {key: TITLES[key].format(**words) for key in keys}


def compared(mine: Estimate | None, other: Estimate | None, *, words: tuple[str, str, str]) -> str | None:
    """Larger, similar or smaller; similar whenever the two intervals overlap."""
    if mine is None or other is None:
        return None
    if mine.overlaps(other):
        return words[1]
    return words[0] if mine.value > other.value else words[2]


@dataclass(frozen=True)
class Words:
    """Everything released, ready to be told."""

    rows: tuple[Row, ...]
    total: Row
    national: tuple[Row, ...]
    figures: tuple[Figure, ...]
    about: Provenance
    headline: str

    def finding(self) -> str:
        """One to three sentences a public adviser can read."""
        return " ".join(part for part in (self._gap(), self._beside_the_nation(), self._climb()) if part)

    @property
    def _area(self) -> str:
        return self.about.area_name or self.about.area_code or "this area"

    @property
    def _per(self) -> str:
        return f"per {self.about.multiplier:,} {self.about.denominator}"

    def _cell(self, key: str) -> Cell:
        return next((f.cell for f in self.figures if f.key == key), Cell(""))

    def _gap(self) -> str:
        most, least = self.rows[0], self.rows[-1]
        top, gap = most.cells[self.headline], self._cell("gap.absolute")
        period = f" in {self.about.period}" if self.about.period else ""
        if gap.estimate is None or top.value is None:
            return (
                f"In {self._area}{period}, the gap between the most and least deprived cannot be shown. {gap.why}"
            ).strip()
        adjusted = " (adjusted for age and sex)" if self.headline == "standardised" else ""
        start = (
            f"In {self._area}, people in the {_in_words(most.label)} had about {shortened(top.value)}"
            f" {self.about.unit} {self._per}{period}{adjusted}"
        )
        return f"{start}: {self._than(gap.estimate, least)}"

    def _than(self, gap: Estimate, least: Row) -> str:
        limits = f"95% interval {shortened(gap.lower)} to {shortened(gap.upper)}"
        if gap.lower <= 0 <= gap.upper:
            near = f"too close to the {_in_words(least.label)} to tell them apart"
            return f"{near} (difference {shortened(gap.value)}, {limits})."
        if gap.upper < 0:
            limits = f"95% interval {shortened(-gap.upper)} to {shortened(-gap.lower)}"
        more = "more" if gap.value > 0 else "fewer"
        return f"about {shortened(abs(gap.value))} {more} than in the {_in_words(least.label)} ({limits})."

    def _beside_the_nation(self) -> str:
        mine, nation = self._cell("gap.absolute").estimate, self._cell("gap.national.absolute").estimate
        verdict = compared(mine, nation, words=("larger than", "similar to", "smaller than"))
        if verdict is None or nation is None:
            return ""
        return f"This gap is {verdict} the gap across {self.about.national_name} ({shortened(nation.value)})."

    def _climb(self) -> str:
        mine = self._cell("gradient.absolute").estimate
        if mine is None:
            return ""
        if mine.lower <= 0 <= mine.upper:
            return "Over all its neighbourhoods, the rate shows no clear climb with deprivation."
        way = "climbs" if mine.value > 0 else "falls"
        start = (
            f"Over all its neighbourhoods, from the least to the most deprived in {self.about.national_name}, the rate"
            f" {way} by about {shortened(abs(mine.value))} {self._per}"
        )
        return start + self._climb_beside() + "."

    def _climb_beside(self) -> str:
        mine = self._cell("gradient.absolute").estimate
        others = (
            ("gradient.national.absolute", self.about.national_name),
            ("gradient.pooled.absolute", "its similar areas"),
        )
        by_verdict: dict[str, list[str]] = {}
        for key, name in others:
            other = self._cell(key).estimate
            verdict = compared(mine, other, words=("steeper than", "similar to", "less steep than"))
            if verdict and other:
                by_verdict.setdefault(verdict, []).append(f"{name} ({shortened(other.value)})")
        parts = [f"{verdict} {' and '.join(names)}" for verdict, names in by_verdict.items()]
        return f", {', and '.join(parts)}" if parts else ""

    def how(self, rule: Profile) -> tuple[str, ...]:
        """Paragraphs for "how was this worked out"."""
        about = self.about
        dated = f", {rule.dated}" if rule.dated else ""
        said = [
            self._source(),
            f"Neighbourhoods were put into fifths by their deprivation rank in {about.national_name}, not by their rank"
            f" in {self._area}. So a fifth need not hold a fifth of {self._area}.",
            self._rates(),
            "The interval says how much the figure could differ by chance alone: 95 in 100 such intervals hold the true"
            " rate. Rates use Byar’s interval (exact below ten); gaps are the most less the least deprived fifth,"
            " with limits recovered from the two rates. Two figures are called similar when their intervals overlap.",
            self._slope(),
            f"Rule for small numbers ({rule.name}; {rule.source}{dated}): {rule.says} Rates, intervals and gaps are"
            f" made from the {'numbers shown' if rule.exact else 'rounded numbers'}. Nothing shown is a true small"
            " number.",
        ]
        if not rule.controls:
            said[-1] = f"Rule for small numbers: {rule.says}"
        return tuple(part for part in (*said, about.attribution) if part)

    def _source(self) -> str:
        about = self.about
        left = "".join(f" {n:,} rows were left out for {reason}." for reason, n in about.rows_left_out.items())
        rows = f"{about.rows_read:,} rows were read from “{about.source}”." if about.source else ""
        counted = f" It counts {about.unit}, not people: one person can be counted more than once." if rows else ""
        return (rows + left + (counted if about.unit != about.denominator else "")).strip()

    def _rates(self) -> str:
        about = self.about
        crude = f"The plain rate is {about.unit} divided by {about.denominator}, times {about.multiplier:,}."
        if self.headline != "standardised":
            return crude + " It is not adjusted for age and sex."
        return (
            f"{crude} The adjusted rate divides the {about.unit} by the number expected if each age and sex had"
            f" the rate of {about.national_name}, then multiplies by that country’s plain rate (indirect"
            " standardisation)."
        )

    def _slope(self) -> str:
        if not any(f.key == "gradient.absolute" for f in self.figures):
            return ""
        least = self.about.minimum_population
        cut = f" Neighbourhoods with fewer than {least:,.0f} people were left out of it." if least else ""
        return (
            "The gradient is a straight line through the rates of all neighbourhoods by their national rank, each"
            " weighted by its people (weighted least squares; the absolute and relative gradient index of Cookson,"
            " Asaria and colleagues, 2018). The absolute gradient is the line’s rate at the most deprived rank less"
            " that at the least; the relative one divides it by the rate in the middle. Linked to deprivation is how"
            " many fewer there would be if every neighbourhood had the rate of the least deprived. A gradient compares"
            f" places; it does not show what causes the difference.{cut}"
        )


def _in_words(label: str) -> str:
    lowered = label[:1].lower() + label[1:]
    return f"{lowered} of neighbourhoods" if lowered.endswith("fifth") else lowered
