"""Change: control charts with rules, interrupted series and panels, beside the plainest honest alternative.

Made-up data; both sides start from the same pandas frame and are held to the same numbers before they are timed. Each row
runs in a process of its own, so that its peak memory is its own. Run from the project root:

    PYTHONPATH=src:. python benchmarks/bench_change.py
"""

import resource
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import numpy as np
import pandas as pd
from tests.analysis.change.plain import mdc, xmr

from evenground.analysis import change

SIZES = (1, 3, 10)


def months(series: int, points: int) -> pd.DataFrame:
    """Made-up monthly figures and counts by area."""
    rng = np.random.default_rng(7)
    area, month = np.repeat(np.arange(series), points), np.tile(np.arange(points), series)
    x = rng.normal(20, 3, series * points) + 0.02 * month
    return pd.DataFrame({"area": area, "month": month, "x": x})


def units(many: int, points: int) -> pd.DataFrame:
    """Made-up practices, half of which change half way."""
    data = months(many, points).rename(columns={"area": "unit"})
    data["on"] = ((data["unit"] % 2 == 0) & (data["month"] >= points // 2)).astype(int)
    return data


def charts_ours(data: pd.DataFrame) -> pd.DataFrame:
    return change.control_chart(data, time="month", value="x", by="area")


def charts_made(result: pd.DataFrame) -> list[float]:
    value = result[result["measure"] == "value"]
    return [value["upper"].sum(), value["lower"].sum(), value["direction"].str.startswith("Special").sum()]


def charts_plain(data: pd.DataFrame) -> list[float]:
    lower = upper = marked = 0.0
    for _, one in data.groupby("area"):
        values = one.sort_values("month")["x"].tolist()
        limits = xmr(values)
        found = mdc(values, *limits)
        upper, lower = upper + 36 * limits[2], lower + 36 * limits[1]
        marked += len({place for places in found.values() for place, _ in places})
    return [upper, lower, marked]


def interrupted_ours(data: pd.DataFrame) -> pd.DataFrame:
    return change.interrupted(data, time="month", at=30, value="x", by="area", errors="newey-west")


def restricted_ours(data: pd.DataFrame) -> pd.DataFrame:
    return change.interrupted(data, time="month", at=30, value="x", by="area", errors="reml")


def restricted_plain(data: pd.DataFrame) -> list[float]:
    """One dense covariance matrix a series, as the formula has it, and SciPy's search."""
    import statsmodels.api as sm
    from scipy.linalg import toeplitz
    from scipy.optimize import minimize_scalar

    t = np.arange(60) - 30
    x = np.column_stack([np.ones(60), t, t >= 0, t * (t >= 0)]).astype(float)

    def deviance(rho: float, y: np.ndarray) -> float:
        v = toeplitz(rho ** np.arange(60))
        inner = x.T @ np.linalg.solve(v, x)
        left = y - x @ np.linalg.solve(inner, x.T @ np.linalg.solve(v, y))
        return 56 * np.log(left @ np.linalg.solve(v, left)) + np.linalg.slogdet(inner)[1] + np.linalg.slogdet(v)[1]

    estimate = error = 0.0
    for _, one in data.groupby("area"):
        y = one["x"].to_numpy()
        best = minimize_scalar(deviance, args=(y,), bounds=(-0.9, 0.99), method="bounded", options={"xatol": 1e-9}).x
        fit = sm.GLS(y, x, sigma=toeplitz(best ** np.arange(60))).fit()
        estimate, error = estimate + fit.params[2], error + fit.bse[2]
    return [estimate, error]


def interrupted_made(result: pd.DataFrame) -> list[float]:
    level = result[result["measure"] == "level change"]
    return [level["estimate"].sum(), level["se"].sum()]


def interrupted_plain(data: pd.DataFrame) -> list[float]:
    import statsmodels.api as sm

    estimate = error = 0.0
    for _, one in data.groupby("area"):
        t = one["month"].to_numpy() - 30
        x = np.column_stack([np.ones(60), t, t >= 0, t * (t >= 0)]).astype(float)
        kwds = {"maxlags": int(4 * 0.6 ** (2 / 9)), "use_correction": True}
        fit = sm.OLS(one["x"].to_numpy(), x).fit(cov_type="HAC", cov_kwds=kwds)
        estimate, error = estimate + fit.params[2], error + fit.bse[2]
    return [estimate, error]


def panel_ours(data: pd.DataFrame) -> pd.DataFrame:
    return change.panel_differences(data, value="x", unit="unit", time="month", treated="on")


def panel_made(result: pd.DataFrame) -> list[float]:
    return result[["estimate", "se"]].to_numpy()[0].tolist()


def panel_plain(data: pd.DataFrame) -> list[float]:
    import statsmodels.api as sm

    fixed = pd.get_dummies(data[["unit", "month"]].astype(str), drop_first=True).astype(float)
    x = np.column_stack([data["on"], np.ones(len(data)), fixed])
    fit = sm.OLS(data["x"].to_numpy(), x).fit(cov_type="cluster", cov_kwds={"groups": data["unit"].to_numpy()})
    return [fit.params[0], fit.bse[0]]


@dataclass(frozen=True)
class Job:
    """What is timed: ours gives a frame that ``made`` sums up, plain gives the sums."""

    name: str
    data: Callable[[int], pd.DataFrame]
    ours: Callable[[pd.DataFrame], pd.DataFrame]
    made: Callable[[pd.DataFrame], list[float]]
    plain: Callable[[pd.DataFrame], list[float]]
    largest: int = 10


JOBS = {
    "charts": Job(
        "XmR, four rules; 500 series × 36 months",
        lambda size: months(500 * size, 36),
        charts_ours,
        charts_made,
        charts_plain,
    ),
    "interrupted": Job(
        "interrupted, Newey-West; 200 series × 60 months",
        lambda size: months(200 * size, 60),
        interrupted_ours,
        interrupted_made,
        interrupted_plain,
    ),
    "restricted": Job(
        "interrupted, restricted likelihood; 200 series × 60 months",
        lambda size: months(200 * size, 60),
        restricted_ours,
        interrupted_made,
        restricted_plain,
    ),
    "panel": Job(
        "difference in differences; 200 units × 60 months",
        lambda size: units(200 * size, 60),
        panel_ours,
        panel_made,
        panel_plain,
        largest=3,
    ),
}


def once(name: str, side: str, size: int) -> None:
    """Warm up on a twentieth, so that no import is timed; run; print seconds, peak memory and what came out."""
    job = JOBS[name]
    run: Callable[[pd.DataFrame], Any] = job.ours if side == "ours" else job.plain
    data = job.data(size)
    few = data[data.iloc[:, 0] < 10]
    run(few)
    start = perf_counter()
    result = run(data)
    taken = perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(taken, memory, *(job.made(result) if side == "ours" else result))


def measured(name: str, side: str, size: int) -> tuple[float, float, np.ndarray]:
    ran = subprocess.run([sys.executable, __file__, name, side, str(size)], capture_output=True, text=True, check=True)
    seconds, memory, *made = (float(part) for part in ran.stdout.split())
    return seconds, memory, np.array(made)


def main() -> None:
    print("| what | size | ours, s | ours, MiB | plain, s | plain, MiB | times quicker |")
    print("|---|---|---|---|---|---|---|")
    for name, job in JOBS.items():
        for size in SIZES:
            seconds, memory, made = measured(name, "ours", size)
            row = f"| {job.name} | {size}× | {seconds:.3f} | {memory:.0f} |"
            if size > job.largest:  # the dummies alone would not fit a laptop
                print(f"{row} not run | | |", flush=True)
                continue
            slow, plain_memory, plain = measured(name, "plain", size)
            np.testing.assert_allclose(made, plain, rtol=1e-6)
            print(f"{row} {slow:.2f} | {plain_memory:.0f} | {slow / seconds:.0f} |", flush=True)


if __name__ == "__main__":
    if len(sys.argv) == 4:
        once(sys.argv[1], sys.argv[2], int(sys.argv[3]))
    else:
        main()
