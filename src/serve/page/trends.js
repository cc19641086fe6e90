// A county's figures of several periods: drawings of the county and of each unit, with the numbers as
// tables beside them. Nothing is reckoned here; the numbers are the files'.

import { showList } from "./diagnostics.js";
import { drawing, spark } from "./drawing.js";
import { byId, make, makeButton, makeTable } from "./element.js";
import { body, renew } from "./files.js";
import { ask } from "./request.js";

// More rows are found by their names.
const MAX_ROWS = 200;
// Drawings of more periods stand one below the other.
const MAX_ABREAST = 6;
/** The white between drawings, as the style sheet has it. */
const GAP = 24;

/** What the server has read. */
let trend = null;
/** The curve and figure that the table of units shows. */
let shown = { curve: 0, measured: 0 };

const say = (...words) => byId("trends-status").replaceChildren(...words);

/** Takes everything away. */
export function forget() {
  trend = null;
  say();
  for (const id of ["trends-found", "trends-county", "trends-unit"]) byId(id).replaceChildren();
  byId("trends-units").hidden = true;
}

/** Has the chosen files read and shows what they hold. Throws what `ask` throws. */
export async function run(signal) {
  forget();
  say("正在读取…");
  await renew();
  try {
    trend = await (await ask("api/trends", { method: "POST", body: body() }, signal, say)).json();
  } catch (error) {
    if (signal.aborted || !error.diagnostics) throw error;
    say(make("span", "bad", "没有能用的汇总数字"), "，原因见下。");
    showFound(error.diagnostics);
    return;
  }
  show();
}

function show() {
  const files = trend.curves.map((curve) => curve.slots.filter((slot) => slot["n-units"] !== null).length);
  const count = files.reduce((sum, n) => sum + n, 0);
  const alone = count === 1 ? "只有一期，放进更多期的汇总报告.json，才看得出变化。" : "";
  const several = trend.curves.length > 1 ? "全年、半年、季度长短不同，分开画。" : "";
  say(make("span", "good", trend.county), `，共 ${count} 期。${alone}${several}缺的期空着，不连线；次数、篇数随计入的单位多少变，比较时要看单位数。`);
  showFound(trend.diagnostics);
  byId("trends-county").replaceChildren(...trend.curves.map(countySection));
  const hasUnits = trend.curves.some((curve) => curve.measured.some((one) => one.units.length > 0));
  byId("trends-units").hidden = !hasUnits;
  if (!hasUnits) return;
  const options = [];
  trend.curves.forEach((curve, at) => curve.measured.forEach((measured, n) => {
    const option = make("option", "", trend.curves.length > 1 ? `${curve.name}${measured.name}` : measured.name);
    option.value = `${at} ${n}`;
    options.push(option);
  }));
  byId("trends-measure").replaceChildren(...options);
  byId("trends-name").value = "";
  shown = { curve: 0, measured: 0 };
  draw();
}

/** Says what was not used, and what is lacking. */
function showFound(diagnostics) {
  if (diagnostics.length === 0) return;
  const list = make("div", "");
  showList(list, diagnostics);
  byId("trends-found").replaceChildren(make("h3", "", "没有用上的和要说明的"), list);
}

/** Makes the county's drawings of one curve, and their numbers as a table. */
function countySection(curve) {
  const heads = ["期间", "计入的单位", ...curve.measured.map((one) => one.name)];
  const rows = curve.slots.map((slot, at) => {
    const cells = curve.measured.map((one) => cell(one.county[at]));
    const name = make("th", "", slot.name);
    name.scope = "row";
    return make("tr", "", name, make("td", "number", slot["n-units"] === null ? "—" : `${slot["n-units"]} 个`), ...cells);
  });
  const table = make("details", "fold", make("summary", "", "数字"), makeTable(heads, rows));
  return make("section", "", make("h3", "", `全县，${curve.name}`), drawings(curve, (one) => [one.county, one["county-axis"]], "全县"), table);
}

/** Makes the drawings of one curve: three abreast, or one below the other where there are many periods or little room. */
function drawings(curve, of, whose) {
  const isWide = curve.slots.length > MAX_ABREAST;
  const whole = byId("trends-status").clientWidth;
  const room = isWide || whole < 800 ? whole : (whole - 2 * GAP) / 3;
  const figures = curve.measured.map((one) => {
    const [values, axis] = of(one);
    return make("div", "", make("h4", "", one.name), values.some(Boolean)
      ? drawing(`${whose}${one.name}`, curve.slots, values, axis, room) : make("p", "fine", "文件里没有这个数字"));
  });
  return make("div", isWide ? "drawings wide" : "drawings", ...figures);
}

const cell = (kept) => {
  const words = kept && kept.share ? make("span", "source", ` ${kept.share[0]}/${kept.share[1]}`) : null;
  return make("td", "number", kept ? kept.text : "—", kept && kept.text.includes("/") ? null : words);
};

/** Fills the table of units with the chosen figure. */
function draw() {
  const curve = trend.curves[shown.curve];
  const measured = curve.measured[shown.measured];
  const words = byId("trends-name").value.trim();
  const found = measured.units.filter(([unit]) => unit.includes(words));
  const rows = found.slice(0, MAX_ROWS).map(([unit, values]) => {
    const name = make("th", "", makeButton("plain-button", unit, () => showUnit(unit)));
    name.scope = "row";
    return make("tr", "", name, make("td", "", spark(values, measured["unit-axis"])), ...values.map(cell));
  });
  const heads = ["单位", "变化", ...curve.slots.map((slot) => slot.name)];
  byId("trends-table").replaceChildren(...makeTable(heads, rows).children);
  const more = found.length > MAX_ROWS ? `，列出前 ${MAX_ROWS} 个` : "";
  byId("trends-shown").textContent = `${measured.name}：${found.length} 个单位${more}。“—”为那一期没有这个单位的数字，或没有有关的台账。`;
}

/** Draws one unit's figures large. */
function showUnit(unit) {
  const curve = trend.curves[shown.curve];
  const of = (one) => [one.units.find(([name]) => name === unit)[1], one["unit-axis"]];
  const title = make("h3", "", `${unit}，${curve.name}`);
  title.tabIndex = -1;
  byId("trends-unit").replaceChildren(title, drawings(curve, of, unit));
  title.focus();
}

/** Listens to what is chosen. */
export function listen() {
  byId("trends-measure").addEventListener("change", (event) => {
    const [curve, measured] = event.target.value.split(" ").map(Number);
    shown = { curve, measured };
    byId("trends-unit").replaceChildren();
    draw();
  });
  byId("trends-name").addEventListener("input", draw);
}
