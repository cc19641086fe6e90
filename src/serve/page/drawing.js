// A drawing of a figure from period to period: dots joined where nothing is missing between them, with
// what it shows in words for those who cannot see it.

import { make } from "./element.js";

const SVG = "http://www.w3.org/2000/svg";
const HEIGHT = 190;
const PLOT = { left: 52, top: 24, bottom: 132 };
/** The room for a period at most and at least, and for all of a drawing where it can be had. */
const SLOT = { most: 84, least: 54 };
const MARGIN = 8;
const SPARK = { slot: 16, height: 26, edge: 4 };

function shape(tag, attributes, words) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (words) element.textContent = words;
  return element;
}

/** Returns the runs of places that follow one another without a gap, as positions. */
function runs(values) {
  const found = [];
  values.forEach((kept, at) => {
    if (kept === null) return;
    const last = found[found.length - 1];
    if (last && last[last.length - 1] === at - 1) last.push(at);
    else found.push([at]);
  });
  return found;
}

/** Says what was drawn, place by place. */
export const inWords = (name, slots, values) =>
  `${name}：${slots.map((slot, at) => `${slot.name}${values[at] ? ` ${values[at].text}` : slot["n-units"] === null ? "" : " 没有数字"}`).join("，")}`;

/** Returns `2020年上半年` as lines, what is missing as such. */
function lines(slot) {
  const [period, missing] = slot.name.split("（");
  const parts = period.split("年");
  return [`${parts[0]}年`, parts.slice(1).join("年"), missing ? "没有文件" : ""];
}

/** Makes the drawing, as wide as there is room unless periods would stand too close; `axis` has its upper end and marks. */
export function drawing(name, slots, values, axis, room) {
  const slotWidth = Math.max(SLOT.least, Math.min(SLOT.most, Math.floor((room - PLOT.left - MARGIN) / slots.length)));
  const width = PLOT.left + slots.length * slotWidth + MARGIN;
  const x = (at) => PLOT.left + (at + 0.5) * slotWidth;
  const y = (value) => PLOT.bottom - (PLOT.bottom - PLOT.top) * Math.min(1, value / axis.top);
  const svg = shape("svg", { class: "drawing", width, height: HEIGHT, viewBox: `0 0 ${width} ${HEIGHT}`, role: "img", "aria-label": inWords(name, slots, values) });
  for (const [value, words] of axis.marks) {
    svg.append(shape("line", { class: "grid", x1: PLOT.left, x2: width - MARGIN, y1: y(value), y2: y(value) }));
    svg.append(shape("text", { class: "mark", x: PLOT.left - 6, y: y(value) + 4, "text-anchor": "end" }, words));
  }
  slots.forEach((slot, at) => {
    if (slot["n-units"] === null) svg.append(shape("rect", { class: "gap", x: x(at) - slotWidth / 2 + 6, width: slotWidth - 12, y: PLOT.top, height: PLOT.bottom - PLOT.top }));
    lines(slot).forEach((words, n) => {
      if (words) svg.append(shape("text", { class: n < 2 ? "label" : "mark", x: x(at), y: PLOT.bottom + 18 + n * 17, "text-anchor": "middle" }, words));
    });
  });
  for (const run of runs(values)) {
    if (run.length > 1) svg.append(shape("polyline", { class: "curve", points: run.map((at) => `${x(at)},${y(values[at].value)}`).join(" ") }));
  }
  values.forEach((kept, at) => {
    if (kept === null) return;
    svg.append(shape("circle", { class: "dot", cx: x(at), cy: y(kept.value), r: 4 }));
    svg.append(shape("text", { class: "value", x: x(at), y: y(kept.value) - 9, "text-anchor": "middle" }, kept.text));
  });
  const box = make("div", "table-box");
  box.append(svg);
  // Where it is too wide it is scrolled, by keyboard too.
  box.tabIndex = 0;
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", name);
  return box;
}

/** Makes a drawing as high as a line, for a row whose cells say the numbers. */
export function spark(values, axis) {
  const width = values.length * SPARK.slot;
  const x = (at) => (at + 0.5) * SPARK.slot;
  const y = (value) => SPARK.height - SPARK.edge - (SPARK.height - 2 * SPARK.edge) * Math.min(1, value / axis.top);
  const svg = shape("svg", { class: "drawing", width, height: SPARK.height, viewBox: `0 0 ${width} ${SPARK.height}`, "aria-hidden": "true" });
  for (const run of runs(values)) {
    if (run.length > 1) svg.append(shape("polyline", { class: "curve", points: run.map((at) => `${x(at)},${y(values[at].value)}`).join(" ") }));
    for (const at of run) svg.append(shape("circle", { class: "dot", cx: x(at), cy: y(values[at].value), r: 2 }));
  }
  return svg;
}
