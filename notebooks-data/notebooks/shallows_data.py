"""Stores of Shallows as pandas data frames.

    sql("SELECT ... FROM 'STORE/depths/*.parquet'")     a query of DuckDB
    table(STORE, "depths")                              a whole table

DuckDB is the Python package where it is installed. Where it is not (Debian 12 has none), it is DuckDB's Java driver,
run by the JDK that Shallows needs anyway: `./mvnw -B test -pl notebooks-data -am -DskipTests` brings the driver, and
SHALLOWS_DUCKDB_JAR may name another. Both give the same rows.
"""

import atexit
import json
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import pandas

HERE = Path(__file__).resolve().parent
REFERENCE = HERE.parent / "reference"

# Readable in greyscale: families differ by marker and line as well.
STYLES = {
    "plain": dict(marker="o", linestyle="-", color="black"),
    "long-skip": dict(marker="s", linestyle="--", color="0.45"),
    "residual": dict(marker="^", linestyle="-.", color="0.25"),
    "linear-skip": dict(marker="D", linestyle=":", color="0.6"),
}


def sql(query):
    """The rows of a query as a data frame."""
    try:
        import duckdb
    except ImportError:
        driver = _JavaDriver.instance()
        rows = driver.rows(query)
        names = None
        if not rows:
            names = [row["column_name"] for row in driver.rows(f"SELECT column_name FROM (DESCRIBE {query})")]
        return pandas.DataFrame(rows, columns=names)
    return duckdb.sql(query).df()


def table(store, name):
    """All rows of a table of a store whose run has ended."""
    return sql(f"SELECT * FROM '{store}/{name}/*.parquet'")


def provenance(store):
    """What computed a store: version, commit, Java, processor."""
    return json.loads((Path(store) / "provenance.json").read_text())


def columns(store, name):
    """Definition and unit of every column of a table, from the footer of one of its files."""
    file = next((Path(store) / name).glob("*.parquet"))
    footer = sql(
        "SELECT decode(value) AS value FROM parquet_kv_metadata("
        f"'{file}') WHERE decode(key) = 'org.apache.spark.sql.parquet.row.metadata'"
    )
    if footer.empty:  # written before files described themselves
        return _columns_of_the_dictionary(name)
    fields = json.loads(footer["value"][0])["fields"]
    return pandas.DataFrame(
        {"column": f["name"], "unit": f["metadata"]["unit"], "definition": f["metadata"]["comment"]} for f in fields
    ).set_index("column")


def _columns_of_the_dictionary(name):
    section = (HERE.parent / "dictionary.md").read_text().split(f"\n## {name}\n")[1].split("\n## ")[0]
    rows = [re.split(r"(?<!\\) \| ", line[2:-2]) for line in section.splitlines() if line.startswith("| `")]
    return pandas.DataFrame(
        {"column": row[0].strip("`"), "unit": row[2], "definition": row[4].replace("\\|", "|")} for row in rows
    ).set_index("column")


class _JavaDriver:
    """One Java process that answers all queries of this Python."""

    _instance = None

    @classmethod
    def instance(cls):
        if cls._instance is None:
            cls._instance = cls()
        return cls._instance

    def __init__(self):
        java = Path(os.environ["JAVA_HOME"]) / "bin" / "java" if os.environ.get("JAVA_HOME") else shutil.which("java")
        if not java:
            raise RuntimeError("no Python package duckdb and no java: install one of them")
        self.folder = tempfile.TemporaryDirectory(prefix="shallows-duckdb-")
        self.process = subprocess.Popen(
            [
                str(java),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                self._jar(),
                str(HERE / "DuckDb.java"),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        atexit.register(self._end)

    def _end(self):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()
        self.folder.cleanup()

    @staticmethod
    def _jar():
        if os.environ.get("SHALLOWS_DUCKDB_JAR"):
            return os.environ["SHALLOWS_DUCKDB_JAR"]
        jars = sorted(Path.home().glob(".m2/repository/org/duckdb/duckdb_jdbc/*/duckdb_jdbc-*.jar"))
        if not jars:
            raise RuntimeError(
                "no Python package duckdb and no Java driver: pip install duckdb, or, in the folder of Shallows,"
                " ./mvnw -B test -pl notebooks-data -am -DskipTests"
            )
        return str(jars[-1])

    def rows(self, query):
        file = Path(self.folder.name) / "rows.json"
        try:
            self.process.stdin.write(f"{file}\t{' '.join(query.split())}\n")
            self.process.stdin.flush()
            answer = self.process.stdout.readline().strip()
        except BrokenPipeError:
            answer = ""
        if answer != "ok":
            raise RuntimeError(answer or "DuckDB's Java driver ended; its message is above")
        return json.loads(file.read_text(), parse_constant=float)
