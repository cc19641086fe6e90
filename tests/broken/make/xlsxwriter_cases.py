"""Cases written with XlsxWriter, by way of pip install xlsxwriter."""

import xlsxwriter

from folder import HEADER, ROWS, path


def book(name, options=None):
    workbook = xlsxwriter.Workbook(path(name), options or {})
    sheet = workbook.add_worksheet("一季度")
    for i, row in enumerate([HEADER] + ROWS):
        sheet.write_row(i, 0, row)
    return workbook, sheet


def hidden_runs():
    workbook, sheet = book("hidden-runs.xlsx")
    for row in [1, 3]:
        sheet.set_row(row, None, None, {"hidden": True})
    sheet.set_column(2, 5, None, None, {"hidden": True})
    workbook.close()


def cached_error():
    workbook, sheet = book("cached-error.xlsx")
    sheet.write_formula("D2", "=1/0", None, "#DIV/0!")
    sheet.write_formula("D3", '=IF(A3="","x","")', None, "")
    sheet.write_formula("D4", "=SUM(C2:C4)", None, 6)
    workbook.close()


def many_merges():
    workbook, sheet = book("many-merges.xlsx")
    for row in range(10, 2010, 2):
        sheet.merge_range(row, 0, row + 1, 1, "")
    workbook.close()


def inline_strings():
    """Constant memory writes strings into the cells, not into a table."""
    workbook, _ = book("inline-strings.xlsx", {"constant_memory": True})
    workbook.close()


for make in [hidden_runs, cached_error, many_merges, inline_strings]:
    make()
