#!/usr/bin/env python3
"""Measures every profile's elements in finished PDFs with PyMuPDF, a tool that is not ours.

The same places as tests/it/format.rs, taken from the file instead of from Typst's frames.
Usage: measure.py PATH/TO/banxin
"""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

try:
    import pymupdf
except ImportError:
    import fitz as pymupdf

from samples import LETTERHEAD, ROOT

MM = 72 / 25.4
CELL = 156 / 28
PITCH = (225 - CELL) / 21
TOLERANCE = 0.5
MARKS = {"letter": "中共清溪镇委员会", "minutes": "清溪镇党委理论学习中心组学习纪要"}

failures = []


def check(name, found_pt, expected_mm):
    found = found_pt / MM
    good = abs(found - expected_mm) <= TOLERANCE
    print(f"{'ok ' if good else 'BAD'} {name}: {found:.2f} mm, expected {expected_mm:.2f} mm")
    if not good:
        failures.append(name)


class Page:
    """A page's characters, baselines, long level strokes and red ink."""

    def __init__(self, page):
        self.page = page
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

    def red_ink(self, top, bottom):
        """Returns the bounds of the red ink between two heights, all in millimetres."""
        dots = 300 / 25.4
        clip = pymupdf.Rect(0, top * MM, 210 * MM, bottom * MM)
        image = self.page.get_pixmap(dpi=300, clip=clip, alpha=False)
        samples, n = image.samples, image.width
        is_red = lambda at: samples[at] > 160 and samples[at + 1] < 100 and samples[at + 2] < 100
        places = [divmod(at // 3, n) for at in range(0, len(samples), 3) if is_red(at)]
        rows, columns = [row for row, _ in places], [column for _, column in places]
        x, y = image.x / dots, image.y / dots
        return x + min(columns) / dots, y + min(rows) / dots, x + (max(columns) + 1) / dots, y + (max(rows) + 1) / dots

    def baselines(self):
        """Returns the baselines of what is set in 三号, in millimetres."""
        size = lambda span: abs(span["size"] - CELL * MM) < 0.1
        return sorted({round(char["origin"][1] / MM, 1) for char, span in self.chars if size(span)})

    def find(self, text, size=None):
        """Returns left, right, baseline, size and colour of a text, of one set in this size if any is asked for."""
        chars = [it for it in self.chars if size is None or abs(it[1]["size"] - size) < 0.1]
        letters = "".join(char["c"] for char, _ in chars)
        at = letters.find(text.replace(" ", ""))
        if at < 0:
            return None
        n = len(text.replace(" ", ""))
        part = chars[at : at + n]
        return (
            min(char["bbox"][0] for char, _ in part),
            max(char["bbox"][2] for char, _ in part),
            part[0][0]["origin"][1],
            part[0][1]["size"],
            part[0][1]["color"],
            part[0][1]["font"],
        )


def pages(banxin, folder, profile, *more):
    """Returns the pages and the pitch of their lines, which is closer where that joins text and signature."""
    out, audit = folder.parent / f"{profile}.pdf", folder.parent / "audit.json"
    command = [banxin, "report", folder, "-o", out, "--profile", profile, "--warnings", "ignore", "--audit", audit]
    subprocess.run([*command, *more], check=True, capture_output=True)
    lines = json.loads(audit.read_text(encoding="utf-8"))["grid-lines"]
    # Pages are drawn later, so the document stays open.
    return [Page(page) for page in pymupdf.open(out)], (225 - CELL) / (lines - 1)


def line(n, pitch=PITCH):
    """Returns the baseline of the grid's line `n` in millimetres."""
    return 37 + 0.88 * CELL + (n - 1) * pitch


def measure_mark(profile, page):
    """The red name of the organ: its ink starts 35 mm below the type area's top, a letter's 30 mm below the paper's."""
    letter = profile == "letter"
    _, top, _, bottom = page.red_ink(20, 48.5) if letter else page.red_ink(60, 95)
    check(f"{profile} 发文机关标志上边", top * MM, 30 if letter else 72)
    # Of the letters' boxes: their ink is as far off as 中 has more white on its left than 会.
    left, right, *_ = page.find(MARKS.get(profile, "中共清溪镇委员会文件"))
    check(f"{profile} 发文机关标志中线", (left + right) / 2, 106)
    if letter:
        rules = page.red_ink(bottom + 1, bottom + 8)
        check("letter 上方双线与标志的距离", (rules[1] - bottom) * MM, 4)
        check("letter 下方双线下边", page.red_ink(270, 285)[3] * MM, 277)


def measure_title(profile, page, lines, first, pitch=PITCH):
    """Lines of the title, the first hanging from the top of the grid's line `first`."""
    for n, text in enumerate(lines):
        left, right, baseline, size, _, face = page.find(text, 22)
        check(f"{profile} 标题第{n + 1}行中线", (left + right) / 2, 106)
        check(f"{profile} 标题第{n + 1}行基线", baseline, 37 + (first - 1 + n) * pitch + 0.88 * 22 / MM)
        if "NotoSerifSC-Bold" not in face:
            failures.append(f"{profile} 标题不是小标宋：{face}")


def measure_text(profile, page, first, pitch):
    """Addressee and first paragraph; `first` is the line of the addressee."""
    left, _, baseline, *_ = page.find("各村党支部：" if profile in ("notice", "letter") else "青山县委宣传部：")
    check(f"{profile} 主送机关左端", left, 28)
    check(f"{profile} 主送机关基线", baseline, line(first, pitch))
    left, _, baseline, *_ = page.find("2020年上半年，清溪镇")
    check(f"{profile} 正文首行左空二字", left, 28 + 2 * CELL)
    check(f"{profile} 正文首行基线", baseline, line(first + 1, pitch))


def measure_headings(profile, all_pages):
    for text, face in [("一、主要做法和成效", "NotoSansSC"), ("（一）书记带头", "LXGWWenKai"), ("现将有关情况", "Zhuque")]:
        found = next(found for page in all_pages if (found := page.find(text)))
        if face not in found[5] or abs(found[3] - CELL * MM) > 0.05:
            failures.append(f"{profile} {text} 的字体 {found[5]} {found[3]}")
    page = next(page for page in all_pages if page.find("一、主要做法和成效"))
    check(f"{profile} 一级标题左空二字", page.find("一、主要做法和成效")[0], 28 + 2 * CELL)
    # A bracket's ink is in the right half of its cell, which PyMuPDF's box holds.
    page = next(page for page in all_pages if page.find("（一）书记带头"))
    check(f"{profile} 二级标题左空二字", page.find("一）书记带头")[0] - CELL * MM, 28 + 2 * CELL)


def measure_grid(profile, all_pages, pitch):
    """Every line of 三号 stands on one of the grid's lines; a letterhead keeps to 22."""
    lines = round((225 - CELL) / pitch) + 1
    for n, page in enumerate(all_pages, 1):
        below = 37 + 7 * PITCH if n == 1 and profile != "plain" else 0
        rows = [(baseline - 37 - 0.88 * CELL) / pitch for baseline in page.baselines() if baseline > below + CELL]
        off = [row for row in rows if abs(row - round(row)) * pitch > TOLERANCE or not -0.1 < row < lines - 0.9]
        if off:
            failures.append(f"{profile} 第{n}页有偏离网格的行：{off}")
    if profile != "minutes":
        full = max(len(page.baselines()) for page in all_pages)
        if full != lines:
            failures.append(f"{profile} 满面 {full} 行，应为 {lines} 行")


def measure_attachment(profile, all_pages, pitch):
    # Its title is in the list at the end of the text, too.
    page = next(page for page in all_pages if page.find("附件1有关指标"))
    left, _, baseline, size, _, face = page.find("附件1")
    check(f"{profile} 附件标签左端", left, 28)
    check(f"{profile} 附件标签第一行", baseline, line(1))
    if "NotoSansSC" not in face or abs(size - CELL * MM) > 0.05:
        failures.append(f"{profile} 附件标签不是3号黑体：{face} {size}")
    measure_title(f"{profile} 附件", page, ["有关指标情况表"], 3, pitch)


def measure_head(profile, page):
    letter = profile == "letter"
    measure_mark(profile, page)
    for n, text in [(1, "000001"), (2, "秘密★1年"), (3, "加急")]:
        left, _, baseline, *_ = page.find(text)
        check(f"{profile} {text} 左端", left, 28)
        check(f"{profile} {text} 基线", baseline, line(n + 2 if letter else n))
    left, right, baseline, *_ = page.find("清委〔2020〕12号")
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
    check(f"{profile} 抄送左端", page.find("抄送：")[0], 28 + 14 / MM)
    for rule, weight in zip(page.rules[-3:], (0.35, 0.25, 0.35)):
        if abs(rule[3] / MM - weight) > 0.01:
            failures.append(f"{profile} 版记线粗 {rule[3] / MM:.2f} mm")
    if abs(page.find("抄送：")[3] - 14) > 0.05:
        failures.append(f"{profile} 版记不是4号")


def measure_signature(profile, all_pages, pitch):
    page = next(page for page in all_pages if page.find("附件：1."))
    date, organ, note = (page.find(t) for t in ("2020年7月3日", "中共清溪镇委员会", "（联系人：李四"))
    if profile == "plain":
        check("plain 署名右端", organ[1], 184 - 2 * CELL)
        check("plain 日期首字", date[0] - organ[0], 2 * CELL)
    else:
        check(f"{profile} 日期右端", date[1], 184 - 4 * CELL)
        check(f"{profile} 署名与日期中线", (organ[0] + organ[1] - date[0] - date[1]) / 2, 0)
    check(f"{profile} 日期在署名下一行", date[2] - organ[2], pitch)
    check(f"{profile} 附注左端", note[0], 28 + 2 * CELL)
    check(f"{profile} 附件说明左空二字", page.find("附件：1.")[0], 28 + 2 * CELL)
    first, second = page.find("有关指标情况表"), page.find("集中学习情况一览表")
    check(f"{profile} 附件名称对齐", first[0] - second[0], 0)


def measure_stamp(all_pages, pitch):
    page = next(page for page in all_pages if page.find("附件：1."))
    post, date = page.find("中共清溪镇委员会书记"), page.find("2020年7月3日")
    check("签名章 职务右端", post[1], 184 - 6 * CELL - 40)
    check("签名章 日期右端", date[1], 184 - 4 * CELL)
    # Three lines for the stamp, the post on the second; one white line; the date.
    check("签名章 日期与职务", date[2] - post[2], 3 * pitch)


def measure_joint(all_pages, _):
    names = ["中共清溪镇委员会", "清溪镇人民政府", "清溪镇人大主席团"]
    _, top, _, _ = all_pages[0].red_ink(60, 120)
    check("联合行文 标志上边", top * MM, 72)
    lefts = {round(all_pages[0].find(name)[0] / MM, 1) for name in names}
    if len(lefts) != 1:
        failures.append(f"联合行文 标志左端不齐：{lefts}")
    page = next(page for page in all_pages if page.find("附件：1."))
    organs, date = [page.find(name) for name in names], page.find("2020年7月3日")
    check("联合行文 日期右端", date[1], 184 - 4 * CELL)
    check("联合行文 末个署名与日期中线", (organs[-1][0] + organs[-1][1] - date[0] - date[1]) / 2, 0)
    centres = [((left + right) / 2 / MM, baseline / MM) for left, right, baseline, *_ in organs]
    for n, (x, y) in enumerate(centres):
        if not 28 + 21 - TOLERANCE <= x <= 184 - 21 + TOLERANCE:
            failures.append(f"联合行文 第{n + 1}枚印章出版心")
        for other_x, other_y in centres[:n]:
            if ((x - other_x) ** 2 + (y - other_y) ** 2) ** 0.5 < 42:
                failures.append(f"联合行文 第{n + 1}枚印章与前面的相交")


def measure_mirrored(all_pages, _):
    for n, page in enumerate(all_pages[:4], 1):
        margin = 26 if n % 2 == 0 else 28
        # A bracket that opens a line is half as wide as its box, whose left half hangs over the edge.
        is_text = lambda char, span: abs(span["size"] - CELL * MM) < 0.1 and char["c"] not in "《（“‘〔【"
        left = min(char["bbox"][0] for char, span in page.chars if is_text(char, span))
        check(f"双面印刷 第{n}页左边", left, margin)


def measure_minutes(made, pitch):
    page = made[0]
    measure_mark("minutes", page)
    for n, text in [(1, "000001"), (2, "秘密★1年"), (3, "加急")]:
        left, _, baseline, *_ = page.find(text)
        check(f"minutes {text} 左端", left, 28)
        check(f"minutes {text} 基线", baseline, line(n))
    left, right, baseline, *_ = page.find("清委〔2020〕12号")
    check("minutes 编号中线", (left + right) / 2, 106)
    check("minutes 编号基线", baseline, line(7))
    by, on = page.find("清溪镇党政办公室"), page.find("2020年7月3日")
    check("minutes 印发机关左端", by[0], 28 + CELL)
    check("minutes 印发日期右端", on[1], 184 - CELL)
    check("minutes 印发机关基线", by[2], line(8))
    check("minutes 红线", page.rules[0][0], 37 + 7 * PITCH + CELL + 4)
    measure_title("minutes", page, ["清溪镇党委理论学习中心组", "2020年6月12日集体学习研讨纪要"], 11)
    measure_end("minutes", made[-1])
    measure_grid("minutes", made[:1], pitch)
    measure_numbers("minutes", made)
    for label in ["出席：", "请假：", "列席："]:
        left, _, _, _, _, face = next(found for page in made if (found := page.find(label)))
        check(f"minutes {label} 左端", left, 28 + 2 * CELL)
        if "NotoSansSC" not in face:
            failures.append(f"minutes {label} 不是黑体：{face}")


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
        title = ["清溪镇党委理论学习中心组", "2020年上半年总结及下半年学习计划"]
        # The line of the usual grid after which two stay white, then the title starts on the next line of the page's own.
        for profile, last in [("plain", None), ("report", 8), ("notice", 8), ("letter", 5)]:
            made, pitch = pages(banxin, folder, profile)
            first = 1 if last is None else round(last * PITCH / pitch) + 3
            if profile != "plain":
                measure_head(profile, made[0])
            measure_title(profile, made[0], title, first, pitch)
            measure_text(profile, made[0], first + 3, pitch)
            measure_headings(profile, made)
            measure_grid(profile, made, pitch)
            measure_attachment(profile, made, pitch)
            if profile in ("report", "notice"):
                measure_end(profile, made[-1])
            measure_signature(profile, made, pitch)
            measure_numbers(profile, made)
        settings = folder / "banxin.toml"
        before = settings.read_text(encoding="utf-8")
        settings.write_text(before + 'seal = "signature"\n', encoding="utf-8")
        measure_stamp(*pages(banxin, folder, "notice"))
        joint = 'organs = ["中共清溪镇委员会", "清溪镇人民政府", "清溪镇人大主席团"]\n'
        settings.write_text(joint + before, encoding="utf-8")
        measure_joint(*pages(banxin, folder, "notice"))
        settings.write_text(before + '[page]\nbinding = "mirrored"\n', encoding="utf-8")
        measure_mirrored(*pages(banxin, folder, "notice"))
        settings.write_text("attendance = true\n" + before, encoding="utf-8")
        pages(banxin, folder, "notice")
        measure_turned(folder.parent / "notice.pdf")
        settings.write_text(before, encoding="utf-8")
        measure_minutes(*pages(banxin, folder, "minutes"))
    if failures:
        sys.exit("out of place: " + "、".join(failures))


main()
