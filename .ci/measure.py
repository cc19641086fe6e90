#!/usr/bin/env python3
"""Measures every profile's elements in finished PDFs with PyMuPDF, a tool that is not ours.

The same places as tests/it/format.rs, taken from the file instead of from Typst's frames.
Usage: measure.py PATH/TO/banxin
"""

import pathlib
import shutil
import subprocess
import sys
import tempfile

try:
    import pymupdf
except ImportError:
    import fitz as pymupdf

ROOT = pathlib.Path(__file__).resolve().parent.parent
MM = 72 / 25.4
CELL = 156 / 28
PITCH = (225 - CELL) / 21
TOLERANCE = 0.5

LETTERHEAD = """
[letterhead]
number = "清委〔2020〕12号"
signers = ["张三丰"]
copy-number = "000001"
secrecy = "秘密★1年"
urgency = "加急"
cc = ["县委办公室", "县政府办公室"]
printed-by = "清溪镇党政办公室"
note = "（此件公开发布）"
"""

failures = []


def check(name, found_pt, expected_mm):
    found = found_pt / MM
    good = abs(found - expected_mm) <= TOLERANCE
    print(f"{'ok ' if good else 'BAD'} {name}: {found:.2f} mm, expected {expected_mm:.2f} mm")
    if not good:
        failures.append(name)


class Page:
    """A page's characters, baselines and long level strokes."""

    def __init__(self, page):
        self.chars = []
        for block in page.get_text("rawdict")["blocks"]:
            for line in block.get("lines", []):
                for span in line["spans"]:
                    for char in span["chars"]:
                        if not char["c"].isspace():
                            self.chars.append((char, span))
        self.rules = []
        for drawing in page.get_drawings():
            for item in drawing["items"]:
                if item[0] == "l" and abs(item[1].y - item[2].y) < 0.1:
                    left, right = sorted((item[1].x, item[2].x))
                    if right - left > 400:
                        self.rules.append((item[1].y, left, right, drawing["width"], drawing["color"]))
        self.rules.sort()

    def find(self, text):
        """Returns left, right, baseline, size and colour of a text."""
        letters = "".join(char["c"] for char, _ in self.chars)
        at = letters.find(text.replace(" ", ""))
        if at < 0:
            return None
        n = len(text.replace(" ", ""))
        part = self.chars[at : at + n]
        return (
            min(char["bbox"][0] for char, _ in part),
            max(char["bbox"][2] for char, _ in part),
            part[0][0]["origin"][1],
            part[0][1]["size"],
            part[0][1]["color"],
        )


def pages(banxin, folder, profile, *more):
    out = folder.parent / f"{profile}.pdf"
    command = [banxin, "report", folder, "-o", out, "--profile", profile, "--warnings", "ignore", *more]
    subprocess.run(command, check=True, capture_output=True)
    with pymupdf.open(out) as document:
        return [Page(page) for page in document]


def line(n):
    """Returns the baseline of the grid's line `n` in millimetres."""
    return 37 + 0.88 * CELL + (n - 1) * PITCH


def measure_head(profile, page):
    letter = profile == "letter"
    for n, text in [(1, "000001"), (2, "秘密★1年"), (3, "加急")]:
        left, _, baseline, _, _ = page.find(text)
        check(f"{profile} {text} 左端", left, 28)
        check(f"{profile} {text} 基线", baseline, line(n + 2 if letter else n))
    left, right, baseline, _, _ = page.find("清委〔2020〕12号")
    if letter:
        check("letter 发文字号右端", right, 184)
        check("letter 发文字号基线", baseline, line(3))
        for _, left, right, _, _ in page.rules:
            check("letter 双线左端", left, 21)
            check("letter 双线右端", right, 191)
        check("letter 下方双线", page.rules[-1][0] + 0.75, 277)
        return
    if profile == "report":
        check("report 发文字号左端", left, 28 + CELL)
        check("report 签发人右端", page.find("张三丰")[1], 184 - CELL)
    else:
        check(f"{profile} 发文字号中线", (left + right) / 2, 106)
    check(f"{profile} 发文字号基线", baseline, line(8))
    y, left, right, _, colour = page.rules[0]
    check(f"{profile} 红线", y, 37 + 7 * PITCH + CELL + 4)
    check(f"{profile} 红线左端", left, 28)
    check(f"{profile} 红线右端", right, 184)
    if tuple(round(part, 2) for part in colour) != (1, 0, 0):
        failures.append(f"{profile} 红线颜色 {colour}")
    if page.find("中共清溪镇委员会文件")[4] != 0xFF0000:
        failures.append(f"{profile} 标志颜色")


def measure_end(profile, page):
    y, left, right, width, _ = page.rules[-1]
    check(f"{profile} 版记末条线", y + width / 2, 262)
    check(f"{profile} 版记线左端", left, 28)
    check(f"{profile} 版记线右端", right, 184)
    check(f"{profile} 印发日期右端", page.find("2020年7月3日印发")[1], 184 - 14 / MM)
    check(f"{profile} 印发机关左端", page.find("清溪镇党政办公室")[0], 28 + 14 / MM)


def measure_signature(profile, all_pages):
    page = next(page for page in all_pages if page.find("附件：1."))
    date, organ, note = (page.find(t) for t in ("2020年7月3日", "中共清溪镇委员会", "（此件公开发布）"))
    if profile == "plain":
        check("plain 署名右端", organ[1], 184 - 2 * CELL)
        check("plain 日期首字", date[0] - organ[0], 2 * CELL)
    else:
        check(f"{profile} 日期右端", date[1], 184 - 4 * CELL)
        check(f"{profile} 署名与日期中线", (organ[0] + organ[1] - date[0] - date[1]) / 2, 0)
    check(f"{profile} 日期在署名下一行", date[2] - organ[2], PITCH)
    check(f"{profile} 附注左端", note[0], 28 + 2 * CELL)


def measure_numbers(profile, all_pages):
    for n, page in enumerate(all_pages, 1):
        found = page.find(f"—{n}—")
        if profile == "letter" and n == 1:
            if found:
                failures.append("letter 首页有页码")
            continue
        check(f"{profile} 第{n}页页码基线", found[2] - 0.3 * 14, 269)
        if n % 2:
            check(f"{profile} 第{n}页页码右端", found[1], 184 - 14 / MM)
        else:
            check(f"{profile} 第{n}页页码左端", found[0], 28 + 14 / MM)


def measure_turned(path):
    """Checks the pages of a table that is turned (8)."""
    found = 0
    with pymupdf.open(path) as document:
        for n, page in enumerate(document, 1):
            lines = [line for block in page.get_text("rawdict")["blocks"] for line in block.get("lines", [])]
            upright = [line for line in lines if line["dir"][1] < -0.9]
            if not upright:
                continue
            found += 1
            if (page.rect.width > page.rect.height) or page.rotation:
                failures.append(f"第{n}页不是竖放的 A4")
            others = [line for line in lines if line not in upright]
            text = "".join(char["c"] for line in others for span in line["spans"] for char in span["chars"])
            if text != f"— {n} —":
                failures.append(f"第{n}页（横排）页码为 {text}")
            dash = others[0]["spans"][0]["chars"][0]["origin"][1] - 0.3 * 14
            check(f"横排表格 第{n}页页码基线", dash, 269)
            # The head is on the left: the sheet's spine on odd pages, its fore-edge on even ones.
            letters = [(char["origin"][0], char["c"]) for line in upright for span in line["spans"] for char in span["chars"]]
            head = min(x for x, letter in letters if letter == "姓")
            if any(x < head for x, letter in letters if letter == "√"):
                failures.append(f"第{n}页（横排）表头不在左")
            boxes = [line["bbox"] for line in upright]
            if min(box[1] for box in boxes) < 37 * MM - 1 or max(box[3] for box in boxes) > 262 * MM + 1:
                failures.append(f"第{n}页（横排）超出版心")
    if not found:
        failures.append("没有横排的页")


def main():
    banxin = pathlib.Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary) / "清溪镇"
        shutil.copytree(ROOT / "samples" / "清溪镇", folder)
        with open(folder / "banxin.toml", "a", encoding="utf-8") as file:
            file.write(LETTERHEAD)
        for profile in ["plain", "report", "notice", "letter"]:
            made = pages(banxin, folder, profile)
            if profile != "plain":
                measure_head(profile, made[0])
            if profile in ("report", "notice"):
                measure_end(profile, made[-1])
            measure_signature(profile, made)
            measure_numbers(profile, made)
        settings = folder / "banxin.toml"
        before = settings.read_text(encoding="utf-8")
        settings.write_text("attendance = true\n" + before, encoding="utf-8")
        pages(banxin, folder, "notice")
        measure_turned(folder.parent / "notice.pdf")
        settings.write_text(before, encoding="utf-8")
        made = pages(banxin, folder, "minutes")
        measure_numbers("minutes", made)
        for label in ["出席：", "请假：", "列席："]:
            left = next(found for page in made if (found := page.find(label)))[0]
            check(f"minutes {label} 左端", left, 28 + 2 * CELL)
    if failures:
        sys.exit("out of place: " + "、".join(failures))


main()
