// What was understood, reckoned and found: registers with their sheets, figures with their cells,
// problems, causes and measures. All words and numbers come from the server as the report has them.

import { byId, make, makeButton, makeTable, place } from "./element.js";

/** The order in which offices think of their registers. */
const KINDS = ["attendance", "sign-in", "make-up", "roster", "sessions", "essays", "plan", "research", "oversight", "outreach"];
/** The measures shown large, by their published names. */
const MAIN_MEASURES = [
  "sessions", "seminars", "members", "attendance-rate", "participation-rate", "make-up-rate",
  "essays", "essays-per-member", "plan-kept-rate",
];
// More sources than these are counted, not listed.
const MAX_SOURCES = 12;
const MAX_SOURCES_IN_TEXT = 2;

const nothing = (box, words) => box.replaceChildren(make("p", "empty", words));

/** Shows which register came from which sheet; `assign` takes those that were taken for the wrong one. */
export function showUnderstood(understood, assign) {
  const box = byId("understood");
  if (!understood) {
    nothing(box, "没有认出台账，见核查出的问题。");
    return;
  }
  const wrong = (one) => {
    if (!assign.canOpen(one.file, one.sheet)) return null;
    const button = makeButton("plain-button", "认错了", () => assign.open(one.file, one.sheet));
    button.setAttribute("aria-label", `${place(one.file, one.sheet)}认错了，对表`);
    return button;
  };
  const row = (one) => make("li", "", make("span", "kind", one.name),
    make("span", "place", place(one.file, one.sheet)), make("span", "rows", `${one.rows} ${one.kind === "attendance" ? "个标记" : "行"}`), wrong(one));
  const order = (one) => (KINDS.indexOf(one.kind) + KINDS.length + 1) % (KINDS.length + 1);
  const found = [...understood.registers].sort((a, b) => order(a) - order(b));
  const rows = found.map(row).concat(understood.missing.map((name) => make("li", "missing",
    make("span", "kind", name), make("span", "place", "没有找到"))));
  const { members, sessions, essays } = understood;
  const amounts = [`${members} 名成员`, `${sessions} 次集中学习`];
  // Of what no register tells, nothing is said, not even none.
  if (understood.registers.some((one) => one.kind === "essays")) amounts.push(`${essays} 篇心得体会和文章`);
  box.replaceChildren(make("p", "summary", amounts.join("，")), make("ul", "registers", ...rows));
}

const nameIn = (names, kind, key) => (names && names[kind] && names[kind][key]) || key;

/** Returns cells as a spreadsheet's user writes them, at most so many ranges. */
function sources(cells, most) {
  const words = cells.slice(0, most).map((cell) => {
    const [file, sheet, range] = cell.split("!");
    return range === undefined ? cell : `${place(file, sheet)}${sheet ? "" : " "}${range}`;
  });
  const nLeft = cells.length - words.length;
  return words.join("；") + (nLeft > 0 ? `；另有 ${nLeft} 处` : "");
}

/** Shows the main figures large, and all of them with their cells. */
export function showFigures(figures, names) {
  const box = byId("figures");
  if (!figures) {
    nothing(box, "还算不出数字，先改正核查出的问题。");
    return;
  }
  const main = MAIN_MEASURES.map((key) => figures.measures.find((one) => one.key === key)).filter(Boolean);
  const tiles = main.map((measure) => {
    const hasValue = measure.value !== null && measure.value !== undefined;
    return make("div", "", make("dt", "", nameIn(names, "measures", measure.key)),
      make("dd", hasValue ? "" : "none", measure.text),
      measure.of ? make("dd", "of", `${measure.n} ÷ ${measure.of}`) : null);
  });
  const rows = figures.measures.map((measure) => {
    const head = make("th", "", nameIn(names, "measures", measure.key));
    head.scope = "row";
    return make("tr", "", head, make("td", "number", measure.text),
      make("td", "source", sources(measure.cells, MAX_SOURCES)));
  });
  const all = make("details", "fold", make("summary", "", "全部数字和出处"), makeTable(["数字", "结果", "出自"], rows));
  box.replaceChildren(make("dl", "tiles", ...tiles), all);
}

/** Shows problems with the indicators behind them, causes, and the measures that answer them. */
export function showFindings(figures, names) {
  const box = byId("findings");
  if (!figures) {
    nothing(box, "还没有可以判断的数字。");
    return;
  }
  const { indicators, problems, causes, actions } = figures;
  const of = (state) => indicators.filter((one) => one.state === state);
  const unknown = of("no-data");
  const summary = `共 ${indicators.length} 项指标：${of("clear").length} 项正常，`
    + `${of("flagged").length} 项不在正常范围，${unknown.length} 项没有数据。`;
  const byNumber = new Map(indicators.map((one) => [one.id, one]));
  const behind = (one) => one.indicators.map((id) => byNumber.get(id)).filter(Boolean).map(indicator);
  const folds = [
    ...problems.map((one) => fold("问题", nameIn(names, "problems", one.key), behind(one))),
    ...causes.map((one) => fold("原因", nameIn(names, "causes", one.key), behind(one))),
  ];
  if (actions.length > 0) folds.push(fold("措施", "下期要做的", actions.map((one) => action(one, names))));
  if (unknown.length > 0) folds.push(fold("没有数据", "不作评价的指标", unknown.map(indicator)));
  if (folds.length > 0) folds[0].open = true;
  box.replaceChildren(make("p", "summary", summary), ...folds);
}

function fold(kind, words, items) {
  const head = make("summary", "", `${kind}：${words}`, make("span", "tally", `${items.length} 项`));
  return make("details", "fold", head, make("ul", "finding", ...items));
}

function indicator(one) {
  const row = make("li", "", one.text);
  if (one.severity === "severe") row.prepend(make("span", "badge severe", "较重"), " ");
  if (one.cells.length > 0) row.append(make("span", "from", `出自 ${sources(one.cells, MAX_SOURCES_IN_TEXT)}`));
  return row;
}

function action(one, names) {
  return make("li", "", make("strong", "", nameIn(names, "actions", one.key)), `：${one.target}`,
    make("span", "from", `${one.owner}，${one.due} 前`));
}
