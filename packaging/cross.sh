#!/usr/bin/env bash
# Builds the program for another system, runs it here, and compares what it makes with what ours makes.
# Usage: packaging/cross.sh windows-x86_64|linux-aarch64 OURS OUTFOLDER
#   OURS is the program of this machine, built from the same files (target/release/banxin).
#
# Needs, as Debian calls them: rustc, cargo, curl;
#   for Windows       gcc-mingw-w64-x86-64, wine, and rust-src where there is no standard library for it
#   for Linux aarch64 gcc-aarch64-linux-gnu, libc6-dev-arm64-cross, libstd-rust-dev:arm64, qemu-user
# CARGO_FLAGS is handed to cargo, like "-j 1".
set -euo pipefail
[ $# = 3 ] || { sed -n '3,4p' "$0" >&2; exit 2; }
system=$1 ours="$(realpath "$2")"
mkdir -p "$3"
out="$(realpath "$3")"
cd "$(dirname "$0")/.."
root="$PWD"
case $system in
  windows-x86_64) target=x86_64-pc-windows-gnu ending=.exe
    export CARGO_TARGET_X86_64_PC_WINDOWS_GNU_LINKER=x86_64-w64-mingw32-gcc
    runner=(wine)
    # Wine takes the names of files as the locale has them; a user's own folders are of no use.
    export LC_ALL=C.UTF-8 WINEDEBUG=-all WINEPREFIX="$out/wine" XDG_RUNTIME_DIR="$out" ;;
  linux-aarch64) target=aarch64-unknown-linux-gnu ending=
    export CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_LINKER=aarch64-linux-gnu-gcc
    runner=(qemu-aarch64 -L /usr/aarch64-linux-gnu) ;;
  *) echo "unknown system $system" >&2; exit 2 ;;
esac
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$root/target}"
flags=(--release --locked --target "$target" --test it)
if [ ! -d "$(rustc --print sysroot)/lib/rustlib/$target/lib" ]; then
  # Where nobody has packaged the standard library, it is compiled with the program.
  export RUSTC_BOOTSTRAP=1
  flags+=(-Zbuild-std=std,panic_unwind,test)
fi
# shellcheck disable=SC2086 # several flags
tests="$(cargo test "${flags[@]}" --no-run ${CARGO_FLAGS:-} 2>&1 | tee /dev/stderr | sed -n 's/.*Executable .*(\(.*\))$/\1/p')"
theirs="$CARGO_TARGET_DIR/$target/release/banxin$ending"

# Runs both programs with the same arguments, each in its folder, and compares what they say.
both() {
  for who in ours theirs; do
    mkdir -p "$out/$who"
    if [ $who = ours ]; then program=("$ours"); else program=("${runner[@]}" "$theirs"); fi
    status=0
    (cd "$out/$who" && "${program[@]}" "$@" > said.txt 2> told.txt) || status=$?
    echo "$status" > "$out/$who/status.txt"
    # Paths are parted as the system has it.
    sed -i 's|\\|/|g' "$out/$who/told.txt"
  done
  diff -r "$out/ours" "$out/theirs"
  echo "same: $*"
}

# Uploads a unit to the page of one of the programs, and ends it.
served() {
  local who=$1 form=() address='' file
  shift
  cd "$out/$who"
  "$@" serve --listen 127.0.0.1:0 --temp private 2> served.txt &
  local process=$!
  for _ in $(seq 300); do
    address="$(sed -n 's|.*\(http://[0-9.:]*\) .*|\1|p' served.txt | head -n 1)"
    [ -z "$address" ] || break
    sleep 0.2
  done
  for file in 县/清溪镇/*; do form+=(-F "files=@$file;filename=${file#县/}"); done
  curl -sf "${form[@]}" "$address/api/report" -o 网页.pdf
  curl -sf "$address/healthz" -o healthz.json
  kill -INT $process
  wait $process
  rm served.txt
  cd "$root"
}

rm -rf "$out/ours" "$out/theirs"
# At its first start wine has words of its own to say.
[ "${runner[0]}" != wine ] || wine wineboot --init > "$out/wineboot.txt" 2>&1
both --version
for unit in 清溪镇 石桥镇; do
  for who in ours theirs; do
    mkdir -p "$out/$who/县"
    cp -r "samples/$unit" "$out/$who/县/"
  done
  both report "县/$unit" -o "$unit.pdf" --ofd "$unit.ofd" --docx "$unit.docx" --worksheet "$unit.xlsx" \
    --figures "$unit.json" --audit "$unit-版面.json" --attach-sources
  both report "县/$unit" --explain
  both check "县/$unit"
  both check "县/$unit" -o "$unit-核查表.xlsx"
  both finalize "$unit.docx" "县/$unit" -o "$unit-定稿.pdf"
done
both init 新的
both batch 县 -o 报告 -j 1
both batch 县 -o 报告 -j 1
both verify 报告
both verify 清溪镇.pdf
both verify 清溪镇.ofd
served ours "$ours"
served theirs "${runner[@]}" "$theirs"
diff -r "$out/ours" "$out/theirs"
echo "all files are the same"

# What needs no pages, by the core's own tests: of the two packages' tests those that know their house.
for program in $tests; do
  program="$(realpath "$program")"
  if "${runner[@]}" "$program" --list | grep -q ^house::; then
    (cd core && "${runner[@]}" "$program")
  fi
done
