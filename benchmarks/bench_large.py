"""Millions of admissions from Parquet, counted by area, age band, sex and fifth, and standardised, beside bare DuckDB.

    PYTHONPATH=src python benchmarks/bench_large.py [--rows 2000000 6000000 20000000]

The admissions and the people are made up. The plain way is one SQL query that counts, sets the counts beside the people
and adds up the weighted rates; it gives the rate alone, without its interval, and checks nothing. Each figure comes from a
process of its own; of three runs the quickest is shown, with the peak memory of the process.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
AREAS = 7_000

MEASURE = """
import json, resource, sys, time
admissions, people = sys.argv[1:3]
{imports}
begun = time.perf_counter()
{body}
seconds = time.perf_counter() - begun
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({{"seconds": seconds, "peak_mb": peak, "groups": groups, "sum": round(total, 3)}}), flush=True)
"""

OURS = """
rows = ibis.duckdb.connect(memory_limit="700MB").read_parquet(admissions)
living = pq.read_table(people)
counts = count_events(rows, by=["area", "age", "sex", "fifth"], populations=living, population="people")
rates = equity.directly_standardised_rate(
    counts, count="count", population="people", age="age", standard="esp2013", by=["area", "fifth"]
)
groups, total = rates.num_rows, sum(value for value in rates["estimate"].to_pylist() if value is not None)
"""

BARE = """
found = duckdb.connect(config={"memory_limit": "700MB"}).sql(f'''
    with counted as (select area, age, sex, fifth, count(*) as count from '{admissions}' group by all),
    cells as (
        select p.area, p.fifth, p.age, sum(coalesce(c.count, 0)) as x, sum(p.people) as n, any_value(p.weight) as w
        from '{people}' p left join counted c using (area, age, sex, fifth) group by all)
    select area, fifth, 100000 * sum(w * x / n) / sum(w) as rate from cells group by all
''').to_arrow_table()
groups, total = found.num_rows, sum(found["rate"].to_pylist())
"""

READY = (
    "import ibis, pyarrow.parquet as pq, narwhals, scipy.special\nfrom evenground.analysis import equity\n"
    "from evenground.analysis.tables import count_events, read\nibis.memtable({'a': [1]}).count().to_pyarrow()"  # loads what Ibis only imports when first used
)
SCANNED = OURS.replace('ibis.duckdb.connect(memory_limit="700MB").read_parquet(admissions)', "read(admissions).table")
WAYS = {
    "evenground": (READY, OURS),
    "and a personal scan": (READY, SCANNED),
    "bare DuckDB query": ("import duckdb", BARE),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rows", type=int, nargs="+", default=[2_000_000, 6_000_000, 20_000_000])
    print(f"{'admissions':>11}  {'way':<20} {'seconds':>8} {'peak MB':>8} {'rates':>7}  sum of rates")
    with tempfile.TemporaryDirectory() as name:
        for rows in parser.parse_args().rows:
            places = made_up(Path(name), rows)
            for way, (imports, body) in WAYS.items():
                run = min((one_run(places, imports, body) for _ in range(3)), key=lambda one: one["seconds"])
                figures = f"{run['seconds']:>8.2f} {run['peak_mb']:>8.0f} {run['groups']:>7,}  {run['sum']:,.0f}"
                print(f"{rows:>11,}  {way:<20} {figures}", flush=True)


def made_up(folder: Path, rows: int) -> tuple[Path, Path]:
    """Admissions, a row each, and the people by area, age band, sex and fifth."""
    import duckdb

    from evenground.analysis.equity.standards import european_2013

    admissions, people = folder / f"admissions{rows}.parquet", folder / "people.parquet"
    bands = ", ".join(f"({place}, '{band}', {weight})" for place, (band, weight) in enumerate(european_2013().items()))
    base = duckdb.connect()
    base.execute("select setseed(0.5)")
    base.execute(f"create table bands as select * from (values {bands}) t(place, age, weight)")
    base.execute(
        f"create table areas as select 'E01' || lpad(i::varchar, 6, '0') as area, 1 + i % 5 as fifth from range({AREAS}) t(i)"
    )
    base.execute(
        f"copy (select area, age, sex, fifth, 100 + abs(hash(area || age || sex)) % 300 as people, weight"
        f" from areas, bands, (values ('f'), ('m')) s(sex)) to '{people}' (format parquet)"
    )
    base.execute(
        f"copy (select area, age, if(r.s < 0.5, 'f', 'm') as sex, fifth, date '2015-04-01' + r.d as day"
        f" from (select (random() * {AREAS - 1})::int as i, (random() * 18)::int as a, random() as s,"
        f" (random() * 364)::int as d from range({rows})) r"
        f" join areas on area = 'E01' || lpad(r.i::varchar, 6, '0') join bands on place = r.a)"
        f" to '{admissions}' (format parquet)"
    )
    return admissions, people


def one_run(places: tuple[Path, Path], imports: str, body: str) -> dict[str, float]:
    code = MEASURE.format(imports=imports, body=body)
    home = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code, *map(str, places)],
        capture_output=True,
        text=True,
        check=True,
        env=home,
    )
    return json.loads(run.stdout[run.stdout.index("{") : run.stdout.index("}") + 1])


if __name__ == "__main__":
    main()
