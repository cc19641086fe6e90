// The table of a county's units: what became of each, how it stands, what changed, what was made of
// it. It is sorted by its heads and filtered by name and state.

import { byId, make, makeButton, quoted } from "./element.js";
import { plain } from "./diagnostics.js";

// Named in one answer; more are in the table.
const MAX_NAMED = 3;
// Said of a unit in its row; more are in its details.
const MAX_SAID = 2;
const STATES = ["nothing-filed", "not-made", "made"];
const ATTENDANCE = "attendance-rate";

const reasonOf = (unit) => plain(unit.reason);
const rankName = (rank) => (rank ? `第 ${rank} 名` : "没有名次");
const said = (words) => quoted(plain(words));

/** Says the first of several, and how many there are where there are more. */
function first(words, n) {
  return words.length > n ? `${words.slice(0, n).join("、")}等 ${words.length} 项` : words.join("、");
}

/** Returns how many indicators more than before are out of bounds; null where that is not known. */
const grown = (unit) => (unit.before ? unit.flagged - unit.before.flagged : null);
/** Returns how many places a unit has gone up; null where that is not known. */
const risen = (unit) => (unit.before && unit.before.rank && unit.rank ? unit.before.rank - unit.rank : null);

function changeWords(unit) {
  if (!unit.before) return "";
  return `${rankName(unit.before.rank)}→${rankName(unit.rank)}，异常指标 ${unit.before.flagged} 项→${unit.flagged} 项`;
}

// ---- Columns ----------------------------------------------------------------------------------

/** The columns: head, what is sorted by (null goes last), what stands in the cell. */
const COLUMNS = [
  ["单位", (unit) => unit.unit, null],
  ["状态", (unit) => STATES.indexOf(unit.state), (unit) => make("span", `badge ${unit.state === "made" ? "note" : "error"}`, unit["state-name"])],
  ["名次", (unit) => unit.rank || null, (unit) => unit.rank || "—"],
  ["比上期", grown, changeCell],
  ["出勤率", (unit) => figure(unit).value, (unit) => attendance(unit) || "—"],
  ["要改进", (unit) => (unit["to-mend"] ? unit["to-mend"].length : null), mainCell],
  ["错误", (unit) => unit.errors, (unit) => unit.errors],
  ["警告", (unit) => unit.warnings, (unit) => unit.warnings],
  ["页数", (unit) => unit.pages || null, (unit) => unit.pages || "—"],
  ["文件", null, null],
];
/** Columns that have no small and large. */
const WORDS = ["单位", "状态"];
const NUMBERS = ["名次", "出勤率", "错误", "警告", "页数"];

/** Returns a unit's attendance; without value where there is none. */
const figure = (unit) => (unit.figures || []).find((one) => one.key === ATTENDANCE) || { value: null };
const attendance = (unit) => (figure(unit).value === null ? "" : figure(unit).text);

function changeCell(unit) {
  if (!unit.before) return "—";
  const more = grown(unit);
  const words = more === 0 ? "异常一样多" : `异常${more > 0 ? "多" : "少"} ${Math.abs(more)} 项`;
  const up = risen(unit);
  const place = up === null || up === 0 ? "" : `，名次${up > 0 ? "升" : "降"} ${Math.abs(up)}`;
  // Worse by one and better by the other is neither.
  const ways = [Math.sign(-more), Math.sign(up || 0)];
  const look = ways.includes(1) === ways.includes(-1) ? "" : ways.includes(1) ? "good" : "bad";
  return make("span", look, `${words}${place}`);
}

/** Says what matters most of a unit: why there is no report, or what it is to mend. */
function mainCell(unit) {
  if (unit.state !== "made") return make("span", "", ...quoted(reasonOf(unit)));
  if (!unit["to-mend"]) return make("span", "source", unit.remarks.join("；") || "—");
  const count = unit["to-mend"].length;
  return count === 0 ? "没有" : `${count} 项：${first(unit["to-mend"], MAX_SAID)}`;
}

// ---- The table --------------------------------------------------------------------------------

let table = null;
let sorted = { column: 1, down: false };
/** Gives the address of a file, and fetches one. */
let links = { pathOf: () => "", fetchFile: () => undefined };
/** The rows of each unit by its number: its own, and its details once they were asked for. */
let rows = new Map();

/** Shows the table; `tools` gives the address of a file and fetches one. */
export function show(answer, tools) {
  table = answer;
  links = tools;
  sorted = { column: 1, down: false };
  rows = new Map();
  byId("units-name").value = "";
  byId("units-state").value = "all";
  const { counts } = answer;
  const parts = [[counts.made, "有报告"], [counts["not-made"], "没有生成"], [counts["nothing-filed"], "没有报送"]];
  const words = parts.filter(([n]) => n > 0).map(([n, name]) => `${n} 个${name}`).join("，");
  byId("units-counts").textContent = `${answer.period || ""}共 ${counts.units} 个单位：${words}；${counts.counted} 个计入全县。压缩包里有 ${counts.files} 个文件。`;
  byId("units-answers").replaceChildren(...answers(answer));
  byId("units-files").replaceChildren(...answer.files.map((file) => link("county", file, "全县", "button")));
  byId("units-head").replaceChildren(...COLUMNS.map(head));
  byId("units").hidden = false;
  draw();
}

/** Takes the table away. */
export function hide() {
  table = null;
  byId("units").hidden = true;
}

function head([name, key], at) {
  const cell = make("th", NUMBERS.includes(name) ? "number" : "");
  cell.scope = "col";
  if (key === null) {
    cell.append(name);
    return cell;
  }
  cell.append(makeButton("sort", name, () => {
    sorted = { column: at, down: sorted.column === at ? !sorted.down : false };
    draw();
  }));
  return cell;
}

/** Compares by the sorted column, units without a value last, then by place and name. */
function order(a, b) {
  const key = COLUMNS[sorted.column][1];
  const compare = (one, other) => {
    if (one === null || other === null) return (one === null) - (other === null);
    const way = typeof one === "string" ? one.localeCompare(other, "zh-CN") : one - other;
    return sorted.down ? -way : way;
  };
  return compare(key(a), key(b)) || (a.rank || Infinity) - (b.rank || Infinity) || a.n - b.n || 0;
}

const FILTERS = {
  all: () => true,
  made: (unit) => unit.state === "made",
  "not-made": (unit) => unit.state === "not-made",
  "nothing-filed": (unit) => unit.state === "nothing-filed",
  errors: (unit) => unit.errors > 0,
  remarks: (unit) => unit.remarks.length > 0,
  worse: (unit) => grown(unit) > 0,
};

/** Puts the rows in order, as many as pass the filter, and says how many. */
function draw() {
  const words = byId("units-name").value.trim();
  const passes = FILTERS[byId("units-state").value];
  const shown = table.units.filter((unit) => passes(unit) && `${unit.unit} ${unit.folder || ""}`.includes(words)).sort(order);
  byId("units-rows").replaceChildren(...[].concat(...shown.map(rowsOf)));
  [...byId("units-head").children].forEach((cell, at) => {
    if (at === sorted.column) cell.setAttribute("aria-sort", sorted.down ? "descending" : "ascending");
    else cell.removeAttribute("aria-sort");
  });
  const [by_] = COLUMNS[sorted.column];
  const ways = WORDS.includes(by_) ? ["", "倒"] : ["从小到大", "从大到小"];
  const by = `按${by_}${ways[Number(sorted.down)]}排`;
  byId("units-shown").textContent = shown.length === table.units.length ? `全部 ${shown.length} 个单位，${by}` : `显示 ${shown.length} 个，共 ${table.units.length} 个，${by}`;
}

function rowsOf(unit) {
  if (!rows.has(unit.n)) rows.set(unit.n, [row(unit)]);
  return rows.get(unit.n);
}

function row(unit) {
  const name = make("th", "", unit.unit, unit.folder ? make("span", "from", `文件夹 ${unit.folder}`) : null);
  name.scope = "row";
  const more = makeButton("plain-button", "详情", () => toggle(unit, more));
  more.setAttribute("aria-expanded", "false");
  more.setAttribute("aria-label", `${unit.unit}的详情`);
  name.append(" ", more);
  const cells = COLUMNS.slice(1, -1).map(([head_, , cell]) => make("td", NUMBERS.includes(head_) ? "number" : "", cell(unit)));
  const files = unit.files.map((file) => link(unit.n, file, unit.unit, ""));
  return make("tr", "", name, ...cells, make("td", "unit-files", ...(files.length > 0 ? files : ["—"])));
}

/** Makes a link to a file; what keeps it from coming is said on the page. */
function link(n, file, whose, className) {
  const made = make("a", className, file.name);
  made.href = links.pathOf(n, file.kind);
  made.setAttribute("aria-label", `${whose} ${file.name}`);
  made.addEventListener("click", (event) => {
    event.preventDefault();
    links.fetchFile(made.href, `${whose} ${file.name}`);
  });
  return made;
}

function toggle(unit, button) {
  const own = rows.get(unit.n);
  const isOpen = own.length > 1;
  button.setAttribute("aria-expanded", String(!isOpen));
  if (isOpen) own.pop().remove();
  else {
    own.push(details(unit));
    own[0].after(own[1]);
  }
}

function details(unit) {
  const list = make("dl", "unit-details");
  const add = (name, ...words) => list.append(make("dt", "", name), make("dd", "", ...words));
  const items = (all) => make("ul", "", ...all.map((one) => make("li", "", ...said(one))));
  if (unit.reason) add("没有报告的原因", ...quoted(reasonOf(unit)));
  if (unit.remarks.length > 0) add("要留意", items(unit.remarks));
  if (unit.figures) {
    add("主要数字", unit.figures.map((one) => `${one.name} ${one.text}`).join("，"));
    add("要改进", unit["to-mend"].length > 0 ? items(unit["to-mend"]) : "没有");
    if (unit.aside.length > 0) add("另有存疑的和关于组长个人的", items(unit.aside));
    if (unit.before) {
      const { before } = unit;
      const told = [["这期新列为异常", before.new], ["这期不再列为异常", before.mended], ["上期异常、这期没有记录", before.unrecorded]];
      const changes = told.filter(([, names]) => names.length > 0).map(([name, names]) => `${name}：${names.join("、")}`);
      add("与上期比", items([changeWords(unit), ...changes]));
    } else if (table.before) add("与上期比", `上期（${table.before}）没有这个单位的数字`);
  }
  if (unit.complaints.length > 0) add("台账里的问题", items(unit.complaints), make("p", "fine", `错误 ${unit.errors} 处，警告 ${unit.warnings} 处，逐处见核查表`));
  const cell = make("td", "", make("div", "unit-more", list));
  cell.colSpan = COLUMNS.length;
  return make("tr", "", cell);
}

// ---- Answers ----------------------------------------------------------------------------------

/** Answers what is asked first: who is missing, who is worst and why, what changed. */
function answers(answer) {
  const { units } = answer;
  const said_ = [];
  const add = (name, ...lines) => {
    if (lines.length > 0) said_.push(make("dt", "", name), ...lines.map((line) => make("dd", "", ...[].concat(line))));
  };
  const of = (state) => units.filter((unit) => unit.state === state);
  const absent = of("nothing-filed").map((unit) => unit.unit);
  add("没有报送", absent.length > 0 ? absent.join("、") : "没有，各单位都报送了");
  add("没有生成", ...of("not-made").map((unit) => [make("b", "", unit.unit), "：", ...quoted(reasonOf(unit))]));
  const ranked = units.filter((unit) => unit.rank).sort((a, b) => b.rank - a.rank);
  const last = ranked.slice(0, Math.min(MAX_NAMED, Math.floor(ranked.length / 2)));
  add("名次靠后", ...last.map((unit) => [make("b", "", unit.unit), `（${rankName(unit.rank)}${attendance(unit) ? `，出勤率 ${attendance(unit)}` : ""}）`,
    unit["to-mend"].length > 0 ? `：${first(unit["to-mend"], MAX_NAMED)}` : ""]));
  add("与上期比", ...changed(answer));
  add("要核对", ...answer.matters.map(said));
  add("全县的报告", ...answer.notes.map(said));
  return said_;
}

/** Says who has changed most since the period before, by place, or where nobody has two by indicators. */
function changed(answer) {
  if (!answer.before) return ["没有上一期的数字。把上一期的“汇总报告的数字”放进全县的文件夹，就能逐个单位比较"];
  const known = answer.units.filter((unit) => unit.before);
  if (known.length === 0) return [`${answer.before}的数字里没有这些单位`];
  const byPlace = known.some((unit) => risen(unit) !== null);
  const better = (unit) => (byPlace ? risen(unit) : -grown(unit)) || 0;
  const line = (name, sign) => {
    const moved = known.filter((unit) => better(unit) * sign > 0).sort((a, b) => (better(b) - better(a)) * sign);
    const said_ = moved.slice(0, MAX_NAMED).map((unit) => `${unit.unit}（${changeWords(unit)}）`);
    return moved.length === 0 ? [] : [`${name} ${moved.length} 个：${said_.join("；")}${moved.length > MAX_NAMED ? " 等" : ""}`];
  };
  const lines = byPlace ? [...line("名次上升", 1), ...line("名次下降", -1)] : [...line("异常减少", 1), ...line("异常增多", -1)];
  return lines.length > 0 ? lines : [`与${answer.before}相比，${byPlace ? "名次" : "异常指标的多少"}没有变化`];
}

/** Listens to the filter. */
export function listen() {
  byId("units-name").addEventListener("input", draw);
  byId("units-state").addEventListener("change", draw);
}
