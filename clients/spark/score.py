"""
Forecasts a table of items on Spark, through one `shelfcast worker` a core. The README beside tells how to ship it.

    spark-submit --py-files worker.py --archives shelfcast.tar.gz#shelfcast score.py \
        --input items.parquet --output forecasts

Writes OUTPUT/outcome=forecast and OUTPUT/outcome=error, both with every column of the input; each row is in one of them,
once.
"""

import argparse
import datetime
import decimal

import pyarrow as pa
from pyspark.sql import SparkSession
from pyspark.sql import types as t

FIELDS = ("sku", "description", "promo_text", "price", "date", "lags")
WORKER = "shelfcast/node_modules/.bin/shelfcast worker --model shelfcast/model"

FIGURES = [t.StructField(name, t.DoubleType()) for name in ("p10", "p50", "p90", "mean")]
ANSWER = [
    t.StructField("forecast", t.ArrayType(t.StructType([t.StructField("week", t.StringType()), *FIGURES]))),
    t.StructField("total", t.StructType(FIGURES)),
    t.StructField("warnings", t.ArrayType(t.StringType())),
    t.StructField("error", t.StringType()),
    t.StructField("outcome", t.StringType()),
]
FIGURE_NAMES = [field.name for field in FIGURES]


def main():
    options = arguments()
    spark = SparkSession.builder.appName("shelfcast").getOrCreate()
    # A task's files appear when it is committed, whole; those of a task that failed or ran twice never do.
    spark.conf.set("mapreduce.fileoutputcommitter.algorithm.version", "1")
    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", str(options.batch))
    spark.conf.set("spark.sql.files.maxPartitionBytes", str(options.task_bytes))
    spark.conf.set("spark.sql.files.openCostInBytes", "0")
    reader = spark.read.option("header", True)
    table = reader.load(options.input, format=options.format)
    scored(table, dict(options.column), options.worker).write.partitionBy("outcome").parquet(options.output)
    spark.stop()


def arguments():
    parser = argparse.ArgumentParser(description="Forecasts a table of items on Spark.")
    parser.add_argument("--input", required=True)
    parser.add_argument("--format", default="parquet", help="parquet, csv, json, orc")
    parser.add_argument("--output", required=True, help="directory that does not exist")
    parser.add_argument("--worker", default=WORKER, help="command of a worker; default: %(default)s")
    parser.add_argument("--batch", type=int, default=512, help="rows that go to a worker together")
    parser.add_argument(
        "--task-bytes",
        type=int,
        default=4 * 1024 * 1024,
        help="of the input, for one task: a task that fails runs again whole; default: %(default)s",
    )
    parser.add_argument(
        "--column",
        action="append",
        default=[],
        type=lambda text: tuple(text.split("=", 1)),
        metavar="FIELD=COLUMN",
        help=f"column of a field where its name differs; fields: {', '.join(FIELDS)}, features.NAME",
    )
    return parser.parse_args()


def scored(table, columns, command):
    """The table with the columns of ANSWER. `columns`: of fields whose column has another name."""
    taken = {field.name for field in ANSWER} & set(table.columns)
    if taken:
        raise SystemExit(f"rename the column {sorted(taken)[0]} of the input: the answer has one of that name")
    places = {**{name: name for name in FIELDS if name in table.columns}, **columns}
    missing = [column for column in places.values() if column not in table.columns]
    if missing:
        raise SystemExit(f"the input has no column {missing[0]}; it has {', '.join(table.columns)}")
    if "description" not in places:
        raise SystemExit("say which column describes the product: --column description=COLUMN")
    schema = t.StructType([*table.schema.fields, *ANSWER])

    def score(batches):
        from pyspark.sql.pandas.types import to_arrow_schema
        from worker import worker_for

        answer_schema = to_arrow_schema(t.StructType(ANSWER))
        asked = ((batch, items_of(batch, places)) for batch in batches)
        for batch, answers in worker_for(command).answers(asked):
            rows = pa.Table.from_pylist([row_of(answer) for answer in answers], schema=answer_schema)
            arrays = [*batch.columns, *(column.combine_chunks() for column in rows.columns)]
            names = [*batch.schema.names, *answer_schema.names]
            yield pa.RecordBatch.from_arrays(arrays, names=names)

    return table.mapInArrow(score, schema)


def items_of(batch, places):
    """The rows as items of /embed-and-predict; what is null is left out."""
    found = {field: [plain(value) for value in batch.column(column).to_pylist()] for field, column in places.items()}
    return [item_of({field: values[row] for field, values in found.items()}) for row in range(batch.num_rows)]


def item_of(values):
    item = {field: value for field, value in values.items() if value is not None and "." not in field}
    features = {
        field.partition(".")[2]: value for field, value in values.items() if value is not None and "." in field
    }
    return {**item, "features": features} if features else item


def plain(value):
    if isinstance(value, decimal.Decimal):
        return float(value)
    if isinstance(value, datetime.date):
        return value.isoformat()[:10]
    return value


def row_of(answer):
    if "code" in answer:
        return {"error": answer["detail"], "outcome": "error"}
    total = {name: answer["total"][name] for name in FIGURE_NAMES}
    warnings = sorted({warning["code"] for warning in answer["warnings"]})
    return {"forecast": answer["forecast"], "total": total, "warnings": warnings, "outcome": "forecast"}


if __name__ == "__main__":
    main()
