"""Delimited text and files that are no spreadsheet, byte by byte."""

from folder import HEADER, ROWS, write

TEXT = "\r\n".join(",".join(str(value) for value in row) for row in [HEADER] + ROWS) + "\r\n"

write("utf8.csv", TEXT.encode())
write("utf8-bom.csv", b"\xef\xbb\xbf" + TEXT.encode())
write("gbk.csv", TEXT.encode("gbk"))
write("gb18030.csv", TEXT.replace("王五", "㐀𠀀").encode("gb18030"))
write("utf16-le.txt", b"\xff\xfe" + TEXT.replace(",", "\t").encode("utf-16-le"))
write("utf16-be.txt", b"\xfe\xff" + TEXT.replace(",", "\t").encode("utf-16-be"))
write("utf16-le-no-bom.txt", TEXT.replace(",", "\t").encode("utf-16-le"))
write("utf16-be-no-bom.csv", TEXT.encode("utf-16-be"))
write("semicolon.csv", TEXT.replace(",", ";").encode())
write("tab.tsv", TEXT.replace(",", "\t").encode())
write("full-width-comma.txt", TEXT.replace(",", "，").encode("gbk"))
write("sep.csv", ("sep=|\r\n" + TEXT.replace(",", "|")).encode())
write("kept-zeros.csv", '编号,姓名\r\n="00123",张三\r\n"=""00456""",李四\r\n'.encode())
write("quoted-breaks.csv", '姓名,备注\r\n张三,"第一行\r\n第二行，""引号"""\r\n\r\n李四,\r\n'.encode())
write("unclosed-quote.csv", '姓名,备注\r\n张三,"没有写完\r\n李四,请假\r\n'.encode())
write("cut-in-a-character.csv", (TEXT * 3).encode()[:-17])
write("cut-at-fields.csv", TEXT.encode().replace("张三".encode(), "张三".encode()[:5]).replace(
    "王五".encode(), "王五".encode()[:4]))
write("line-of-gbk.csv", "\r\n".join(TEXT.splitlines()[:3]).encode() + "\r\n王五,2020-04-02,3\r\n".encode("gbk"))
write("bom-before-gbk.csv", b"\xef\xbb\xbf" + TEXT.encode("gbk"))
write("big5.csv", "姓名,出席情況,備註\r\n張三,因公出差,已請假\r\n".encode("big5"))
write("controls.csv", TEXT.replace("张三", "张\0三").replace("李四", "李四\x0b").encode() + b"\0" * 512)
write("marks-in-texts.csv", (
    "日期,问题,整改\r\n3月5日,记录不细，发言不全，笔记不全,已补记，已补齐\r\n"
    "3月6日,记录不细，发言不全，笔记不全,已补记，已补齐\r\n").encode("gbk"))
write("tab-beside-comma.csv", TEXT.replace(",", ",\t").encode())
write("control-z.csv", (TEXT + "\x1a").encode("gbk"))
write("columns-16385.csv", ("x," * 16384 + "x\n").encode())
write("blank.csv", " , \r\n\r\n".encode())
write("empty.xlsx", b"")
write("zeros.xls", b"\0" * 2048)
write("picture.xlsx", b"\x89PNG\r\n\x1a\n" + b"\0" * 32)
write("pdf.xls", b"%PDF-1.7\n")
write("binary.csv", bytes(range(256)) * 4)
write("grid-view.xls", (
    "<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><head><meta charset=gb2312></head>"
    "<body><table><tr><td>姓名<td>次数</tr><tr><td>张三<td>1</tr></table></body></html>").encode("gbk"))
write("archive.mht.xls", b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n")
# Excel 4.0: a bare worksheet stream.
write("excel-4.xls", bytes([9, 4, 6, 0, 0, 0, 16, 0, 0, 0, 10, 0, 0, 0]))

# What Excel 2003 saved as an XML spreadsheet, with an encoding declared as old systems do.
SPREADSHEETML = """<?xml version="1.0" encoding="GB2312"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
 <Styles><Style ss:ID="d"><NumberFormat ss:Format="Short Date"/></Style></Styles>
 <Worksheet ss:Name="一季度"><Table ss:ExpandedColumnCount="4">
  <Column ss:Width="60"/><Column ss:Hidden="1"/>
  <Row><Cell ss:MergeAcross="3"><Data ss:Type="String">考勤表</Data></Cell></Row>
  <Row ss:Index="3" ss:Hidden="1"><Cell><Data ss:Type="String">张三 &amp; 李四</Data></Cell>
   <Cell ss:StyleID="d"><Data ss:Type="DateTime">2020-03-05T00:00:00.000</Data></Cell>
   <Cell ss:Index="4" ss:Formula="=1/0"><Data ss:Type="Error">#DIV/0!</Data></Cell></Row>
  <Row><Cell><Data ss:Type="Number">1.5</Data></Cell><Cell><Data ss:Type="Boolean">1</Data></Cell>
   <Cell ss:Formula="=RC[-1]"/></Row>
 </Table><WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible>
 </WorksheetOptions></Worksheet>
</Workbook>
"""
write("spreadsheetml.xls", SPREADSHEETML.encode("gbk"))
write("spreadsheetml-cut.xls", SPREADSHEETML.encode("gbk")[:700])
