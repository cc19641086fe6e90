#!/usr/bin/env bash
# The Job of docs/批量.md against Kubernetes' own schemas, unknown keys refused: nothing is run.
#
#   pip install kubernetes-validate && benches/cluster/kubernetes.sh [VERSION]
set -euo pipefail
cd "$(dirname "$0")/../.."
version="${1:-1.33}"
command -v kubernetes-validate >/dev/null || { echo "not here: kubernetes-validate (pip)" >&2; exit 2; }
tmp="$(mktemp -d)"
trap 'rm -rf "$tmp"' EXIT
awk '/^```yaml$/ { on = 1; next } /^```$/ { on = 0 } on' docs/批量.md > "$tmp/job.yaml"
[ -s "$tmp/job.yaml" ] || { echo "docs/批量.md holds no YAML" >&2; exit 1; }
kubernetes-validate --strict -k "$version" "$tmp/job.yaml"
# A check that cannot fail tells nothing: the same with a key that does not exist.
sed 's/completionMode:/completionMood:/' "$tmp/job.yaml" > "$tmp/wrong.yaml"
if kubernetes-validate --strict -k "$version" "$tmp/wrong.yaml" >/dev/null 2>&1; then
  echo "an unknown key passes" >&2
  exit 1
fi
