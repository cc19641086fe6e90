#!/usr/bin/env bash
# A county at once: time, memory and instructions of `banxin batch`, and what others take.
#
#   cargo build --release --bins --examples && benches/batch.sh [UNITS]
#
# Prints three tables: threads (CPU a report, wall, peak memory), user-space instructions a report
# (from 20 and 60 units under valgrind, if it is there), and CPU a report beside other programs
# on the same pages (those of peers.py that are there). Needs GNU time and python3.
set -euo pipefail
cd "$(dirname "$0")/.."
units="${1:-1000}"
target="${CARGO_TARGET_DIR:-target}/release"
tmp="$(mktemp -d)"
trap 'rm -rf "$tmp"' EXIT

county() { "$target/examples/make_county" "$tmp/county-$1" "$1" "${@:2}" >/dev/null; }
pages() { python3 -c 'import json,sys; s=json.load(open(sys.argv[1])); print(round(sum(u["pages"] for u in s)/len(s),1))' "$1/summary.json"; }
run() { # units, threads, output
  /usr/bin/time -f '%U %S %e %M' -o "$tmp/time" "$target/banxin" batch "$tmp/county-$1" -o "$3" -j "$2" >/dev/null 2>&1 || true
  tail -n 1 "$tmp/time"
}

echo "| units | kind | pages each | threads | CPU ms a report | wall s | peak MB |"
echo "|---|---|---|---|---|---|---|"
for kind in --small ""; do
  rm -rf "$tmp"/county-* "$tmp"/out-*
  county "$units" $kind
  for threads in 1 2; do
    read -r user system wall memory <<<"$(run "$units" "$threads" "$tmp/out-$threads")"
    python3 -c 'import sys; n,k,p,t,u,s,w,m=sys.argv[1:]; print(f"| {n} | {k} | {p} | {t} | {(float(u)+float(s))*1000/int(n):.0f} | {float(w):.1f} | {int(m)/1024:.0f} |")' \
      "$units" "${kind:-all registers}" "$(pages "$tmp/out-$threads")" "$threads" "$user" "$system" "$wall" "$memory"
  done
  diff -r "$tmp/out-1" "$tmp/out-2" >/dev/null && echo "same bytes with one thread and two"
  read -r user system wall memory <<<"$(run "$units" 2 "$tmp/out-2")"
  echo "again, nothing changed: $wall s"
done

if [ -z "${QUICK:-}" ] && command -v valgrind >/dev/null; then
  echo; echo "| kind | pages each | M instructions a report |"; echo "|---|---|---|"
  for kind in "" --small; do
    for n in 20 60; do
      rm -rf "$tmp/county-$n"
      county "$n" $kind
      valgrind --tool=callgrind --callgrind-out-file=/dev/null "$target/banxin" batch "$tmp/county-$n" \
        -o "$tmp/grind-$n" -j 1 --force >"$tmp/grind-$n.log" 2>&1 || true
    done
    python3 -c '
import re, sys
count = lambda n: int(re.search(r"Collected : (\d+)", open(f"{sys.argv[1]}/grind-{n}.log").read()).group(1))
print(f"| {sys.argv[2]} | {sys.argv[3]} | {(count(60) - count(20)) / 40e6:.0f} |")' \
      "$tmp" "${kind:-all registers}" "$(pages "$tmp/grind-60")"
  done
fi

rm -rf "$tmp/county-40"
county 40 --small
"$target/examples/write_views" "$tmp/county-40" "$tmp/views"
read -r user system wall memory <<<"$(run 40 1 "$tmp/out-40")"
echo; echo "| on the same 40 units | CPU ms a report | times banxin |"; echo "|---|---|---|"
python3 - "$user" "$system" "$tmp/views" <<'PY'
import subprocess, sys
own = (float(sys.argv[1]) + float(sys.argv[2])) * 1000 / 40
print(f"| banxin batch, one thread | {own:.0f} | 1 |")
peers = subprocess.run([sys.executable, "benches/peers.py", sys.argv[3], "."], text=True, stdout=subprocess.PIPE, check=True)
for line in peers.stdout.splitlines():
    name, cpu = line.split("\t")
    print(f"| {name} | {cpu} | {float(cpu) / own:.1f} |")
PY
