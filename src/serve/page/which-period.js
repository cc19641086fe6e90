// Which period is meant, where the registers speak of another one than is reported on: a folder
// copied from last period. Asked with a button for each; nothing is set before it is answered.

import { byId, make, makeButton, periodName, plainPeriods } from "./element.js";

/** What the server says of a period that may be another: the diagnostics' keys. */
const KEYS = ["other-period", "title-period", "year-mismatch"];
const PARTS = { 上半年: "H1", 下半年: "H2", 一季度: "Q1", 二季度: "Q2", 三季度: "Q3", 四季度: "Q4" };

/** What was asked and answered for the files as they are: doubts with the period that is meant. */
const meant = new Set();
let choose = () => undefined;

/** Returns the periods that a diagnostic's value names, as codes: `2025H1、2026H1`, or a title. */
function periodsIn(value) {
  const codes = value.match(/\b\d{4}(?:[HQ][1-4])?(?!\d|年)/g) || [];
  const titles = [...value.matchAll(/(\d{4})年?度?第?(上半年|下半年|一季度|二季度|三季度|四季度)/g)];
  return titles.length > 0 ? titles.map((one) => one[1] + PARTS[one[2]]) : codes;
}

/** Forgets the answer, with other files. */
export function forget() {
  meant.clear();
  byId("which-period").hidden = true;
}

/** Returns whether it is asked and not yet answered. */
export const isOpen = () => !byId("which-period").hidden;

/** Asks, where there is something to ask; returns whether that must be answered first. */
export function ask(diagnostics, period) {
  const box = byId("which-period");
  const answer = (key, meantPeriod) => `${key} ${meantPeriod}`;
  const doubts = diagnostics.filter((one) => KEYS.includes(one.key) && !meant.has(answer(one.key, period)));
  box.hidden = doubts.length === 0;
  if (box.hidden) return false;
  const [first] = doubts;
  const others = doubts.flatMap((one) => periodsIn(one.value || "")).filter((one) => one !== period);
  // Of two answers the likely one stands first: the days' period.
  const isOutside = first.key === "other-period";
  const choices = [...new Set(isOutside ? [...others, period] : [period, ...others])];
  const buttons = choices.map((one, at) => makeButton(at === 0 ? "button primary" : "button", `是${periodName(one)}`, () => {
    for (const doubt of doubts) meant.add(answer(doubt.key, one));
    choose(one);
  }));
  buttons.push(makeButton("plain-button", "都不是，另选", () => byId("period").focus()));
  box.replaceChildren(make("p", "", make("strong", "", "这是哪一期的？"), plainPeriods(first.message), "。"), make("div", "actions", ...buttons));
  return true;
}

/** Listens; `then` is told which period is meant. */
export function listen(then) {
  choose = then;
}
