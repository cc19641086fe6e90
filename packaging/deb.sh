#!/usr/bin/env bash
# Packs the program as .deb.
# Usage: packaging/deb.sh BINARY OUTFOLDER [--compression xz|none] [--maintainer 'NAME <ADDRESS>']
#
# Needs dpkg-deb. Completions and man pages are written by the program itself, so this machine must be
# able to run it. Packing twice gives the same bytes.
set -euo pipefail
binary="$(realpath "$1")"
mkdir -p "$2"
out="$(realpath "$2")"
shift 2
compression=xz
maintainer='banxin <banxin@localhost>'
while [ $# -gt 0 ]; do
  case $1 in
    --compression) compression=$2 ;;
    --maintainer) maintainer=$2 ;;
    *) echo "unknown option $1" >&2; exit 2 ;;
  esac
  shift 2
done
cd "$(dirname "$0")/.."
export SOURCE_DATE_EPOCH=1577836800 LC_ALL=C.UTF-8 TZ=UTC
umask 022
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -n 1)
architecture=$(dpkg --print-architecture)
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
root="$work/root"
share="$root/usr/share"
doc="$share/doc/banxin"
mkdir -p "$root/DEBIAN" "$root/usr/bin" "$doc"
chmod 755 "$root"

install -m 755 "$binary" "$root/usr/bin/banxin"
install -D -m 755 packaging/启动版心.sh "$root/usr/libexec/banxin/start"
install -D -m 644 packaging/banxin.desktop "$share/applications/banxin.desktop"
install -D -m 644 packaging/banxin.svg "$share/icons/hicolor/scalable/apps/banxin.svg"
install -d "$share/bash-completion/completions" "$share/zsh/vendor-completions" "$share/fish/vendor_completions.d"
"$binary" completions bash > "$share/bash-completion/completions/banxin"
"$binary" completions zsh > "$share/zsh/vendor-completions/_banxin"
"$binary" completions fish > "$share/fish/vendor_completions.d/banxin.fish"
mkdir -p "$share/man/man1"
"$binary" man "$share/man/man1"
gzip -9n "$share"/man/man1/*.1

# The samples are read where they are; what is made of them goes elsewhere.
cp -r samples "$doc/samples"
find "$doc" -type d -exec chmod 755 {} + -o -type f -exec chmod 644 {} +
{
  cat <<'TEXT'
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: banxin

Files: *
Copyright: the authors of banxin
License: Expat or Apache-2.0

Files: fonts/*
Copyright: the makers of the fonts; their notices stand with the licences below
License: OFL-1.1

License: Expat
TEXT
  indent() { sed 's/^[[:space:]]*$/./; s/^/ /' "$@" | tr -d '\r'; }
  indent LICENSE-MIT
  printf '\nLicense: Apache-2.0\n On Debian systems the whole text is in /usr/share/common-licenses/Apache-2.0.\n'
  printf '\nLicense: OFL-1.1\n'
  for licence in fonts/licences/*; do
    printf ' %s\n .\n' "$(basename "$licence")"
    indent "$licence"
    printf ' .\n'
  done
} > "$doc/copyright"
{
  printf 'banxin (%s) unstable; urgency=low\n\n  * What is new is told in the source, in CHANGELOG.md.\n\n' "$version"
  printf ' -- %s  Wed, 01 Jan 2020 00:00:00 +0000\n' "$maintainer"
} | gzip -9n > "$doc/changelog.gz"

# The newest version of the C library that the program asks for.
glibc=$(LC_ALL=C grep -aoE 'GLIBC_2\.[0-9]+' "$binary" | sort -Vu | tail -n 1)
cat > "$root/DEBIAN/control" <<TEXT
Package: banxin
Version: $version
Section: text
Priority: optional
Architecture: $architecture
Depends: libc6 (>= ${glibc#GLIBC_}), libgcc-s1 | libgcc1
Recommends: xdg-utils
Installed-Size: $(du -sk --apparent-size "$root/usr" | cut -f 1)
Maintainer: $maintainer
Description: official documents from an office's study registers
 Reads the study registers of a theory-study centre group (spreadsheets),
 computes every figure with the cells it came from, and sets the half-year
 summary and plan in the Chinese official format GB/T 9704-2012 as PDF, OFD
 or docx. Works offline, with its fonts included.
TEXT
(cd "$root" && find usr -type f | LC_ALL=C sort | xargs -d '\n' md5sum) > "$root/DEBIAN/md5sums"
find "$root" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
file="$out/banxin_${version}_$architecture.deb"
dpkg-deb --root-owner-group -Z"$compression" --build "$root" "$file" >/dev/null
echo "$file"
