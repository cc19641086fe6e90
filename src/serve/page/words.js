// 改句子: the paragraphs of the body to reword, add to or strike. What is changed is sent along with
// the files once its numbers are in order, so that pictures and downloads say what is written here.

import { listChanges, needsReason } from "./changes.js";
import { faultItems } from "./diagnostics.js";
import { byId, make, makeButton } from "./element.js";
import { Trouble } from "./request.js";
import * as store from "./store.js";

/**
 * What was changed, for each document that was looked at since the page was opened:
 * `edits` by paragraph, `{was, text, after}`, where a struck one has no text; `reasons` by number.
 */
const documents = new Map();
/** What the names of minutes end with. */
const MINUTES = " minutes";
/** The document that is looked at, and what was changed of it. */
let name = "";
let edits = new Map();
let reasons = new Map();
/** The headings and paragraphs of the document as it was composed. */
let paragraphs = [];
/** Whether what was changed may be filed, and the reasons as the server takes them. */
let passed = false;
let allow = "";
let onChange = () => undefined;

const textOf = (one) => one.spans.map((span) => (typeof span === "string" ? span : span.text)).join("");
const isStruck = (edit) => edit.text === null || edit.text.trim() === "";
/** Returns the paragraphs that stand in the place of one. */
const now = (edit) => [isStruck(edit) ? "" : edit.text, ...edit.after].filter((text) => text.trim() !== "");
const isChange = (edit) => edit.text !== edit.was || edit.after.some((text) => text.trim() !== "");
const changed = () => [...edits].filter(([, edit]) => isChange(edit));
const unplaced = () => changed().filter(([id]) => !paragraphs.some((one) => one.id === id));

// ---- What is sent -----------------------------------------------------------------------------

/** Returns what was changed, as fields to send; whether it may be filed or not. */
export function sent() {
  const list = changed().map(([id, edit]) => ({ id, was: edit.was, now: now(edit) }));
  return list.length === 0 ? [] : [["edits", JSON.stringify(list)]];
}

/** Returns what was changed, as fields of what is shown and filed; nothing while it may not be. */
export const filled = () => (passed ? [...sent(), ...(allow === "" ? [] : [["allow", allow]])] : []);

/** Returns whether a draft can be made of it: whatever its numbers, all of it has its place. */
export const hasPlace = () => unplaced().length === 0;

/** Says how much is changed; empty where nothing is. */
export const count = () => (changed().length === 0 ? "" : `改了 ${changed().length} 段`);

/** Returns whether something would be lost with the page. */
export const wouldLose = () => !store.isAllowed() && [...documents.values()].some((one) => [...one.edits.values()].some(isChange));

// ---- Kept -------------------------------------------------------------------------------------

/** Keeps what was changed of the documents that have a unit. */
function save() {
  for (const [key, one] of documents) {
    if (key.startsWith(" ")) continue;
    const own = [...one.edits].filter(([, edit]) => isChange(edit));
    if (own.length === 0) store.forget(`words:${key}`);
    else store.write(`words:${key}`, { edits: own, reasons: [...one.reasons] });
  }
}

const isOfMinutes = (key) => key.endsWith(MINUTES);

/** Takes up what was changed of a document before. */
function open(key) {
  if (key === name) return;
  if (!documents.has(key)) {
    const kept = (!key.startsWith(" ") && store.read(`words:${key}`)) || { edits: [], reasons: [] };
    // Under another name of the unit or another period what was changed goes along: what then has
    // lost its paragraph is told. Minutes are another document altogether.
    const goesAlong = name !== "" && isOfMinutes(name) === isOfMinutes(key);
    const carried = goesAlong ? JSON.parse(JSON.stringify(changed())) : [];
    const given = goesAlong ? [...reasons] : [];
    documents.set(key, { edits: new Map([...carried, ...kept.edits]), reasons: new Map([...given, ...kept.reasons]) });
  }
  name = key;
  ({ edits, reasons } = documents.get(key));
}

/** Shows nothing any more; what was changed is there again with the files that it was of. */
export function forget() {
  [name, paragraphs, passed, allow] = ["", [], false, ""];
  [edits, reasons] = [new Map(), new Map()];
  byId("words").hidden = true;
}

// ---- The paragraphs ---------------------------------------------------------------------------

/** Takes in what a check has composed. */
export function show(answer) {
  if (!answer.paragraphs) {
    byId("words").hidden = true;
    return;
  }
  const { unit, period, profile } = answer.guess;
  open(`${unit} ${period}${profile === "minutes" ? MINUTES : ""}`);
  const before = JSON.stringify(paragraphs);
  paragraphs = answer.paragraphs;
  byId("words").hidden = false;
  if (before !== JSON.stringify(paragraphs) || byId("words-list").dataset.name !== name) fill();
  showUnplaced();
  showTally();
}

/** Makes the list of the paragraphs anew. */
function fill() {
  let n = 0;
  byId("words-list").dataset.name = name;
  byId("words-list").replaceChildren(...paragraphs.map((one) => {
    if (!one.id) return make(one.level === 1 ? "h4" : "h5", "", textOf(one));
    n += 1;
    return paragraph(one, `第 ${n} 段`);
  }));
  fit();
}

/** Makes a paragraph: its text, what it was, and what is added behind it. */
function paragraph(one, title) {
  const was = textOf(one);
  const edit = edits.get(one.id) || { was, text: was, after: [] };
  const box = make("div", "words-one");
  const state = make("span", "words-state");
  const area = textarea(title, edit.text === null ? "" : edit.text);
  const origin = make("p", "fine words-was", "原文（标出的来自台账和配置）：", ...one.spans.map((span) => (typeof span === "string" ? span : make("mark", "", span.text))));
  const added = make("div", "words-added");
  const show_ = () => {
    const isOther = isChange(edit);
    const parts = [isStruck(edit) ? "删去" : edit.text !== was ? "改过" : "", edit.after.length > 0 ? `后面加了 ${edit.after.length} 段` : ""];
    state.textContent = parts.filter(Boolean).join("，");
    box.classList.toggle("changed", isOther);
    box.classList.toggle("struck", isStruck(edit));
    origin.hidden = edit.text === was;
    restore.hidden = !isOther && edit.after.length === 0;
    strike.hidden = isStruck(edit);
  };
  const put = (wait) => {
    if (isChange(edit)) edits.set(one.id, edit);
    else edits.delete(one.id);
    show_();
    touched(wait);
  };
  const fillAdded = () => added.replaceChildren(...edit.after.map((text, n) => {
    const own = textarea(`${title}后面加的第 ${n + 1} 段`, text);
    own.addEventListener("input", () => {
      edit.after[n] = own.value;
      put(1500);
    });
    const drop = named(makeButton("plain-button", "去掉这一段", () => {
      edit.after.splice(n, 1);
      fillAdded();
      put(0);
      area.focus();
    }), `去掉这一段：${title}后面加的第 ${n + 1} 段`);
    return make("div", "", own, drop);
  }));
  const set = (text) => {
    edit.text = text;
    area.value = text === null ? "" : text;
    fitOne(area);
  };
  const restore = named(makeButton("plain-button", "恢复原文", () => {
    set(was);
    edit.after = [];
    fillAdded();
    put(0);
    area.focus();
  }), `${title}恢复原文`);
  const strike = named(makeButton("plain-button", "删去", () => {
    set(null);
    put(0);
    area.focus();
  }), `${title}删去`);
  const add = named(makeButton("plain-button", "在后面加一段", () => {
    edit.after.push("");
    fillAdded();
    show_();
    added.lastChild.firstChild.focus();
  }), `${title}在后面加一段`);
  area.addEventListener("input", () => {
    edit.text = area.value;
    put(1500);
  });
  const label = make("span", "words-title", title);
  box.append(make("p", "words-head", label, state, restore, strike, add), area, origin, added);
  fillAdded();
  show_();
  return box;
}

function textarea(title, text) {
  const area = make("textarea", "");
  area.value = text;
  area.rows = 2;
  area.setAttribute("aria-label", title);
  area.addEventListener("input", () => fitOne(area));
  return area;
}

function named(button, label) {
  button.setAttribute("aria-label", label);
  return button;
}

/** Makes a box as high as its text. */
function fitOne(area) {
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + 2}px`;
}

const fit = () => {
  if (byId("words").open) document.querySelectorAll("#words textarea").forEach(fitOne);
};

/** Something was changed: nothing of it is filed before it was judged. */
function touched(wait) {
  passed = false;
  save();
  showTally();
  onChange(wait);
}

function showTally() {
  byId("words-tally").textContent = count() || "正文逐段改写、删去、增加";
  byId("words-clear").hidden = changed().length === 0;
  byId("finalize-words").hidden = changed().length === 0;
}

/** Lists what was changed in paragraphs that the document has no more. */
function showUnplaced() {
  const items = unplaced().map(([id, edit]) => make("li", "",
    make("p", "", "原来的原文：", edit.was),
    make("p", "", now(edit).length === 0 ? "要删去" : `您改成了：${now(edit).join(" ")}`),
    makeButton("plain-button", "不要这处改动", () => {
      edits.delete(id);
      showUnplaced();
      touched(0);
      byId("words-title").focus();
    })));
  const words = "台账或者填写的内容变了，下面的改动在现在的公文里找不到原文，没有用上。还要的，在现在的原文里重新改；然后去掉这里的。";
  byId("words-unplaced").replaceChildren(...(items.length === 0 ? [] : [make("h4", "", "找不到原文的改动"), make("p", "wanted", words), make("ul", "", ...items)]));
}

// ---- Judging ----------------------------------------------------------------------------------

const say = (...words) => byId("words-status").replaceChildren(...words);

/** What a reason is given for: the number in its sentence. Names count anew with every change. */
const keyOf = (number, change) => JSON.stringify([number.name, number.from, number.to, change.to.map((piece) => piece.text).join("")]);

/** Returns the reasons that were given for these changes, as the server takes them. */
function reasonsFor(changes) {
  const lines = [];
  for (const change of changes || []) {
    for (const number of change.numbers.filter(needsReason)) {
      const reason = reasons.get(keyOf(number, change));
      if (reason) lines.push(`${number.id}=${reason}`);
    }
  }
  return lines.join("\n");
}

/**
 * Has what was changed judged; returns why it may not be filed, empty where it may.
 * `ask(fields, say)` asks the server.
 */
export async function judge(ask) {
  [passed, allow] = [false, ""];
  if (changed().length === 0) {
    say("");
    showFound([], null);
    passed = true;
    return "";
  }
  say("正在核对改过的句子…");
  try {
    const list = async (more) => (await ask([...sent(), ["list", "1"], ...more], say)).json();
    let answer = await list([]);
    const given = reasonsFor(answer.changes);
    if (given !== "") answer = await list([["allow", given]]);
    allow = given;
    passed = answer.made;
    showFound(answer.diagnostics, answer.changes);
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    // What is wrong with the registers is told above; here only what was changed.
    showFound(error.diagnostics || [], null);
    say(make("span", "bad", "没有核对成"), error.diagnostics ? "" : `：${[error.message, ...error.hints].join("。")}。`);
    return "改过的句子没有核对成，见“改句子”。";
  }
  const why = hasPlace() ? "先处理下面列出的各处，或写明理由" : "有的改动找不到原文";
  say(passed ? make("span", "good", "改动可以用") : make("span", "bad", "改动还不能用"), passed ? "：版面图和下载的都是改过的。" : `：${why}。`);
  return passed ? "" : "改过的句子里有要处理的，见“改句子”。";
}

/** The file that messages about what was changed name. */
const FILE = "改过的送审稿.docx";

/** Shows what is wrong with what was changed, and all changes. */
function showFound(diagnostics, changes) {
  const mine = diagnostics.filter((one) => one.file === FILE && (one.key !== "edit-unplaced" || hasPlace()));
  const items = faultItems(mine);
  const parts = items.length === 0 ? [] : [make("h4", "", "需要处理或知道的"), make("ul", "", ...items)];
  const kept = {
    get: (number, change) => reasons.get(keyOf(number, change)),
    set: (number, change, reason) => {
      reasons.set(keyOf(number, change), reason);
      touched(1500);
    },
  };
  if (changes && changes.length > 0) parts.push(...listChanges(changes, kept));
  // Whoever is writing a reason goes on with it.
  const box = byId("words-found");
  const inputs = () => [...box.querySelectorAll("input")];
  const at = inputs().indexOf(document.activeElement);
  box.replaceChildren(...parts);
  if (at >= 0 && inputs()[at]) inputs()[at].focus();
}

/** Unfolds the list and goes there. */
export function goTo() {
  byId("words").open = true;
  byId("words").scrollIntoView({ block: "start" });
  byId("words-title").focus({ preventScroll: true });
}

/** Listens; `then` is told how many milliseconds more may be typed. */
export function listen(then) {
  onChange = then;
  byId("words").addEventListener("toggle", fit);
  window.addEventListener("resize", fit);
  byId("own-keep").addEventListener("change", save);
  byId("words-clear").addEventListener("click", () => {
    edits.clear();
    reasons.clear();
    fill();
    showUnplaced();
    touched(0);
    byId("words-title").focus();
  });
}
