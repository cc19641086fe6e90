// What is wrong, doubtful or assumed: one fold a sheet, filtered by severity, repeats told once.

import { byId, make, makeButton, place, quoted } from "./element.js";

const SEVERITIES = [["error", "错误"], ["warning", "警告"], ["note", "说明"]];
// In one fold, more than these wait for a press.
const MAX_ITEMS = 30;
// This few are all shown unfolded.
const FEW = 8;

const count = (diagnostics, severity) => diagnostics.filter((one) => one.severity === severity).length;

/** Returns `错误 0 处，警告 1 处，说明 2 处`. */
export const tally = (diagnostics) => SEVERITIES.map(([key, name]) => `${name} ${count(diagnostics, key)} 处`).join("，");

/** Shows diagnostics of one severity, or `all`. */
export function showDiagnostics(diagnostics, severity) {
  const box = byId("diagnostics");
  if (diagnostics.length === 0) {
    box.replaceChildren(make("p", "empty", "没有发现问题。"));
    return;
  }
  const isFiltered = severity !== "all";
  const shown = diagnostics.filter((one) => !isFiltered || one.severity === severity);
  const folds = grouped(shown).map((group) => fold(group, isFiltered || shown.length <= FEW));
  box.replaceChildren(filter(diagnostics, severity), ...folds);
}

/** Makes the choice of severities, with how many each has. */
function filter(diagnostics, severity) {
  const box = make("div", "filter");
  box.setAttribute("role", "radiogroup");
  box.setAttribute("aria-label", "显示哪些问题");
  const kinds = SEVERITIES.map(([key, name]) => [key, name, count(diagnostics, key)]);
  for (const [key, name, n] of [["all", "全部", diagnostics.length], ...kinds]) {
    const input = make("input", "");
    input.type = "radio";
    input.name = "severity";
    input.value = key;
    input.checked = key === severity;
    input.disabled = n === 0;
    input.addEventListener("change", () => {
      showDiagnostics(diagnostics, key);
      document.querySelector(`input[name="severity"][value="${key}"]`).focus();
    });
    box.append(make("label", "", input, make("span", "", `${name} ${n}`)));
  }
  return box;
}

/** Returns how much a group weighs: what must be mended comes first. */
const weight = (group) => Math.min(...group.all.map((one) => SEVERITIES.findIndex(([key]) => key === one.severity)));

/** Gathers diagnostics by sheet, and there those that say the same, with all their cells. */
function grouped(diagnostics) {
  const groups = new Map();
  for (const one of diagnostics) {
    const title = one.file ? place(one.file, one.sheet) : "全部文件";
    if (!groups.has(title)) groups.set(title, { title, all: [], items: new Map() });
    const group = groups.get(title);
    group.all.push(one);
    const same = JSON.stringify([one.severity, one.message, one.hints, one.value]);
    if (!group.items.has(same)) group.items.set(same, { ...one, cells: [] });
    const spot = one.cell ?? (one.line && `第 ${one.line} 行`);
    if (spot) group.items.get(same).cells.push(spot);
  }
  return [...groups.values()].sort((a, b) => weight(a) - weight(b));
}

function fold(group, isOpen) {
  const counts = SEVERITIES.map(([key, name]) => [name, count(group.all, key)]).filter(([, n]) => n > 0);
  const words = counts.map(([name, n]) => `${name} ${n}`).join("，");
  const head = make("summary", "", make("h4", "", group.title), make("span", "tally", words));
  const box = make("details", "sheet-group", head);
  box.open = isOpen || group.all.some((one) => one.severity !== "note");
  const items = [...group.items.values()].map(item);
  const list = make("ul", "items", ...items.slice(0, MAX_ITEMS));
  box.append(list);
  const left = items.slice(MAX_ITEMS);
  if (left.length > 0) {
    box.append(makeButton("button more", `显示其余 ${left.length} 条`, (event) => {
      event.target.remove();
      list.append(...left);
      left[0].tabIndex = -1;
      left[0].focus();
    }));
  }
  return box;
}

function item(one) {
  const [, name] = SEVERITIES.find(([key]) => key === one.severity) || ["", one.severity];
  const words = make("div", "words");
  if (one.cells.length === 1) words.append(make("span", "cell", one.cells[0]));
  words.append(...quoted(one.message));
  // Most messages quote the value themselves.
  if (one.value && !one.message.includes(one.value)) {
    words.append(make("p", "help", "内容：", make("code", "", one.value)));
  }
  for (const hint of one.hints || []) words.append(make("p", "help", "提示：", ...quoted(hint)));
  if (one.cells.length > 1) {
    words.append(make("p", "help", `共 ${one.cells.length} 处：`, make("span", "cell", one.cells.join("、"))));
  }
  return make("li", "", make("span", `badge ${one.severity}`, name), words);
}
