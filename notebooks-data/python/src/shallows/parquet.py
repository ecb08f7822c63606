"""Files of Parquet as arrays, by pyarrow, the Python package duckdb, or DuckDB's Java driver, whichever is there.

All three give the same arrays: int64, float64 and bool, objects for texts and for lists of reals. An integer column
with nulls is float64 with NaN, null reals are NaN, other nulls are None. SHALLOWS_PARQUET chooses one of pyarrow,
duckdb and java.
"""

import atexit
import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import numpy

from .commits import StoreError

_FOOTER = "org.apache.spark.sql.parquet.row.metadata"


def reader():
    """The name of the reader in use."""
    chosen = os.environ.get("SHALLOWS_PARQUET")
    if chosen:
        return chosen
    for name in ("pyarrow", "duckdb"):
        try:
            __import__(name)
            return name
        except ImportError:
            pass
    return "java"


def read(files, columns=None, where=None):
    """Columns by name of files that have the same columns but for some that older ones lack.

    where maps columns to the text that rows must have there.
    """
    files = [str(file) for file in files]
    if not files:
        return {}
    if reader() == "pyarrow":
        table = arrow(files, columns, where)
        return {name: _of_arrow(table.column(name)) for name in table.column_names}
    return _of_duckdb(files, columns, where)


def arrow(files, columns=None, where=None):
    """The same as a table of pyarrow."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as absent:
        raise ImportError("pyarrow is not installed: pip install pyarrow") from absent
    filters = [(name, "=", value) for name, value in (where or {}).items()] or None
    tables = []
    for file in files:
        present = set(parquet.read_schema(file).names)
        tables.append(
            parquet.read_table(
                file,
                columns=None if columns is None else [name for name in columns if name in present],
                filters=filters,
                partitioning=None,  # names of folders above a store are no columns
            )
        )
    try:
        return pyarrow.concat_tables(tables, promote_options="default")
    except TypeError:  # before pyarrow 14
        return pyarrow.concat_tables(tables, promote=True)


def footer(file):
    """The fields that the footer of a file describes, or None in files of early versions."""
    if reader() == "pyarrow":
        from pyarrow import parquet

        text = (parquet.read_schema(str(file)).metadata or {}).get(_FOOTER.encode())
    else:
        rows = _query(
            f"SELECT decode(value) AS value FROM parquet_kv_metadata({_text(_literal_glob(str(file)))})"
            f" WHERE decode(key) = '{_FOOTER}'"
        )[1]
        text = rows[0][0] if rows else None
    return json.loads(text)["fields"] if text else None


def sql(query):
    """The rows of a query of DuckDB as a data frame of pandas."""
    import pandas

    try:
        import duckdb
    except ImportError:
        types, rows = _JavaDriver.instance().query(query)
        return pandas.DataFrame(
            {name: _typed(kind, [row[i] for row in rows]) for i, (name, kind) in enumerate(types.items())}
        )
    return duckdb.sql(query).df()


def _of_arrow(column):
    kind = str(column.type)
    if not kind.startswith(("list", "large_list")):
        return column.to_numpy()
    cells = []
    for chunk in column.chunks:
        offsets, values = chunk.offsets.to_numpy(), chunk.values.to_numpy(zero_copy_only=False)
        valid = chunk.is_valid().to_numpy(zero_copy_only=False)
        cells += [values[offsets[i] : offsets[i + 1]].copy() if valid[i] else None for i in range(len(chunk))]
    return _objects(cells)


def _of_duckdb(files, columns, where):
    names = ", ".join(_text(_literal_glob(file)) for file in files)
    source = f"read_parquet([{names}], union_by_name = true, hive_partitioning = false)"
    if columns is not None:
        present = [row[0] for row in _query(f"SELECT column_name FROM (DESCRIBE SELECT * FROM {source})")[1]]
        columns = [name for name in columns if name in present]
    chosen = "*" if columns is None else ", ".join(f'"{name}"' for name in columns)
    test = " AND ".join(f'"{name}" = {_text(value)}' for name, value in (where or {}).items())
    types, rows = _query(f"SELECT {chosen} FROM {source}" + (f" WHERE {test}" if test else ""))
    return {name: _typed(kind, [row[i] for row in rows]) for i, (name, kind) in enumerate(types.items())}


def _query(query):
    """Columns with their types, and rows."""
    if reader() == "java":
        return _JavaDriver.instance().query(query)
    import duckdb

    with duckdb.connect() as connection:
        answer = connection.execute(query)
        return {column[0]: str(column[1]) for column in answer.description}, answer.fetchall()


def _typed(kind, values):
    # Newer duckdb says DOUBLE and BIGINT, older NUMBER for both, Java what DESCRIBE says.
    present = [value for value in values if value is not None]
    if kind.endswith("[]") or (present and isinstance(present[0], list)):
        return _objects([None if value is None else numpy.array(value, dtype=float) for value in values])
    if kind in ("DOUBLE", "FLOAT") or (present and isinstance(present[0], float)):
        return numpy.array([numpy.nan if value is None else value for value in values], dtype=float)
    if kind == "BOOLEAN" or (present and isinstance(present[0], bool)):
        return numpy.array(values, dtype=bool) if len(present) == len(values) else _objects(values)
    if kind in ("BIGINT", "INTEGER", "HUGEINT") or (present and isinstance(present[0], int)):
        whole = len(present) == len(values)
        return (
            numpy.array(values, dtype="int64")
            if whole
            else numpy.array([numpy.nan if v is None else v for v in values])
        )
    if not present and values and kind == "NUMBER":
        return numpy.full(len(values), numpy.nan)
    return _objects(values)


def _objects(values):
    cells = numpy.empty(len(values), dtype=object)
    for i, value in enumerate(values):
        cells[i] = value
    return cells


def _text(value):
    return "'" + value.replace("'", "''") + "'"


def _literal_glob(file):
    """DuckDB takes names of files for patterns."""
    return "".join(f"[{c}]" if c in "*?[" else c for c in file)


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
            raise StoreError("no Python package pyarrow or duckdb and no java: pip install pyarrow, or duckdb")
        self.folder = tempfile.TemporaryDirectory(prefix="shallows-duckdb-")
        self.process = subprocess.Popen(
            [
                str(java),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                self._jar(),
                str(Path(__file__).resolve().parent / "DuckDb.java"),
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
            raise StoreError(
                "no Python package pyarrow or duckdb and no Java driver of DuckDB: pip install pyarrow, or duckdb, or,"
                " in the folder of Shallows, ./mvnw -B test -pl notebooks-data -am -DskipTests"
            )
        return str(jars[-1])

    def query(self, query):
        """Columns with their types, and rows."""
        described = self._rows(f"SELECT column_name, column_type FROM (DESCRIBE {query})")
        types = {row["column_name"]: row["column_type"] for row in described}
        return types, [[row[name] for name in types] for row in self._rows(query)]

    def _rows(self, query):
        file = Path(self.folder.name) / "rows.json"
        try:
            self.process.stdin.write(f"{file}\t{' '.join(query.split())}\n")
            self.process.stdin.flush()
            answer = self.process.stdout.readline().strip()
        except BrokenPipeError:
            answer = ""
        if answer != "ok":
            raise StoreError(answer or "DuckDB's Java driver ended; its message is above")
        return json.loads(file.read_text(encoding="utf-8"), parse_constant=float)
