// What this period is compared with: last period's figures, in a line, with a way to take them away.

import { byId, make, makeButton, periodName, plainPeriods } from "./element.js";

// More files that are not used are counted, not listed.
const MAX_UNUSED = 3;

let isOff = false;
let onChange = () => undefined;

/** Returns what is sent where the comparison was taken away. */
export const filled = () => (isOff ? [["previous", "none"]] : []);

/** Starts anew with other files. */
export function forget() {
  isOff = false;
  show(null);
}

function switchTo(off) {
  isOff = off;
  onChange(0);
}

/** Returns the file that the person chose, where its figures are a file within it. */
const fileName = (name) => name.replace(/ 里的 figures\.json$/, "");

/** Shows what the server says it compared with, and what it did not use. */
export function show(previous) {
  const box = byId("before");
  const lines = [];
  if (isOff) {
    lines.push(make("span", "", "没有与上期对比。", makeButton("plain-button", "恢复对比", () => switchTo(false))));
  } else if (previous && previous.period) {
    lines.push(make("span", "", "已用 ", make("strong", "", periodName(previous.period)), ` 的数字作对比（${previous.files.map(fileName).join("、")}）。`,
      makeButton("plain-button", "不作对比", () => switchTo(true))));
  }
  const unused = previous && !isOff ? previous.unused : [];
  for (const one of unused.slice(0, MAX_UNUSED)) lines.push(make("span", "unused", `没有用 ${fileName(one.file)}：${plainPeriods(one.why)}。`));
  if (unused.length > MAX_UNUSED) lines.push(make("span", "unused", `另有 ${unused.length - MAX_UNUSED} 个文件没有用来对比。`));
  box.replaceChildren(...lines);
  box.hidden = lines.length === 0;
}

/** Listens; `then` is told to reckon anew. */
export function listen(then) {
  onChange = then;
}
