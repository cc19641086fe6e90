"""Writes the table with the writers of Python, and has LibreOffice save it in its formats."""

import csv
import datetime
import io
import json
import pathlib
import shutil
import subprocess
import tempfile
import zipfile

import openpyxl
import pyexcelerate
import xlsxwriter
import xlwt
from odf import style, table, text
from odf.number import DateStyle, Day, Month, Text, Year
from odf.opendocument import OpenDocumentSpreadsheet

HERE = pathlib.Path(__file__).resolve().parent.parent
TITLE = "2020年上半年学习考勤表"
DAYS = ["2020-01-08", "2020-02-12", "2020-03-20", "2020-04-22", "2020-05-27", "2020-06-18"]
DATES = [datetime.date.fromisoformat(day) for day in DAYS]
NAMES = ["张明远", "李国栋", "王建华", "赵丽", "孙晓东", "周伟", "吴敏"]
MARKS = ["√√√公√√", "√√迟√√√", "√○√√补√", "√√△ √×", "——√√√√", "√√√√√—", "列——列——"]
ROWS = [[name, *marks] for name, marks in zip(NAMES, MARKS)]
WIDTH = 1 + len(DATES)


def cells():
    """Row, column and value of every cell that holds something."""
    yield 0, 0, TITLE
    yield 1, 0, "姓名"
    for col, day in enumerate(DATES, 1):
        yield 1, col, day
    for row, values in enumerate(ROWS, 2):
        for col, value in enumerate(values):
            if value != " ":
                yield row, col, value


def by_openpyxl(path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "考勤表"
    for row, col, value in cells():
        cell = sheet.cell(row + 1, col + 1, value)
        if isinstance(value, datetime.date):
            cell.number_format = 'yyyy"年"m"月"d"日"'
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=WIDTH)
    book.save(path)


def by_xlsxwriter(path, options):
    book = xlsxwriter.Workbook(path, {"default_date_format": "yyyy/m/d", **options})
    sheet = book.add_worksheet("考勤表")
    for row, col, value in cells():
        sheet.write(row, col, value)
    sheet.merge_range(0, 0, 0, WIDTH - 1, TITLE)
    book.close()


def by_xlwt(path):
    book = xlwt.Workbook()
    sheet = book.add_sheet("考勤表")
    day = xlwt.easyxf(num_format_str='yyyy"年"m"月"d"日"')
    for row, col, value in cells():
        if row > 0:
            sheet.write(row, col, value, *([day] if isinstance(value, datetime.date) else []))
    sheet.write_merge(0, 0, 0, WIDTH - 1, TITLE)
    book.save(path)


def by_pyexcelerate(path):
    book = pyexcelerate.Workbook()
    sheet = book.new_sheet("考勤表")
    for row, col, value in cells():
        day = isinstance(value, datetime.date)
        sheet.set_cell_value(row + 1, col + 1, datetime.datetime.combine(value, datetime.time()) if day else value)
    sheet.range("A1", "G1").merge()
    book.save(path)


def by_odfpy(path):
    book = OpenDocumentSpreadsheet()
    shown = DateStyle(name="day")
    for part in [Year(style="long"), Text(text="-"), Month(style="long"), Text(text="-"), Day(style="long")]:
        shown.addElement(part)
    book.automaticstyles.addElement(shown)
    dated = style.Style(name="dated", family="table-cell", datastylename="day")
    book.automaticstyles.addElement(dated)
    sheet = table.Table(name="考勤表")
    held = {(row, col): value for row, col, value in cells()}
    for row in range(2 + len(ROWS)):
        line = table.TableRow()
        for col in range(WIDTH):
            value = held.get((row, col))
            if (row, col) == (0, 0):
                cell = table.TableCell(valuetype="string", numbercolumnsspanned=WIDTH, numberrowsspanned=1)
            elif row == 0:
                cell = table.CoveredTableCell()
            elif isinstance(value, datetime.date):
                cell = table.TableCell(valuetype="date", datevalue=value.isoformat(), stylename=dated)
            else:
                cell = table.TableCell(valuetype="string") if value else table.TableCell()
            if value:
                cell.addElement(text.P(text=str(value)))
            line.addElement(cell)
        sheet.addElement(line)
    book.spreadsheet.addElement(sheet)
    book.save(path)


def by_csv(path):
    with open(path, "w", newline="", encoding="gb18030") as file:
        writer = csv.writer(file)
        writer.writerow([TITLE] + [""] * (WIDTH - 1))
        writer.writerow(["姓名", *DAYS])
        writer.writerows([[value.strip() for value in row] for row in ROWS])


def by_hand_html(path):
    """As web systems write it with a template and the ending xls."""
    rows = [f'<tr><th colspan="{WIDTH}">{TITLE}</th></tr>',
            "<tr>" + "".join(f"<td>{value}</td>" for value in ["姓名", *DAYS]) + "</tr>"]
    rows += ["<tr>" + "".join(f"<td>{value.strip()}</td>" for value in row) + "</tr>" for row in ROWS]
    path.write_text('<html><head><meta charset="utf-8"></head><body><table border="1">\n' + "\n".join(rows)
                    + "\n</table></body></html>\n", encoding="utf-8")


def macro(source, path):
    """The same as a workbook that may hold macros: another content type."""
    out = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "[Content_Types].xml":
                content = content.replace(b"openxmlformats-officedocument.spreadsheetml.sheet.main",
                                          b"ms-excel.sheet.macroEnabled.main")
            new.writestr(entry, content)
    path.write_bytes(out.getvalue())


def libreoffice(source):
    for ending, kind in [("xlsx", "xlsx:Calc MS Excel 2007 XML"), ("xls", "xls:MS Excel 97"),
                         ("ods", "ods"), ("html", "html:HTML (StarCalc)")]:
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to",
                            kind, "--outdir", folder, str(source)], check=True, capture_output=True)
            shutil.copy(pathlib.Path(folder, f"{source.stem}.{ending}"), HERE / f"libreoffice.{ending}")


by_openpyxl(HERE / "openpyxl.xlsx")
macro(HERE / "openpyxl.xlsx", HERE / "openpyxl.xlsm")
by_xlsxwriter(HERE / "xlsxwriter.xlsx", {})
by_xlsxwriter(HERE / "xlsxwriter-1904.xlsx", {"date_1904": True})
by_xlsxwriter(HERE / "xlsxwriter-inline.xlsx", {"constant_memory": True})
by_xlwt(HERE / "xlwt.xls")
shutil.copy(HERE / "xlwt.xls", HERE / "xlwt.et")
by_pyexcelerate(HERE / "pyexcelerate.xlsx")
by_odfpy(HERE / "odfpy.ods")
by_csv(HERE / "python.csv")
by_hand_html(HERE / "template.xls")
libreoffice(HERE / "openpyxl.xlsx")
# What the writers of JavaScript are to write.
with open(HERE / "make" / "table.json", "w", encoding="utf-8") as file:
    json.dump([[row, col, str(value)] for row, col, value in cells()], file, ensure_ascii=False)
