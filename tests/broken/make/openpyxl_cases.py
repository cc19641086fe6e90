"""Cases written with openpyxl, by way of pip install openpyxl."""

import datetime

from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from folder import HEADER, ROWS, path


def book(title="一季度"):
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = title
    for row in [HEADER] + ROWS:
        sheet.append(row)
    return workbook, sheet


def hidden_rows():
    workbook, sheet = book()
    sheet.row_dimensions[3].hidden = True
    sheet.row_dimensions[4].hidden = True
    # Hidden, but with nothing in it: nothing to say.
    sheet.row_dimensions[90].hidden = True
    workbook.save(path("hidden-rows.xlsx"))


def hidden_columns():
    workbook, sheet = book()
    sheet.column_dimensions["B"].hidden = True
    sheet.column_dimensions["H"].hidden = True
    workbook.save(path("hidden-columns.xlsx"))


def hidden_sheet():
    workbook, _ = book()
    old = workbook.create_sheet("旧表")
    old.append(["姓名"])
    old.sheet_state = "hidden"
    very = workbook.create_sheet("深藏")
    very.append(["姓名"])
    very.sheet_state = "veryHidden"
    workbook.save(path("hidden-sheets.xlsx"))


def formula_without_value():
    workbook, sheet = book()
    sheet["D1"] = "合计"
    sheet["D2"] = "=SUM(C2:C4)"
    workbook.save(path("formula-without-value.xlsx"))


def merged():
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "一季度"
    sheet["A1"] = "考勤表"
    sheet.merge_cells("A1:C1")
    sheet["A2"] = "张三"
    sheet.merge_cells("A2:A3")
    workbook.save(path("merged.xlsx"))


def epoch_1904():
    workbook, sheet = book()
    workbook.epoch = CALENDAR_MAC_1904
    sheet["B2"] = datetime.date(2020, 3, 5)
    sheet["D2"] = datetime.time(9, 30)
    workbook.save(path("epoch-1904.xlsx"))


def iso_dates():
    workbook, sheet = book()
    workbook.iso_dates = True
    sheet["B2"] = datetime.date(2020, 3, 5)
    sheet["B3"] = datetime.datetime(2020, 3, 12, 9, 30)
    sheet["D2"] = datetime.time(9, 30)
    workbook.save(path("iso-dates.xlsx"))


def values():
    workbook, sheet = book()
    sheet["A5"] = "00123"
    sheet["B5"] = 0.25
    sheet["B5"].number_format = "0%"
    sheet["C5"] = datetime.timedelta(hours=36)
    sheet["C5"].number_format = "[h]:mm"
    sheet["D5"] = True
    sheet["E5"] = 43895
    sheet["E5"].number_format = 'yyyy"年"m"月"d"日"'
    sheet["F5"] = "#DIV/0!"
    workbook.save(path("values.xlsx"))


def empty():
    workbook = Workbook()
    workbook.active.title = "一季度"
    workbook.save(path("empty-workbook.xlsx"))


def far_cell():
    workbook, sheet = book()
    sheet["XFD1048576"] = "远"
    workbook.save(path("far-cell.xlsx"))


def renamed():
    workbook, _ = book()
    workbook.save(path("renamed-xlsx.csv.xlsx"))
    import os

    os.replace(path("renamed-xlsx.csv.xlsx"), path("renamed-xlsx.csv"))


for make in [hidden_rows, hidden_columns, hidden_sheet, formula_without_value, merged, epoch_1904, iso_dates,
             values, empty, far_cell, renamed]:
    make()
