"""
Makes the Parquet files beside it: each logical type of the format, as DuckDB, pyarrow and polars write it, and each codec.
Run it with Python 3.11, after `pip install pyarrow==26.0.1 polars==2.1.0 duckdb==1.4.3`.
"""

import datetime
import decimal
import pathlib
import uuid

import duckdb
import numpy
import polars
import pyarrow
import pyarrow.parquet

here = pathlib.Path(__file__).parent
utc = datetime.timezone.utc
moment = datetime.datetime(2024, 2, 29, 12, 34, 56, 123456)


def write(name, table, **options):
    pyarrow.parquet.write_table(table, here / f"{name}.parquet", **options)


def column(name, values, type, **options):
    write(name, pyarrow.table({"id": [1, 2, 3], "x": pyarrow.array(values, type)}), **options)


# DuckDB: a file for all that it writes at once, and one for each that others may refuse.
duck = duckdb.connect()
duck.execute("SET TimeZone = 'UTC'")
plain = """
  SELECT * EXCLUDE ("interval", uuid, bit, "union", time_tz, bignum, timestamp_s, hugeint, uhugeint) FROM test_all_types()
"""
duck.execute(f"COPY ({plain}) TO '{here}/duckdb-all.parquet' (FORMAT parquet)")
for name, value in {
    "interval": "INTERVAL '14 months 3 days 4 hours 5 seconds'",
    "intervals": "[INTERVAL 1 MONTH, NULL]",
    "interval-map": "MAP {'00000000-0000-0000-0000-000000000001'::UUID: [{'i': INTERVAL 3 MONTH}, NULL]}",
    "interval-field": "{'a': INTERVAL 2 DAY}",
    "uuid": "'12345678-9abc-def0-1234-56789abcdef0'::UUID",
    "uuids": "[{'u': 'fffffff8-9abc-def0-1234-56789abcdef0'::UUID}]",
    "time-tz": "'10:20:30.123456+02:30'::TIMETZ",
    "timestamp-tz": "TIMESTAMPTZ '2024-02-29 12:34:56.123456+02'",
    "timestamp-s": "TIMESTAMP_S '2024-02-29 12:34:56'",
    "timestamp-ns": "TIMESTAMP_NS '2024-02-29 12:34:56.123456789'",
    "hugeint": "170141183460469231731687303715884105727::HUGEINT",
    "json": """'{"a": [1]}'::JSON""",
    "enum": "'b'::ENUM('a', 'b')",
    "bit": "'0101'::BIT",
    "map": "MAP {DATE '2024-01-01': [1.50::DECIMAL(18,2)]}",
}.items():
    duck.execute(f"COPY (SELECT range AS id, CASE range WHEN 1 THEN NULL ELSE {value} END AS x FROM range(3)) TO '{here}/duckdb-{name}.parquet' (FORMAT parquet)")

# Several row groups, of which none is small enough to have no statistics.
duck.execute(f"""
  COPY (SELECT range AS id, to_days(range::INTEGER) AS x, uuid FROM range(5000), (SELECT '00000000-0000-0000-0000-000000000001'::UUID AS uuid))
  TO '{here}/duckdb-groups.parquet' (FORMAT parquet, ROW_GROUP_SIZE 2048, COMPRESSION zstd)
""")

# pyarrow
column("pyarrow-float16", numpy.array([0.5, -1.25, 65504], numpy.float16), pyarrow.float16())
write("pyarrow-float16s", pyarrow.table({"x": pyarrow.array([[numpy.float16(0.5)], None], pyarrow.list_(pyarrow.float16()))}))
column("pyarrow-decimal", [decimal.Decimal("1.50"), None, decimal.Decimal("-99999999.99")], pyarrow.decimal128(10, 2))
column("pyarrow-decimal-int", [decimal.Decimal("1.50"), None, decimal.Decimal("-9999.99")], pyarrow.decimal128(6, 2), store_decimal_as_integer=True)
column("pyarrow-decimal-long", [decimal.Decimal("1." + "1" * 37), None, decimal.Decimal("-2")], pyarrow.decimal128(38, 37))
column("pyarrow-decimal-256", [decimal.Decimal("1" * 50), None, decimal.Decimal("-2")], pyarrow.decimal256(60, 0))
column("pyarrow-date64", [datetime.date(1, 1, 1), None, datetime.date(9999, 12, 31)], pyarrow.date64())
column("pyarrow-time-ms", [datetime.time(1, 2, 3, 4000), None, datetime.time(23, 59, 59)], pyarrow.time32("ms"))
column("pyarrow-time-us", [datetime.time(1, 2, 3, 4005), None, datetime.time(23, 59, 59)], pyarrow.time64("us"))
column("pyarrow-time-ns", [3723004005006, None, 86399000000000], pyarrow.time64("ns"))
column("pyarrow-time-utc", [datetime.time(1, 2, 3), None, datetime.time(23, 59)], pyarrow.time64("us"), write_time_adjusted_to_utc=True)
column("pyarrow-timestamp-ms", [moment.replace(microsecond=123000), None, moment.replace(microsecond=0)], pyarrow.timestamp("ms"))
column("pyarrow-timestamp-ns", [1709210096123456789, None, 0], pyarrow.timestamp("ns"))
column("pyarrow-timestamp-tz", [moment.replace(tzinfo=utc), None, moment.replace(tzinfo=utc)], pyarrow.timestamp("us", "Europe/Berlin"))
column("pyarrow-timestamp-ns-tz", [1709210096123456789, None, 0], pyarrow.timestamp("ns", "UTC"))
column("pyarrow-timestamp-int96", [1709210096123456000, None, -1], pyarrow.timestamp("ns"), use_deprecated_int96_timestamps=True)
far = [datetime.datetime(1, 1, 1), None, datetime.datetime(9999, 12, 31, 23, 59, 59)]
column("pyarrow-timestamp-int96-far", far, pyarrow.timestamp("us"), use_deprecated_int96_timestamps=True)
column("pyarrow-duration", [datetime.timedelta(days=1, microseconds=5), None, datetime.timedelta(0)], pyarrow.duration("us"))
column("pyarrow-dictionary", ["a", None, "b"], pyarrow.dictionary(pyarrow.int32(), pyarrow.string()))
column("pyarrow-large", ["a", None, "🦆"], pyarrow.large_string())
column("pyarrow-view", ["a", None, "a long one of more than twelve letters"], pyarrow.string_view())
column("pyarrow-binary", [b"\x00\xff", None, b""], pyarrow.binary())
column("pyarrow-fixed", [b"\x00\xff\x01", None, b"abc"], pyarrow.binary(3))
column("pyarrow-null", [None, None, None], pyarrow.null())
column("pyarrow-bool8", [1, None, 0], pyarrow.int8())
column("pyarrow-uint64", [18446744073709551615, None, 0], pyarrow.uint64())
column("pyarrow-uint8", [255, None, 0], pyarrow.uint8())
column("pyarrow-int8", [-128, None, 127], pyarrow.int8())
column("pyarrow-struct", [{"a": [{"b": 1}], "c": "x"}, None, {"a": None, "c": None}], pyarrow.struct({"a": pyarrow.list_(pyarrow.struct({"b": pyarrow.int64()})), "c": pyarrow.string()}))
column("pyarrow-map", [[("k", [1.5])], None, []], pyarrow.map_(pyarrow.string(), pyarrow.list_(pyarrow.float32())))
column("pyarrow-list-2", [[1, None], None, []], pyarrow.list_(pyarrow.int32()), use_compliant_nested_type=False)
column("pyarrow-fixed-list", [[1, 2], None, [3, 4]], pyarrow.list_(pyarrow.int32(), 2))
write("pyarrow-uuid", pyarrow.table({"id": [1, 2], "x": pyarrow.array([uuid.UUID(int=1).bytes, None], pyarrow.uuid())}))
write("pyarrow-json", pyarrow.table({"id": [1, 2], "x": pyarrow.array(['{"a": 1}', None], pyarrow.json_())}))
for codec in ["none", "snappy", "gzip", "zstd", "lz4", "brotli"]:
    table = pyarrow.table({"id": range(2000), "x": [f"row {row % 7}" for row in range(2000)]})
    write(f"codec-{codec}", table, compression=codec)

# polars
frame = polars.DataFrame(
    {
        "id": [1, 2, 3],
        "category": polars.Series(["a", None, "b"], dtype=polars.Categorical),
        "kind": polars.Series(["a", None, "b"], dtype=polars.Enum(["a", "b"])),
        "money": polars.Series(["1.50", None, "-2.25"]).cast(polars.Decimal(18, 2)),
        "day": [datetime.date(2024, 2, 29), None, datetime.date(1, 1, 1)],
        "at": polars.Series([moment, None, moment], dtype=polars.Datetime("us")),
        "at_ns": polars.Series([moment, None, moment], dtype=polars.Datetime("ns")),
        "at_tz": polars.Series([moment, None, moment], dtype=polars.Datetime("ms", "UTC")),
        "time": [datetime.time(1, 2, 3, 4), None, datetime.time(0)],
        "list": [[1, None], None, []],
        "struct": [{"a": 1, "b": [b"x"]}, None, {"a": None, "b": None}],
        "bytes": [b"\x00", None, b""],
        "u64": polars.Series([2**64 - 1, None, 0], dtype=polars.UInt64),
    }
)
for name in frame.columns[1:]:
    frame.select("id", name).write_parquet(here / f"polars-{name.replace('_', '-')}.parquet")
polars.DataFrame({"id": [1], "x": [datetime.timedelta(days=1, microseconds=5)]}).write_parquet(here / "polars-duration.parquet")
polars.DataFrame({"id": [1], "x": polars.Series([2**100], dtype=polars.Int128)}).write_parquet(here / "polars-int128.parquet")
polars.DataFrame({"id": [1], "x": polars.Series([[1, 2]], dtype=polars.Array(polars.Int32, 2))}).write_parquet(here / "polars-array.parquet")
