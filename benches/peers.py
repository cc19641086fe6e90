#!/usr/bin/env python3
"""CPU a report of other programs on the pages that banxin sets: peers.py VIEWS ROOT

VIEWS holds what the template sees of each unit (examples/write_views), ROOT is the project.
Each program that is there is measured: `typst` on the PATH, one process a report; the Python
package `typst`, all reports in one process; `soffice`, twenty documents at a call, of the same
words as HTML. Prints name and CPU milliseconds a report, user and system, of all processes.
"""

import html
import importlib.util
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

LOOP = """
import pathlib, sys, typst
views, tree, fonts = sys.argv[1:]
main = pathlib.Path(tree) / "summary-plan/main.typ"
for view in sorted(pathlib.Path(views).glob("*.json")):
    (main.parent / "report.json").write_bytes(view.read_bytes())
    typst.compile(str(main), root=tree, font_paths=[fonts], ignore_system_fonts=True, pdf_standards=["a-2a"])
"""


def cpu_ms(commands):
    """Runs commands and returns the CPU they took together."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    for prepare, command in commands:
        prepare()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)


def as_html(view):
    """Writes a view's words and tables as a page that LibreOffice can set."""
    parts = ["<meta charset=utf-8><style>body{font:16pt FangSong} td,th{border:1px solid}</style>"]
    parts.append("<h1>" + html.escape("".join(view["title"])) + "</h1>")
    blocks = list(view["blocks"])
    for attachment in view.get("attachments", []):
        blocks += [{"kind": "heading", "text": "".join(attachment["title"])}, *attachment["blocks"]]
    for block in blocks:
        if "rows" in block:
            rows = [block.get("header", []), *block["rows"]]
            cells = ["".join(f"<td>{html.escape(str(c))}</td>" for c in row) for row in rows]
            parts.append("<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>")
        elif "text" in block:
            parts.append(f"<p>{html.escape(block['text'])}</p>")
    return "".join(parts)


def main():
    views, root = Path(sys.argv[1]), Path(sys.argv[2]).resolve()
    files = sorted(views.glob("*.json"))
    with tempfile.TemporaryDirectory() as name:
        tmp = Path(name)
        tree = tmp / "templates"
        shutil.copytree(root / "templates", tree)
        page = tree / "summary-plan/report.json"
        fonts = str(root / "fonts")

        def report(label, commands, n):
            print(f"{label}\t{cpu_ms(commands) / n:.0f}")

        if shutil.which("typst"):
            command = ["typst", "compile", "--root", str(tree), "--font-path", fonts, "--ignore-system-fonts"]
            command += ["--pdf-standard", "a-2a", str(tree / "summary-plan/main.typ"), str(tmp / "a.pdf")]
            one = lambda view: (lambda: page.write_bytes(view.read_bytes()), command)
            report("typst compile, one process a report", [one(view) for view in files], len(files))
        if importlib.util.find_spec("typst"):
            command = [sys.executable, "-c", LOOP, str(views), str(tree), fonts]
            report("typst-py, one process", [(lambda: None, command)], len(files))
        if shutil.which("soffice"):
            pages = []
            for view in files[:20]:
                pages.append(tmp / f"{len(pages)}.html")
                pages[-1].write_text(as_html(json.loads(view.read_text())))
            profile = f"-env:UserInstallation=file://{tmp}/profile"
            command = ["soffice", profile, "--headless", "--convert-to", "pdf:writer_web_pdf_Export"]
            command += ["--outdir", str(tmp / "office"), *map(str, pages)]
            report("LibreOffice, twenty at a call", [(lambda: None, command)], len(pages))
            made = len(list((tmp / "office").glob("*.pdf")))
            if made != len(pages):
                sys.exit(f"LibreOffice made {made} of {len(pages)}")


os.environ.setdefault("SOURCE_DATE_EPOCH", "1593734400")
main()
