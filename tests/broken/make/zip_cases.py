"""Zips put together by hand: damaged, hostile, or of a kind that no writer here makes."""

import io
import struct
import zipfile
import zlib

from folder import path, write

REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def pack(entries, stamp=(2020, 1, 1, 0, 0, 0)):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        for name, content in entries:
            content = content.encode() if isinstance(content, str) else content
            info = zipfile.ZipInfo(name, stamp)
            info.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(info, content)
    return out.getvalue()


def xlsx(sheets, strings=None, more=()):
    """A workbook from (name, part, XML of sheetData and after)."""
    listed = "".join(f'<sheet name="{name}" sheetId="{i}" r:id="r{i}"/>' for i, (name, _, _) in enumerate(sheets, 1))
    rels = "".join(f'<Relationship Id="r{i}" Type="{REL}/worksheet" Target="{part}"/>'
                   for i, (_, part, _) in enumerate(sheets, 1))
    entries = [
        ("[Content_Types].xml", "<Types/>"),
        ("_rels/.rels", f'<Relationships><Relationship Id="r" Type="{REL}/officeDocument" Target="xl/workbook.xml"/>'
                        "</Relationships>"),
        ("xl/workbook.xml", f'<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets>{listed}</sheets></workbook>'),
        ("xl/_rels/workbook.xml.rels", f"<Relationships>{rels}</Relationships>"),
    ]
    parts = {part: inner for _, part, inner in sheets}
    entries += [(f"xl/{part}", inner if isinstance(inner, bytes) else f'<worksheet xmlns="{MAIN}">{inner}</worksheet>')
                for part, inner in parts.items()]
    if strings is not None:
        entries.append(("xl/sharedStrings.xml", strings))
    return entries + list(more)


def one(inner, **more):
    return xlsx([("一季度", "worksheets/sheet1.xml", inner)], **more)


def share(part, packed):
    """Has the other sheets' entries of a zip's directory point to where the part lies."""
    out, at = bytearray(packed), packed.find(b"PK\1\2")
    places = []
    while at >= 0:
        name = packed[at + 46:at + 46 + struct.unpack_from("<H", packed, at + 28)[0]].decode()
        if name.startswith("xl/worksheets/"):
            places.append((name, at))
        at = packed.find(b"PK\1\2", at + 4)
    first = dict(places)[f"xl/{part}"]
    for _, at in places:
        # Checksum and sizes, then where it lies.
        out[at + 16:at + 28] = packed[first + 16:first + 28]
        out[at + 42:at + 46] = packed[first + 42:first + 46]
    return bytes(out)


CELL = '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c></row></sheetData>'
GOOD = pack(one(CELL))

write("truncated.xlsx", GOOD[: len(GOOD) * 2 // 3])
write("prefixed-names.xlsx", pack(one(CELL.replace("</sheetData>", "</sheetData><x:mergeCells xmlns:x='m'>"
      "<x:mergeCell ref='A1:C2'/></x:mergeCells>").replace('<row r="1">', '<row hidden="true" r="1" >'))))
# A tiny part that unpacks to twelve megabytes, which sixty entries of the zip share.
big = "<sheetData>" + "<row/>" * (2 << 20) + "</sheetData>"
write("unpacks-to-too-much.xlsx", share("worksheets/sheet10.xml", pack(xlsx(
    [(f"第{i}期", f"worksheets/sheet{i}.xml", big if i == 10 else "") for i in range(10, 70)]))))
write("too-many-cells.xlsx", pack(one("<sheetData><row>" + "<c><v>1</v></c>" * 10_000 + "</row>"
      + ("<row>" + "<c><v>1</v></c>" * 10_000 + "</row>") * 200 + "</sheetData>")))
write("column-xfe.xlsx", pack(one('<sheetData><row r="1"><c r="XFE1"><v>1</v></c></row></sheetData>')))
# One string of 32,000 characters named by thousands of cells.
write("amplified-string.xlsx", pack(one(
    "<sheetData><row>" + '<c t="s"><v>0</v></c>' * 16_000 + "</row></sheetData>",
    strings=f'<sst xmlns="{MAIN}"><si><t>{"学" * 32_000}</t></si></sst>')))
write("stated-string-count.xlsx", pack(one(CELL, strings=f'<sst xmlns="{MAIN}" uniqueCount="99999999999"/>')))
write("millions-of-strings.xlsx", pack(one(CELL, strings=f'<sst xmlns="{MAIN}">' + "<si/>" * 2_100_000 + "</sst>")))
write("entity-expansion.xlsx", pack(one(
    ('<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;">]>'
     f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&c;</t></is></c></row>'
     "</sheetData></worksheet>").encode())))
write("odd-names.xlsx", pack(one(CELL, more=[("../../etc/passwd", "x"), ("/absolute", "x"), ("xl\\worksheets\\", ""),
                                            ("名字\u202e.xml", "x"), ("a" * 300, "x")])))
# What Excel writes for IF(…,"") beside a formula that was never computed.
write("blank-result.xlsx", pack(one('<sheetData><row r="1"><c r="A1" t="str"><f>IF(1,"","x")</f><v></v></c>'
      '<c r="B1"><f>1+1</f></c><c r="C1"><v>3</v></c></row></sheetData>')))
import warnings

warnings.simplefilter("ignore")
write("duplicate-entries.xlsx", pack(one(CELL, more=[("xl/worksheets/sheet1.xml", f'<worksheet xmlns="{MAIN}">'
      '<sheetData><row r="1"><c r="A1"><v>7</v></c></row></sheetData></worksheet>')])))
write("missing-sheet.xlsx", pack([entry for entry in one(CELL) if entry[0] != "xl/worksheets/sheet1.xml"]))
write("one-bad-sheet.xlsx", pack(xlsx([("一季度", "worksheets/sheet1.xml", CELL), ("二季度", "worksheets/sheet2.xml",
      b'<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'), ("三季度", "worksheets/sheet3.xml", CELL)])))
write("not-well-formed.xlsx", pack(one('<sheetData><row r="1"><c r="A1"><v>1</c></row>')))
# The size that the zip states is a lie: one byte instead of what the part unpacks to.
lie = bytearray(GOOD)
at = lie.find(b"PK\x01\x02")
while at >= 0:
    lie[at + 24:at + 28] = struct.pack("<I", 1)
    at = lie.find(b"PK\x01\x02", at + 4)
write("stated-size-lies.xlsx", bytes(lie))
bad = bytearray(GOOD)
at = bad.find(zlib.compress(b"x")[2:3])
bad[GOOD.find(b"xl/worksheets/sheet1.xml") + 40] ^= 0xFF
write("bad-checksum.xlsx", bytes(bad))
write("word.xlsx", pack([("[Content_Types].xml", "<Types/>"), ("word/document.xml", "<w/>")]))
write("zip-of-files.xlsx", pack([("考勤表.xlsx", GOOD)]))

ODS = ("<office:document-content xmlns:office='o' xmlns:table='t' xmlns:text='x'><office:body><office:spreadsheet>"
       "<table:table table:name='一季度'>{}</table:table></office:spreadsheet></office:body></office:document-content>")
KIND = ("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
NUMBER = "<table:table-cell {} office:value-type='float' office:value='7'/>"
write("repeat-bomb.ods", pack([KIND, ("content.xml", ODS.format(
    "<table:table-row table:number-rows-repeated='1048576'>" + NUMBER.format("table:number-columns-repeated='16384'")
    + "</table:table-row>"))]))
write("repeat-empty.ods", pack([KIND, ("content.xml", ODS.format(
    "<table:table-row>" + NUMBER.format("") + "</table:table-row>"
    "<table:table-row table:number-rows-repeated='1048575'><table:table-cell table:number-columns-repeated='16384'/>"
    "</table:table-row>"))]))
write("formula-without-value.ods", pack([KIND, ("content.xml", ODS.format(
    "<table:table-row>" + NUMBER.format("") + "<table:table-cell table:formula='of:=[.A1]+1'/></table:table-row>"))]))
write("blank-result.ods", pack([KIND, ("content.xml", ODS.format(
    "<table:table-row>" + NUMBER.format("")
    + "<table:table-cell table:formula='of:=IF(1;&quot;&quot;;1)' office:value-type='string' office:string-value=''/>"
    "</table:table-row>"))]))
write("cut-content.ods", pack([KIND, ("content.xml", ODS.format("<table:table-row>" + NUMBER.format(""))[:-80])]))
write("encrypted.ods", pack([KIND, ("content.xml", b"\x8a\x01\x02secret"), (
    "META-INF/manifest.xml", "<manifest:manifest xmlns:manifest='m'><manifest:file-entry manifest:full-path='content.xml'>"
    "<manifest:encryption-data/></manifest:file-entry></manifest:manifest>")]))
write("text-document.ods", pack([("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", "<x/>")]))


def record(kind, data=b""):
    """A record of an xlsb: kind and length in groups of seven bits."""
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length, size = len(data), b""
    while True:
        length, low = length >> 7, length & 0x7F
        size += bytes([low | (0x80 if length else 0)])
        if not length:
            return head + size + data


def wide(text):
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def row(index, hidden=False):
    return record(0, struct.pack("<IIHBBB", index, 0, 300, 0, 0x10 if hidden else 0, 0) + b"\0" * 4)


def xlsb(sheet):
    book = (record(0x83) + record(0x8F) + record(0x9C, struct.pack("<II", 0, 1) + wide("rId1") + wide("一季度"))
            + record(0x90) + record(0x84))
    return pack([
        ("[Content_Types].xml", "<Types/>"),
        ("_rels/.rels", f'<Relationships><Relationship Id="r" Type="{REL}/officeDocument" Target="xl/workbook.bin"/>'
                        "</Relationships>"),
        ("xl/workbook.bin", book),
        ("xl/_rels/workbook.bin.rels", f'<Relationships><Relationship Id="rId1" Type="{REL}/worksheet" '
                                       'Target="worksheets/sheet1.bin"/></Relationships>'),
        ("xl/worksheets/sheet1.bin", sheet),
    ])


def text_cell(col, text):
    return record(6, struct.pack("<II", col, 0) + wide(text))


def number_cell(col, number):
    return record(5, struct.pack("<IId", col, 0, number))


write("plain.xlsb", xlsb(
    record(0x81) + record(0x94, struct.pack("<IIII", 0, 2, 0, 1)) + record(0x91)
    + row(0) + text_cell(0, "姓名") + text_cell(1, "次数")
    + row(1, hidden=True) + text_cell(0, "张三") + number_cell(1, 1.0)
    + row(1048575) + number_cell(16383, 9.0)
    + record(0x92) + record(0xB1, struct.pack("<I", 1)) + record(0xB0, struct.pack("<IIII", 0, 0, 2, 4)) + record(0xB2)
    + record(0x82)))
