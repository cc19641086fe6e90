#!/usr/bin/env bash
# Has PDFBox Preflight judge every profile as PDF/A-1b: .ci/preflight.sh PATH/TO/banxin
#
# Needs Debian's libpdfbox2-java, libactivation-java, libjaxb-api-java, libbcmail-java, and PyMuPDF.
# Preflight 2.0 does not follow a bookmark's destination that is an object of its own, which
# PDF allows anywhere; so those are written in place first, and nothing else is touched.
set -euo pipefail
banxin="$(realpath "$1")"
cd "$(dirname "$0")/.."
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
jars=(preflight pdfbox2 xmpbox fontbox2 commons-logging commons-io javax.activation jaxb-api bcprov bcmail bcpkix)
classes=$(printf '/usr/share/java/%s.jar:' "${jars[@]}")
head=$(sed -n '/^LETTERHEAD = """/,/^"""/p' .ci/measure.py | sed '1d;$d')
cp -r samples/清溪镇 "$work/清溪镇"
printf '%s\n' "$head" >> "$work/清溪镇/banxin.toml"
failed=0
for profile in plain report notice letter minutes; do
  "$banxin" report "$work/清溪镇" -o "$work/made.pdf" --profile "$profile" --standard a-1b --warnings ignore 2>/dev/null
  "${PYTHON:-python3}" - "$work/made.pdf" "$work/$profile.pdf" <<'PY'
import sys
import pymupdf
with pymupdf.open(sys.argv[1]) as document:
    for xref in range(1, document.xref_length()):
        kind, value = document.xref_get_key(xref, "Dest")
        if kind == "xref":
            document.xref_set_key(xref, "Dest", document.xref_object(int(value.split()[0]), compressed=True))
    document.save(sys.argv[2])
PY
  java -cp "$classes" org.apache.pdfbox.preflight.Validator_A1b "$work/$profile.pdf" || failed=1
done
exit "$failed"
