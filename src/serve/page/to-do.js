// What is left to do before the document is signed: the worksheet as a list with ticks, one fold a
// kind. The ticks are kept by the browser for the unit and period, where that is allowed.

import { byId, make, place } from "./element.js";
import * as store from "./store.js";

// More cells than these are counted, not listed.
const MAX_CELLS = 6;
// Kinds that hold nothing to do are folded up.
const FOLDED = ["left-out", "switched-off", "own"];

/** What is ticked off, by what there is to do; and the name that it is kept under. */
let done = new Set();
let name = "";

/** Shows what the office must add, look into or decide, for a unit and period. */
export function showToDo(worksheet, unit, period) {
  const box = byId("to-do");
  const own = `done:${unit}:${period}`;
  if (own !== name) {
    name = own;
    done = new Set(store.read(name) || []);
  }
  if (!worksheet || worksheet.length === 0) {
    box.replaceChildren(make("p", "empty", worksheet ? "没有需要处理的事项。" : "先改正核查出的问题。"));
    return;
  }
  const kinds = [...new Set(worksheet.map((one) => one.kind))];
  box.replaceChildren(...kinds.map((kind) => fold(kind, worksheet.filter((one) => one.kind === kind))));
}

const keyOf = (one) => `${one.kind}|${one.what}|${one["to-do"]}`;

function fold(kind, items) {
  const isTask = !FOLDED.includes(kind);
  const tally = make("span", "tally");
  const count = () => {
    const left = items.filter((one) => !done.has(keyOf(one))).length;
    tally.textContent = isTask && left < items.length ? `${items.length} 项，还有 ${left} 项` : `${items.length} 项`;
  };
  count();
  const head = make("summary", "", items[0].name, tally);
  const box = make("details", "fold", head, make("ul", "finding", ...items.map((one) => item(one, isTask, count))));
  box.open = isTask;
  return box;
}

function item(one, isTask, count) {
  const cells = one.cells.slice(0, MAX_CELLS).map((cell) => {
    const [file, sheet, range] = cell.split("!");
    return range === undefined ? cell : `${place(file, sheet)}${sheet ? "" : " "}${range}`;
  });
  const nLeft = one.cells.length - cells.length;
  const where = cells.join("；") + (nLeft > 0 ? `；另有 ${nLeft} 处` : "");
  const from = [make("span", "from", `${one["to-do"]}（${one.who}）`)];
  if (where !== "") from.push(make("span", "from", where));
  if (!isTask) return make("li", "", one.what, ...from);
  const input = make("input", "");
  input.type = "checkbox";
  input.checked = done.has(keyOf(one));
  const row = make("li", input.checked ? "task done" : "task", make("label", "", input, make("span", "", one.what, ...from)));
  input.addEventListener("change", () => {
    if (input.checked) done.add(keyOf(one));
    else done.delete(keyOf(one));
    row.className = input.checked ? "task done" : "task";
    store.write(name, [...done]);
    count();
  });
  return row;
}
