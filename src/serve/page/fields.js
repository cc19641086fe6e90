// Unit, study group, period, format and date: guessed from the files, shown for correction.
//
// What the user has filled in is never overwritten, and it alone is sent.

import { byId, make, makeButton, periodName } from "./element.js";

const NAMES = ["unit", "group", "period", "profile", "date"];
/** The fields that the user has filled in. */
const typed = new Set();
/** A field that is being emptied to be filled in anew: nothing is put in meanwhile. */
let emptied = "";
let guess = {};
let onChange = () => undefined;

/** Returns what a field holds where the user said nothing: a unit that titles name is only a guess. */
const given = (name) => guess[name] || (name === "unit" && guess["likely-unit"]) || "";

/** Returns the unit that is only guessed; empty where one is known. */
export const likelyUnit = () => (typed.has("unit") || guess.unit ? "" : guess["likely-unit"] || "");

/** Takes the guessed unit as the user's word. */
export function confirmUnit() {
  if (likelyUnit() === "") return;
  typed.add("unit");
  byId("unit").value = guess["likely-unit"];
  showHint("unit");
  onChange(0);
}

/** Puts in what the server made of the files, where the user said nothing. */
export function showGuess(newGuess) {
  guess = newGuess;
  offerPeriods();
  for (const name of NAMES) {
    const field = byId(name);
    if (!typed.has(name) && name !== emptied) field.value = given(name);
    // A group's whole name from banxin.toml is none of the choices.
    if (field.selectedIndex === -1) field.selectedIndex = 0;
    showHint(name);
  }
}

/** Says where a field's value comes from. */
function showHint(name) {
  const hint = byId(`${name}-hint`);
  hint.className = "hint";
  if (typed.has(name)) {
    const back = makeButton("plain-button", "恢复自动", () => forget(name));
    back.setAttribute("aria-label", `${byId(name).labels[0].textContent}恢复自动`);
    hint.replaceChildren("按您填的 ", back);
  } else if (name === "unit" && likelyUnit() !== "") {
    hint.className = "hint wanted";
    hint.replaceChildren("按标题猜的，请核对 ", makeButton("plain-button", "就是它", confirmUnit));
  } else if (name === "unit" && guess.unit === "" && guess.profile) {
    hint.className = "hint wanted";
    hint.textContent = "没有认出单位，请填写";
  } else if (name === "group" && guess["group-name"]) {
    if (guess["is-group-open"]) hint.className = "hint wanted";
    const doubt = guess["is-group-open"] ? "，名称里看不出来，请核对" : "";
    hint.textContent = `写作“${guess["group-name"]}”${doubt}`;
  } else {
    hint.textContent = guess[name] ? "自动填好，可以改" : "";
  }
}

function forget(name) {
  typed.delete(name);
  // What the server last made of the files was made with what was typed.
  guess[name] = byId(name).value = "";
  showHint(name);
  byId(name).focus();
  onChange(0);
}

/** Takes a period as if the user had chosen it. */
export function choosePeriod(period) {
  typed.add("period");
  guess.period = period;
  offerPeriods();
  const field = byId("period");
  field.value = period;
  if (field.value !== period) {
    field.append(new Option(periodName(period), period));
    field.value = period;
  }
  showHint("period");
  onChange(0);
}

/** Offers the years, half-years and quarters around the guess, instead of a code to type. */
function offerPeriods() {
  const field = byId("period");
  const value = typed.has("period") ? field.value : guess.period || "";
  const middle = Number((value || guess.period || "").slice(0, 4)) || new Date().getFullYear();
  const groups = [];
  for (let year = middle + 1; year >= middle - 3; year -= 1) {
    const group = make("optgroup", "");
    group.label = `${year}年`;
    for (const part of ["", "H1", "H2", "Q1", "Q2", "Q3", "Q4"]) {
      group.append(new Option(periodName(`${year}${part}`), `${year}${part}`));
    }
    groups.push(group);
  }
  field.replaceChildren(new Option("自动", ""), ...groups);
  field.value = value;
}

/** Returns the fields that the user has filled in, as pairs. */
export const filled = () => NAMES.filter((name) => typed.has(name)).map((name) => [name, byId(name).value]);

/** Listens to the fields; `then` is told how many milliseconds more may be typed. */
export function listen(then) {
  onChange = then;
  // Without script a code is typed; with script it is chosen.
  const select = make("select", "");
  select.id = select.name = "period";
  select.setAttribute("aria-describedby", "period-hint");
  byId("period").replaceWith(select);
  byId("unit").addEventListener("keydown", (event) => {
    if (event.key === "Enter") confirmUnit();
  });
  for (const name of NAMES) {
    const field = byId(name);
    field.addEventListener("input", () => {
      emptied = field.value === "" ? name : "";
      if (field.value === "") typed.delete(name);
      else typed.add(name);
      showHint(name);
      onChange(field.tagName === "SELECT" ? 0 : 700);
    });
    // Only the value: a hint's button made anew would miss the click that took the focus away.
    field.addEventListener("blur", () => {
      emptied = "";
      if (!typed.has(name)) field.value = given(name);
    });
  }
}
