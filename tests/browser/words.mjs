// 改句子: paragraphs reworded, struck and added; seen on the pages, judged, filed, kept.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { accessible, anew, download, ready, refused, sample, status } from "./steps.mjs";

/** Returns the paragraph that begins with these words. */
async function paragraph(page, words) {
  const all = page.locator("#words-list .words-one");
  const texts = await all.locator("> textarea").evaluateAll((areas) => areas.map((area) => area.value));
  const at = texts.findIndex((text) => text.includes(words));
  assert.ok(at >= 0, `${words} stands in no paragraph`);
  const one = all.nth(at);
  return { one, area: one.locator("> textarea"), text: texts[at] };
}

/** Unfolds the list by the keyboard. */
async function unfold(page) {
  await page.locator("#words > summary").focus();
  await page.keyboard.press("Enter");
  await page.locator("#words-list .words-one").first().waitFor();
}

/** What is changed is in the pages and the files; a wrong number is in none of them without a reason. */
export async function words_changed({ open, samples, work, axe }) {
  const page = await open({ viewport: { width: 1366, height: 768 } });
  await page.setInputFiles("#files", sample(samples, "清溪镇"));
  await ready(page);
  await unfold(page);
  const first = await paragraph(page, "坚持以");
  const picture = await page.getAttribute("#picture", "src");
  await anew(page, () => first.area.fill(first.text.replace("坚持以", "始终坚持以")));
  assert.notEqual(await page.getAttribute("#picture", "src"), picture);
  assert.match(await status(page).textContent(), /改了 1 段/);
  assert.match(await page.textContent("#words-status"), /改动可以用/);
  assert.match(await first.one.textContent(), /改过.*原文（/s);
  assert.match(await page.textContent("#words-found"), /修改对照，共 1 处.*始终/s);
  assert.ok(await first.one.locator("mark", { hasText: "85.4%" }).isVisible(), "its numbers are marked");
  await accessible(page, axe, "changed sentences");

  // The files are in these words, and the draft gives the same bytes.
  await download(page, () => page.click("#get-pdf"), join(work, "words.pdf"));
  assert.match(await download(page, () => page.click("#get-docx"), join(work, "words.docx")), /改过的送审稿\.docx$/);
  await page.setInputFiles("#revised", join(work, "words.docx"));
  await page.locator("#finalize-status").getByText("可以定稿").waitFor();
  await download(page, () => page.click("#get-final"), join(work, "words-final.pdf"));
  assert.deepEqual(readFileSync(join(work, "words.pdf")), readFileSync(join(work, "words-final.pdf")));

  // A number that is not the registers' stops it, until somebody says why.
  await first.area.fill(first.text.replace("坚持以", "始终坚持以").replace("85.4%", "86.4%"));
  assert.equal(await page.getAttribute("#get-pdf", "aria-disabled"), "true", "nothing is made of what was written before");
  await refused(page);
  assert.equal(await page.getAttribute("#get-pdf", "aria-disabled"), "true");
  assert.equal(await page.getAttribute("#get-docx", "aria-disabled"), "false");
  assert.match(await page.textContent("#preview-words"), /没有改句子/);
  await page.getByRole("button", { name: "去看" }).click();
  if (process.env.UPDATE) await page.screenshot({ path: join(work, "words-1366.png") });
  await accessible(page, axe, "a wrong number");
  await anew(page, () => page.getByLabel("确认并写明理由").fill("会后补录了一次补学"));
  // With another number the reason is nobody's.
  await first.area.fill(first.text.replace("85.4%", "87.4%"));
  await refused(page);
  assert.equal(await page.getByLabel("确认并写明理由").inputValue(), "");
  await anew(page, () => page.getByRole("button", { name: "全部恢复原文" }).click());
  assert.equal(await first.area.inputValue(), first.text);
  assert.ok(!/改了/.test(await status(page).textContent()));
}

/** By the keyboard alone: struck, added to, put back; kept where that is allowed, told where its paragraph is gone. */
export async function words_kept({ open, samples, work, axe }) {
  const page = await open({ viewport: { width: 390, height: 844 } });
  await page.setInputFiles("#files", sample(samples, "清溪镇"));
  await ready(page);
  await unfold(page);
  const struck = await paragraph(page, "还没有补学");
  await struck.one.getByRole("button", { name: "删去" }).focus();
  await anew(page, () => page.keyboard.press("Enter"));
  assert.equal(await struck.area.evaluate((area) => document.activeElement === area), true);
  const last = await paragraph(page, "特此报告");
  await last.one.getByRole("button", { name: "后面加一段" }).focus();
  await page.keyboard.press("Enter");
  await anew(page, () => page.keyboard.type("以上情况，请审阅。"));
  assert.match(await status(page).textContent(), /改了 2 段/);
  await accessible(page, axe, "changed sentences on a narrow page");
  // With the unit's name put right nothing of it is lost.
  await anew(page, () => page.fill("#unit", "清溪乡"));
  assert.match(await status(page).textContent(), /改了 2 段/);
  await anew(page, () => page.fill("#unit", "清溪镇"));
  // Too much is said, not cut off.
  const whole = await last.area.inputValue();
  await last.area.fill("字".repeat(7000));
  await refused(page);
  assert.match(await page.textContent("#words-status"), /超过 6000 字/);
  await anew(page, () => last.area.fill(whole));
  if (process.env.UPDATE) {
    await last.one.evaluate((one) => one.scrollIntoView({ block: "center" }));
    await page.screenshot({ path: join(work, "words-390.png") });
  }

  await page.click("#own > summary");
  await page.getByLabel("记在这个浏览器里").check();
  const next = await page.context().newPage();
  await next.goto(page.url());
  await next.setInputFiles("#files", sample(samples, "清溪镇"));
  await ready(next);
  await status(next).getByText("改了 2 段").waitFor();
  // Without a register the paragraph says something else: the change is nowhere, and is told.
  await next.click("#chosen-fold > summary");
  await next.getByRole("button", { name: /移除 .*学习计划/ }).click();
  await refused(next);
  await next.getByRole("button", { name: "去看" }).click();
  assert.match(await next.textContent("#words-unplaced"), /找不到原文的改动.*还没有补学/s);
  assert.equal(await next.getAttribute("#get-docx", "aria-disabled"), "true");
  await accessible(next, axe, "a change without its paragraph");
  while (await next.getByRole("button", { name: "不要这处改动" }).count() > 0) {
    await next.getByRole("button", { name: "不要这处改动" }).first().click();
  }
  await ready(next);
  await next.evaluate(() => localStorage.clear());
}
