// 本单位: what the office says of itself, its letterhead and its own words, in place of a
// configuration file. Only what is filled in here is sent, as lines of banxin.toml; where nothing
// is, the files' own settings are shown.

import { byId, make } from "./element.js";
import { keep } from "./request.js";
import * as store from "./store.js";

/** The fields: key, name, kind, what it is about. `list` is split at 、 and at line ends. */
const FIELDS = [
  ["organ", "发文机关署名", "text", "例如 中共清溪镇委员会"],
  ["superior", "主送机关（报告）", "text", "例如 青山县委宣传部"],
  ["recipients", "主送机关（通知）", "text", "下行文写给谁"],
  ["letterhead.number", "发文字号", "text", "例如 清委〔2026〕3号"],
  ["letterhead.signers", "签发人", "list", "上行文要写；几个人用顿号隔开"],
  ["letterhead.secrecy", "密级和保密期限", "text", "例如 秘密★1年；没有就空着"],
  ["letterhead.urgency", "紧急程度", "text", "特急或加急"],
  ["letterhead.cc", "抄送机关", "list", "几个机关用顿号隔开"],
  ["letterhead.printed-by", "印发机关", "text", "例如 清溪镇党政办公室"],
  ["letterhead.printed-on", "印发日期", "date", ""],
  ["letterhead.note", "附注", "text", "例如 联系人和电话"],
  ["guiding", "指导思想", "text", "前言里“坚持以……为指导”"],
  ["basis", "依据的上级文件", "text", "标题和文号"],
  ["keywords", "本地重点工作", "list", "例如 茶产业、乡村振兴"],
  ["length", "正文字数", "number", "1500 至 6000"],
];
const FLAGS = [["names", "附件里写姓名"]];
const ATTACHMENTS = [
  ["findings", "指标情况"], ["sessions", "集中学习一览表"], ["members", "成员学习情况"],
  ["attendance", "考勤明细"], ["thresholds", "指标阈值一览表"], ["score", "评分表"],
];
/** The parts of the body that the office may write itself. */
const PARTS = [["前言", "前言"], ["成效", "主要做法和成效"], ["问题", "存在的问题"], ["原因", "原因分析"], ["计划", "下一步计划"]];
/** The file that the server gives what is filled in here. */
const FILE = "本单位";

/** What was filled in, by key: text, list, number, flag. */
let typed = new Map();
/** The office's own words, by part. */
let words = new Map();
/** What holds without what was filled in, and the indicators' names. */
let stated = {};
let rules = {};
/** The file as the server would write it. */
let file = "";
/** The unit, and whether what was kept of it has been looked for. */
let unit = "";
let onChange = () => undefined;

const idOf = (key) => `own-${key.replace(/\./g, "-")}`;
const quote = (text) => JSON.stringify(text.replace(/[\u0000-\u001f\u007f]/g, " "));
const at = (tree, key) => key.split(".").reduce((node, part) => (node === null || node === undefined ? undefined : node[part]), tree);

// ---- What is sent -----------------------------------------------------------------------------

function literal(value) {
  if (Array.isArray(value)) return `[${value.map(quote).join(", ")}]`;
  return typeof value === "string" ? quote(value) : String(value);
}

/** Returns what was filled in as lines of banxin.toml, each with the key of its field. */
function lines() {
  const out = [];
  const keys = [...typed.keys()];
  for (const key of keys.filter((one) => !/^(letterhead|rules)\./.test(one))) out.push([`${key} = ${literal(typed.get(key))}`, key]);
  const inside = keys.filter((key) => key.startsWith("letterhead."));
  if (inside.length > 0) out.push(["[letterhead]", ""]);
  for (const key of inside) out.push([`${key.slice("letterhead.".length)} = ${literal(typed.get(key))}`, key]);
  const off = keys.filter((key) => key.startsWith("rules."));
  if (off.length > 0) out.push(["[rules]", ""]);
  for (const key of off) out.push([`${quote(key.slice("rules.".length))} = { off = ${typed.get(key)} }`, key]);
  return out;
}

/** Returns what was filled in as fields to send. */
export function filled() {
  const fields = [];
  if (typed.size > 0) fields.push(["settings", lines().map(([line]) => line).join("\n")]);
  const own = PARTS.filter(([key]) => words.get(key)).map(([key]) => `# ${key}\n\n${words.get(key)}\n`);
  if (own.length > 0) fields.push(["own-words", own.join("\n").replace(/\t/g, " ")]);
  return fields;
}

// ---- What is shown ----------------------------------------------------------------------------

/** Takes in what a check settled, and whether the files hold the office's own words; returns whether what was kept of the unit is to be sent, too. */
export function show(answer, hasWords) {
  showFaults(answer.diagnostics);
  if (!answer.settings) return false;
  stated = answer.settings;
  file = answer["banxin-toml"];
  if (answer.names && answer.names.indicators) rules = answer.names.indicators;
  const isOther = answer.guess.unit !== "" && answer.guess.unit !== unit;
  if (isOther) {
    unit = answer.guess.unit;
    const kept = store.read(`unit:${unit}`);
    if (kept && typed.size === 0 && words.size === 0) {
      typed = new Map(kept.typed);
      words = new Map(kept.words);
    }
  }
  fill();
  byId("own-words-file").hidden = !hasWords;
  for (const [key] of PARTS) byId(`own-words-${key}`).disabled = hasWords;
  return isOther && typed.size + words.size > 0;
}

/** Says at the fields what is wrong with them. */
function showFaults(diagnostics) {
  const all = lines();
  for (const box of document.querySelectorAll("#own .fault")) box.textContent = "";
  for (const one of diagnostics.filter((fault) => fault.file === FILE && fault.line)) {
    const key = (all[one.line - 1] || ["", ""])[1];
    const box = key && byId(`${idOf(key)}-fault`);
    if (!box) continue;
    box.textContent = [one.message, ...one.hints].join("。").replace(/`/g, "");
    byId("own").open = true;
  }
}

/** Puts in what holds: what was filled in, else what the files state. */
function fill() {
  const valueOf = (key) => (typed.has(key) ? typed.get(key) : at(stated, key));
  for (const [key, , kind] of FIELDS) {
    const input = byId(idOf(key));
    if (input === document.activeElement) continue;
    const value = valueOf(key);
    input.value = value === null || value === undefined ? "" : kind === "list" ? [].concat(value).join("、") : value;
  }
  for (const [key] of FLAGS) byId(idOf(key)).checked = Boolean(valueOf(key));
  const attached = valueOf("attachments");
  byId("own-attachments").checked = Array.isArray(attached);
  for (const [key] of ATTACHMENTS) {
    byId(`own-attach-${key}`).checked = Array.isArray(attached) && attached.includes(key);
    byId(`own-attach-${key}`).disabled = !Array.isArray(attached);
  }
  fillRules();
  for (const [key] of PARTS) if (byId(`own-words-${key}`) !== document.activeElement) byId(`own-words-${key}`).value = words.get(key) || "";
  const n = typed.size + words.size;
  byId("own-tally").textContent = n > 0 ? `填了 ${n} 项` : "主送、文号、签发人、抄送、附件、自己写的话";
  byId("own-download").setAttribute("aria-disabled", String(file === ""));
}

function fillRules() {
  const box = byId("own-rules");
  const ids = Object.keys(rules);
  if (box.childElementCount !== ids.length) {
    box.replaceChildren(...ids.map((id) => {
      const input = make("input", "");
      input.type = "checkbox";
      input.dataset.rule = id;
      input.addEventListener("change", () => put(`rules.${id}`, !input.checked, 0));
      return make("label", "", input, ` ${rules[id]}`);
    }));
  }
  for (const input of box.querySelectorAll("input")) {
    const key = `rules.${input.dataset.rule}`;
    const rule = (stated.rules || {})[input.dataset.rule];
    input.checked = !(typed.has(key) ? typed.get(key) : rule && rule.off);
  }
}

// ---- What is filled in ------------------------------------------------------------------------

function put(key, value, wait) {
  if (value === "" || (Array.isArray(value) && value.length === 0 && key !== "attachments") || Number.isNaN(value)) typed.delete(key);
  else typed.set(key, value);
  changed(wait);
}

function changed(wait) {
  if (byId("own-keep").checked && unit !== "") save();
  onChange(wait);
}

const save = () => store.write(`unit:${unit}`, { typed: [...typed], words: [...words] });

/** Forgets what was filled in, with the unit that it was about. */
export function forget() {
  typed = new Map();
  words = new Map();
  stated = {};
  file = unit = "";
  fill();
}

/** Returns whether something would be lost with the page. */
export const wouldLose = () => typed.size + words.size > 0 && !byId("own-keep").checked;

function fieldOf([key, name, kind, hint]) {
  const input = make("input", "");
  input.id = idOf(key);
  input.type = kind === "list" ? "text" : kind;
  if (kind === "text" || kind === "list") input.maxLength = 300;
  input.placeholder = hint;
  input.autocomplete = "off";
  input.setAttribute("aria-describedby", `${input.id}-fault`);
  const read = { list: () => input.value.split(/[、\n]/).map((one) => one.trim()).filter(Boolean), number: () => (input.value === "" ? "" : Number(input.value)) }[kind];
  input.addEventListener("input", () => put(key, read ? read() : input.value.trim(), 900));
  const label = make("label", "", name);
  label.htmlFor = input.id;
  const fault = make("p", "hint wanted fault");
  fault.id = `${input.id}-fault`;
  return make("div", "field", label, input, fault);
}

function checkbox(id, name, then) {
  const input = make("input", "");
  input.type = "checkbox";
  input.id = id;
  input.addEventListener("change", () => then(input.checked));
  return make("label", "", input, ` ${name}`);
}

const attachments = () => ATTACHMENTS.map(([key]) => key).filter((key) => byId(`own-attach-${key}`).checked);

/** Makes the form and listens; `then` is told how many milliseconds more may be typed. */
export function listen(then) {
  onChange = then;
  byId("own-fields").replaceChildren(...FIELDS.map(fieldOf));
  const flags = FLAGS.map(([key, name]) => checkbox(idOf(key), name, (is) => put(key, is, 0)));
  const kinds = ATTACHMENTS.map(([key, name]) => checkbox(`own-attach-${key}`, name, () => put("attachments", attachments(), 0)));
  const choose = checkbox("own-attachments", "自己选附件（不选就按常规）", (is) => put("attachments", is ? ["sessions", "members"] : "", 0));
  byId("own-attached").replaceChildren(...flags, choose, ...kinds);
  byId("own-words").replaceChildren(...PARTS.map(([key, name]) => {
    const area = make("textarea", "");
    area.id = `own-words-${key}`;
    area.rows = 3;
    area.addEventListener("input", () => {
      if (area.value.trim() === "") words.delete(key);
      else words.set(key, area.value.replace(/\r/g, "").trim());
      changed(1500);
    });
    const label = make("label", "", name);
    label.htmlFor = area.id;
    return make("div", "field", label, area);
  }));
  byId("own-keep").checked = store.isAllowed();
  byId("own-keep").addEventListener("change", () => {
    if (!byId("own-keep").checked) store.clear();
    else if (store.allow() && unit !== "") save();
  });
  byId("own-clear").addEventListener("click", () => {
    typed = new Map();
    words = new Map();
    store.forget(`unit:${unit}`);
    fill();
    onChange(0);
  });
  byId("own-download").addEventListener("click", () => {
    if (file !== "") keep(new Blob([file], { type: "text/plain;charset=utf-8" }), "banxin.toml");
  });
  fill();
}
