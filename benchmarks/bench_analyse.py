"""How long one analysis takes, and how much memory, beside the plainest honest way to do the same sums.

    PYTHONPATH=src python benchmarks/bench_analyse.py [--sizes 1 3 10]

Reads the public small-area file from ``../shared/data``. Larger sizes repeat its rows under new area codes. Each
figure comes from a process of its own, so "process" holds the start, the imports and the reading of the file, and
"analysis" all that follows the imports. A run that is not counted comes first and compiles the imported modules; of
three counted runs the quickest is shown.

The plain way is pandas and NumPy: read the file, group by area and fifth, fit a weighted line for the area, its ten
similar areas, the pool and the nation. It checks nothing, controls nothing and writes no words.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data"
PLACES, SIMILAR = SHARED / "emergency_admissions_lsoa_2015_16.csv.gz", SHARED / "ccg_similar_areas.csv"

MEASURE = """
import json, resource, sys, time
begun = time.perf_counter()
{body}
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({{"ready": ready - begun, "analysis": done - ready, "peak_mb": peak, "gradient": found}}))
"""

OURS = """
from evenground.analysis.pipeline import analyse
from evenground.analysis.tables import Columns
import ibis, duckdb, pyarrow
ibis.duckdb.connect().disconnect()
ready = time.perf_counter()
columns = Columns("CCG", "admissions", "population", "imdscaled", "expectedadmissions")
analysis = analyse(sys.argv[1], area="99A", columns=columns, similar=sys.argv[2], period="2015/16", unit="admissions")
{charts}
done = time.perf_counter()
found = analysis.released.figure("gradient.absolute").cell.value
"""

PLAIN = """
import numpy as np, pandas as pd
ready = time.perf_counter()
d = pd.read_csv(sys.argv[1], thousands=",", compression="gzip")
near = pd.read_csv(sys.argv[2], dtype=str).set_index("CCG16CDH").filter(like="similar_ccg_").loc["99A"].tolist()
national = d.admissions.sum() / d.population.sum() * 1e5
d["rate"] = d.admissions / d.expectedadmissions * national
d["fifth"] = np.digitize(-d.imdscaled, [-0.8, -0.6, -0.4, -0.2], right=False)
table = d.groupby(["CCG", "fifth"])[["admissions", "population", "expectedadmissions"]].sum()
slopes = [
    np.polyfit(p.imdscaled, p.rate, 1, w=np.sqrt(p.population), cov="unscaled")[0][0]
    for p in [d[d.CCG == "99A"], *(d[d.CCG == code] for code in near), d[d.CCG.isin(near)], d]
]
done = time.perf_counter()
found = round(float(slopes[0]), 1)
"""

WAYS = {
    "evenground": OURS.format(charts=""),
    "evenground with charts": OURS.format(charts="analysis.charts()"),
    "pandas and numpy": PLAIN,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[1, 3, 10])
    if not PLACES.exists():
        sys.exit("The public file emergency_admissions_lsoa_2015_16.csv.gz is not at hand in ../shared/data.")
    print(f"{'rows':>9}  {'way':<24} {'process s':>9} {'analysis s':>10} {'peak MB':>8}  gradient of 99A")
    with tempfile.TemporaryDirectory() as folder:
        for size in parser.parse_args().sizes:
            path, rows = enlarged(Path(folder), size)
            for way, body in WAYS.items():
                show(rows, way, best_of(path, body))


def enlarged(folder: Path, times: int) -> tuple[Path, int]:
    """The real file, followed by copies of it under other area codes."""
    with gzip.open(PLACES, "rt", encoding="utf-8") as file:
        heading, *rows = file.read().splitlines()
    copies = [f"{copy}{row}" if copy else row for copy in ("", *map(str, range(1, times))) for row in rows]
    path = folder / f"places-{times}.csv.gz"
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=1) as file:
        file.write("\n".join([heading, *copies]) + "\n")
    return path, len(copies)


def best_of(path: Path, body: str, runs: int = 3) -> dict[str, float]:
    found = [one_run(path, body) for _ in range(runs + 1)]
    return min(found[1:], key=lambda run: run["process"])


def one_run(path: Path, body: str) -> dict[str, float]:
    from time import perf_counter

    code = MEASURE.format(body=body)
    home = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONPYCACHEPREFIX": str(path.parent / "compiled")}
    home.pop("PYTHONDONTWRITEBYTECODE", None)
    begun = perf_counter()
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code, str(path), str(SIMILAR)],
        capture_output=True,
        text=True,
        check=True,
        env=home,
    )
    return json.loads(run.stdout) | {"process": perf_counter() - begun}


def show(rows: int, way: str, run: dict[str, float]) -> None:
    figures = f"{run['process']:>9.2f} {run['analysis']:>10.2f} {run['peak_mb']:>8.0f}  {run['gradient']}"
    print(f"{rows:>9,}  {way:<24} {figures}", flush=True)


if __name__ == "__main__":
    main()
