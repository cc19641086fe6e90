"""Cases saved by LibreOffice (soffice --headless --convert-to) from files of the other scripts."""

import os
import shutil
import subprocess
import tempfile

from folder import path

# Source, LibreOffice's filter, result.
CASES = [
    ("hidden-rows.xlsx", "ods", "hidden-rows.ods"),
    ("hidden-columns.xlsx", "ods", "hidden-columns.ods"),
    ("merged.xlsx", "ods", "merged.ods"),
    ("values.xlsx", "ods", "values.ods"),
    ("hidden-sheets.xlsx", "ods", "hidden-sheets.ods"),
    ("cached-error.xlsx", "ods", "cached-error.ods"),
    ("epoch-1904.xlsx", "ods", "epoch-1904.ods"),
    ("far-cell.xlsx", "ods", "far-cell.ods"),
    ("values.xlsx", "xls:MS Excel 97", "values.xls"),
    ("hidden-columns.xlsx", "xls:MS Excel 97", "hidden-columns.xls"),
    ("values.xlsx", "html:HTML (StarCalc)", "html.xls"),
    ("hidden-rows.xlsx", "xlsx:Calc MS Excel 2007 XML", "hidden-rows-libreoffice.xlsx"),
]

with tempfile.TemporaryDirectory() as folder:
    for source, target, result in CASES:
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to",
                   target, "--outdir", folder, path(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        made = os.path.join(folder, source.rsplit(".", 1)[0] + "." + target.split(":")[0])
        shutil.move(made, path(result))
