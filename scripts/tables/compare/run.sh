#!/bin/sh
# The whole comparison of every table in a directory: sh scripts/tables/compare/run.sh DATA OUT [SEEDS]
# PYTHON names the interpreter that has requirements.txt. Stopped and run again, evaluations go on where they were.
set -eu
here=$(dirname "$0")
data=$1
out=$2
seeds=${3:-3}
for schema in "$data"/*.schema.json; do
  name=$(basename "$schema" .schema.json)
  npx tsx "$here/rows.ts" "$data/$name.csv" "$schema" "$out/rows/$name"
  npx tsx "$here/../../../src/cli.ts" evaluate --data "$data/$name.csv" --schema "$schema" --seeds "$seeds" \
    --out "$out/reports/$name"
  "${PYTHON:-python}" "$here/compare.py" "$out/rows/$name" "$out/reports/$name/report.json" | tee "$out/$name.md"
done
