#!/usr/bin/env bash
# Builds the program for an older C library than this machine's, and proves that it asks for no newer one.
# Usage: packaging/glibc.sh OUTFOLDER [--glibc 2.28] [--manifest Cargo.toml] [--bin banxin] [--profile dist]
#
# Needs cargo, objdump, and from PyPI cargo-zigbuild and ziglang (pip install cargo-zigbuild ziglang).
set -euo pipefail
mkdir -p "$1"
out="$(realpath "$1")"
shift
glibc=2.28 manifest="$(dirname "$(realpath "$0")")/../Cargo.toml" bin=banxin profile=dist
while [ $# -gt 0 ]; do
  case $1 in
    --glibc) glibc=$2 ;;
    --manifest) manifest="$(realpath "$2")" ;;
    --bin) bin=$2 ;;
    --profile) profile=$2 ;;
    *) echo "unknown option $1" >&2; exit 2 ;;
  esac
  shift 2
done
target="$(uname -m)-unknown-linux-gnu"
cd "$(dirname "$manifest")"
here="$PWD" cargo_home="${CARGO_HOME:-$HOME/.cargo}"
# What is shipped names no folder of the machine that built it.
export RUSTFLAGS="--remap-path-prefix=$here=banxin --remap-path-prefix=$cargo_home=cargo"
cargo-zigbuild zigbuild --profile "$profile" --locked --bin "$bin" --target "$target.$glibc"
made="${CARGO_TARGET_DIR:-target}/$target/$profile/$bin"
asked=$(objdump -T "$made" | grep -oE 'GLIBC_[0-9.]+' | sort -Vu | tail -n 1)
newest=$(printf '%s\n' "${asked#GLIBC_}" "$glibc" | sort -V | tail -n 1)
if [ "$newest" != "$glibc" ]; then
  echo "$made asks for $asked" >&2
  exit 1
fi
if grep -aqF -e "$here" -e "$cargo_home" "$made"; then
  echo "$made names a folder of this machine" >&2
  exit 1
fi
cp "$made" "$out/$bin"
echo "$out/$bin asks for $asked"
