#!/bin/sh
# Trains onnx/online-retail.
# usage: scripts/models/online-retail.sh TRANSACTIONS.csv[.gz] [REPORT.json]
#   TRANSACTIONS  UCI "Online Retail" with the columns of online-retail.schema.json
#   REPORT        report.json of `shelfcast evaluate` on the same file, for the model card
set -eu
cd "$(dirname "$0")/../.."
data=${1:?give the UCI transactions as a CSV file, plain or gzip}
report=${2:+$(mktemp)}
trap 'rm -f "$report"' EXIT
# The report's examples are rows of the data, which do not belong into the repository.
if [ -n "$report" ]; then
  node -e 'const [from, to] = process.argv.slice(1), fs = require("fs");
    fs.writeFileSync(to, JSON.stringify({ ...JSON.parse(fs.readFileSync(from)), examples: [] }))' "$2" "$report"
fi
npx tsx src/cli.ts train --data "$data" \
  --schema scripts/models/online-retail.schema.json --out onnx/online-retail \
  --title 'Online Retail: giftware of a UK shop, 2010-2011' \
  --source 'Daqing Chen, "Online Retail", UCI Machine Learning Repository, 2015, doi:10.24432/C5BW33' \
  --licence 'CC BY 4.0' ${report:+--evaluation "$report"}
