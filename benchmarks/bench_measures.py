"""The measures of inequality: seconds and peak memory, beside the plainest honest way to the same figures.

    PYTHONPATH=src python benchmarks/bench_measures.py [--sizes 1 3 10] [--jobs rates slope]

Made-up tables, and for the gradients the public small-area file in ``../shared/data`` (larger sizes repeat its rows
under new area codes). Each job runs in a process of its own: the imports and the making of the data are not counted;
the quickest of three runs of ours is shown, with the processor seconds it took (on a busy machine they say more), and
one run of the plain way. The plain way is a loop over areas in pandas, NumPy or statsmodels, or one pandas expression
where that does it; it checks nothing, notes nothing, and its figures must equal ours.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time

import numpy as np
import pandas as pd

PLACES = Path(__file__).resolve().parents[2] / "shared" / "data" / "emergency_admissions_lsoa_2015_16.csv.gz"
ESP = [5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000, 7000, 6500, 6000, 5500, 5000, 4000, 2500, 1500, 1000]
STARTS = [0, 1, *range(5, 95, 5)]
DRAWS = 100_000
FEW = 20  # areas the plain simulation is run for, its time then multiplied


def by_age(areas: int, ages: list[object]) -> pd.DataFrame:
    chance, many = np.random.default_rng(1), len(ages)
    people = chance.integers(400, 4000, areas * many)
    risk = np.tile(np.linspace(0.001, 0.12, many), areas)
    area = np.repeat([f"E{i:06}" for i in range(areas)], many)
    return pd.DataFrame({"area": area, "age": ages * areas, "x": chance.poisson(people * risk), "n": people})


def tenths(areas: int) -> pd.DataFrame:
    chance = np.random.default_rng(2)
    people = chance.integers(2000, 9000, areas * 10)
    area = np.repeat([f"E{i:06}" for i in range(areas)], 10)
    count = chance.poisson(people * np.tile(np.linspace(0.02, 0.01, 10), areas))
    return pd.DataFrame({"area": area, "tenth": np.tile(np.arange(1, 11), areas), "x": count, "n": people})


def standardised(times: int) -> tuple[Callable, Callable, str]:
    from evenground.analysis.equity import directly_standardised_rate

    data = by_age(7000 * times, [*[f"{5 * i}-{5 * i + 4}" for i in range(18)], "90+"])

    def one(g: pd.DataFrame) -> float:
        w, x, n = np.array(ESP), g["x"].to_numpy(), g["n"].to_numpy()
        rate, var, total = (w * x / n).sum() / 1e5, (w**2 * x / n**2).sum() / 1e10, x.sum()
        byar = total * (1 - 1 / (9 * total) - 1.959963984540054 / (3 * np.sqrt(total))) ** 3
        return (rate + np.sqrt(var / total) * (byar - total)) * 1e5

    return (
        lambda: directly_standardised_rate(data, count="x", population="n", age="age", by="area")["lower"],
        lambda: np.array([one(g) for _, g in data.groupby("area")]),
        f"standardised rates, {7000 * times:,} areas × 19 ages",
    )


def rates(times: int) -> tuple[Callable, Callable, str]:
    from scipy.stats import chi2

    from evenground.analysis.equity import crude_rate

    chance, many = np.random.default_rng(3), 1_000_000 * times
    data = pd.DataFrame({"id": np.arange(many), "n": chance.integers(500, 50_000, many)})
    data["x"] = chance.poisson(data["n"] * 0.001)

    def plain() -> np.ndarray:
        g = data.groupby("id").sum()
        x = g["x"].to_numpy(float)
        y = x + 1
        byar = y * (1 - 1 / (9 * y) + 1.959963984540054 / (3 * np.sqrt(y))) ** 3
        return np.where(x < 10, chi2.ppf(0.975, 2 * x + 2) / 2, byar) / g["n"].to_numpy() * 1e5

    ours = lambda: crude_rate(data, count="x", population="n", by="id")["upper"]  # noqa: E731
    return ours, plain, f"crude rates, {many:,} rows, each a group"


def _line(g: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rates, share of the population and place of each tenth, the least deprived first."""
    n, x = g["n"].to_numpy()[::-1], g["x"].to_numpy()[::-1]
    share = n / n.sum()
    return x / n * 1e5, share, np.cumsum(share) - share / 2


def slope(times: int) -> tuple[Callable, Callable, str]:
    import statsmodels.api as sm

    from evenground.analysis.equity import slope_index

    data = tenths(1000 * times)

    def plain() -> np.ndarray:
        parts = [_line(g) for _, g in data.groupby("area")]
        fits = [sm.WLS(y, sm.add_constant(x), weights=w).fit().params for y, w, x in parts]
        return np.array([[b, (a + b) / a] for a, b in fits]).ravel()

    ours = lambda: slope_index(data, quantile="tenth", population="n", count="x", by="area")["estimate"]  # noqa: E731
    return ours, plain, f"slope and relative index, {1000 * times:,} areas × 10, closed form"


def draws(times: int) -> tuple[Callable, Callable, str]:
    from evenground.analysis.equity import slope_index
    from evenground.analysis.stats.limits import byar

    areas = 1000 * times
    data = tenths(areas)

    def one(g: pd.DataFrame) -> list[float]:
        _, share, place = _line(g)
        n, x = g["n"].to_numpy()[::-1], g["x"].to_numpy()[::-1]
        low, high = (np.log(part) for part in byar(x))
        normals = np.random.default_rng(0).standard_normal((10, DRAWS), dtype=np.float32)[::1]
        y = np.exp(np.log(x / n * 1e5)[:, None] + normals * ((high - low) / (2 * 1.959963984540054))[:, None])
        root = np.sqrt(share)
        a, b = np.linalg.lstsq(np.column_stack([root, root * place]), y * root[:, None], rcond=None)[0]
        at = round(DRAWS * 0.025) - 1
        return [np.sort(b)[at], np.sort((a + b) / a)[at]]

    def plain() -> np.ndarray:
        groups = [g for _, g in data.head(10 * FEW).groupby("area")]
        return np.array([one(g) for g in groups]).ravel()

    asked = {"quantile": "tenth", "population": "n", "count": "x", "by": "area", "draws": DRAWS}
    return lambda: slope_index(data, **asked)["lower"], plain, f"the same, {areas:,} areas, {DRAWS:,} draws each"


def life(times: int) -> tuple[Callable, Callable, str]:
    from evenground.analysis.equity import life_expectancy

    data = by_age(1000 * times, list(STARTS))
    width = np.diff(STARTS)
    a = np.where(np.arange(19) == 0, 0.1, 0.5)

    def one(g: pd.DataFrame) -> float:
        m = g["x"].to_numpy() / g["n"].to_numpy()
        q = np.minimum(width * m[:-1] / (1 + width * (1 - a) * m[:-1]), 1)
        alive = np.concatenate([[1.0], np.cumprod(1 - q)])
        return (width * (alive[1:] + a * -np.diff(alive))).sum() + alive[-1] / m[-1]

    return (
        lambda: life_expectancy(data, deaths="x", population="n", age="age", by="area")["estimate"],
        lambda: np.array([one(g) for _, g in data.groupby("area")]),
        f"life expectancy, {1000 * times:,} areas × 20 ages (the plain way without intervals)",
    )


def gradients(times: int) -> tuple[Callable, Callable, str]:
    import statsmodels.api as sm

    from evenground.analysis.equity import gradients as ours

    one = pd.read_csv(PLACES)
    data = pd.concat([one.assign(CCG=one["CCG"] + f"/{i}") for i in range(times)], ignore_index=True)

    def plain() -> np.ndarray:
        national = data["admissions"].sum() / data["population"].sum() * 1e5
        rate, found = data["admissions"] / data["expectedadmissions"] * national, []
        for _, g in data.groupby("CCG", sort=False):
            fit = sm.WLS(rate[g.index], sm.add_constant(g["imdscaled"]), weights=g["population"]).fit()
            found.append(fit.params["imdscaled"] - 1.959963984540054 * fit.bse["imdscaled"])
        return np.array(found)

    asked = {"area": "CCG", "count": "admissions", "expected": "expectedadmissions"}
    return (
        lambda: ours(data, population="population", rank="imdscaled", **asked)["lower"][::3],
        plain,
        f"gradients of {209 * times:,} areas, {len(data):,} neighbourhoods",
    )


JOBS = {
    "standardised": standardised,
    "rates": rates,
    "slope": slope,
    "draws": draws,
    "life": life,
    "gradients": gradients,
}


def run(job: str, times: int, way: str) -> dict[str, object]:
    """One job one way, in this process: seconds, processor seconds, peak memory and the figures’ digest."""
    ours, plain, title = JOBS[job](times)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    runs = []
    for _ in range(3 if way == "ours" else 1):
        start, busy = perf_counter(), process_time()
        figures = np.asarray(ours() if way == "ours" else plain(), dtype=float)
        runs.append((perf_counter() - start, process_time() - busy))
    if job == "draws" and way == "plain":
        runs = [(runs[0][0] * 1000 * times / FEW, runs[0][1] * 1000 * times / FEW)]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sample = figures[: 2 * FEW] if job == "draws" else figures[:: max(1, len(figures) // 997)]
    seconds, cpu = min(runs)
    return {"title": title, "seconds": seconds, "cpu": cpu, "peak": peak, "data": before, "sample": sample.tolist()}


def elsewhere(job: str, times: int, way: str) -> dict[str, object]:
    """The same in a process of its own."""
    command = [sys.executable, __file__, "--one", job, str(times), way]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--sizes", type=int, nargs="+", default=[1, 3, 10])
    asked.add_argument("--jobs", nargs="+", default=list(JOBS), choices=list(JOBS))
    asked.add_argument("--one", nargs=3)
    given = asked.parse_args()
    if given.one:
        print(json.dumps(run(given.one[0], int(given.one[1]), given.one[2])))
        return
    print("| job | seconds (processor) | peak MB (before) | plain seconds | plain peak MB | times quicker |")
    print("|---|---|---|---|---|---|")
    for job in given.jobs:
        for times in given.sizes:
            ours, plain = elsewhere(job, times, "ours"), elsewhere(job, times, "plain")
            # Drawn limits: ours are worked out in single precision.
            np.testing.assert_allclose(ours["sample"], plain["sample"], rtol=1e-3 if job == "draws" else 1e-6)
            row = f"| {ours['title']} | {ours['seconds']:.3f} ({ours['cpu']:.3f}) | {ours['peak']:.0f} ({ours['data']:.0f}) "
            row += f"| {plain['seconds']:.2f} | {plain['peak']:.0f} | {plain['seconds'] / ours['seconds']:.0f} |"
            print(row, flush=True)


if __name__ == "__main__":
    main()
