#!/usr/bin/env python3
"""Sets the templates by themselves, with Typst as a designer has it and no faces but ours.

The half-year summary with its development data, and the document in templates/gb9704/README.md.
Usage: alone.py (needs the Python package `typst`)
"""

import pathlib
import re
import shutil
import sys
import tempfile

import typst

ROOT = pathlib.Path(__file__).resolve().parent.parent


def check(name, main, root):
    pdf, warnings = typst.compile_with_warnings(
        str(main), root=str(root), font_paths=[str(ROOT / "fonts")], ignore_system_fonts=True
    )
    if warnings or not pdf.startswith(b"%PDF"):
        sys.exit(f"{name}: {[warning.message for warning in warnings]}")
    print(f"ok  {name}: {len(pdf)} bytes")


def main():
    templates = ROOT / "templates"
    for folder in sorted(templates.iterdir()):
        if (folder / "main.typ").exists():
            check(folder.name, folder / "main.typ", templates)
    readme = (templates / "gb9704/README.md").read_text(encoding="utf-8")
    example = re.search(r"```typst\n(.*?)```", readme, re.S).group(1)
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        shutil.copytree(templates / "gb9704", folder / "gb9704")
        (folder / "document.typ").write_text(example, encoding="utf-8")
        check("README", folder / "document.typ", folder)


main()
