#!/usr/bin/env bash
# Packs the program as .tar.gz and .zip that need no installation.
# Usage: packaging/portable.sh BINARY OUTFOLDER [--system linux-x86_64] [--level 0-9] [--runner wine]
#
# Needs Python 3. The archives depend on nothing but the repository and the binary; they are tried by
# unpacking where there is no home, and making a sample's PDF; a program of another system by what runs
# it here.
set -euo pipefail
binary="$(realpath "$1")"
mkdir -p "$2"
out="$(realpath "$2")"
shift 2
system="linux-$(uname -m)"
level=9
runner=()
while [ $# -gt 0 ]; do
  case $1 in
    --system) system=$2 ;;
    --level) level=$2 ;;
    --runner) read -ra runner <<< "$2" ;;
    *) echo "unknown option $1" >&2; exit 2 ;;
  esac
  shift 2
done
cd "$(dirname "$0")/.."
python=python3
command -v python3 >/dev/null || python=python
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -n 1)
name="banxin-$version-$system"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
folder="$work/$name"

mkdir -p "$folder/许可"
case $system in
  windows-*) program=banxin.exe; cp packaging/启动版心.cmd "$folder/"
     # Windows' older editors ask for a mark and for their own line ends.
     { printf '\xef\xbb\xbf'; sed 's/$/\r/' packaging/使用说明-windows.txt; } > "$folder/使用说明.txt" ;;
  *) program=banxin; cp packaging/使用说明-linux.txt "$folder/使用说明.txt"
     cp packaging/启动版心.sh packaging/启动版心.desktop "$folder/" ;;
esac
cp "$binary" "$folder/$program"
cp -r samples "$folder/样例"
rm "$folder/样例/README.md"
cp LICENSE-MIT LICENSE-APACHE "$folder/许可/"
cp -r fonts/licences "$folder/许可/字体"
cp fonts/README.md "$folder/许可/字体/"
"$python" packaging/archive.py "$folder" "$out" --level "$level"

# As a clerk has it: another folder, nothing of this repository, no home of one's own.
mkdir "$work/try" "$work/home"
"$python" - "$out/$name.tar.gz" "$work/try" <<'PY'
import sys
import tarfile
with tarfile.open(sys.argv[1]) as archive:
    archive.extractall(sys.argv[2])
PY
cd "$work/try/$name"
HOME="$work/home" ${runner[@]+"${runner[@]}"} "./$program" report 样例/清溪镇 -o "$work/清溪镇.pdf" --warnings ignore
[ "$(head -c 5 "$work/清溪镇.pdf")" = %PDF- ]
echo "$out/$name.tar.gz"
echo "$out/$name.zip"
