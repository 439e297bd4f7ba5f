#!/bin/sh
# Trains onnx/demo-shop on the synthetic shop that the project's own generator makes.
# usage: scripts/models/demo-shop.sh [REPORT.json]
#   REPORT  report.json of `shelfcast evaluate` on the same shop, for the model card
set -eu
cd "$(dirname "$0")/../.."
shop=$(mktemp -d)
trap 'rm -r "$shop"' EXIT
npx tsx src/cli.ts demo-shop --out "$shop"
npx tsx src/cli.ts train --data "$shop/demo-shop.csv" --schema "$shop/demo-shop.schema.json" --out onnx/demo-shop \
  --title 'Demo shop (synthetic)' --source "shelfcast's own generator: synthetic, no real shop" \
  --licence 'Apache-2.0' ${1:+--evaluation "$1"}
