// 修改对照 on the page: each change with both its sides, and its numbers with room for a reason.

import { make } from "./element.js";

const KINDS = {
  reworded: "改写", added: "增加", deleted: "删去", moved: "移动",
  "moved-and-reworded": "移动并改写", merged: "合并", split: "拆开",
};
const CLASSES = { reworded: "改为概数", changed: "改动", matched: "有依据", "other-subject": "数未改，所说的事变了", unsupported: "没有依据", lost: "删去" };
/** Numbers that the office may answer for. */
const ANSWERED = ["changed", "other-subject", "unsupported"];

/** Returns whether a number needs a reason. */
export const needsReason = (number) => ANSWERED.includes(number.class);

/**
 * Lists changes. `reasons.get(number, change)` returns the reason that was given for a number,
 * `reasons.set(number, change, reason)` takes one.
 */
export function listChanges(changes, reasons) {
  return [
    make("h4", "", `修改对照，共 ${changes.length} 处`),
    make("ol", "", ...changes.map((change) => line(change, reasons))),
  ];
}

/** Returns a change with both its sides and its numbers. */
function line(change, reasons) {
  const side = (pieces, tag) => pieces.map((piece) => (piece["is-same"] ? piece.text : make(tag, "", piece.text)));
  const lines = [make("strong", "", `${KINDS[change.kind] || change.kind}（${change.place}）`)];
  if (change.from.length > 0) lines.push(make("p", "", "原文：", ...side(change.from, "del")));
  if (change.to.length > 0) lines.push(make("p", "", "改为：", ...side(change.to, "ins")));
  for (const number of change.numbers) lines.push(numberLine(number, change, reasons));
  return make("li", "", ...lines);
}

/** Returns a number that is not as it was, with room for a reason where one is needed. */
function numberLine(number, change, reasons) {
  const what = [number.name, number.from, number.to && `→ ${number.to}`].filter(Boolean).join(" ");
  const words = make("p", "number", `数字：${what}（${CLASSES[number.class] || number.class}）`);
  if (!needsReason(number)) return words;
  const input = make("input", "allow");
  input.type = "text";
  input.maxLength = 200;
  input.value = reasons.get(number, change) || number.reason || "";
  input.addEventListener("input", () => reasons.set(number, change, input.value.trim()));
  words.append(make("label", "", "确认并写明理由", input));
  return words;
}
