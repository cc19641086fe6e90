// The upload page's behaviour: chosen files in; what was understood, found and set out.
//
// Everything that comes from a file or from the server is put in as text, never as markup; pages
// are shown as pictures. Nothing newer than Chromium 90: offices keep their browsers for years.

import * as assign from "./assign.js";
import * as before from "./before.js";
import * as county from "./county.js";
import { byId, make, makeButton, periodName, quoted } from "./element.js";
import { firstError, showDiagnostics, tally } from "./diagnostics.js";
import * as fields from "./fields.js";
import * as files from "./files.js";
import { showFigures, showFindings, showUnderstood } from "./findings.js";
import * as finalize from "./finalize.js";
import * as numbers from "./numbers.js";
import { open } from "./open.js";
import * as own from "./own.js";
import * as preview from "./preview.js";
import { ask, givenName, keep, Trouble } from "./request.js";
import { showToDo } from "./to-do.js";
import * as trends from "./trends.js";
import * as whichPeriod from "./which-period.js";
import * as words from "./words.js";

let isCounty = false;
/** Whether the files are a county's figures of several periods, to be followed. */
let areTrends = false;
/** What is under way for the files as they are; all of it ends when they change. */
let underWay = new AbortController();
/** Diagnostics of the files as they are. */
let diagnostics = [];
/** Why there is no PDF to download; empty where there is. */
let whyNoPdf = "";

// ---- What follows from a change ---------------------------------------------------------------

/** Other files: tells a county's from a unit's, then starts over. */
function filesChanged() {
  areTrends = files.areCountyFigures();
  byId("scope-hint").hidden = true;
  const looksLikeCounty = !areTrends && files.unitFolders().length >= 2;
  byId("scope").hidden = areTrends || (!looksLikeCounty && !files.hasZip());
  setScope(looksLikeCounty);
  start();
}

/** Offers to take the files for a county's where rows of other units were found among them. */
function showScope() {
  const areSeveral = diagnostics.some((one) => one.key === "other-units");
  byId("scope-hint").hidden = !areSeveral;
  if (areSeveral) byId("scope").hidden = false;
}

function setScope(county_) {
  isCounty = county_;
  document.querySelector(`input[name="scope"][value="${isCounty ? "county" : "unit"}"]`).checked = true;
  // Each unit of a county has its own name, period and configuration.
  byId("about").hidden = isCounty || areTrends;
  byId("form").classList.toggle("narrow", isCounty || areTrends);
}

/** Starts over with files and fields as they are now. */
function start() {
  stop();
  const hasFiles = files.sent().length > 0;
  byId("welcome").hidden = hasFiles;
  // Then the answer is looked at; what was asked for makes room.
  document.documentElement.classList.toggle("has-files", hasFiles);
  byId("county").hidden = !(isCounty && hasFiles);
  byId("results").hidden = isCounty || areTrends || !hasFiles;
  byId("trends").hidden = !areTrends;
  trends.forget();
  if (!hasFiles || isCounty || areTrends) {
    fields.showGuess({});
    assign.forget();
    own.forget();
    before.forget();
    whichPeriod.forget();
    numbers.forget();
    words.forget();
    // The next unit's results are not shown among the last one's.
    byId("results").classList.add("first");
  }
  if (!isCounty) county.leave();
  if (areTrends) runTrends();
  else if (isCounty && hasFiles) county.showCounty();
  else if (hasFiles) check();
}

function stop() {
  underWay.abort();
  underWay = new AbortController();
  byId("alert").hidden = true;
}

/** Returns what is sent: the files, what the user filled in, and what else is asked. */
function body(more) {
  const form = files.body();
  for (const [name, value] of [...fields.filled(), ...assign.filled(), ...own.filled(), ...before.filled(), ...more]) form.append(name, value);
  return form;
}

// ---- Checking and setting ---------------------------------------------------------------------

const setStatus = (...words) => byId("status").replaceChildren(...words);

function setBusy(isBusy) {
  byId("results").classList.toggle("busy", isBusy);
  byId("results").setAttribute("aria-busy", String(isBusy));
}

function setDisabled(id, isDisabled) {
  byId(id).setAttribute("aria-disabled", String(isDisabled));
}

/** The buttons whose files need a report that can be made. */
const REPORTS = ["get-pdf", "get-ofd", "get-docx"];

function setNoPdf(why) {
  whyNoPdf = why;
  for (const id of REPORTS) setDisabled(id, why !== "");
}

/** Checks the files, then sets the pages; what was shown before stays until then. */
async function check() {
  const { signal } = underWay;
  setBusy(true);
  setNoPdf("正在核查，请稍等。");
  setDisabled("get-checklist", true);
  setStatus(`正在核查 ${files.sent().length} 个文件…`);
  try {
    await files.renew();
    const response = await ask("api/check", { method: "POST", body: body([]) }, signal, setStatus);
    if (showChecked(await response.json())) {
      // What was kept of this unit is now sent, too.
      start();
      return;
    }
    if (whichPeriod.ask(diagnostics, byId("period").value)) {
      preview.showNoPages("选定是哪一期以后，这里显示排好的页面。");
      setNoPdf("先选定是哪一期的。");
      setStatus(make("span", "bad", "先选定是哪一期的"), make("span", "tally", tally(diagnostics)));
      return;
    }
    const judged = (more, say) => ask("api/finalize", { method: "POST", body: body(more) }, signal, say);
    const why = await words.judge(judged);
    const nPages = await showPages(signal);
    if (nPages === 0) return;
    if (why === "") allowFiles(nPages);
    else holdFiles(why);
    showNumbers(signal);
  } catch (error) {
    if (signal.aborted) return;
    if (error.diagnostics) {
      // The settings or the files as a whole: told as everything else is, with file and line.
      diagnostics = error.diagnostics;
      showChecked({ diagnostics });
      showRefusal(diagnostics);
      return;
    }
    byId("results").classList.add("first");
    setStatus(make("span", "bad", "没有完成"), "，原因见上面。");
    setNoPdf("还没有核查完，先解决上面的问题。");
    showTrouble(error, start);
  } finally {
    if (!signal.aborted) setBusy(false);
  }
}

/** Shows what was found; returns whether more is known of the unit that must be sent first. */
function showChecked(answer) {
  diagnostics = answer.diagnostics;
  showScope();
  if (answer.guess) fields.showGuess(answer.guess);
  assign.show(answer);
  before.show(answer.previous);
  showUnderstood(answer.understood, assign);
  showDiagnostics(diagnostics);
  showFigures(answer.figures, answer.names);
  showFindings(answer.figures, answer.names);
  showToDo(answer.worksheet, byId("unit").value, byId("period").value);
  byId("results").classList.remove("first");
  setStatus(`核查完成：${tally(diagnostics)}。正在排版…`);
  setDisabled("get-checklist", false);
  setNoPdf("正在排版，请稍等。");
  if (answer.guess) words.show(answer);
  return own.show(answer, files.hasOwnWords());
}

/** Sets the pages and shows them; returns how many there are, none where they cannot be set. */
async function showPages(signal) {
  const say = (text) => { byId("preview-words").textContent = text; };
  // Pages that are turned to later are of the same words.
  const changed = words.filled();
  const load = async (first, count) => {
    const form = body([...changed, ["first", first], ...(count ? [["count", count]] : [])]);
    return (await ask("api/preview", { method: "POST", body: form }, signal, say)).json();
  };
  say("正在排版…");
  let nPages;
  try {
    nPages = await preview.show(load);
  } catch (error) {
    if (signal.aborted) throw error;
    preview.showNoPages("没有排出来。");
    if (!error.diagnostics) throw error;
    showRefusal(error.diagnostics);
    return 0;
  }
  return nPages;
}

/** Says that the files can be downloaded. */
function allowFiles(nPages) {
  setNoPdf("");
  const nErrors = diagnostics.filter((one) => one.severity === "error").length;
  const unused = nErrors > 0 ? "有错误的地方没有用上，最好改正后再生成。" : "";
  const own_ = words.count() ? `${words.count()}。` : "";
  setStatus(make("span", "good", "可以下载 PDF"), `，共 ${nPages} 页。${own_}${unused}`, make("span", "tally", tally(diagnostics)));
}

/** Says that what was changed cannot be filed yet: a draft of it can be handed on, nothing else. */
function holdFiles(why) {
  setNoPdf(why);
  setDisabled("get-docx", !words.hasPlace());
  byId("preview-words").textContent = "这是没有改句子的版面。";
  setStatus(make("span", "bad", "还不能生成 PDF"), `。${why}`, makeButton("plain-button", "去看", words.goTo));
}

/** Asks where the numbers of the pages come from; the pages are of use without. */
async function showNumbers(signal) {
  try {
    const response = await ask("api/trace", { method: "POST", body: body(words.filled()) }, signal, () => undefined);
    numbers.show(await response.json());
  } catch (error) {
    if (signal.aborted || error instanceof Trouble) return;
    throw error;
  }
}

/** Says that nothing is made before something is put right. */
function showRefusal(all) {
  // Setting the pages may find more, a character without a face for one.
  if (all.length > diagnostics.length) {
    diagnostics = all;
    showDiagnostics(diagnostics);
  }
  preview.showNoPages("改正核查出的错误以后，这里显示排好的页面。");
  setNoPdf("还不能生成 PDF，先改正核查出的错误。");
  const canAssign = assign.isOpen() && diagnostics.some((one) => one.key === "no-attendance");
  if (all.some((one) => one.key === "no-unit" && one.severity === "error")) {
    const likely = fields.likelyUnit();
    const guessed = likely === "" ? "" : make("span", "guessed", `按标题猜是“${likely}”，核对后按 `, makeButton("button", `是${likely}`, fields.confirmUnit));
    setStatus(make("span", "bad", "还不能生成 PDF"), "。请先填单位名称。", guessed, make("span", "tally", tally(diagnostics)));
    if (likely === "") {
      byId("unit-hint").className = "hint wanted";
      byId("unit-hint").textContent = "请填单位名称，例如 清溪镇";
    }
    return;
  }
  const first = firstError(all) || firstError(diagnostics);
  const way = canAssign ? "先在“对表”里说明没有认出的表是什么" : `还差：${first || "先改正下面的错误"}`;
  setStatus(make("span", "bad", "还不能生成 PDF"), `。${way}。`, make("span", "tally", tally(diagnostics)));
}

/** Shows what went wrong and what can be done, with a button to try again. */
function showTrouble(error, again) {
  const isForeseen = error instanceof Trouble;
  const title = isForeseen ? error.message : "本页出错了";
  const hints = isForeseen ? error.hints : [`刷新本页再试；仍然不行的，请把这句话告诉我们：${error.message}`];
  const alert = byId("alert");
  alert.replaceChildren(make("h2", "", ...quoted(title)), ...hints.map((hint) => make("p", "", ...quoted(hint))),
    makeButton("button", "重试", () => {
      alert.hidden = true;
      again();
    }));
  alert.hidden = false;
  alert.scrollIntoView({ block: "nearest" });
}

/** Returns what is sent where registers and figures are to travel inside what is downloaded. */
const taken = () => (byId("attach").checked ? [["attach-sources", "1"]] : []);

// ---- Downloads --------------------------------------------------------------------------------

/** Asks for a file and hands it to the browser; the button stays pressed meanwhile. */
async function download(id, path, what, ending) {
  if (byId(id).getAttribute("aria-disabled") === "true") {
    if (REPORTS.includes(id) && whyNoPdf !== "") setStatus(whyNoPdf);
    return;
  }
  const { signal } = underWay;
  const before = [...byId("status").childNodes];
  setDisabled(id, true);
  setStatus(`正在生成${what}…`);
  byId("alert").hidden = true;
  try {
    await files.renew();
    // A draft of what was changed is handed on before its numbers are in order.
    const changed = id === "get-docx" ? words.sent() : words.filled();
    const response = await ask(path, { method: "POST", body: body([...changed, ...taken()]) }, signal, setStatus);
    const usual = `${byId("unit").value || "报告"}${periodName(byId("period").value)}${ending}`;
    const name = givenName(response) || usual;
    keep(await response.blob(), name);
    setStatus(make("span", "good", "已下载"), ` ${name}`);
  } catch (error) {
    if (signal.aborted) return;
    setStatus(...before);
    if (error.diagnostics) showRefusal(error.diagnostics);
    else showTrouble(error, () => download(id, path, what, ending));
  } finally {
    if (!signal.aborted) setDisabled(id, REPORTS.includes(id) && id !== "get-docx" && whyNoPdf !== "");
  }
}

async function runCounty() {
  stop();
  const { signal } = underWay;
  try {
    await county.run(files.bodyOfCounty, signal);
  } catch (error) {
    if (!signal.aborted) showTrouble(error, runCounty);
  }
}

/** Takes up what was begun before the page was loaded anew, unless other files are looked at by now. */
async function resumeCounty() {
  if (files.sent().length > 0 && !isCounty) return;
  const { signal } = underWay;
  try {
    await county.resume(signal);
  } catch (error) {
    if (!signal.aborted) showTrouble(error, resumeCounty);
  }
}

async function runTrends() {
  const { signal } = underWay;
  try {
    await trends.run(signal);
  } catch (error) {
    if (!signal.aborted) showTrouble(error, start);
  }
}

// ---- Putting it together ----------------------------------------------------------------------

function listen() {
  files.listen(filesChanged, open, () => showTrouble(
    new Trouble("有文件读不出来", ["关闭正在打开它的程序，再选择或拖入一次"]), () => byId("files").focus()));
  preview.listen();
  county.listen();
  trends.listen();
  assign.listen(start, files.configuration);

  let waiting = 0;
  const later = (milliseconds) => {
    clearTimeout(waiting);
    if (files.sent().length > 0) waiting = setTimeout(start, milliseconds);
  };
  fields.listen(later);
  own.listen(later);
  before.listen(later);
  whichPeriod.listen(fields.choosePeriod);
  words.listen((milliseconds) => {
    // What was made before is not what is written now.
    setNoPdf("改过的句子还在核对，请稍等。");
    later(milliseconds);
  });
  byId("form").addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    start();
  });
  for (const input of document.querySelectorAll('input[name="scope"]')) {
    input.addEventListener("change", () => {
      setScope(input.value === "county");
      start();
    });
  }

  // After a correction was saved: dropped files are read anew.
  byId("again").addEventListener("click", start);
  byId("get-pdf").addEventListener("click", () => download("get-pdf", "api/report", " PDF", ".pdf"));
  byId("get-ofd").addEventListener("click", () => download("get-ofd", "api/ofd", " OFD", ".ofd"));
  byId("get-docx").addEventListener("click", () => download("get-docx", "api/docx", "送审稿", ".docx"));
  byId("get-checklist").addEventListener("click", () => download("get-checklist", "api/check.xlsx", "核查表", "核查表.xlsx"));
  finalize.listen({
    ask: async (more, say) => {
      await files.renew();
      return ask("api/finalize", { method: "POST", body: body([...more, ...taken()]) }, underWay.signal, say);
    },
    showTrouble,
  });
  byId("county-start").addEventListener("click", runCounty);
  byId("county-cancel").addEventListener("click", () => {
    stop();
    county.cancel();
  });

  // What the browser does not keep would be lost: it asks before.
  window.addEventListener("beforeunload", (event) => {
    if (!files.wouldLose() && !own.wouldLose() && !words.wouldLose()) return;
    event.preventDefault();
    event.returnValue = "";
  });

  // What is folded up would be missing on paper.
  let folded = [];
  window.addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details:not([open])")];
    for (const box of folded) box.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const box of folded) box.open = false;
  });
}

document.documentElement.classList.add("js");
listen();
filesChanged();
files.restore().then(resumeCounty);
