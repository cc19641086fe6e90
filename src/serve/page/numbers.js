// A printed number and where it comes from: buttons over the picture of the page, and for the one
// that is pressed its formula, the numbers put in, and the rows of the sheets with its cells marked.

import { byId, make, makeButton, place } from "./element.js";

// More rows of a sheet than these are counted, not shown.
const MAX_ROWS = 40;
// The columns that are always shown, beside those with cells of the number.
const FIRST_COLS = 3;

/** What the server told of the document: `{figures, pages, sheets}`; none while it is not known. */
let trace = null;
/** The document whose buttons lie over the picture. */
let laid = null;
/** The page that is looked at, from 1. */
let page = 0;
/** The number that was pressed, to go back to. */
let pressed = null;
let turnTo = () => undefined;

const figuresOf = (n) => trace.figures.filter((one) => one.places.some((spot) => spot.page === n));

/** Forgets a document's numbers. */
export function forget() {
  trace = null;
  byId("numbers").replaceChildren();
  byId("numbers-words").textContent = "";
  close(false);
  fillHanging();
}

/** Takes in what the server told of the pages that are shown. */
export function show(answer) {
  trace = answer;
  byId("numbers-words").textContent = "点数字看它的出处（键盘按 Tab，再用方向键）。";
  showPage(page);
  fillHanging();
}

/** Lays the buttons of a page over its picture. */
export function showPage(n) {
  // What lies there already keeps the focus, while pictures of other pages arrive.
  if (n === page && trace === laid) return;
  [page, laid] = [n, trace];
  const box = byId("numbers");
  if (!trace || !trace.pages[n - 1]) {
    box.replaceChildren();
    return;
  }
  const [width, height] = trace.pages[n - 1];
  const buttons = [];
  for (const figure of figuresOf(n)) {
    for (const spot of figure.places.filter((one) => one.page === n)) {
      const button = makeButton("number-spot", "", () => open(figure, button));
      button.setAttribute("aria-label", `${figure.text}，${figure.name}`);
      button.title = figure.name;
      button.figure = figure;
      // One of them is in the order of the keyboard; the arrows go through the others.
      button.tabIndex = buttons.length === 0 ? 0 : -1;
      Object.assign(button.style, {
        left: `${(spot.left / width) * 100}%`, top: `${(spot.top / height) * 100}%`,
        width: `${(spot.width / width) * 100}%`, height: `${(spot.height / height) * 100}%`,
      });
      buttons.push(button);
    }
  }
  box.replaceChildren(...buttons);
  box.setAttribute("aria-label", `第 ${n} 页上的 ${buttons.length} 个数字，方向键移动，回车看出处`);
}

/** Goes through the numbers of the page; what turns pages elsewhere must not here. */
function move(event) {
  const all = [...byId("numbers").children];
  const at = all.indexOf(event.target);
  const steps = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 };
  if (at < 0 || !(event.key in steps)) return;
  event.preventDefault();
  event.stopPropagation();
  const next = all[Math.max(0, Math.min(all.length - 1, steps[event.key]))];
  for (const one of all) one.tabIndex = one === next ? 0 : -1;
  next.focus();
}

/** Shows where a number comes from. */
function open(figure, button) {
  pressed = button;
  for (const one of document.querySelectorAll(".number-spot.open")) one.classList.remove("open");
  for (const one of byId("numbers").children) one.classList.toggle("open", one.figure === figure);
  const parts = [];
  const line = (label, words) => { if (words) parts.push(make("p", "", make("strong", "", `${label}：`), words)); };
  line("算法", figure.formula);
  line("代入", figure["put-in"]);
  const tables = byPlace(figure.cells).map(([file, sheet, rects]) => table(file, sheet, rects));
  if (figure.cells.length > 0) {
    const all = byPlace(figure.cells).map(([file, sheet, rects]) => `${place(file, sheet)} ${rects.map((one) => one.words).join("、")}`);
    line("单元格", all.join("；"));
  } else if (!figure.formula) {
    parts.push(make("p", "", "这个数字不是由台账的单元格得出的。"));
  }
  byId("number-title").textContent = `${figure.text}：${figure.name}`;
  byId("number-body").replaceChildren(...parts, ...tables);
  byId("number").hidden = false;
  byId("number-title").focus();
}

function close(goesBack) {
  byId("number").hidden = true;
  for (const one of document.querySelectorAll(".number-spot.open")) one.classList.remove("open");
  if (goesBack && pressed && pressed.isConnected) pressed.focus();
  else if (goesBack) byId("sheet").focus();
  pressed = null;
}

// ---- Cells ------------------------------------------------------------------------------------

/** Returns a column's number, from 0, by its letters. */
const column = (letters) => [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;

/** Returns a column's letters. */
function letters(col) {
  const high = Math.floor(col / 26);
  return (high > 0 ? letters(high - 1) : "") + String.fromCharCode(65 + (col % 26));
}

/** Reads `B2:D7` as `{top, bottom, left, right, words}`: rows from 1, columns from 0; nothing of anything else. */
export function rectangle(words) {
  const parts = /^([A-Z]{1,3})(\d+)(?::([A-Z]{1,3})(\d+))?$/.exec(words || "");
  if (!parts) return null;
  const [, left, top, right = left, bottom = top] = parts;
  return { top: Number(top), bottom: Number(bottom), left: column(left), right: column(right), words };
}

/** Gathers cells by file and sheet: `[file, sheet, rectangles]`. */
function byPlace(cells) {
  const places = new Map();
  for (const cell of cells) {
    const parts = cell.split("!");
    const range = rectangle(parts.pop());
    const sheet = parts.length > 1 ? parts.pop() : "";
    const key = JSON.stringify([parts.join("!"), sheet]);
    if (!places.has(key)) places.set(key, []);
    if (range) places.get(key).push(range);
  }
  return [...places].map(([key, rects]) => [...JSON.parse(key), rects]);
}

/** Makes the rows of a sheet that a number comes from, its cells marked. */
function table(file, sheet, rects) {
  const known = trace.sheets.find((one) => one.file === file && one.sheet === sheet);
  if (!known || rects.length === 0) return null;
  const covers = (row, col) => rects.some((one) => row >= one.top && row <= one.bottom && col >= one.left && col <= one.right);
  // A title over the whole sheet heads no column.
  const head = known.rows.slice(0, known.head).filter(([, cells]) => cells.filter((cell) => cell !== "").length > 1);
  const own = known.rows.slice(known.head).filter(([row]) => rects.some((one) => row >= one.top && row <= one.bottom));
  const shown = head.concat(own.slice(0, MAX_ROWS));
  const nCols = Math.max(1, ...shown.map(([, cells]) => cells.length));
  const isMarked = (col) => rects.some((one) => col >= one.left && col <= one.right);
  // Who or what a row is about stands at its beginning.
  const filled = [...Array(nCols).keys()].filter((col) => shown.some(([, cells]) => (cells[col] || "") !== ""));
  const cols = filled.filter((col, n) => n < FIRST_COLS || isMarked(col));
  const tops = ["", ...cols.map(letters)].map((words) => {
    const cell = make("th", "letter", words || "行");
    cell.scope = "col";
    return cell;
  });
  const lines = shown.map(([row, cells], n) => {
    const first = make("th", "letter", String(row));
    first.scope = "row";
    return make("tr", n < head.length ? "head" : "", first, ...cols.map((col) => {
      if (!covers(row, col)) return make("td", "", cells[col] || "");
      // The mark is no colour alone.
      return make("td", "", make("mark", "", cells[col] || "（空）"));
    }));
  });
  const caption = make("caption", "", place(file, sheet), own.length > MAX_ROWS ? `，另有 ${own.length - MAX_ROWS} 行` : "");
  const box = make("div", "table-box", make("table", "rows", caption, make("thead", "", make("tr", "", ...tops)), make("tbody", "", ...lines)));
  box.tabIndex = 0;
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", `${place(file, sheet)}中的有关各行，左右方向键滚动`);
  return box;
}

// ---- From a cell to its numbers ---------------------------------------------------------------

/** Returns the numbers that a diagnostic's cells take part in. */
function hanging(spots) {
  const found = new Set();
  for (const { file, sheet, cell } of spots) {
    const own = rectangle(cell);
    if (!own) continue;
    const meets = ([name, table_, rects]) => name === file && table_ === (sheet || "")
      && rects.some((one) => one.top <= own.bottom && own.top <= one.bottom && one.left <= own.right && own.left <= one.right);
    for (const figure of trace.figures) if (figure.kind !== "cell" && byPlace(figure.cells).some(meets)) found.add(figure);
  }
  return [...found];
}

/** Adds to each diagnostic with a cell the numbers that come from it; looked up when unfolded. */
export function fillHanging() {
  for (const box of document.querySelectorAll("#diagnostics .hanging")) {
    box.replaceChildren();
    if (!trace || !box.spots.some((spot) => rectangle(spot.cell))) continue;
    const list = make("div", "");
    const fold = make("details", "others", make("summary", "", "用到这里的数字"), list);
    fold.addEventListener("toggle", () => {
      if (fold.open && list.childNodes.length === 0) list.append(...hangingOf(box.spots));
    });
    box.append(fold);
  }
}

function hangingOf(spots) {
  const figures = hanging(spots);
  if (figures.length === 0) return ["公文里没有数字用到这里。"];
  // The same measure is often said on several pages.
  const byName = new Map();
  for (const figure of figures) if (!byName.has(`${figure.name}${figure.text}`)) byName.set(`${figure.name}${figure.text}`, figure);
  return [...byName.values()].map((figure) => {
    const where = figure.page ? `（第 ${figure.page} 页）` : "";
    const button = makeButton("plain-button", `${figure.name} ${figure.text}${where}`, async () => {
      if (figure.page) await turnTo(figure.page);
      open(figure, button);
    });
    return button;
  });
}

/** Listens; `turn` turns to a page, from 1. */
export function listen(turn) {
  turnTo = turn;
  byId("numbers").addEventListener("keydown", move);
  byId("number-close").addEventListener("click", () => close(true));
  byId("number").addEventListener("keydown", (event) => { if (event.key === "Escape") close(true); });
}
