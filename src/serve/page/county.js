// A whole county: one folder a unit goes up, a job is watched, a zip and a table of the units come back.

import { byId, make } from "./element.js";
import { renew, sent, unitFolders } from "./files.js";
import { ask, givenName, keep, pause } from "./request.js";
import * as units from "./units.js";

const POLL_MILLISECONDS = 700;
/** Under what this tab remembers its job, as long as it is open. */
const KEPT = "banxin:county";

/** The job that runs or has run, as the server names it. */
let job = null;

const say = (...words) => byId("county-status").replaceChildren(...words);
const jobPath = () => `api/county/${encodeURIComponent(job)}`;

/** Does something with the tab's storage; null where it is switched off. */
function attempt(act) {
  try {
    return act(window.sessionStorage);
  } catch (error) {
    return null;
  }
}

/** Shows what would be made; nothing is sent yet, and what was made of other files goes. */
export function showCounty() {
  leave();
  const names = unitFolders();
  const named = names.length === 0 ? "" : `有 ${names.length} 个单位：${names.slice(0, 6).join("、")}${names.length > 6 ? " 等" : ""}。`;
  byId("county-words").textContent = `${named}每个单位各生成一份报告，另有全县汇总报告和汇总表，打成一个压缩包。`;
  say();
  setState("ready");
}

/** Has done with a job: the server need not keep its files. */
export function leave() {
  if (job === null) return;
  // A server that is gone has forgotten it, too.
  fetch(jobPath(), { method: "DELETE" }).catch(() => undefined);
  job = null;
  attempt((storage) => storage.removeItem(KEPT));
}

function setState(state) {
  // While it runs the bar tells how far; read out each time it would be noise.
  byId("county-status").setAttribute("aria-live", state === "running" ? "off" : "polite");
  byId("county-start").hidden = state === "running" || sent().length === 0;
  byId("county-start").textContent = state === "done" ? "重新生成" : "开始生成";
  byId("county-start").classList.toggle("primary", state !== "done");
  byId("county-cancel").hidden = state !== "running";
  byId("county-progress").hidden = state === "ready";
  byId("county-result").hidden = state !== "done";
  for (const id of ["county-name-label", "county-name-hint", "county-drafts-label"]) byId(id).hidden = byId("county-start").hidden;
  if (state !== "done") units.hide();
}

/** Sends the files and follows the job to its end. Throws what `ask` throws. */
export async function run(body, signal) {
  leave();
  byId("county-progress").removeAttribute("value");
  setState("running");
  byId("county-cancel").focus();
  say("正在上传…");
  try {
    await renew();
    const form = body();
    form.append("county", byId("county-name").value.trim());
    form.append("docx", String(byId("county-drafts").checked));
    job = (await (await ask("api/county", { method: "POST", body: form }, signal, say)).json()).job;
    attempt((storage) => storage.setItem(KEPT, job));
    await follow(signal);
  } catch (error) {
    if (!signal.aborted) await ends({ state: "failed", notes: [] }, signal);
    throw error;
  }
}

/** Takes up the job that this tab had before it was loaded anew, as long as the server has it. */
export async function resume(signal) {
  const kept = attempt((storage) => storage.getItem(KEPT));
  if (kept === null || job !== null) return;
  job = kept;
  const answer = await fetch(jobPath(), { signal }).catch(() => null);
  if (answer === null || !answer.ok || (await answer.json()).state === "cancelled") {
    job = null;
    attempt((storage) => storage.removeItem(KEPT));
    return;
  }
  byId("county-words").textContent = "刷新以前开始的全县生成。";
  byId("county").hidden = false;
  byId("welcome").hidden = true;
  setState("running");
  await follow(signal);
}

/** Follows the job to its end. */
async function follow(signal) {
  const bar = byId("county-progress");
  for (;;) {
    const state = await (await ask(jobPath(), {}, signal, say)).json();
    if (state.total > 0) {
      bar.max = state.total;
      bar.value = state.done;
    }
    if (state.state !== "queued" && state.state !== "running") {
      await ends(state, signal);
      return;
    }
    const current = state.current ? `，现在是 ${state.current}` : "";
    say(state.state === "queued" ? "排队中，前面的做完就开始…" : `正在生成：${state.done} / ${state.total}${current}`);
    await pause(POLL_MILLISECONDS, signal);
  }
}

/** Says what came of the job; shows the units where it was done. */
async function ends(state, signal) {
  if (state.state !== "done") {
    const notes = state.notes.map((note) => `${note}。`).join("");
    setState("ready");
    byId("county-start").focus();
    if (state.state === "cancelled") say("已取消，没有留下文件。");
    else say(make("span", "bad", "没有完成"), notes && `：${notes}`);
    return;
  }
  const table = await (await ask(`${jobPath()}/units`, {}, signal, say)).json();
  setState("done");
  byId("county-progress").value = byId("county-progress").max;
  const link = byId("county-result");
  link.href = `${jobPath()}/result.zip`;
  link.focus();
  const failed = state.failed > 0 ? `，${state.failed} 个没有，原因见下` : "";
  const ignored = state.ignored > 0 ? `另有 ${state.ignored} 个文件不在单位的文件夹里，没有用上。` : "";
  say(make("span", "good", "已完成"), `：${state.total - state.failed} 个单位有了报告${failed}。${ignored}结果在这里只保留半小时，请及时下载。`);
  const files = `${jobPath()}/files`;
  units.show(table, { pathOf: (n, kind) => `${files}/${n}/${kind}`, fetchFile: (path, name) => fetchFile(path, name, signal) });
}

/** Fetches one file of the result and hands it to the browser. */
async function fetchFile(path, name, signal) {
  const tell = (...words) => byId("units-fetched").replaceChildren(...words);
  tell(`正在取 ${name}…`);
  try {
    const response = await ask(path, {}, signal, tell);
    keep(await response.blob(), givenName(response) || name);
    tell(make("span", "good", "已下载"), ` ${name}`);
  } catch (error) {
    if (!signal.aborted) tell(make("span", "bad", "没有下载"), ` ${name}：${error.message}`);
  }
}

/** Listens to the table. */
export const listen = units.listen;

/** Ends the job, here and on the server. */
export async function cancel() {
  leave();
  await ends({ state: "cancelled", notes: [] });
}
