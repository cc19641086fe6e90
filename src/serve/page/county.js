// A whole county: one folder a unit goes up, a job is watched, a zip and a table of the units come back.

import { byId, make } from "./element.js";
import { renew, unitFolders } from "./files.js";
import { ask, givenName, keep, pause } from "./request.js";
import * as units from "./units.js";

const POLL_MILLISECONDS = 700;

/** The job that runs or has run, as the server names it. */
let job = null;

const say = (...words) => byId("county-status").replaceChildren(...words);
const jobPath = () => `api/county/${encodeURIComponent(job)}`;

/** Shows what would be made; nothing is sent yet, and what was made of other files goes. */
export function showCounty() {
  forget();
  const names = unitFolders();
  const units = names.length === 0 ? "" : `有 ${names.length} 个单位：${names.slice(0, 6).join("、")}${names.length > 6 ? " 等" : ""}。`;
  byId("county-words").textContent = `${units}每个单位各生成一份报告，另有全县汇总报告和汇总表，打成一个压缩包。`;
  say();
  setState("ready");
}

/** Has done with a job: the server need not keep its files. */
function forget() {
  // A server that is gone has forgotten it, too.
  if (job !== null) fetch(jobPath(), { method: "DELETE" }).catch(() => undefined);
  job = null;
}

function setState(state) {
  // While it runs the bar tells how far; read out each time it would be noise.
  byId("county-status").setAttribute("aria-live", state === "running" ? "off" : "polite");
  byId("county-start").hidden = state === "running";
  byId("county-start").textContent = state === "done" ? "重新生成" : "开始生成";
  byId("county-start").classList.toggle("primary", state !== "done");
  byId("county-cancel").hidden = state !== "running";
  byId("county-progress").hidden = state === "ready";
  byId("county-result").hidden = state !== "done";
  byId("county-drafts-label").hidden = state === "running";
  if (state !== "done") units.hide();
}

/** Sends the files and follows the job to its end. Throws what `ask` throws. */
export async function run(body, signal) {
  const bar = byId("county-progress");
  forget();
  bar.removeAttribute("value");
  setState("running");
  byId("county-cancel").focus();
  say("正在上传…");
  try {
    await renew();
    const form = body();
    form.append("docx", String(byId("county-drafts").checked));
    job = (await (await ask("api/county", { method: "POST", body: form }, signal, say)).json()).job;
    for (;;) {
      const state = await (await ask(jobPath(), {}, signal, say)).json();
      if (state.state !== "queued" && state.state !== "running") {
        await ends(state, signal);
        return;
      }
      if (state.total > 0) {
        bar.max = state.total;
        bar.value = state.done;
      }
      const current = state.current ? `，现在是 ${state.current}` : "";
      say(state.state === "queued" ? "排队中，前面的做完就开始…" : `正在生成：${state.done} / ${state.total}${current}`);
      await pause(POLL_MILLISECONDS, signal);
    }
  } catch (error) {
    if (!signal.aborted) await ends({ state: "failed", notes: [] }, signal);
    throw error;
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
  forget();
  await ends({ state: "cancelled", notes: [] });
}
