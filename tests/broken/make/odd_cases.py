"""Zips put together by hand in which something small is odd: what people see in them is read."""

from folder import write
from zip_cases import KIND, NUMBER, ODS, one, pack


def text(ref, shown):
    return f'<c r="{ref}" t="inlineStr"><is><t>{shown}</t></is></c>'


# A merged area with values below the one that is seen, as the format painter and some programs leave them.
write("covered.xlsx", pack(one(
    '<sheetData><row r="1">' + text("A1", "√") + text("B1", "√") + '</row><row r="2">' + text("A2", "×")
    + text("B2", "○") + '</row><row r="3">' + text("A3", "×") + '</row></sheetData>'
    '<mergeCells><mergeCell ref="A1:A3"/></mergeCells>')))
write("covered.ods", pack([KIND, ("content.xml", ODS.format("".join(
    f"<table:table-row><table:{kind} {spans} office:value-type='string'><text:p>{mark}</text:p></table:{kind}>{more}"
    "</table:table-row>"
    for kind, spans, mark, more in [
        ("table-cell", "table:number-rows-spanned='3'", "√",
         "<table:table-cell office:value-type='string'><text:p>√</text:p></table:table-cell>"),
        ("covered-table-cell", "", "×",
         "<table:table-cell office:value-type='string'><text:p>○</text:p></table:table-cell>"),
        ("covered-table-cell", "", "×", "")])))]))
# Every second of 8,000 columns hidden, and 100,000 rows: each run of hidden columns was sought in all rows.
write("hidden-every-second.ods", pack([KIND, ("content.xml", ODS.format(
    "<table:table-column table:visibility='collapse'/><table:table-column/>" * 4000
    + "<table:table-row table:number-rows-repeated='100000'>" + NUMBER.format("") + "</table:table-row>"))]))
