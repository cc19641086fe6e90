#!/usr/bin/env python3
"""CPU a report of other programs on the pages that banxin sets: peers.py VIEWS ROOT

VIEWS holds what the template sees of each unit (examples/write_views), ROOT is the project.
Each program that is there is measured: `typst` on the PATH, one process a report; the Python
package `typst`, all reports in one process; `soffice`, twenty documents at a call, of the same
words, faces and pages as OpenDocument. Prints name and CPU milliseconds a report, user and system, of all processes.
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

# PDF/A-2b, the nearest to ours that it writes.
PDF_A_2 = 'pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"2"}}'

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


STYLES = """
<office:font-face-decls>{faces}</office:font-face-decls>
<office:automatic-styles>
<style:page-layout style:name="page"><style:page-layout-properties fo:page-width="210mm" fo:page-height="297mm"
 fo:margin-top="37mm" fo:margin-bottom="35mm" fo:margin-left="28mm" fo:margin-right="26mm"/></style:page-layout>
{styles}
<style:style style:name="cell" style:family="table-cell"><style:table-cell-properties fo:border="0.5pt solid #000000"/></style:style>
</office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="page"/></office:master-styles>
"""
# Name, face, size, alignment, indent, break before.
PARAGRAPHS = [
    ("title", "Noto Serif SC", 22, "center", 0, "auto"),
    ("text", "Zhuque Fangsong (technical preview)", 16, "justify", 32, "auto"),
    ("heading", "Noto Sans SC", 16, "start", 32, "auto"),
    ("label", "Noto Sans SC", 16, "start", 0, "page"),
    ("small", "Noto Serif SC", 10.5, "center", 0, "auto"),
]
NAMES = "office text table style fo svg".split()
URNS = [
    f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"
    for name in ("office", "text", "table", "style", "xsl-fo-compatible", "svg-compatible")
]


def as_fodt(view):
    """Writes a view's words and tables as an OpenDocument text with the same page, faces and pitch."""
    faces, styles = [], []
    for name, face, size, align, indent, before in PARAGRAPHS:
        faces.append(f'<style:font-face style:name="{name}" svg:font-family="&apos;{face}&apos;"/>')
        pitch = 28.9 if size > 11 else 13
        styles.append(
            f'<style:style style:name="{name}" style:family="paragraph"><style:paragraph-properties'
            f' fo:line-height="{pitch}pt" fo:text-indent="{indent}pt" fo:text-align="{align}" fo:break-before="{before}"/>'
            f'<style:text-properties style:font-name="{name}" style:font-name-asian="{name}" fo:font-size="{size}pt"'
            f' style:font-size-asian="{size}pt"/></style:style>'
        )

    def line(style, text):
        # What keeps numbers whole in the template is none of an office program's business.
        words = html.escape(str(text).replace("\u2060", ""))
        return f'<text:p text:style-name="{style}">{words}</text:p>'

    def row(cells):
        cell = '<table:table-cell table:style-name="cell">{}</table:table-cell>'
        return "<table:table-row>" + "".join(cell.format(line("small", text)) for text in cells) + "</table:table-row>"

    body = [line("title", "".join(view["title"])), line("text", view.get("addressee") or "")]
    blocks = list(view["blocks"])
    for attachment in view.get("attachments", []):
        title = {"kind": "title", "text": "".join(attachment["title"])}
        blocks += [{"kind": "label", "text": attachment["label"]}, title, *attachment["blocks"]]
    for block in blocks:
        if "rows" in block:
            body.append(f'<table:table><table:table-column table:number-columns-repeated="{len(block["header"])}"/>')
            body.append("<table:table-header-rows>" + row(block["header"]) + "</table:table-header-rows>")
            body += [*map(row, block["rows"]), "</table:table>", line("small", block.get("note") or "")]
        elif "text" in block:
            known = {name for name, *_ in PARAGRAPHS}
            body.append(line(block["kind"] if block["kind"] in known else "text", block["text"]))
    spaces = " ".join(f'xmlns:{name}="{urn}"' for name, urn in zip(NAMES, URNS))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {spaces} office:version="1.3"'
        ' office:mimetype="application/vnd.oasis.opendocument.text">'
        + STYLES.format(faces="".join(faces), styles="".join(styles))
        + "<office:body><office:text>" + "".join(body) + "</office:text></office:body></office:document>"
    )


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
                pages.append(tmp / f"{len(pages)}.fodt")
                pages[-1].write_text(as_fodt(json.loads(view.read_text())))
            # Our faces and no others, as for the rest.
            config = tmp / "fonts.conf"
            config.write_text(f"<fontconfig><dir>{fonts}</dir><cachedir>{tmp}/cache</cachedir></fontconfig>")
            os.environ["FONTCONFIG_FILE"] = str(config)
            profile = f"-env:UserInstallation=file://{tmp}/profile"
            command = ["soffice", profile, "--headless", "--convert-to", PDF_A_2]
            command += ["--outdir", str(tmp / "office"), *map(str, pages)]
            report("LibreOffice, twenty at a call", [(lambda: None, command)], len(pages))
            made = len(list((tmp / "office").glob("*.pdf")))
            if made != len(pages):
                sys.exit(f"LibreOffice made {made} of {len(pages)}")


if __name__ == "__main__":
    os.environ.setdefault("SOURCE_DATE_EPOCH", "1593734400")
    main()
