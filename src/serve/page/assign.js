// 对表: what a sheet is, where its head stands and which column is what, said by the person who
// knows, for a sheet that was not recognised or was recognised as something else.
//
// What is said goes along with every request as lines of banxin.toml, and can be kept as that file.

import { byId, make, makeButton, place } from "./element.js";
import { keep } from "./request.js";

/** No register, as the person says. */
const NONE = "none";
/** Columns that hold marks, by what they are called in banxin.toml. */
const ACROSS = ["days", "persons"];
// Marks are short; a text longer than this is a remark.
const MAX_MARK = 3;

/** The sheets as the server saw them, and the registers to choose from. */
let sheets = [];
let registers = [];
/** What was said, by sheet: `{file, sheet, register, head, columns}`, where `columns` tells what each column is. */
const said = new Map();
/** What is being said, not yet used. */
const drafts = new Map();
/** Sheets that were opened to be said of, though they were read. */
const opened = new Set();
/** Whether a sheet's form was folded up or unfolded by hand, which stays when all is drawn anew. */
const unfolded = new Map();
let apply = () => undefined;
let hasRead = false;

const keyOf = (sheet) => JSON.stringify([sheet.file, sheet.sheet || ""]);
const registerOf = (key) => registers.find((one) => one.key === key);

/** Returns the letters of a column counted from 0. */
function letters(col) {
  let text = "";
  for (let rest = col + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    text = String.fromCharCode(65 + ((rest - 1) % 26)) + text;
  }
  return text;
}

// ---- What is said -----------------------------------------------------------------------------

/** Returns a text as TOML writes it. */
const quote = (text) => `"${text.replace(/[\\"]/g, "\\$&").replace(/[\u0000-\u001f\u007f]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`)}"`;

/** Returns the columns of each kind as runs of letters. */
function runs(columns) {
  const found = new Map();
  for (const [col, key] of [...columns].sort((a, b) => a[0] - b[0])) {
    const list = found.get(key) || [];
    const last = list[list.length - 1];
    if (last && last[1] === col - 1) last[1] = col;
    else list.push([col, col]);
    found.set(key, list);
  }
  const words = ([first, last]) => (first === last ? letters(first) : `${letters(first)}:${letters(last)}`);
  return [...found].map(([key, list]) => [key, list.map(words).join(",")]);
}

/** Returns the heading of the lines about a sheet. */
function heading(one) {
  const file = one.file.slice(one.file.lastIndexOf("/") + 1);
  return `[layout.${quote(file)}${one.sheet ? `.${quote(one.sheet)}` : ""}]`;
}

function lines(one) {
  if (one.register === NONE) return `${heading(one)}\nregister = "none"\n`;
  const columns = runs(one.columns).map(([key, text]) => `${key} = "${text}"`).join(", ");
  const days = [...one.dates].filter(([col, day]) => one.columns.get(col) === "days" && day !== "").sort((a, b) => a[0] - b[0]);
  const dates = days.map(([col, day]) => `${letters(col)} = "${day}"`).join(", ");
  return `${heading(one)}\nregister = "${one.register}"\nhead = ${one.head}\ncolumns = { ${columns} }\n${dates === "" ? "" : `dates = { ${dates} }\n`}`;
}

/** Returns what was said as fields to send. */
export const filled = () => (said.size === 0 ? [] : [["layout", [...said.values()].map(lines).join("\n")]]);

/** Forgets all, with the files that it was about. */
export function forget() {
  said.clear();
  drafts.clear();
  opened.clear();
  unfolded.clear();
}

/** Returns a configuration with the lines, in place of those about the same sheets. */
function merged(text) {
  const headings = [...said.values()].map(heading);
  let isOurs = false;
  const kept = text.replace(/^\ufeff/, "").split(/\r?\n/).filter((line) => {
    if (/^\s*\[/.test(line)) isOurs = headings.includes(line.trim());
    return !isOurs;
  });
  const before = kept.join("\n").trimEnd();
  return `${before === "" ? "" : `${before}\n\n`}${[...said.values()].map(lines).join("\n")}`;
}

// ---- What is most likely ----------------------------------------------------------------------

/** Returns what the columns hold as far as their heads and cells tell. */
function likely(sheet, register, head) {
  const columns = new Map();
  const known = registerOf(register);
  const row = sheet.rows.find(([number]) => number === head);
  if (!known || !row) return columns;
  row[1].forEach((cell, col) => {
    const word = cell.replace(/[\s:：*＊]|[（(].*$/g, "");
    const found = word && known.columns.find((one) => one.words.includes(word));
    if (found && ![...columns.values()].includes(found.key)) columns.set(col, found.key);
  });
  const name = [...columns].find(([, key]) => key === "name");
  if (register === "attendance" && name && ![...columns.values()].includes("mark")) {
    const first = (row[1].findIndex((cell, col) => col > name[0] && !columns.has(col) && isMarks(sheet, head, col)));
    if (first > 0) spread(sheet, head, columns, first, "days");
  }
  return columns;
}

/** Returns whether the cells below the head are short, and most of them there: a remark seldom is. */
function isMarks(sheet, head, col) {
  const below = sheet.rows.filter(([number]) => number > head).map(([, cells]) => cells[col] || "");
  const nFilled = below.filter((cell) => cell !== "").length;
  return nFilled > 0 && nFilled * 2 >= below.length && below.every((cell) => cell.length <= MAX_MARK && !/^\d{2,}$/.test(cell));
}

/** Takes a column and those right of it that look alike for the same. */
function spread(sheet, head, columns, first, key) {
  columns.set(first, key);
  const nCols = Math.max(...sheet.rows.map(([, cells]) => cells.length));
  for (let col = first + 1; col < nCols && !columns.has(col) && isMarks(sheet, head, col); col += 1) columns.set(col, key);
}

/** Returns the columns of marks that no head dates: the person has to. */
function undated(sheet, one) {
  const row = sheet.rows.find(([number]) => number === one.head);
  // A bare number is a day where a month stands elsewhere; the server knows of the head that it saw.
  const isDated = (col) => /\d/.test((row && row[1][col]) || "") && !/第\s*\d+\s*[次期讲课场]\s*$/.test(row[1][col]);
  const isKnown = (col) => (one.head === sheet.head[1] ? !sheet.undated.includes(col) && (isDated(col) || sheet.reading === "read") : isDated(col));
  return [...one.columns].filter(([col, key]) => key === "days" && (one.dates.has(col) || !isKnown(col))).map(([col]) => col).sort((a, b) => a - b);
}

/** Returns what the server made of a sheet, as something to be changed. */
function proposed(sheet) {
  const columns = new Map();
  for (const [key, list] of Object.entries(sheet.columns)) {
    for (const [first, last] of list) for (let col = first; col <= last; col += 1) columns.set(col, key);
  }
  const register = sheet.reading === "left-out" ? NONE : sheet.register || "";
  const dates = new Map(Object.entries(sheet.dates).map(([col, day]) => [Number(col), day]));
  return { file: sheet.file, sheet: sheet.sheet, register, head: sheet.head[1], columns, dates };
}

/** Says what is still needed before a sheet can be read; empty where nothing is. */
function lacks(sheet, one) {
  if (one.register === "") return "先选这张表是什么";
  if (one.register === NONE) return "";
  const has = (key) => [...one.columns.values()].includes(key);
  const known = registerOf(one.register);
  const name = (key) => known.columns.find((column) => column.key === key).name;
  if (one.register === "attendance") {
    if (has("days") && has("name")) {
      const open = undated(sheet, one).filter((col) => !one.dates.get(col));
      return open.length === 0 ? "" : `还要写上 ${open.map(letters).join("、")} 列${open.length > 1 ? "各" : ""}是哪天的学习`;
    }
    if (has("days")) return "还要指出哪一列是 姓名";
    if (has("persons")) return has("date") ? "" : "还要指出哪一列是 日期";
    const missing = ["name", "date", "mark"].filter((key) => !has(key)).map(name);
    if (missing.length === 0) return "";
    return has("mark") ? `还要指出哪一列是 ${missing.join("、")}` : "还要指出哪一列是 姓名，哪几列是 各次学习的标记";
  }
  const missing = known.columns.filter((column) => column.required && !has(column.key)).map((column) => column.name);
  // What a session or a planned one is about may stand in either of two columns.
  if (["sessions", "plan"].includes(one.register) && !has("topic") && !has("content")) missing.push(name("topic"));
  return missing.length === 0 ? "" : `还要指出哪一列是 ${missing.join("、")}`;
}

// ---- The form ---------------------------------------------------------------------------------

/** Takes in what a check saw. */
export function show(answer) {
  sheets = answer.sheets || [];
  registers = answer.registers || registers;
  hasRead = Boolean(answer.understood);
  const keys = sheets.map(keyOf);
  for (const key of [...said.keys()]) if (!keys.includes(key)) said.delete(key);
  drafts.clear();
  render();
}

/** Opens a sheet that was read, to say that it is something else. */
export function open(file, sheet) {
  const key = JSON.stringify([file, sheet || ""]);
  opened.add(key);
  unfolded.set(key, true);
  render();
  const box = [...byId("assign").querySelectorAll("details")].find((one) => one.dataset.key === key);
  if (!box) return;
  box.open = true;
  box.scrollIntoView({ block: "start" });
  box.querySelector("select").focus();
}

/** Returns whether a sheet waits to be told what it is. */
export const isOpen = () => !byId("assign").hidden && sheets.some((sheet) => sheet.reading === "unread");

/** Returns whether a sheet can be opened: the server showed it. */
export const canOpen = (file, sheet) => sheets.some((one) => one.file === file && (one.sheet || "") === (sheet || ""));

function render() {
  const shown = sheets.filter((sheet) => sheet.reading !== "read" || said.has(keyOf(sheet)) || opened.has(keyOf(sheet)));
  byId("assign").hidden = shown.length === 0;
  byId("assign-sheets").replaceChildren(...shown.map(form));
  byId("assign-keep").hidden = said.size === 0;
}

function form(sheet) {
  const key = keyOf(sheet);
  const words = { read: "已认出", unread: "没有认出", "left-out": "按您说的，不是登记表" }[sheet.reading];
  const register = registerOf(sheet.register);
  const read = sheet.reading === "read" && register ? `${said.has(key) ? "按您说的读作" : "认作"}${register.name}` : words;
  const head = make("summary", "", make("h4", "", place(sheet.file, sheet.sheet)), make("span", "tally", read));
  const box = make("details", "sheet-group", head);
  box.dataset.key = key;
  const matters = opened.has(key) || (sheet.reading === "unread" && (Boolean(sheet.register) || !hasRead));
  box.open = unfolded.get(key) ?? matters;
  // Pressed, it turns over after this.
  head.addEventListener("click", () => unfolded.set(key, !box.open));
  if (!drafts.has(key)) drafts.set(key, proposed(sheet));
  box.append(make("div", "assign-form"));
  fill(box, sheet);
  return box;
}

/** Makes the form anew from what is said so far; the focus stays on the same control. */
function fill(box, sheet) {
  const one = drafts.get(keyOf(sheet));
  const body = box.querySelector(".assign-form");
  const focused = body.contains(document.activeElement) ? document.activeElement.id : "";
  const id = `assign-${sheets.indexOf(sheet)}`;
  const again = () => fill(box, sheet);

  const which = make("select", "");
  which.id = `${id}-register`;
  which.append(new Option("请选择", ""), ...registers.map((register) => new Option(register.name, register.key)), new Option("不是登记表，不用它", NONE));
  which.value = one.register;
  which.addEventListener("change", () => {
    one.register = which.value;
    one.columns = likely(sheet, one.register, one.head);
    again();
  });
  const label = make("label", "", "这张表是 ");
  label.htmlFor = which.id;

  const status = make("p", "");
  status.id = `${id}-status`;
  status.setAttribute("role", "status");
  const use = makeButton("button primary", "照此读取", () => {
    if (lacks(sheet, one) !== "") return;
    said.set(keyOf(sheet), one);
    byId("assign-title").focus();
    apply();
  });
  use.id = `${id}-use`;
  tell(status, use, lacks(sheet, one));
  const buttons = [use];
  if (said.has(keyOf(sheet))) {
    const back = makeButton("button", "恢复自动", () => {
      said.delete(keyOf(sheet));
      byId("assign-title").focus();
      apply();
    });
    back.id = `${id}-back`;
    buttons.push(back);
  }
  const isTable = one.register !== "" && one.register !== NONE;
  const how = isTable ? "点一下表头所在的行，再在各列上面选它是什么。" : "先选这张表是什么，再指出表头和各列。";
  body.replaceChildren(
    make("p", "assign-which", label, which),
    make("p", "fine", how),
    table(sheet, one, id, isTable, again),
    make("div", "assign-actions", status, make("div", "actions", ...buttons)),
  );
  if (focused && byId(focused)) byId(focused).focus();
}

/** Says what is still needed, and whether the sheet can be read. */
function tell(status, use, missing) {
  status.className = missing ? "assign-status wanted" : "assign-status";
  status.textContent = missing || "可以读了，按“照此读取”。";
  use.setAttribute("aria-disabled", String(missing !== ""));
}

/** Makes the table of the first rows: a choice above each column, one before each row. */
function table(sheet, one, id, isTable, again) {
  const nCols = Math.max(1, ...sheet.rows.map(([, cells]) => cells.length));
  const columns = [...Array(nCols).keys()];
  const open = one.register === "attendance" ? undated(sheet, one) : [];
  const corner = make("th", "", "表头");
  corner.scope = "col";
  const tops = columns.map((col) => {
    const cell = make("th", one.columns.has(col) && isTable ? "taken" : "", make("span", "letter", letters(col)));
    cell.scope = "col";
    if (isTable) cell.append(choice(sheet, one, id, col, again));
    if (isTable && open.includes(col)) cell.append(dayOf(sheet, one, id, col));
    return cell;
  });
  const rows = sheet.rows.map(([number, cells]) => {
    const isHead = isTable && number === one.head;
    const first = make("th", "", String(number));
    first.scope = "row";
    if (isTable) {
      const radio = make("input", "");
      radio.type = "radio";
      radio.name = `${id}-head`;
      radio.id = `${id}-head-${number}`;
      radio.checked = isHead;
      radio.setAttribute("aria-label", `第 ${number} 行是表头`);
      radio.addEventListener("change", () => choose(number));
      first.replaceChildren(radio, String(number));
    }
    const row = make("tr", isHead ? "head" : "", first, ...columns.map((col) => make("td", one.columns.has(col) && isTable ? "taken" : "", cells[col] || "")));
    // A press anywhere in the row does as well; the keyboard has the radio.
    if (isTable) row.addEventListener("click", (event) => { if (event.target.tagName !== "INPUT") choose(number); });
    return row;
  });
  function choose(number) {
    if (number === one.head) return;
    one.head = number;
    // What was pointed at stays; where nothing was, the new head may tell.
    const found = likely(sheet, one.register, number);
    if (found.size >= one.columns.size) one.columns = found;
    again();
  }
  const caption = make("caption", "", `${place(sheet.file, sheet.sheet)}的前几行`);
  const box = make("div", "table-box", make("table", "assign-table", caption, make("thead", "", make("tr", "", corner, ...tops)), make("tbody", "", ...rows)));
  // What scrolls must be reached by the keyboard.
  box.tabIndex = 0;
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", `${place(sheet.file, sheet.sheet)}的前几行，左右方向键滚动`);
  return box;
}

/** Makes the field for the day of a column whose head does not tell it. */
function dayOf(sheet, one, id, col) {
  const input = make("input", "");
  input.type = "date";
  input.id = `${id}-day-${col}`;
  input.value = one.dates.get(col) || "";
  input.setAttribute("aria-label", `${letters(col)} 列是哪天的学习`);
  // The form stays as it is while somebody types; a year goes through 0002.
  input.addEventListener("change", () => {
    one.dates.set(col, input.value < "1900" ? "" : input.value);
    tell(byId(`${id}-status`), byId(`${id}-use`), lacks(sheet, one));
  });
  return input;
}

/** Makes the choice of what a column is. */
function choice(sheet, one, id, col, again) {
  const select = make("select", "");
  select.id = `${id}-col-${col}`;
  select.setAttribute("aria-label", `${letters(col)} 列是`);
  const known = registerOf(one.register);
  select.append(new Option("不用", ""), ...known.columns.map((column) => new Option(column.name, column.key)));
  const set = one.columns.get(col) || "";
  select.value = set === "unused" ? "" : set;
  select.addEventListener("change", () => {
    const key = select.value;
    const column = known.columns.find((found) => found.key === key);
    if (column && !column.several) for (const [other, held] of [...one.columns]) if (held === key) one.columns.delete(other);
    if (key === "") one.columns.set(col, "unused");
    else if (ACROSS.includes(key) && ![...one.columns.values()].includes(key)) spread(sheet, one.head, one.columns, col, key);
    else one.columns.set(col, key);
    again();
  });
  return select;
}

/** Listens; `then` follows what is said, `configuration` gives the text of a banxin.toml among the files. */
export function listen(then, configuration) {
  apply = then;
  byId("assign-download").addEventListener("click", async () => {
    const text = merged(await configuration());
    keep(new Blob([text], { type: "text/plain;charset=utf-8" }), "banxin.toml");
  });
}
