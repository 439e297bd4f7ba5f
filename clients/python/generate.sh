#!/bin/sh
# Makes the package shelfcast_client from the API that a running server describes: ./generate.sh [URL]
set -eu
cd "$(dirname "$0")"
url=${1:-http://127.0.0.1:8080}
openapi-python-client generate --url "$url/openapi.json" --output-path shelfcast-client --overwrite
pip install --quiet ./shelfcast-client
echo 'Installed shelfcast_client. Next: jupyter notebook forecast.ipynb'
