// The chosen files: taken in from choosers and drops, listed, told apart as a unit's or a county's.

import { byId, make, makeButton, sizeName } from "./element.js";
import * as kept from "./kept.js";

const USED = /\.(xlsx|xlsm|xlsb|xls|et|ods|csv|tsv|txt|html?|mht|mhtml|zip|docx|md|json|toml|pdf|ofd)$/i;
/** Finished documents: last period's, whose figures may travel inside. */
const REPORT = /\.(pdf|ofd)$/i;
const REGISTER = /\.(xlsx|xlsm|xlsb|xls|et|ods|csv|tsv|html?|mht|mhtml)$/i;
// Folders of one unit's quarters are not units.
const PART_OF_A_YEAR = /季度|半年|[一二三四1-4]季|Q[1-4]|^\d{4}年?$|月$/i;
const TEMPORARY = /^(~\$|\.|thumbs\.db$|desktop\.ini$)/i;
/** What is no register, and what can be done about it: endings, words. */
const STRANGE = [
  [/\.(rar|7z|tar|gz|tgz|cab)$/i, "压缩包打不开：请先解压，再把文件夹拖进来，或改压成 zip"],
  [/\.(doc|wps|rtf)$/i, "旧格式的文章：请用 Word、WPS 另存为 docx"],
  [/\.(jpe?g|png|gif|bmp|tiff?|heic|mp4|mov|avi)$/i, "照片和视频，不读"],
  [/\.(pdf|ofd)$/i, "里面没有附带数字（或被别的软件另存过），不读；要与上期对照，请放附带数字的 PDF，或上期的 figures.json"],
];
/** Windows hides endings, and so they are written twice. */
const TWICE = /\.(toml|md|docx|xlsx|xls|csv)\.txt$/i;
// A folder dropped by mistake, a whole disk perhaps, is not walked to its end.
const MAX_ENTRIES = 5000;
// A finished document is searched for what travels inside in pieces of so many bytes, none beyond the last.
const PIECE = 4 << 20;
const MAX_SEARCHED = 48 << 20;

/** The files, each `{path, file, entry, inside, isPlain}`: one a path, in order of their names. */
let chosen = [];
/** The day of the session that minutes are of, where an opened document is such. */
let session = "";
/** The finished document that was opened, and the paths of the files that it was made from. */
let source = null;
let nTemporary = 0;
let onChange = () => undefined;
let openReport = async () => null;

const baseName = (path) => path.slice(path.lastIndexOf("/") + 1);
const folderName = (path) => path.slice(0, Math.max(0, path.lastIndexOf("/")));
const isTemporary = (path) => TEMPORARY.test(baseName(path)) || path.startsWith("__MACOSX/");

const isUsed = (item) => USED.test(item.path) && !item.isPlain;

/** Returns the files that are sent. */
export const sent = () => chosen.filter(isUsed);

function form(items) {
  const data = new FormData();
  for (const item of items) data.append("files", item.file, item.path);
  if (session !== "") data.append("session", session);
  return data;
}

/** Returns the files as a form to send. */
export const body = () => form(sent());

/** Returns a county's files as a form to send: finished documents are none of them. */
export const bodyOfCounty = () => form(sent().filter((item) => !REPORT.test(item.path)));

/** Returns the text of the banxin.toml among the files, nearest to the registers; empty where there is none. */
export async function configuration() {
  const found = chosen.filter((item) => baseName(item.path) === "banxin.toml");
  found.sort((a, b) => b.path.split("/").length - a.path.split("/").length);
  return found.length > 0 ? found[0].file.text() : "";
}

/** Returns whether the office's own words are among them. */
export const hasOwnWords = () => chosen.some((item) => [item.path, ...item.inside].some((path) => /^正文素材\.(docx|txt|md)$/i.test(baseName(path))));

/** Returns whether a zip is among them. */
export const hasZip = () => chosen.some((item) => /\.zip$/i.test(item.path));

/** Returns whether they are a county's figures of some periods, or its whole results, and nothing else. */
export function areCountyFigures() {
  const isJson = (path) => /\.json$/i.test(path);
  const isCounty = (item) => {
    if (!/\.zip$/i.test(item.path)) return isJson(item.path);
    return item.inside.length > 0 && (item.inside.every(isJson) || item.inside.some((path) => baseName(path) === "汇总报告.json"));
  };
  const items = sent().filter((item) => !/\.toml$/i.test(item.path) && !REPORT.test(item.path));
  return items.length > 0 && items.every(isCounty);
}

/** Takes files in; one of the same path replaces the one before. */
export async function add(items) {
  nTemporary += items.filter((item) => isTemporary(item.path)).length;
  const fresh = items.filter((item) => !isTemporary(item.path));
  if (fresh.length === 0) {
    say(items.length === 0
      ? "这个文件夹里没有文件。请把放着考勤表等台账的文件夹拖进来。"
      : "这是表格打开着的时候自动生成的临时文件（名称以 ~$ 开头），里面没有内容。请关闭表格，选原来的文件。");
    return;
  }
  await Promise.all(fresh.map(async (item) => {
    // A zip that cannot be listed here is the server's to judge.
    item.inside = /\.zip$/i.test(item.path) ? await namesInZip(item.file).catch(() => []) : [];
    item.isPlain = REPORT.test(item.path) && !await carriesFiles(item).catch(() => false);
  }));
  fresh.forEach(setApart);
  const closed = closeFor(fresh);
  const paths = new Set(fresh.map((item) => item.path));
  chosen = chosen.filter((item) => !paths.has(item.path)).concat(fresh);
  const opened = await openAlone();
  chosen.sort((a, b) => a.path.localeCompare(b.path, "zh-CN"));
  changed();
  if (opened !== "" || closed !== "") say(opened || closed);
}

/** Puts an opened document back in the place of its files where this period's registers come after it; says so. One file alone replaces one of them. */
function closeFor(fresh) {
  const registers = fresh.filter((item) => REGISTER.test(item.path) || /\.zip$/i.test(item.path));
  const isFolder = registers.some((item) => item.path.includes("/") || item.inside.length > 0);
  if (!source || (registers.length < 2 && !isFolder)) return "";
  const { item, paths } = source;
  chosen = chosen.filter((one) => !paths.has(one.path)).concat(item);
  source = null;
  session = "";
  return `${baseName(item.path)} 现在当作上期的，用来对比。要接着改它的，先“全部移除”，只放它，再一个一个换文件。`;
}

/** Puts the files that a finished document was made from in its place, where no register lies beside it; says so. */
async function openAlone() {
  const reports = chosen.filter((item) => REPORT.test(item.path) && isUsed(item));
  const others = chosen.filter((item) => isUsed(item) && !/\.(pdf|ofd|json|toml)$/i.test(item.path));
  if (reports.length !== 1 || others.length > 0) return "";
  const opened = await openReport(reports[0]);
  if (!opened) return "";
  const paths = new Set(opened.items.map((item) => item.path));
  chosen = chosen.filter((item) => item !== reports[0] && !paths.has(item.path));
  chosen.push(...opened.items.map((item) => ({ ...item, inside: [], isPlain: false })));
  session = opened.session;
  source = { item: reports[0], paths };
  return `已照原样打开 ${baseName(reports[0].path)}：${opened.items.length} 个文件。`;
}

/** Gives a county's figures of another period, which are called the same, a name of their own. */
function setApart(item) {
  const parts = /^(汇总报告)(\.json)$/.exec(item.path);
  const same = (path) => chosen.find((one) => one.path === path && one.file.lastModified !== item.file.lastModified);
  for (let n = 2; parts && same(item.path); n += 1) item.path = `${parts[1]}（${n}）${parts[2]}`;
}

/** Reads the names in a zip's directory, to tell a county's from a unit's. */
async function namesInZip(file) {
  const tail = new DataView(await file.slice(Math.max(0, file.size - 65557)).arrayBuffer());
  let at = tail.byteLength - 22;
  while (at >= 0 && tail.getUint32(at, true) !== 0x06054b50) at -= 1;
  if (at < 0) return [];
  const start = tail.getUint32(at + 16, true);
  const nBytes = Math.min(tail.getUint32(at + 12, true), 4 << 20);
  const directory = new DataView(await file.slice(start, start + nBytes).arrayBuffer());
  const names = [];
  at = 0;
  while (at + 46 <= directory.byteLength && directory.getUint32(at, true) === 0x02014b50) {
    const isUtf8 = (directory.getUint16(at + 8, true) & 0x800) !== 0;
    const length = Math.min(directory.getUint16(at + 28, true), directory.byteLength - at - 46);
    const bytes = new Uint8Array(directory.buffer, at + 46, length);
    // Chinese Windows writes names as GBK and does not say so.
    names.push(new TextDecoder(isUtf8 ? "utf-8" : "gbk").decode(bytes).replace(/\\/g, "/"));
    at += 46 + length + directory.getUint16(at + 30, true) + directory.getUint16(at + 32, true);
  }
  return names.filter((name) => !name.endsWith("/") && !isTemporary(name));
}

/** Returns whether files travel inside a finished document; a scan of many megabytes is not sent for nothing. */
async function carriesFiles({ path, file }) {
  if (/\.ofd$/i.test(path)) return (await namesInZip(file)).some((name) => /Attachments\.xml$/.test(name));
  const word = "/EmbeddedFile";
  for (let at = 0; at < Math.min(file.size, MAX_SEARCHED); at += PIECE) {
    const bytes = await file.slice(at, at + PIECE + word.length).arrayBuffer();
    if (new TextDecoder("latin1").decode(bytes).includes(word)) return true;
  }
  return false;
}

/** Returns the names of the folders that hold registers and look like units. */
export function unitFolders() {
  const paths = [];
  for (const item of chosen) paths.push(item.path, ...item.inside);
  const folders = paths.filter((path) => REGISTER.test(path) && !isTemporary(path)).map(folderName);
  const units = folders.filter((folder) => folder !== "" && !PART_OF_A_YEAR.test(baseName(folder)));
  return [...new Set(units)].map(baseName);
}

/** Returns the names of files that can no longer be read as they were chosen. */
export async function changedFiles() {
  const names = [];
  for (const item of sent()) {
    try {
      await item.file.slice(0, 1).arrayBuffer();
    } catch (error) {
      names.push(baseName(item.path));
    }
  }
  return names;
}

/** Reads dropped files again, so that a saved correction counts without choosing it anew. */
export async function renew() {
  for (const item of chosen.filter((one) => one.entry)) {
    try {
      item.file = await fileOf(item.entry);
    } catch (error) {
      // Gone meanwhile: sending it says so.
    }
  }
}

const fileOf = (entry) => new Promise((resolve, reject) => entry.file(resolve, reject));

/** Walks dropped files and folders. */
async function walk(entries) {
  const items = [];
  const left = entries.slice();
  while (left.length > 0 && items.length < MAX_ENTRIES) {
    const entry = left.shift();
    if (entry.isFile) {
      items.push({ path: entry.fullPath.replace(/^\//, ""), file: await fileOf(entry), entry });
      continue;
    }
    const reader = entry.createReader();
    // A reader gives a folder piece by piece.
    for (;;) {
      const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
      if (some.length === 0) break;
      left.push(...some);
    }
  }
  return items;
}

/** Says a sentence about what was chosen; empty takes it away. */
function say(words) {
  byId("chosen-words").textContent = words;
  byId("chosen-words").hidden = words === "";
}

/** Returns why a file is not read. */
function reason(path) {
  const found = STRANGE.find(([ending]) => ending.test(path));
  return found ? found[1] : "不是表格，不读";
}

/** Says what helps where nothing can be read, or a name misleads. */
function advise() {
  const twice = chosen.filter((item) => TWICE.test(item.path));
  if (chosen.length > 0 && sent().length === 0) say(`选的文件里没有台账。${baseName(chosen[0].path)}：${reason(chosen[0].path)}。`);
  else if (twice.length > 0) say(`${baseName(twice[0].path)} 的名称末尾多了“.txt”，会当作文本来读：请在“查看”里打开“文件扩展名”，改名去掉它。`);
  else say("");
}

function changed() {
  show();
  advise();
  keepFiles();
  onChange();
}

// ---- Kept for the next time -------------------------------------------------------------------

async function keepFiles() {
  const box = byId("files-keep");
  if (!box.checked) return;
  kept.allow(true);
  if (!await kept.write(chosen)) {
    kept.allow(false);
    box.checked = false;
    say("浏览器没有存下这些文件：太大，或浏览器不允许。关闭本页以后要重新选择。");
  }
}

/** Returns whether files would be lost with the page. */
export const wouldLose = () => chosen.length > 0 && !byId("files-keep").checked;

/** Takes in the files that were kept the last time. */
export async function restore() {
  const items = await kept.read();
  if (items.length === 0 || chosen.length > 0) return;
  byId("files-keep").checked = true;
  await add(items);
}

function show() {
  byId("chosen").hidden = chosen.length === 0;
  const nBytes = sent().reduce((sum, item) => sum + item.file.size, 0);
  const skipped = nTemporary > 0 ? `，另略过 ${nTemporary} 个临时文件` : "";
  byId("chosen-title").textContent = `已选 ${sent().length} 个文件，${sizeName(nBytes)}${skipped}`;
  byId("chosen-list").replaceChildren(...chosen.map(row));
}

function row(item) {
  const inside = item.inside.length > 0 ? `内有 ${item.inside.length} 个文件` : sizeName(item.file.size);
  const button = makeButton("plain-button", "移除", () => remove(item));
  button.setAttribute("aria-label", `移除 ${item.path}`);
  return make("li", isUsed(item) ? "" : "unused",
    make("span", "name", item.path), make("span", "size", isUsed(item) ? inside : reason(item.path)), button);
}

function remove(item) {
  const at = chosen.indexOf(item);
  chosen.splice(at, 1);
  changed();
  // The focus stays where it was, now on the next file.
  const buttons = byId("chosen-list").querySelectorAll("button");
  (buttons[Math.min(at, buttons.length - 1)] || byId("files")).focus();
}

/** Listens to choosers and drops; `then` follows every change, `open` opens a finished document, `fail` tells of a file that cannot be read. */
export function listen(then, open, fail) {
  onChange = then;
  openReport = open;
  const take = (event) => {
    const files = [...event.target.files];
    // Choosing the same file again, corrected, must count as a change.
    event.target.value = "";
    add(files.map((file) => ({ path: file.webkitRelativePath || file.name, file }))).catch(fail);
  };
  byId("files").addEventListener("change", take);
  byId("folder").addEventListener("change", take);
  byId("files-keep").addEventListener("change", (event) => {
    if (event.target.checked) keepFiles();
    else {
      // At once: the page may go before the storage is emptied.
      kept.allow(false);
      kept.forget();
    }
  });
  byId("clear").addEventListener("click", () => {
    chosen = [];
    session = "";
    source = null;
    nTemporary = 0;
    changed();
    byId("files").focus();
  });

  // A drop anywhere counts: beside the zone the browser would leave the page for the file.
  const zone = byId("drop");
  const hasFiles = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
  document.addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    zone.classList.add("over");
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) zone.classList.remove("over");
  });
  document.addEventListener("drop", (event) => {
    zone.classList.remove("over");
    if (!hasFiles(event)) return;
    event.preventDefault();
    // Entries are only there during the event; a folder is one entry and no file.
    const entries = [...event.dataTransfer.items]
      .map((item) => item.webkitGetAsEntry && item.webkitGetAsEntry()).filter(Boolean);
    const files = [...event.dataTransfer.files].map((file) => ({ path: file.name, file }));
    (entries.length > 0 ? walk(entries) : Promise.resolve(files)).then(add).catch(fail);
  });
}
