#!/usr/bin/env python3
"""Packs a folder as .tar.gz and .zip that depend on nothing but its names, bytes and programs.

Order, times, owners and rights are fixed, so that packing twice gives the same bytes.
Usage: archive.py FOLDER OUT [--level 0-9]   writes OUT/NAME.tar.gz and OUT/NAME.zip

Needs Python 3 and nothing else, on Windows too.
"""

import argparse
import gzip
import pathlib
import tarfile
import zipfile

# What is a program; a file system's own rights say nothing on Windows.
PROGRAMS = {"banxin", "启动版心.sh", "启动版心.desktop"}
# 2020-01-01, in both archives: the oldest that a zip knows is 1980.
TIME = 1577836800
ZIP_TIME = (2020, 1, 1, 0, 0, 0)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--level", type=int, default=9)
    given = parser.parse_args()
    top = given.folder.resolve()
    files = sorted((path.relative_to(top.parent).as_posix(), path) for path in top.rglob("*") if path.is_file())
    modes = {name: 0o755 if path.name in PROGRAMS else 0o644 for name, path in files}

    with (
        open(given.out / f"{top.name}.tar.gz", "wb") as raw,
        gzip.GzipFile("", "wb", given.level, raw, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.GNU_FORMAT) as tar,
    ):
        for name, path in files:
            entry = tarfile.TarInfo(name)
            entry.size, entry.mtime, entry.mode = path.stat().st_size, TIME, modes[name]
            with open(path, "rb") as file:
                tar.addfile(entry, file)

    with zipfile.ZipFile(given.out / f"{top.name}.zip", "w") as archive:
        for name, path in files:
            entry = zipfile.ZipInfo(name, ZIP_TIME)
            # Written as on Unix everywhere, so that a program stays one.
            entry.create_system, entry.external_attr = 3, (0o100000 | modes[name]) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED if given.level else zipfile.ZIP_STORED
            archive.writestr(entry, path.read_bytes(), compresslevel=given.level or None)


main()
