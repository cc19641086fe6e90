// A whole county: one folder a unit goes up, a job is watched, a zip comes back.

import { byId, make } from "./element.js";
import { renew, unitFolders } from "./files.js";
import { ask, pause } from "./request.js";

const POLL_MILLISECONDS = 700;

/** The job that runs or has run, as the server names it. */
let job = null;

const say = (...words) => byId("county-status").replaceChildren(...words);
const jobPath = () => `api/county/${encodeURIComponent(job)}`;

/** Shows what would be made; nothing is sent yet. */
export function showCounty() {
  const names = unitFolders();
  const units = names.length === 0 ? "" : `有 ${names.length} 个单位：${names.slice(0, 6).join("、")}${names.length > 6 ? " 等" : ""}。`;
  byId("county-words").textContent = `${units}每个单位各生成一份报告，另有全县汇总报告和汇总表，打成一个压缩包。`;
  say();
  setState("ready");
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
}

/** Sends the files and follows the job to its end. Throws what `ask` throws. */
export async function run(body, signal) {
  const bar = byId("county-progress");
  job = null;
  bar.removeAttribute("value");
  setState("running");
  byId("county-cancel").focus();
  say("正在上传…");
  try {
    await renew();
    job = (await (await ask("api/county", { method: "POST", body: body() }, signal, say)).json()).job;
    for (;;) {
      const state = await (await ask(jobPath(), {}, signal, say)).json();
      if (state.state !== "queued" && state.state !== "running") {
        ends(state);
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
    if (!signal.aborted) ends({ state: "failed", notes: [] });
    throw error;
  }
}

function ends(state) {
  const notes = state.notes.map((note) => `${note}。`).join("");
  if (state.state !== "done") {
    setState("ready");
    byId("county-start").focus();
    if (state.state === "cancelled") say("已取消，没有留下文件。");
    else say(make("span", "bad", "没有完成"), notes && `：${notes}`);
    return;
  }
  setState("done");
  byId("county-progress").value = byId("county-progress").max;
  const link = byId("county-result");
  link.href = `${jobPath()}/result.zip`;
  link.focus();
  const failed = state.failed > 0 ? `，${state.failed} 个没有生成，原因见压缩包里的 summary.json` : "";
  const ignored = state.ignored > 0 ? `另有 ${state.ignored} 个文件不在单位的文件夹里，没有用上。` : "";
  say(make("span", "good", "已完成"), `：${state.total - state.failed} 个单位有了报告${failed}。${ignored}${notes}结果只保留十分钟，下载一次后即删除。`);
}

/** Says what has become of the result once it has been fetched. */
function fetched() {
  // Only after the click has been followed: without its address the link leads nowhere.
  setTimeout(() => {
    setState("ready");
    byId("county-start").textContent = "重新生成";
    say("结果已交给浏览器下载。");
    byId("county-start").focus();
  }, 0);
}

/** Listens to the download. */
export function listen() {
  byId("county-result").addEventListener("click", fetched);
}

/** Ends the job, here and on the server. */
export async function cancel() {
  const path = job === null ? null : jobPath();
  ends({ state: "cancelled", notes: [] });
  // A server that is gone has ended it, too.
  if (path !== null) await fetch(path, { method: "DELETE" }).catch(() => undefined);
}
