#!/usr/bin/env bash
# One report as a whole process against the Typst CLI on the same view, template and faces.
# Prints a table of medians: user + system CPU in ms, wall time in ms, peak memory in MB.
#
#   cargo build --release && benches/whole-process.sh [RUNS]
#
# Needs GNU time; compares only if `typst` (0.15.1) is on the PATH.
set -euo pipefail
cd "$(dirname "$0")/.."
runs="${1:-15}"
banxin="${CARGO_TARGET_DIR:-target}/release/banxin"
tmp="$(mktemp -d)"
trap 'rm -rf "$tmp"' EXIT

# What the CLI sets: the templates with the sample's view in place of the development data.
cp -r templates "$tmp/templates"
cp tests/golden/清溪镇/view.json "$tmp/templates/summary-plan/report.json"

measure() { # name, command...
  local name="$1"; shift
  "$@" >/dev/null 2>&1
  for _ in $(seq "$runs"); do
    /usr/bin/time -f '%U %S %e %M' -a -o "$tmp/$name" "$@" >/dev/null 2>&1
  done
  python3 - "$name" "$tmp/$name" <<'PY'
import statistics, sys
rows = [[float(x) for x in line.split()] for line in open(sys.argv[2])]
cpu = statistics.median(u + s for u, s, _, _ in rows) * 1000
wall = statistics.median(r[2] for r in rows) * 1000
memory = statistics.median(r[3] for r in rows) / 1024
print(f"| {sys.argv[1]} | {cpu:.0f} | {wall:.0f} | {memory:.0f} |")
PY
}

echo "| process | CPU ms | wall ms | peak MB |"
echo "|---|---|---|---|"
measure banxin "$banxin" report samples/清溪镇 -o "$tmp/a.pdf"
if command -v typst >/dev/null; then
  measure typst typst compile --root "$tmp/templates" --font-path fonts --ignore-system-fonts \
    --pdf-standard a-2a --creation-timestamp 1593734400 \
    "$tmp/templates/summary-plan/main.typ" "$tmp/b.pdf"
fi
