// What clerks do with the page, and what may go wrong; each is a test by itself.

import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { accessible, anew, attendance, csv, download, drop, ready, refused, sample, status } from "./steps.mjs";

const NARROW = { viewport: { width: 390, height: 844 } };

/** Files by the chooser: understood, guessed, found, looked through, downloaded. */
export async function chooser({ open, samples, work, axe }) {
  const page = await open();
  await page.setInputFiles("#files", sample(samples, "清溪镇"));
  await ready(page);
  assert.equal(await page.inputValue("#unit"), "清溪镇");
  assert.equal(await page.inputValue("#period"), "2020H1");
  assert.equal(await page.inputValue("#profile"), "plain");
  assert.equal(await page.inputValue("#date"), "2020-07-03");
  const registers = await page.locator("#understood .kind").allTextContents();
  for (const name of ["考勤表", "成员名单", "集中学习情况统计表", "心得体会目录", "学习计划", "调研课题", "督学评学考学台账"]) {
    assert.ok(registers.some((one) => one.startsWith(name)), `${name} is understood: ${registers}`);
  }
  assert.equal(await page.locator("#understood .missing").count(), 0);
  const rate = page.locator("#figures .tiles > div", { hasText: "出勤率" }).first();
  assert.match(await rate.textContent(), /83\.3%.*80 ÷ 96|出勤率83\.3%80 ÷ 96/);
  // Keys are for programs; people read names.
  assert.doesNotMatch(await page.locator("#results").textContent(), /[a-z]+-[a-z]+/);
  assert.match(await page.locator("#findings").textContent(), /问题：.*督学.*原因：.*措施：/s);

  const picture = page.locator("#picture");
  const isDrawn = () => page.waitForFunction(() => {
    const image = document.getElementById("picture");
    return image.complete && image.naturalWidth > 500 && !image.classList.contains("waiting");
  });
  await isDrawn();
  const nPages = Number(await page.textContent("#n-pages"));
  assert.ok(nPages >= 6, `${nPages} pages`);
  const seen = new Set();
  for (let n = 1; n <= nPages; n += 1) {
    await isDrawn();
    assert.match(await picture.getAttribute("alt"), new RegExp(`^第 ${n} 页，共 ${nPages} 页`));
    seen.add(await picture.getAttribute("src"));
    if (n < nPages) await page.click("#next");
  }
  assert.equal(seen.size, nPages, "each page has a picture of its own");

  const name = await download(page, () => page.click("#get-pdf"), join(work, "chooser.pdf"));
  assert.match(name, /清溪镇.*\.pdf$/);
  await status(page).getByText(`已下载 ${name}`).waitFor();
  assert.match(await download(page, () => page.click("#get-ofd"), join(work, "chooser.ofd")), /清溪镇.*\.ofd$/);
  assert.match(await download(page, () => page.click("#get-docx"), join(work, "draft.docx")), /清溪镇.*送审稿\.docx$/);
  // The draft comes back unchanged, and is filed.
  await page.setInputFiles("#revised", join(work, "draft.docx"));
  await page.locator("#finalize-status").getByText("可以定稿").waitFor();
  await accessible(page, axe, "finalizing");
  assert.match(await download(page, () => page.click("#get-final"), join(work, "final.pdf")), /清溪镇.*定稿\.pdf$/);
  assert.deepEqual(readFileSync(join(work, "final.pdf")), readFileSync(join(work, "chooser.pdf")));
  assert.match(await download(page, () => page.click("#get-checklist"), join(work, "checklist.xlsx")), /核查表\.xlsx$/);
  assert.match(await download(page, () => page.click("text=下载空白登记表"), join(work, "blank.zip")), /\.zip$/);
}

/** A folder dropped from outside; the unit is the folder's name where nothing else names it. */
export async function dropped({ open, samples, work }) {
  const folder = join(work, "白云镇");
  mkdirSync(folder);
  for (const path of sample(samples, "石桥镇").filter((one) => !one.endsWith(".toml"))) {
    copyFileSync(path, join(folder, path.slice(path.lastIndexOf("/") + 1)));
  }
  writeFileSync(join(folder, "~$考勤表.xlsx"), "lock");
  writeFileSync(join(folder, "合影.jpg"), "picture");
  const page = await open();
  await drop(page, [folder]);
  await ready(page);
  assert.equal(await page.inputValue("#unit"), "白云镇");
  assert.match(await page.textContent("#chosen-title"), /已选 9 个文件.*略过 1 个临时文件/);
  assert.match(await page.locator("#chosen-list .unused").textContent(), /合影\.jpg.*不读/);
  await download(page, () => page.click("#get-pdf"), join(work, "dropped.pdf"));

  // A correction saved in the folder counts without dropping it again.
  writeFileSync(join(folder, "考勤表.xlsx"), "not a workbook");
  await page.click("#again");
  await refused(page);
  assert.match(await page.textContent("#diagnostics"), /考勤表\.xlsx/);
}

/** What is wrong in a cell is said with file, cell, value and hint; mended, it is gone. */
export async function broken({ open, work }) {
  const page = await open();
  await page.setInputFiles("#files", [attendance("√,▲▲,√")]);
  await page.fill("#unit", "清溪镇");
  await ready(page);
  const errors = page.locator("#diagnostics .severity").first();
  assert.match(await errors.textContent(), /考勤表\.csv C2.*▲▲.*不在图例中.*提示：/s);
  assert.ok(await errors.evaluate((fold) => fold.open), "what must be mended is unfolded");
  const notes = page.locator("#diagnostics .severity").last();
  assert.equal(await notes.evaluate((fold) => fold.open), false, "what is only explained is folded up");
  // What is said of the command line is none of a clerk's business.
  assert.doesNotMatch(await page.textContent("#results"), / --[a-z]/);
  await download(page, () => page.click("#get-checklist"), join(work, "broken-checklist.xlsx"));

  await page.setInputFiles("#files", [attendance("√,√,√")]);
  await status(page).getByText("错误 0 处").waitFor();
  await ready(page);
}

/** A name misspelt in several registers is one fault, with its other places folded under it. */
export async function misspelt({ open }) {
  const page = await open();
  await page.fill("#unit", "清溪镇");
  await page.setInputFiles("#files", [
    attendance("√,√,√"),
    csv("成员名单.csv", ["姓名,职务,角色", "张三,书记,组长", "李四,镇长,成员", "王五,委员,成员"]),
    csv("心得体会目录.csv", ["姓名,题目,提交日期", "张叁,茶产业短板调研,2020-03-01", "李四,乡村振兴,2020-03-02"]),
    csv("调研课题.csv", ["课题名称,负责人,完成日期", "茶产业短板调研,张叁,2020-03-20"]),
  ]);
  await ready(page);
  const faults = page.locator("#diagnostics .severity .items > li", { hasText: "张叁" });
  assert.equal(await faults.count(), 1, await page.textContent("#diagnostics"));
  assert.match(await faults.textContent(), /心得体会目录\.csv.*调研课题\.csv|调研课题\.csv.*心得体会目录\.csv/s);
  assert.equal(await faults.locator("details.others").first().evaluate((fold) => fold.open), false);
}

/** The answer, the page and what is downloaded are on the first screen; of settings that cannot be used, the line is said. */
export async function first_screen({ open, samples, axe }) {
  for (const viewport of [{ width: 1366, height: 768 }, { width: 1280, height: 720 }]) {
    const page = await open({ viewport });
    await page.setInputFiles("#files", sample(samples, "清溪镇"));
    await ready(page);
    for (const id of ["status", "get-pdf", "get-checklist"]) {
      const box = await page.locator(`#${id}`).boundingBox();
      assert.ok(box.y >= 0 && box.y + box.height <= viewport.height, `${id} at ${viewport.width}`);
    }
    const picture = await page.locator("#picture").boundingBox();
    assert.ok(picture.y + 300 < viewport.height && picture.width > 450, JSON.stringify(picture));
    const lists = await page.locator("#diagnostics-title").boundingBox();
    assert.ok(lists.x > picture.x + picture.width && lists.y + 300 < viewport.height, JSON.stringify(lists));
    await accessible(page, axe, `first screen at ${viewport.width}`);
  }
  const page = await open();
  const toml = (text) => ({ name: "banxin.toml", mimeType: "text/plain", buffer: Buffer.from(text) });
  await page.setInputFiles("#files", [attendance("√,√,√"), toml('unit = "清溪镇"\nlength = 9\n')]);
  await refused(page);
  assert.match(await page.textContent("#diagnostics"), /banxin\.toml 第 2 行/);
  assert.match(await status(page).textContent(), /还差：banxin\.toml 第 2 行/);
  assert.ok(await page.isHidden("#alert"));
}

/** Files that nothing can be made of: said why, and no PDF to download. */
export async function hopeless({ open, samples }) {
  const page = await open();
  for (const name of ["encrypted.xlsx", "truncated.xlsx", "picture.xlsx", "binary.csv"]) {
    await page.setInputFiles("#files", [join(samples, "../tests/broken", name)]);
    await refused(page);
    assert.match(await page.textContent("#diagnostics"), new RegExp(name.replace(".", "\\.")));
    assert.equal(await page.getAttribute("#get-pdf", "aria-disabled"), "true");
    assert.equal(await page.getAttribute("#get-docx", "aria-disabled"), "true");
    assert.equal(await page.getAttribute("#get-ofd", "aria-disabled"), "true");
    await page.click("#get-pdf", { force: true });
    assert.match(await status(page).textContent(), /还不能生成 PDF，先改正/);
    await page.click("#clear");
    assert.ok(await page.isHidden("#results"));
  }
}

/** What is typed is kept, sent, and given back to the guess on demand. */
export async function fields({ open, samples }) {
  const page = await open();
  await page.fill("#unit", "龙泉乡");
  await page.setInputFiles("#files", sample(samples, "清溪镇"));
  await ready(page);
  assert.equal(await page.inputValue("#unit"), "龙泉乡");
  assert.equal(await page.inputValue("#period"), "2020H1");
  await anew(page, () => page.selectOption("#period", "2020Q1"));
  assert.equal(await page.inputValue("#period"), "2020Q1");
  await anew(page, () => page.click("#unit-hint button"));
  assert.equal(await page.inputValue("#unit"), "清溪镇");
  assert.equal(await page.inputValue("#period"), "2020Q1");
}

/** A county is noticed, made, watched and fetched; another is cancelled. */
export async function county({ open, work, axe }) {
  const page = await open();
  await page.setInputFiles("#files", join(work, "county.zip"));
  await page.locator("#county-words", { hasText: "清溪镇" }).waitFor();
  assert.ok(await page.isChecked('input[name="scope"][value="county"]'));
  assert.ok(await page.isHidden("#about"));
  await accessible(page, axe, "county");
  await page.check("#county-drafts");
  await page.fill("#county-name", "青山县");
  await page.click("#county-start");
  await page.locator("#county-status", { hasText: "已完成" }).waitFor({ timeout: 60000 });
  assert.equal(await download(page, () => page.getByRole("link", { name: "清溪镇 送审稿" }).click(), join(work, "county-draft.docx")), "清溪镇.docx");
  assert.equal(await page.getByRole("link", { name: "清溪镇 反馈意见" }).count(), 1);
  assert.match(await page.textContent("#county-status"), /2 个单位有了报告/);
  await download(page, () => page.click("#county-result"), join(work, "result.zip"));

  await page.click("#county-start");
  await page.click("#county-cancel");
  await page.locator("#county-status", { hasText: "已取消" }).waitFor();
  assert.ok(await page.isVisible("#county-start"));
}

/** One register of several units: told, taken for a county's, a report for each. */
export async function shared({ open, axe }) {
  const page = await open();
  const rows = ["东河镇,东国,√,√", "东河镇,东明,√,请假", "西山乡,西国,√,√", "西山乡,西明,√,√"];
  const text = ["单位,姓名,2020-01-10,2020-04-10", ...rows].join("\n");
  await page.setInputFiles("#files", { name: "全县考勤.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
  await page.locator("#scope-hint", { hasText: "选“全县的”" }).waitFor();
  assert.ok(await page.isChecked('input[name="scope"][value="unit"]'));
  await accessible(page, axe, "shared");
  await page.check('input[name="scope"][value="county"]');
  await page.click("#county-start");
  await page.locator("#county-status", { hasText: "2 个单位有了报告" }).waitFor({ timeout: 60000 });
  // Other files: nothing is left of the question.
  await page.setInputFiles("#files", { name: "考勤.csv", mimeType: "text/csv", buffer: Buffer.from("姓名,2020-01-10\n张三,√\n") });
  await page.click("#clear");
  assert.ok(await page.isHidden("#scope"));
}

/** The form by itself, without script: a PDF, or a page that says what is wrong. */
export async function scriptless({ open, samples, work, axe }) {
  const page = await open({ javaScriptEnabled: false });
  await page.setInputFiles("#files", sample(samples, "清溪镇"));
  await page.fill("#period", "2020H1");
  const name = await download(page, () => page.click("#submit"), join(work, "scriptless.pdf"));
  assert.match(name, /清溪镇.*\.pdf$/);

  const bad = await open({ javaScriptEnabled: false });
  await bad.setInputFiles("#files", [join(samples, "../tests/broken/encrypted.xlsx")]);
  await bad.fill("#unit", "清溪镇");
  await bad.click("#submit");
  await bad.waitForURL(/api\/report/);
  assert.match(await bad.textContent("body"), /encrypted\.xlsx/);
  assert.match(await bad.textContent("body"), /密码/);
  assert.ok(axe.length > 0);
}

/** Nothing but the keyboard, in the order in which one reads. */
export async function keyboard({ open, samples, work }) {
  const page = await open();
  const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.textContent.trim());
  const order = [];
  for (let n = 0; n < 9; n += 1) {
    await page.keyboard.press("Tab");
    order.push(await focused());
  }
  assert.deepEqual(order, ["跳到正文", "下载空白登记表", "files", "folder", "unit", "group", "period", "profile", "date"]);

  await page.focus("#files");
  const outline = await page.evaluate(() => getComputedStyle(document.querySelector('label[for="files"]')).outlineStyle);
  assert.equal(outline, "solid", "the focus is seen where the input is not");
  // A browser that is busy may drop a key.
  let chooser;
  for (let n = 0; n < 6 && !chooser; n += 1) {
    await page.focus("#files");
    const waiting = page.waitForEvent("filechooser", { timeout: 8000 }).catch(() => undefined);
    await page.keyboard.press("Enter");
    chooser = await waiting;
  }
  assert.ok(chooser, "Enter opens the chooser");
  await chooser.setFiles(sample(samples, "石桥镇"));
  await ready(page);

  await page.focus("#sheet");
  await page.keyboard.press("ArrowRight");
  assert.equal(await page.inputValue("#page"), "2");
  await page.keyboard.press("End");
  assert.equal(await page.inputValue("#page"), await page.textContent("#n-pages"));
  await page.keyboard.press("Home");
  assert.equal(await page.inputValue("#page"), "1");

  await page.focus("#get-pdf");
  await download(page, () => page.keyboard.press("Enter"), join(work, "keyboard.pdf"));

  // Removing a file leaves the focus on the next one.
  await page.focus("#chosen-fold summary");
  await page.keyboard.press("Enter");
  await page.locator("#chosen-list button").first().focus();
  const before = await page.locator("#chosen-list li").count();
  await page.keyboard.press("Enter");
  assert.equal(await page.locator("#chosen-list li").count(), before - 1);
  assert.match(await page.evaluate(() => document.activeElement.getAttribute("aria-label") || ""), /^移除 /);
}

/** Checked by axe, and nothing wider than the window, at both widths in every state. */
export async function access({ open, samples, axe }) {
  for (const [width, options] of [["wide", {}], ["narrow", NARROW]]) {
    const page = await open(options);
    await accessible(page, axe, `${width}, start`);
    await page.setInputFiles("#files", sample(samples, "清溪镇"));
    await ready(page);
    await page.evaluate(() => document.querySelectorAll("details").forEach((box) => { box.open = true; }));
    await accessible(page, axe, `${width}, results`);
    await page.setInputFiles("#files", [attendance("√,▲▲,√", `${"很长的文件名".repeat(12)}.csv`)]);
    await page.locator("#results:not(.busy) #diagnostics .items > li", { hasText: "不在成员名单中" }).first().waitFor();
    await accessible(page, axe, `${width}, findings in a file with a long name`);
    await page.click("#clear");
    await page.setInputFiles("#files", [join(samples, "../tests/broken/encrypted.xlsx")]);
    await refused(page);
    await accessible(page, axe, `${width}, refused`);
  }
}

/** Names and cells that try to be markup stay words. */
export async function hostile({ open, samples }) {
  const page = await open();
  const evil = '<img src=x onerror="document.title=1">';
  await page.setInputFiles("#files", [attendance(`√,${evil.replace(/"/g, "'")},√`, `${evil}.csv`)]);
  await page.fill("#unit", "<b>清溪镇</b>");
  await page.locator("#results:not(.busy) #diagnostics .severity").first().waitFor();
  assert.match(await page.textContent("#results"), /<img src=x/);
  assert.equal(await page.locator("#results img:not(#picture), #results b, #chosen img").count(), 0);
  assert.equal(await page.title(), "版心：由学习台账生成公文");
  assert.ok(samples.length > 0);
}

/** Busy, too large, gone: said in words, tried again by itself where that helps. */
export async function troubles({ open, samples, work }) {
  const page = await open();
  let n = 0;
  await page.route("**/api/check", (route) => {
    n += 1;
    // Long enough to be seen on a busy machine.
    return n === 1 ? route.fulfill({ status: 503, headers: { "Retry-After": "4" }, json: { error: "忙", hints: [] } }) : route.continue();
  });
  await page.setInputFiles("#files", sample(samples, "清溪镇"));
  await status(page).getByText("秒后自动再试").waitFor();
  await ready(page);
  assert.equal(n, 2);
  await page.unroute("**/api/check");

  const press = async (fulfil, words) => {
    await page.route("**/api/report", fulfil);
    await page.click("#get-pdf");
    await page.locator("#alert", { hasText: words }).waitFor();
    await page.unroute("**/api/report");
    await page.click("#alert button");
    await status(page).getByText("已下载").waitFor();
    assert.ok(await page.isHidden("#alert"));
  };
  await press((route) => route.fulfill({ status: 413, json: { error: "上传的内容超过 64 MB", hints: ["分成几次上传"] } }), "分成几次上传");
  await press((route) => route.fulfill({ status: 502, body: "<h1>Bad gateway</h1>" }), "状态 502");
  await press((route) => route.abort(), "连不上版心程序");

  // A chosen file saved meanwhile cannot be sent any more: said so, by its name.
  const path = join(work, "考勤表.csv");
  writeFileSync(path, attendance("√,√,√").buffer);
  const other = await open();
  await other.setInputFiles("#files", path);
  await other.fill("#unit", "清溪镇");
  await ready(other);
  writeFileSync(path, `${readFileSync(path, "utf8")}赵六,√,√,√\r\n`);
  await other.click("#again");
  await other.locator("#alert", { hasText: "文件已经改动或移走：考勤表.csv" }).waitFor();
  await other.setInputFiles("#files", path);
  await ready(other);
  assert.ok(await other.isHidden("#alert"));
}

/** Answers to files that are gone again are never shown. */
export async function outdated({ open, samples }) {
  const page = await open();
  await page.route("**/api/check", async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 600));
    await route.continue().catch(() => undefined);
  });
  await page.setInputFiles("#files", sample(samples, "清溪镇"));
  await page.click("#clear");
  await page.setInputFiles("#files", sample(samples, "石桥镇"));
  await ready(page);
  assert.equal(await page.inputValue("#unit"), "石桥镇");
  await page.click("#clear");
  assert.equal(await page.inputValue("#unit"), "");
  await page.waitForTimeout(800);
  assert.ok(await page.isHidden("#results"));
}

/** On paper: everything unfolded, nothing to press. */
export async function paper({ open, samples, work }) {
  const page = await open();
  await page.setInputFiles("#files", sample(samples, "清溪镇"));
  await ready(page);
  await page.pdf({ path: join(work, "paper.pdf"), format: "A4" });
  assert.ok(statSync(join(work, "paper.pdf")).size > 10000);
  await page.emulateMedia({ media: "print" });
  assert.ok(await page.isHidden("#get-pdf"));
  assert.ok(await page.isHidden("#drop"));
}

/** Pictures for people to look at, where asked for. */
export async function pictures({ open, samples, work }) {
  if (!process.env.UPDATE) return;
  // Small, but still to be read.
  for (const [width, options] of [[1280, { deviceScaleFactor: 0.5 }], [390, { ...NARROW, deviceScaleFactor: 0.7 }]]) {
    const page = await open(options);
    const shoot = (name) => page.screenshot({ path: join(work, `${name}-${width}.png`), fullPage: true });
    await shoot("start");
    await page.setInputFiles("#files", sample(samples, "清溪镇"));
    await ready(page);
    await shoot("results");
    await page.click("#clear");
    await page.setInputFiles("#files", [attendance("√,▲▲,√")]);
    await page.setInputFiles("#files", [join(samples, "../tests/broken/encrypted.xlsx")]);
    await page.fill("#unit", "清溪镇");
    await ready(page);
    await shoot("broken");
    await page.click("#clear");
    await page.setInputFiles("#files", join(work, "county.zip"));
    await page.locator("#county-words", { hasText: "清溪镇" }).waitFor();
    await shoot("county");
  }
}
