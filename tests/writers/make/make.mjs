// Writes the table with the writers of JavaScript: SheetJS in all its formats, and ExcelJS.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(join(process.cwd(), "x.js"));
const XLSX = require("xlsx");
const ExcelJS = require("exceljs");
const here = dirname(fileURLToPath(import.meta.url));
const cells = JSON.parse(readFileSync(join(here, "table.json"), "utf8"));
const isDay = (value) => /^\d{4}-\d\d-\d\d$/.test(value);
const serial = (value) => Date.parse(value) / 86400000 + 25569;

const sheet = { "!ref": "A1:G9", "!merges": [{ s: { r: 0, c: 0 }, e: { r: 0, c: 6 } }] };
for (const [row, col, value] of cells) {
  const cell = isDay(value) ? { t: "n", v: serial(value), z: "yyyy-mm-dd" } : { t: "s", v: value };
  sheet[XLSX.utils.encode_cell({ r: row, c: col })] = cell;
}
const book = XLSX.utils.book_new();
XLSX.utils.book_append_sheet(book, sheet, "考勤表");
const kinds = {
  "sheetjs.xlsx": { bookType: "xlsx", bookSST: true },
  "sheetjs-inline.xlsx": { bookType: "xlsx" },
  "sheetjs.xlsm": { bookType: "xlsm" },
  "sheetjs.xlsb": { bookType: "xlsb", bookSST: true },
  "sheetjs-texts.xlsb": { bookType: "xlsb" },
  "sheetjs.xls": { bookType: "biff8" },
  "sheetjs-2003.xls": { bookType: "xlml" },
  "sheetjs.html": { bookType: "html" },
  "sheetjs.csv": { bookType: "csv" },
  "sheetjs.ods": { bookType: "ods" },
};
for (const [name, options] of Object.entries(kinds)) {
  if (name.endsWith(".ods")) {
    // To ods SheetJS writes formats of numbers only where the cell is a date.
    for (const [row, col, value] of cells.filter(([, , value]) => isDay(value))) {
      sheet[XLSX.utils.encode_cell({ r: row, c: col })] = { t: "d", v: new Date(value), z: "yyyy-mm-dd" };
    }
  }
  writeFileSync(join(here, "..", name), XLSX.write(book, { type: "buffer", compression: true, ...options }));
}

const other = new ExcelJS.Workbook();
const page = other.addWorksheet("考勤表");
for (const [row, col, value] of cells) {
  const cell = page.getCell(row + 1, col + 1);
  cell.value = isDay(value) ? new Date(value) : value;
  if (isDay(value)) cell.numFmt = "m/d";
}
page.mergeCells(1, 1, 1, 7);
await other.xlsx.writeFile(join(here, "..", "exceljs.xlsx"));
