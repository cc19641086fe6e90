// What the browser keeps by consent, what it warns of otherwise; and what helps with strange files.

import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { accessible, attendance, drop, ready, refused, sample, status } from "./steps.mjs";

/** Reloads the page; returns whether the browser asked before. */
async function reload(page) {
  let asked = false;
  const answer = (dialog) => {
    asked = dialog.type() === "beforeunload";
    dialog.accept();
  };
  page.once("dialog", answer);
  await page.reload();
  page.off("dialog", answer);
  return asked;
}

/** Files, ticks and what was filled in outlive a refresh where that is allowed. */
export async function kept({ open, samples }) {
  const page = await open();
  await page.setInputFiles("#files", sample(samples, "清溪镇"));
  await ready(page);
  await page.click("#chosen-fold summary");
  assert.ok(await reload(page), "the browser asks before files are lost");
  assert.ok(await page.isHidden("#results"));
  assert.equal(await page.evaluate(() => Object.keys(localStorage).length), 0);

  await page.setInputFiles("#files", sample(samples, "清溪镇"));
  await ready(page);
  await page.getByLabel("关闭本页以后还在").check();
  await page.click("#own > summary");
  await page.getByLabel("记在这个浏览器里").check();
  const tick = page.locator("#to-do .task input").first();
  await tick.check();
  assert.match(await page.textContent("#to-do .tally"), /还有 \d+ 项/);
  assert.equal(await reload(page), false, "nothing would be lost");
  await ready(page);
  assert.match(await page.textContent("#chosen-title"), /已选 10 个文件/);
  assert.ok(await page.locator("#to-do .task input").first().isChecked());

  // Taken back, nothing stays.
  await page.getByLabel("关闭本页以后还在").uncheck();
  assert.ok(await reload(page));
  assert.ok(await page.isHidden("#results"));
}

/** What is no register is said in a sentence that helps. */
export async function strange_files({ open, work, axe }) {
  const page = await open();
  const words = page.locator("#chosen-words");
  const folder = join(work, "空文件夹");
  mkdirSync(folder);
  await drop(page, [folder]);
  await words.getByText("这个文件夹里没有文件").waitFor();
  writeFileSync(join(folder, "~$考勤表.xlsx"), "lock");
  await drop(page, [join(folder, "~$考勤表.xlsx")]);
  await words.getByText("请关闭表格，选原来的文件").waitFor();
  const file = (name, text) => ({ name, mimeType: "application/octet-stream", buffer: Buffer.from(text) });
  await page.setInputFiles("#files", [file("清溪镇.rar", "Rar!")]);
  await words.getByText("压缩包打不开：请先解压").waitFor();
  await accessible(page, axe, "strange files");
  await page.setInputFiles("#files", [attendance("√,√,√"), file("banxin.toml.txt", "unit = \"清溪镇\"")]);
  await words.getByText("名称末尾多了“.txt”").waitFor();

  // Single files name no unit.
  const other = await open();
  await other.setInputFiles("#files", [attendance("√,√,√")]);
  await refused(other);
  assert.match(await status(other).textContent(), /请先填单位名称/);
  await other.fill("#unit", "清溪镇");
  await ready(other);
}
