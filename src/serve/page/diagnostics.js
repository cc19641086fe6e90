// What is wrong, doubtful or assumed: one fold a severity, the worst first; repeats are told once.

import { byId, make, makeButton, place, quoted } from "./element.js";

const SEVERITIES = [["error", "错误"], ["warning", "警告"], ["note", "说明"]];
// In one fold, more than these wait for a press.
const MAX_ITEMS = 30;
// What every register says of a name that nobody bears.
const NO_MEMBER = /不在成员名单中/;
// Of one fault, more places than these are counted, not listed.
const MAX_PLACES = 40;

const count = (diagnostics, severity) => diagnostics.filter((one) => one.severity === severity).length;

/** Returns `错误 0 处，警告 1 处，说明 2 处`. */
export const tally = (diagnostics) => SEVERITIES.map(([key, name]) => `${name} ${count(diagnostics, key)} 处`).join("，");

/** Returns the first thing that must be mended as one line, empty where there is none. */
export function firstError(diagnostics) {
  const found = gathered(diagnostics.filter((one) => one.severity === "error"));
  if (found.length === 0) return "";
  const [one] = found;
  const more = found.length > 1 ? `；另有 ${found.length - 1} 条` : "";
  return `${spotName(one.spots[0])}${plain(one.message).replace(/`/g, "")}${more}`;
}

/** Says on the page what a hint says of the command line. */
export function plain(words) {
  return words
    .replace(/用 --[\w-]+、配置项 [\w.-]+ 或网页上的“(.+?)”指定/g, "在上面的“$1”一栏选定")
    .replace(/[，；]?或?用 --[\w-]+[^，；。]*/g, "")
    .replace(/为 [\w.、-]+ 写明理由/g, "在下面的数字旁写明理由")
    .replace("在网页上“对表”，或在 banxin.toml 的 [layout] 里写明它是什么", "在“对表”里说明它是什么")
    .replace("用词不同的，在网页上“对表”指出哪一列是什么，或写进 banxin.toml 的 [layout]、[registers]", "用词不同的，在“对表”里指出哪一列是什么");
}

/** Returns faults of a text as items of a list, each with its hints. */
export function faultItems(faults) {
  const hints = (one) => one.hints.map(plain).filter(Boolean).map((hint) => make("p", "hint", ...quoted(hint)));
  return faults.map((one) => make("li", "", ...quoted(one.message), ...hints(one)));
}

/** Shows a unit's diagnostics. */
export function showDiagnostics(diagnostics) {
  const box = byId("diagnostics");
  if (diagnostics.length === 0) box.replaceChildren(make("p", "empty", "没有发现问题。"));
  else showList(box, diagnostics);
}

/** Puts diagnostics into a box: what must be mended unfolded, what is only explained folded up. */
export function showList(box, diagnostics) {
  const found = gathered(diagnostics);
  const folds = SEVERITIES.map(([key, name]) => {
    const own = found.filter((one) => one.severity === key);
    return own.length === 0 ? null : fold(key, name, own);
  });
  box.replaceChildren(...folds.filter(Boolean));
}

/** Gathers diagnostics that tell the same fault, a name misspelt in five sheets perhaps, with all its places. */
function gathered(diagnostics) {
  const found = new Map();
  const byWeight = SEVERITIES.map(([key]) => diagnostics.filter((one) => one.severity === key));
  for (const one of [].concat(...byWeight)) {
    // A name that nobody bears is an error in one register and a warning in the next.
    const key = NO_MEMBER.test(one.message) ? "no-member" : one.key;
    const fault = one.value ? [key, one.value] : [key, one.message, one.hints];
    const same = JSON.stringify(fault);
    if (!found.has(same)) found.set(same, { ...one, spots: [] });
    found.get(same).spots.push(one);
  }
  return [...found.values()];
}

/** Returns where a diagnostic points to, with a blank behind; empty where to all files. */
function spotName(one) {
  const spot = one.cell || (one.line && `第 ${one.line} 行`) || "";
  return one.file ? `${place(one.file, one.sheet)} ${spot}${spot ? " " : ""}` : "";
}

function fold(key, name, found) {
  const nSpots = found.reduce((sum, one) => sum + one.spots.length, 0);
  const words = found.length < nSpots ? `${found.length} 条，共 ${nSpots} 处` : `${nSpots} 处`;
  const head = make("summary", "", make("h4", `badge ${key}`, name), make("span", "tally", words));
  const box = make("details", "severity", head);
  box.open = key !== "note";
  const items = found.map(item);
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
  const row = make("li", "");
  const where = spotName(one);
  if (where) row.append(make("span", "cell", where.trim()));
  row.append(make("span", "said", ...quoted(plain(one.message))));
  // Most messages quote the value themselves.
  if (one.value && !one.message.includes(one.value)) {
    row.append(make("p", "help", "内容：", make("code", "", one.value)));
  }
  for (const hint of (one.hints || []).map(plain)) if (hint !== "") row.append(make("p", "help", "提示：", ...quoted(hint)));
  if (one.spots.length > 1) row.append(others(one));
  const hanging = make("div", "hanging");
  hanging.spots = one.spots;
  row.append(hanging);
  return row;
}

/** Makes the fold of a fault's further places, each with its own words where they differ. */
function others(one) {
  const rest = one.spots.slice(1);
  const lines = rest.slice(0, MAX_PLACES).map((spot) => {
    const words = spot.message === one.message ? [] : quoted(plain(spot.message));
    return make("li", "", make("span", "cell", spotName(spot).trim() || "全部文件"), ...words);
  });
  if (rest.length > MAX_PLACES) lines.push(make("li", "", `另有 ${rest.length - MAX_PLACES} 处`));
  return make("details", "others", make("summary", "", `另在 ${rest.length} 处`), make("ul", "", ...lines));
}
