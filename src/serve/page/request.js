// Asking the server: waits while it is busy, and turns what goes wrong into words to act on.

import { changedFiles } from "./files.js";
import { make } from "./element.js";

/** What went wrong, in words for the person at the screen. */
export class Trouble extends Error {
  constructor(message, hints, diagnostics) {
    super(message);
    this.hints = hints || [];
    this.diagnostics = diagnostics || null;
  }
}

// How often the page asks again by itself while the server is busy.
const MAX_TRIES = 30;

/**
 * Returns the server's good answer; asks again while it is busy, telling `say` so.
 * Throws a `Trouble`, or whatever, once the signal has been aborted.
 */
export async function ask(path, options, signal, say) {
  for (let n = 1; ; n += 1) {
    let response;
    try {
      response = await fetch(path, { ...options, signal });
    } catch (error) {
      if (signal.aborted) throw error;
      throw await unreachable();
    }
    if (response.ok) return response;
    if (response.status !== 503 || n === MAX_TRIES) throw await refusal(response);
    const seconds = Math.min(60, Math.max(1, Number(response.headers.get("Retry-After")) || 3));
    say(`现在用的人多，${seconds} 秒后自动再试（第 ${n} 次），不用重新选择文件`);
    await pause(seconds * 1000, signal);
  }
}

/** Waits; gives up when the signal does. */
export function pause(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(new DOMException("aborted", "AbortError"));
    });
  });
}

/** Says why nothing came back: a file that was saved meanwhile, or no server. */
async function unreachable() {
  const changed = await changedFiles();
  if (changed.length > 0) {
    return new Trouble(`文件已经改动或移走：${changed.join("、")}`, [
      "保存并关闭以后，把它再选择或拖入一次，会替换原来的",
    ]);
  }
  return new Trouble("连不上版心程序", [
    "看一看运行版心的窗口是否还开着，关掉了就重新打开版心，再按“重试”",
    "文件太大时也会这样，可以先移除用不上的文件",
  ]);
}

const USUAL = {
  400: ["请求不完整", ["重新选择文件再试"]],
  403: ["版心程序没有接受这个网页的请求", ["请用运行版心的窗口里写的网址打开本页"]],
  404: ["没有找到", ["刷新本页，重新选择文件"]],
  408: ["用的时间太长，已经停下", ["文件很多的，分几次处理"]],
  413: ["文件太大或太多", ["只放台账，移除照片、视频和用不上的文件"]],
  503: ["现在用的人太多", ["过几分钟再试"]],
};

/** Turns an answer that is not a good one into words. */
async function refusal(response) {
  let body = {};
  try {
    body = await response.json();
  } catch (error) {
    // An answer without JSON, of a proxy perhaps: its status has to do.
  }
  const again = `状态 ${response.status}，请重试；仍然不行的，关掉版心重新打开`;
  const usual = USUAL[response.status] || ["版心程序出错了", [again]];
  const hints = Array.isArray(body.hints) && body.hints.length > 0 ? body.hints : usual[1];
  return new Trouble(body.error || usual[0], hints, body.diagnostics);
}

/** Hands a file to the browser to keep. */
export function keep(blob, name) {
  const link = make("a", "");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

/** Returns the file name that the server gives, if any. */
export function givenName(response) {
  const parts = /filename\*=UTF-8''([^;]+)/i.exec(response.headers.get("Content-Disposition") || "");
  try {
    return parts && decodeURIComponent(parts[1]);
  } catch (error) {
    return null;
  }
}
