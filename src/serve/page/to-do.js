// What is left to do before the document is signed: the worksheet, one fold a kind.

import { byId, make, place } from "./element.js";

// More cells than these are counted, not listed.
const MAX_CELLS = 6;
// Kinds that hold nothing to do are folded up.
const FOLDED = ["left-out", "switched-off", "own"];

/** Shows what the office must add, look into or decide. */
export function showToDo(worksheet) {
  const box = byId("to-do");
  if (!worksheet || worksheet.length === 0) {
    box.replaceChildren(make("p", "empty", worksheet ? "没有需要处理的事项。" : "先改正核查出的问题。"));
    return;
  }
  const kinds = [...new Set(worksheet.map((one) => one.kind))];
  box.replaceChildren(...kinds.map((kind) => fold(kind, worksheet.filter((one) => one.kind === kind))));
}

function fold(kind, items) {
  const head = make("summary", "", items[0].name, make("span", "tally", `${items.length} 项`));
  const box = make("details", "fold", head, make("ul", "finding", ...items.map(item)));
  box.open = !FOLDED.includes(kind);
  return box;
}

function item(one) {
  const cells = one.cells.slice(0, MAX_CELLS).map((cell) => {
    const [file, sheet, range] = cell.split("!");
    return range === undefined ? cell : `${place(file, sheet)}${sheet ? "" : " "}${range}`;
  });
  const nLeft = one.cells.length - cells.length;
  const where = cells.join("；") + (nLeft > 0 ? `；另有 ${nLeft} 处` : "");
  const row = make("li", "", one.what, make("span", "from", `${one["to-do"]}（${one.who}）`));
  if (where !== "") row.append(make("span", "from", where));
  return row;
}
