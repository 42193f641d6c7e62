"""The same analysis on Spark, on this machine and on a cluster of two workers: every cell equal to DuckDB's."""

import datetime
import os
import random
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from evenground.analysis import equity
from evenground.analysis.tables import count_events, read

pytestmark = [
    pytest.mark.spark,
    pytest.mark.filterwarnings("ignore:The copy keyword", "ignore:The 'future.infer_string' option"),
    pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java 17, and there is no java here"),
]

AGES = ["0-4", "5-9", "10-14", "85-89", "90+"]
FIFTHS = ["1", "2", "3", "4", "5"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Admissions, a row each, in two files; and the people they could have happened to."""
    place, rng = tmp_path_factory.mktemp("spark"), random.Random(7)
    (place / "admissions").mkdir()
    for part in range(2):
        rows = [
            (f"A{rng.randrange(12):02d}", rng.choice(AGES), rng.choice(FIFTHS), rng.choice("fm")) for _ in range(20_000)
        ]
        columns = dict(zip(("area", "age", "fifth", "sex"), zip(*rows, strict=True), strict=True))
        notes = ["ring 0151 496 0123" if i % 5_000 == 0 else "" for i in range(20_000)]
        day = [datetime.date(2016, 4, 1 + i % 28) for i in range(20_000)]
        pq.write_table(pa.table({**columns, "note": notes, "day": day}), place / "admissions" / f"{part}.parquet")
    keys = [(f"A{a:02d}", age, fifth, sex) for a in range(13) for age in AGES for fifth in FIFTHS for sex in "fm"]
    people = dict(zip(("area", "age", "fifth", "sex"), zip(*keys, strict=True), strict=True))
    pq.write_table(pa.table({**people, "people": [rng.randrange(200, 900) for _ in keys]}), place / "people.parquet")
    return place


@pytest.fixture(scope="module", params=["on this machine", "on a cluster of two workers"])
def spark(request, tmp_path_factory):
    from pyspark.sql import SparkSession

    place = tmp_path_factory.mktemp("cluster")
    processes = [] if "machine" in request.param else list(cluster(place, port := free_port()))
    session = (
        SparkSession.builder.master("local[2]" if not processes else f"spark://127.0.0.1:{port}")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.executor.memory", "512m")
        .config("spark.sql.warehouse.dir", str(place / "warehouse"))
        .getOrCreate()
    )
    yield session
    session.stop()
    for process in reversed(processes):
        process.terminate()
        process.wait(timeout=30)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def cluster(place: Path, port: int):
    """Start a master and two workers of one core each."""
    import pyspark

    home = Path(pyspark.__file__).parent
    env = {**os.environ, "SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable}
    start = [str(home / "bin" / "spark-class"), "org.apache.spark.deploy"]
    host, page = ["--host", "127.0.0.1"], ["--webui-port", "0"]
    master = [start[0], f"{start[1]}.master.Master", *host, "--port", str(port), *page]
    worker = [start[0], f"{start[1]}.worker.Worker", *host, "-c", "1", "-m", "1g", *page]
    yield subprocess.Popen(master, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wait_for(port)
    for number in range(2):
        where = ["-d", str(place / f"worker{number}"), f"spark://127.0.0.1:{port}"]
        yield subprocess.Popen([*worker, *where], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def wait_for(port: int, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise TimeoutError("the Spark master did not start within a minute")


def both(spark, folder):
    """The admissions as a table of each engine."""
    return (
        ibis.pyspark.connect(spark).read_parquet(str(folder / "admissions" / "*.parquet")),
        ibis.duckdb.connect().read_parquet(folder / "admissions" / "*.parquet"),
    )


def rows(frame):
    table = frame if isinstance(frame, pa.Table) else frame.to_pyarrow()
    found = [{k: round(v, 9) if isinstance(v, float) else v for k, v in row.items()} for row in table.to_pylist()]
    return sorted(found, key=lambda row: str([row.get(k) for k in ("area", "fifth", "age", "sex", "measure")]))


def test_it_runs_where_it_should(spark):
    """Nothing is shown of a cluster by a session that quietly runs beside it."""
    local, until = spark.sparkContext.master.startswith("local"), time.monotonic() + 60
    status = spark.sparkContext._jsc.sc().getExecutorMemoryStatus
    while not local and status().size() < 3 and time.monotonic() < until:
        time.sleep(0.2)

    assert status().size() - 1 == (0 if local else 2)


def test_reading_and_the_scan_agree(spark, folder):
    one, other = (read(table) for table in both(spark, folder))

    assert (one.rows, one.cells, one.personal) == (other.rows, other.cells, other.personal)
    assert [str(found) for found in one.personal] == ["Column “note”: 8 cells look like phone numbers, of 8 filled."]


def test_counts_agree(spark, folder):
    people = pq.read_table(folder / "people.parquet")
    by = ["area", "age", "fifth", "sex"]
    one, other = (count_events(table, by=by, populations=people, population="people") for table in both(spark, folder))

    assert one.equals(other)
    assert one.num_rows == people.num_rows
    assert sum(one["count"].to_pylist()) == 40_000


MEASURES = {
    "crude rate": lambda data: equity.crude_rate(data, count="count", population="people", by=["area", "sex"]),
    "standardised": lambda data: equity.directly_standardised_rate(
        data,
        count="count",
        population="people",
        age="age",
        standard=dict.fromkeys(AGES, 1) | {"0-4": 5},
        by=["area", "fifth"],
    ),
    "slope": lambda data: equity.slope_index(data, quantile="fifth", count="count", population="people", by="area"),
}


@pytest.mark.parametrize("measure", MEASURES)
def test_measures_agree_cell_by_cell(spark, folder, measure):
    """The table of counts lives in the cluster; the measure adds it up there and gives back a table of the cluster."""
    people = pq.read_table(folder / "people.parquet")
    counts = count_events(
        both(spark, folder)[1], by=["area", "age", "fifth", "sex"], populations=people, population="people"
    )
    native = spark.createDataFrame(counts)
    native.createOrReplaceTempView("counts")
    there = ibis.pyspark.connect(spark).table("counts")
    here = rows(MEASURES[measure](counts))

    assert rows(MEASURES[measure](there)) == here
    assert rows(MEASURES[measure](native).toArrow()) == here
    assert any(row["estimate"] for row in here)
