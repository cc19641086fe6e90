"""What is measured: the samples, in every format, with all that can stand above and below a text."""

import pathlib

ROOT = pathlib.Path(__file__).resolve().parent.parent
UNITS = ["清溪镇", "石桥镇"]
FORMATS = ["plain", "report", "notice", "letter", "minutes"]

LETTERHEAD = """
recipients = "各村党支部"
[letterhead]
number = "清委〔2020〕12号"
signers = ["张三丰"]
copy-number = "000001"
secrecy = "秘密★1年"
urgency = "加急"
cc = ["县委办公室", "县政府办公室"]
printed-by = "清溪镇党政办公室"
note = "（联系人：李四）"
"""
