// 本单位: filled in on the page, seen on the page, kept by the browser, taken along as a file.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { accessible, anew, attendance, download, ready, refused, sample } from "./steps.mjs";

/** Opens the form. */
async function unfold(page) {
  if (!await page.locator("#own").evaluate((fold) => fold.open)) await page.click("#own > summary");
}

/** What is filled in changes the pages, is kept where that is allowed, and is given as a file. */
export async function own_unit({ open, samples, work, axe }) {
  const page = await open({ viewport: { width: 1366, height: 768 } });
  await page.setInputFiles("#files", sample(samples, "清溪镇"));
  await ready(page);
  await unfold(page);
  assert.equal(await page.inputValue("#own-organ"), "中共清溪镇委员会", "what banxin.toml states is shown");
  assert.equal(await page.inputValue("#own-keywords"), "茶产业、乡村振兴、脱贫攻坚、清溪镇");
  const before = await page.getAttribute("#picture", "src");
  await anew(page, () => page.fill("#own-superior", "青山县委学习办公室"));
  assert.notEqual(await page.getAttribute("#picture", "src"), before);
  await page.locator("#own-fields").getByLabel("签发人").fill("周德明、林海涛");
  await anew(page, () => page.selectOption("#profile", "report"));
  await page.getByText("自己写的话").click();
  // Its folder has a file for that.
  assert.ok(await page.isDisabled("#own-words-前言"));
  assert.ok(await page.isVisible("#own-words-file"));
  await page.getByText("用哪些指标").click();
  const rule = page.locator("#own-rules label").first();
  await anew(page, () => rule.click());
  await accessible(page, axe, "本单位");
  if (process.env.UPDATE) await page.screenshot({ path: join(work, "own-1366.png") });

  const path = join(work, "own.toml");
  assert.equal(await download(page, () => page.click("#own-download"), path), "banxin.toml");
  const text = readFileSync(path, "utf8");
  assert.match(text, /superior = "青山县委学习办公室"/);
  assert.match(text, /signers = \["周德明", "林海涛"\]/);
  assert.match(text, /off = true/);
  assert.match(text, /guiding = "习近平新时代中国特色社会主义思想"/, "what the dropped file states is in it");

  // Nothing is kept without being allowed.
  assert.equal(await page.evaluate(() => Object.keys(localStorage).length), 0);
  await page.getByLabel("记在这个浏览器里").check();
  const context = page.context();
  const next = await context.newPage();
  await next.goto(page.url());
  await next.setInputFiles("#files", sample(samples, "清溪镇"));
  await ready(next);
  await next.locator("#own-tally", { hasText: "填了" }).waitFor();
  await unfold(next);
  assert.equal(await next.inputValue("#own-superior"), "青山县委学习办公室");
  assert.equal(await next.inputValue("#own-letterhead-signers"), "周德明、林海涛");
  // Another unit gets none of it.
  await next.click("#clear");
  await next.setInputFiles("#files", sample(samples, "石桥镇"));
  await ready(next);
  assert.doesNotMatch(await next.inputValue("#own-superior"), /学习办公室/);
  await next.getByLabel("记在这个浏览器里").uncheck();
  assert.equal(await next.evaluate(() => Object.keys(localStorage).length), 0);
}

/** What cannot be used is said at its field, and can be put right there. */
export async function own_faults({ open, axe }) {
  const page = await open({ viewport: { width: 390, height: 844 } });
  await page.fill("#unit", "清溪镇");
  await page.setInputFiles("#files", [attendance("√,√,√")]);
  await ready(page);
  await unfold(page);
  await page.fill("#own-length", "9");
  await refused(page);
  assert.match(await page.textContent("#own-length-fault"), /1500/);
  await accessible(page, axe, "a fault at its field");
  await anew(page, () => page.fill("#own-length", "2000"));
  await page.getByText("自己写的话").click();
  const picture = await page.getAttribute("#picture", "src");
  await anew(page, () => page.fill("#own-words-前言", "按照县委部署，开展了学习。"));
  assert.notEqual(await page.getAttribute("#picture", "src"), picture);
  assert.equal(await page.textContent("#own-length-fault"), "");
}
