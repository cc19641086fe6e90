#!/usr/bin/env python3
"""Measures the drafts of all samples in every format as LibreOffice sets them, beside their PDFs.

Drafts must have as many pages as their PDFs, 22 lines on a full page, page number and colophon where
the PDF has them, and nearly all paragraphs on as many lines; equal line breaks are no goal. In a docx LibreOffice
puts white between Chinese characters and digits, which the drafts forbid, and squeezes no marks, which they ask for:
so everything is measured twice, as it stands, and by way of odt, where LibreOffice can be told both, as Word would set it.
What it saves again of an unrevised draft, as docx, by way of odt and of doc, gives the PDF's bytes when it is taken over.

The offices' faces are not at hand: fontconfig leads their names to those in fonts/.
Usage: drafts.py PATH/TO/banxin
"""

import functools
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import zipfile

try:
    import pymupdf
except ImportError:
    import fitz as pymupdf

import docx

from samples import FORMATS, ROOT, UNITS

FACES = {
    "方正小标宋简体": ("Noto Serif SC", "bold"),
    "仿宋_GB2312": ("Zhuque Fangsong (technical preview)", "regular"),
    "黑体": ("Noto Sans SC", "medium"),
    "楷体_GB2312": ("LXGW WenKai GB Lite", "regular"),
    "宋体": ("Noto Serif SC", "regular"),
}
MM = 72 / 25.4
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TOLERANCE = 0.5
# How many paragraphs must have as many lines in both, in LibreOffice and as Word would set them.
SHARE = 0.85
SHARE_AS_WORD = 0.95
# How LibreOffice may be slow on a machine that does much else.
TIMEOUT = 300

failures = []


def check(good, name, found):
    print(f"{'ok ' if good else 'BAD'} {name}: {found}")
    if not good:
        failures.append(name)


def in_order(chars):
    """Sorts a line's characters from left to right; of two marks set into one cell, such as 》《, as they are read."""
    by_place = functools.cmp_to_key(lambda a, b: a[0] - b[0] if abs(a[0] - b[0]) > 1 else a[1] - b[1])
    return sorted(chars, key=by_place)


class Lines:
    """The lines of a PDF's pages: foot, text, left and right edge."""

    def __init__(self, path):
        self.pages = []
        self.rules = []
        for page in pymupdf.open(path):
            rows = []
            for block in page.get_text("rawdict")["blocks"]:
                for line in block.get("lines", []):
                    for span in line["spans"]:
                        for char in span["chars"]:
                            if char["c"].strip():
                                foot, left = char["origin"][1], char["origin"][0]
                                rows.append((foot, left, len(rows), char["c"], char["bbox"][2]))
            lines = []
            for foot, left, at, text, right in sorted(rows):
                if lines and foot - lines[-1][0] <= 2:
                    lines[-1][1].append((left, at, text, right))
                else:
                    lines.append((foot, [(left, at, text, right)]))
            lines = [(foot, [(left, text, right) for left, _, text, right in in_order(chars)]) for foot, chars in lines]
            self.pages.append(
                [(foot, "".join(c for _, c, _ in chars), chars[0][0], max(r for *_, r in chars)) for foot, chars in lines]
            )
            wide = [d["rect"] for d in page.get_drawings() if d["rect"].width > 400 and d["rect"].height < 3]
            self.rules.append(sorted((rect.y0 + rect.y1) / 2 for rect in wide))

    def text(self):
        """Returns all text without page numbers, and after how many characters each line starts."""
        flat, starts = "", []
        for at, page in enumerate(self.pages):
            for foot, text, *_ in page:
                if foot < 262 * MM + 2:
                    starts.append((len(flat), at, foot))
                    flat += text
        return flat, starts

    def number(self, page):
        """Returns foot, left and right edge of a page's number."""
        for foot, text, left, right in self.pages[page]:
            if foot > 262 * MM + 2 and text.startswith("—"):
                return foot, left, right
        return None


def lines_of(paragraph, flat, starts):
    """Returns the lines that a paragraph stands on, as page and foot."""
    at = flat.find(paragraph)
    if at < 0:
        return None
    end = at + len(paragraph)
    first = max((start for start, *_ in starts if start <= at), default=0)
    return [(page, foot) for start, page, foot in starts if start == first or at < start < end]


def count(draft, ours, paragraphs):
    """Returns of how many paragraphs, how many are found, and how many of these have as many lines."""
    texts, our_texts = draft.text(), ours.text()
    both = [(lines_of(paragraph, *texts), lines_of(paragraph, *our_texts)) for paragraph in paragraphs]
    found = [(a, b) for a, b in both if a and b]
    return len(paragraphs), len(found), sum(len(a) == len(b) for a, b in found)


def full_lines(paragraph, flat, starts):
    """Returns how many characters each full line holds, the indent counted, but for those with digits, Latin letters or quotes,
    which are narrower in our faces."""
    at = flat.find(paragraph)
    if at < 0:
        return []
    end = at + len(paragraph)
    cuts = [at, *(start for start, *_ in starts if at < start < end)]
    lines = [flat[a:b] for a, b in zip(cuts, cuts[1:])]
    return [len(line) + 2 * (n == 0) for n, line in enumerate(lines) if not any(c.isascii() or c in "“”‘’" for c in line)]


def compare(name, draft, ours, paragraphs, pitch):
    """Compares a draft's pages with the PDF's."""
    held = [n for paragraph in paragraphs for n in full_lines(paragraph, *draft.text())]
    # LibreOffice lets a mark hang out of a line, and takes a character down with a mark that may not
    # begin one.
    is_usual = all(n in (27, 28, 29) for n in held) and 7 * held.count(27) <= len(held)
    check(is_usual and 2 * held.count(29) <= len(held), f"{name} characters of full lines", held)
    full = []
    for paragraph in paragraphs:
        lines = lines_of(paragraph, *draft.text()) or []
        # A page on which a paragraph does not end is full.
        full += [foot for (page, foot), (after, _) in zip(lines, lines[1:]) if after != page]
    # A line's foot is four fifths of its height below its top; closer lines are 23 a page.
    slots = [round((foot - 37 * MM) / pitch + 0.2, 1) for foot in full]
    wanted = 22 if pitch == 579 / 20 else 23
    # A page with a letterhead keeps its own pitch.
    check(all(slot == wanted or abs(slot - 22) < 0.2 for slot in slots), f"{name} lines of full pages", slots)
    for page in range(min(len(draft.pages), len(ours.pages))):
        a, b = draft.number(page), ours.number(page)
        if a is None or b is None:
            check(a == b, f"{name} number of page {page + 1}", f"{a}, PDF {b}")
            continue
        off = max(abs(x - y) for x, y in zip(a, b)) / MM
        check(off <= TOLERANCE, f"{name} number of page {page + 1}", f"{off:.2f} mm off")


def colophon(name, draft, ours):
    """Compares where the colophon's rules and words stand on the last page."""
    rules = [lines.rules[-1][-2:] for lines in (draft, ours)]
    feet = [[foot for foot, text, *_ in lines.pages[-1] if text.endswith("印发")] for lines in (draft, ours)]
    alike = [len(both[0]) == len(both[1]) > 0 for both in (rules, feet)]
    off = max((abs(a - b) / MM for both in (rules, feet) for a, b in zip(*both)), default=99)
    check(all(alike) and off <= TOLERANCE, f"{name} colophon", f"{off:.2f} mm off")


def audit(name, path):
    """Checks a file against the standard; it has no theme on purpose: a theme's faces beat those that are named."""
    run = subprocess.run(
        [sys.executable, "-m", "openxml_audit", str(path), "-o", "json"], capture_output=True, text=True, check=False
    )
    try:
        errors = [error for error in json.loads(run.stdout)[0]["errors"] if "relationships/theme" not in str(error)]
    except (ValueError, KeyError) as error:
        errors = [f"{error}: {run.stdout[:200]} {run.stderr[-200:]}"]
    check(not errors, f"{name} by openxml-audit", errors or "nothing but the theme")


def font_config(folder):
    """Writes where fontconfig finds the faces, by the names that offices know."""
    faces = "".join(
        f'<match target="pattern"><test name="family"><string>{name}</string></test>'
        f'<edit name="family" mode="assign" binding="strong"><string>{family}</string></edit>'
        f'<edit name="weight" mode="assign"><const>{weight}</const></edit></match>'
        for name, (family, weight) in FACES.items()
    )
    path = folder / "fonts.conf"
    path.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{ROOT / 'fonts'}</dir><cachedir>{folder / 'cache'}</cachedir>{faces}</fontconfig>",
        encoding="utf-8",
    )
    return path


def as_word(path):
    """Forbids an odt white between Chinese characters and digits, and has it squeeze marks."""
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, part in parts.items():
            part = part.replace(b'text-autospace="ideograph-alpha"', b'text-autospace="none"')
            kind = b'"CharacterCompressionType" config:type="short">'
            file.writestr(name, part.replace(kind + b"0", kind + b"1"))


def take_over(banxin, path, unit_and_kind):
    """Returns the PDF that a draft gives, or what was said instead."""
    unit, kind = unit_and_kind
    out = path.with_suffix(".pdf")
    command = [banxin, "finalize", path, ROOT / "samples" / unit, "--profile", kind, "--warnings", "ignore", "-o", out]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode:
        print(run.stderr)
    return out.read_bytes() if out.exists() else None


def main():
    banxin = pathlib.Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        names, names_of = {}, {}
        for at, unit in enumerate(UNITS):
            for kind in FORMATS:
                # LibreOffice finds no Chinese file names in every locale.
                name = f"{at}-{kind}"
                command = [banxin, "report", ROOT / "samples" / unit, "--profile", kind, "--warnings", "ignore"]
                files = ["--docx", folder / f"{name}.docx", "-o", folder / f"{name}.pdf"]
                subprocess.run([*command, *files], check=True, capture_output=True)
                names[name], names_of[name] = f"{unit} {kind}", (unit, kind)
        environment = {**os.environ, "FONTCONFIG_FILE": str(font_config(folder))}

        def convert(ending, files, out):
            # One start converts all of them.
            office = ["soffice", f"-env:UserInstallation=file://{folder / 'profile'}", "--headless"]
            command = [*office, "--convert-to", ending, "--outdir", folder / out, *files]
            subprocess.run(command, check=True, capture_output=True, env=environment, timeout=TIMEOUT)
            return [folder / out / f"{name}.{ending}" for name in names]

        drafts = [folder / f"{name}.docx" for name in names]
        convert("pdf", drafts, "set")
        open_documents = convert("odt", drafts, "odt")
        saved = {
            "docx": convert("docx", drafts, "docx"),
            "odt": convert("docx", open_documents, "of-odt"),
            "doc": convert("docx", convert("doc", drafts, "doc"), "of-doc"),
        }
        for way, files in saved.items():
            for (name, told), path in zip(names.items(), files):
                ours = (folder / f"{name}.pdf").read_bytes()
                check(take_over(banxin, path, names_of[name]) == ours, f"{told} saved as {way}", "taken over")
        for path in open_documents:
            as_word(path)
        convert("pdf", open_documents, "odt")
        of_all, longer = [], []
        for name, told in names.items():
            read = docx.Document(folder / f"{name}.docx")
            paragraphs = ["".join(p.text.split()) for p in read.paragraphs if p.style.name in ("Normal", "公文列项")]
            draft, ours = Lines(folder / "set" / f"{name}.pdf"), Lines(folder / f"{name}.pdf")
            paragraphs = [paragraph for paragraph in paragraphs if paragraph]
            pitch = int(read.sections[0]._sectPr.find(f"{{{W}}}docGrid").get(f"{{{W}}}linePitch")) / 20
            compare(told, draft, ours, paragraphs, pitch)
            other = Lines(folder / "odt" / f"{name}.pdf")
            pages = [len(lines.pages) for lines in (draft, other, ours)]
            # LibreOffice's white at digits makes a line more here and there.
            longer += [told] if pages[0] == pages[2] + 1 else []
            is_same = pages[1] == pages[2] and pages[0] - pages[2] in (0, 1)
            check(is_same, f"{told} pages", f"{pages[0]}, as Word {pages[1]}, PDF {pages[2]}")
            counted = [count(lines, ours, paragraphs) for lines in (draft, other)]
            of_all.append(counted)
            for n, found, alike in counted:
                check(found >= 0.9 * n, f"{told} paragraphs", f"{found} of {n} found, {alike} of as many lines")
            if name.split("-")[1] in ("report", "notice", "minutes"):
                colophon(told, draft, ours)
            tables = sum(len(table.rows) for table in read.tables)
            check(bool(read.core_properties.title) and tables + len(read.paragraphs) > 5, f"{told} by python-docx", tables)
            audit(told, folder / f"{name}.docx")
        check(len(longer) <= 2, "drafts that LibreOffice sets on a page more", longer)
        for at, (way, wanted) in enumerate((("LibreOffice", SHARE), ("as Word", SHARE_AS_WORD))):
            found, alike = (sum(counted[at][n] for counted in of_all) for n in (1, 2))
            check(alike >= wanted * found, f"paragraphs of as many lines, {way}", f"{alike} of {found}")
    if failures:
        sys.exit(f"{len(failures)} measures are wrong: {failures}")


main()
