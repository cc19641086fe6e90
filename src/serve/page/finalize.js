// The revised draft: what was changed, which numbers are not the registers', the PDF that is filed.

import { listChanges } from "./changes.js";
import { faultItems } from "./diagnostics.js";
import { byId, make } from "./element.js";
import { givenName, keep } from "./request.js";
import * as whichPeriod from "./which-period.js";

/** The buttons that give the filed document. */
const FILES = ["get-final", "get-final-ofd"];

/** The revised draft. */
let revised = null;
/** The reasons given so far, by the number's name. */
const reasons = new Map();
/** How the server is asked, and how trouble is shown. */
let page;

/** Returns what is sent beside the registers. */
function sent(more) {
  const allow = [...reasons].filter(([, reason]) => reason !== "").map(([id, reason]) => `${id}=${reason}`);
  const fields = [["revised", revised], ["changes", byId("finalize-changes").value], ...more];
  if (byId("finalize-comments").checked) fields.push(["ignore-comments", "1"]);
  if (allow.length > 0) fields.push(["allow", allow.join("\n")]);
  return fields;
}

const say = (...words) => byId("finalize-status").replaceChildren(...words);

/** Takes a file as the revised draft. */
function take(file) {
  if (!file) return;
  revised = file;
  reasons.clear();
  byId("revised-name").textContent = file.name;
  byId("finalize-answers").hidden = false;
  compare();
}

/** Compares the revised draft with the registers and shows what was found. */
async function compare() {
  if (!revised) return;
  say("正在核对修改稿…");
  byId("finalize-found").replaceChildren();
  allowFiles(false);
  try {
    show(await (await page.ask(sent([["list", "1"]]), say)).json());
  } catch (error) {
    if (error.name === "AbortError") return;
    say(make("span", "bad", "没有核对成"));
    if (error.diagnostics) show({ diagnostics: error.diagnostics, changes: null, made: false });
    else page.showTrouble(error, compare);
  }
}

function show({ diagnostics, changes, made }) {
  const mine = diagnostics.filter((one) => one.file === revised.name || one.severity === "error");
  const parts = [];
  if (mine.length > 0) {
    const items = faultItems(mine);
    parts.push(make("h4", "", "需要处理或知道的"), make("ul", "", ...items));
  }
  if (changes) {
    const kept = { get: ({ id }) => reasons.get(id), set: ({ id }, change, reason) => reasons.set(id, reason) };
    parts.push(...listChanges(changes, kept));
  }
  byId("finalize-found").replaceChildren(...parts);
  byId("finalize-actions").hidden = false;
  const isOpen = whichPeriod.isOpen();
  allowFiles(made && !isOpen);
  if (made && isOpen) say(make("span", "bad", "还不能定稿"), "：先在上面选定是哪一期的，再点“重新核对”。");
  else say(made ? make("span", "good", "可以定稿") : make("span", "bad", "还不能定稿"), made ? "，数字都与台账一致或已写明理由。" : "：先处理下面列出的各处，或写明理由后重新核对。");
}

/** Lets the filed document be downloaded, or not. */
function allowFiles(isAllowed) {
  for (const id of FILES) byId(id).setAttribute("aria-disabled", String(!isAllowed));
}

/** Asks for the document that is filed, as PDF or with these fields otherwise. */
async function download(id, more, fallback) {
  if (byId(id).getAttribute("aria-disabled") === "true") return;
  const before = [...byId("finalize-status").childNodes];
  say("正在生成定稿…");
  try {
    const response = await page.ask(sent(more), say);
    const name = givenName(response) || fallback;
    keep(await response.blob(), name);
    say(make("span", "good", "已下载"), ` ${name}`);
  } catch (error) {
    if (error.name === "AbortError") return;
    say(...before);
    if (error.diagnostics) show({ diagnostics: error.diagnostics, changes: null, made: false });
    else page.showTrouble(error, () => download(id, more, fallback));
  }
}

/** Listens; `how.ask(fields, say)` asks the server, `how.showTrouble` says what went wrong. */
export function listen(how) {
  page = how;
  const input = byId("revised");
  input.addEventListener("change", () => {
    take(input.files[0]);
    input.value = "";
  });
  const drop = byId("finalize-drop");
  for (const name of ["dragover", "drop"]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      // What is dropped here is the draft, not one more register.
      event.stopPropagation();
      if (name === "drop") take(event.dataTransfer.files[0]);
    });
  }
  byId("finalize-changes").addEventListener("change", compare);
  byId("finalize-comments").addEventListener("change", compare);
  byId("finalize-again").addEventListener("click", compare);
  byId("get-final").addEventListener("click", () => download("get-final", [], "定稿.pdf"));
  byId("get-final-ofd").addEventListener("click", () => download("get-final-ofd", [["ofd", "1"]], "定稿.ofd"));
}
