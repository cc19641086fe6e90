"""Cases written with xlwt (BIFF8), by way of pip install xlwt."""

import datetime
import shutil

import xlwt

from folder import HEADER, ROWS, path


def book(title="一季度"):
    workbook = xlwt.Workbook(encoding="utf-8")
    sheet = workbook.add_sheet(title)
    for i, row in enumerate([HEADER] + ROWS):
        for j, value in enumerate(row):
            sheet.write(i, j, value)
    return workbook, sheet


def plain():
    workbook, sheet = book()
    date = xlwt.easyxf(num_format_str='yyyy"年"m"月"d"日"')
    sheet.write(1, 3, datetime.date(2020, 3, 5), date)
    sheet.write(2, 3, True)
    sheet.write(3, 3, 0.5, xlwt.easyxf(num_format_str="[h]:mm"))
    sheet.write_merge(5, 5, 0, 2, "以上共三人")
    workbook.save(path("plain.xls"))
    # WPS writes its .et as the same BIFF8.
    shutil.copy(path("plain.xls"), path("plain.et"))


def hidden():
    workbook, sheet = book()
    sheet.row(2).hidden = True
    sheet.col(1).hidden = True
    other = workbook.add_sheet("旧表")
    other.write(0, 0, "姓名")
    other.visibility = 1
    workbook.save(path("hidden.xls"))


def formula():
    workbook, sheet = book()
    sheet.write(1, 3, xlwt.Formula("SUM(C2:C4)"))
    workbook.save(path("formula-without-value.xls"))


def far():
    workbook, sheet = book()
    sheet.write(65535, 255, "远")
    workbook.save(path("far-cell.xls"))


def epoch_1904():
    workbook, sheet = book()
    workbook.dates_1904 = True
    sheet.write(1, 3, datetime.date(2020, 3, 5), xlwt.easyxf(num_format_str="yyyy-mm-dd"))
    workbook.save(path("epoch-1904.xls"))


def long_strings():
    """The table of strings goes on in further records, cut within a string."""
    workbook = xlwt.Workbook(encoding="utf-8")
    sheet = workbook.add_sheet("一季度")
    for i in range(6):
        sheet.write(i, 0, f"{i}" + "学习强国abc" * 120)
    workbook.save(path("long-strings.xls"))


def empty():
    workbook = xlwt.Workbook()
    workbook.add_sheet("一季度")
    workbook.save(path("empty-workbook.xls"))


def truncated():
    workbook, _ = book()
    workbook.save(path("truncated.xls"))
    with open(path("truncated.xls"), "rb") as file:
        content = file.read()
    with open(path("truncated.xls"), "wb") as file:
        file.write(content[:2048])


for make in [plain, hidden, formula, far, epoch_1904, long_strings, empty, truncated]:
    make()
