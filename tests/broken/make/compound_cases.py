"""Compound files: with a password (pip install msoffcrypto-tool), too old, or not workbooks."""

import io

from msoffcrypto.format.ooxml import OOXMLFile

from folder import path, write

with open(path("values.xlsx"), "rb") as file:
    out = io.BytesIO()
    OOXMLFile(file).encrypt("banxin", out)
    write("encrypted.xlsx", out.getvalue())

# The same xls with the record that says it is encrypted after its first one.
with open(path("plain.xls"), "rb") as file:
    content = bytearray(file.read())
at = content.find(bytes([9, 8, 16, 0, 0, 6, 5, 0]))
after = at + 20
# The record that follows becomes FilePass; its content does not matter.
content[after:after + 2] = b"\x2f\x00"
write("encrypted.xls", bytes(content))

with open(path("plain.xls"), "rb") as file:
    plain = file.read()


def renamed(name):
    """The same file with its stream under another name."""
    old = "Workbook".encode("utf-16-le")
    at = plain.find(old)
    entry = bytearray(plain[at:at + 128])
    entry[:64] = name.encode("utf-16-le").ljust(64, b"\0")
    entry[64:66] = (2 * len(name) + 2).to_bytes(2, "little")
    return plain[:at] + bytes(entry) + plain[at + 128:]


write("excel-95.xls", renamed("Book"))
write("word.xls", renamed("WordDocument"))
write("other.xls", renamed("Contents"))
# A chain of sectors that bites its tail, and sheets that point past the end.
loop = bytearray(plain)
table = 512 * (1 + int.from_bytes(plain[76:80], "little"))
loop[table:table + 4] = (0).to_bytes(4, "little")
write("sector-loop.xls", bytes(loop))
bound = plain.find(bytes([0x85, 0]))
astray = bytearray(plain)
astray[bound + 4:bound + 8] = b"\xff\xff\xff\x7f"
write("sheet-past-the-end.xls", bytes(astray))
