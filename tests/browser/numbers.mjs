// A number on the page and where it comes from, by mouse, keyboard and from the cell.

import assert from "node:assert/strict";

import { accessible, attendance, ready, sample } from "./steps.mjs";

const spot = (page, words) => page.locator(`.number-spot[aria-label*="${words}"]`).first();

/** Pressed, a number shows its formula, what was put in, and the rows with its cells marked. */
export async function numbers({ open, samples, work, axe }) {
  for (const [width, options] of [[1366, { viewport: { width: 1366, height: 768 } }], [390, { viewport: { width: 390, height: 844 } }]]) {
    const page = await open(options);
    await page.setInputFiles("#files", sample(samples, "清溪镇"));
    await ready(page);
    await spot(page, "参学率").waitFor();
    // The button lies over what it says.
    const [box, paper] = [await spot(page, "参学率").boundingBox(), await page.locator("#picture").boundingBox()];
    assert.ok(box.x > paper.x && box.x + box.width < paper.x + paper.width && box.height < paper.height / 20, JSON.stringify([box, paper]));
    await spot(page, "参学率").click();
    const card = page.locator("#number");
    assert.match(await card.textContent(), /85\.4%：参学率.*算法.*（实到人次＋补学人次）÷应到人次.*代入.*82÷96.*单元格.*考勤表\.xlsx「一季度」 D4:F15/s);
    const marks = await card.locator("mark").allTextContents();
    assert.equal(marks.length, 96, "each member of each session");
    assert.ok(await page.locator("#number-title").evaluate((one) => one === document.activeElement));
    await accessible(page, axe, `a number at ${width}`);
    if (process.env.UPDATE) await page.screenshot({ path: `${work}/number-${width}.png`, fullPage: width === 390 });
    await page.keyboard.press("Escape");
    assert.ok(await card.isHidden());
    assert.match(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), /参学率/);
  }
}

/** One press of Tab to the numbers, the arrows among them, Enter to look; pages turn only outside. */
export async function numbers_by_keyboard({ open, samples }) {
  const page = await open();
  await page.setInputFiles("#files", sample(samples, "石桥镇"));
  await ready(page);
  await page.locator(".number-spot").first().waitFor();
  await page.focus("#sheet");
  await page.keyboard.press("Tab");
  const label = () => page.evaluate(() => document.activeElement.getAttribute("aria-label"));
  const first = await label();
  await page.keyboard.press("ArrowRight");
  const second = await label();
  assert.notEqual(first, second);
  assert.equal(await page.inputValue("#page"), "1");
  await page.keyboard.press("Enter");
  assert.equal(await page.textContent("#number-title"), second.replace("，", "："));
  await page.keyboard.press("Escape");
  assert.equal(await label(), second);
  await page.focus("#sheet");
  await page.keyboard.press("ArrowRight");
  assert.equal(await page.inputValue("#page"), "2");
  await page.locator("#numbers[aria-label^='第 2 页']").waitFor();
}

/** A cell that is complained of shows the numbers that it takes part in, and these their page. */
export async function cell_to_numbers({ open }) {
  const page = await open();
  await page.fill("#unit", "清溪镇");
  await page.setInputFiles("#files", [attendance("√,▲▲,√")]);
  await ready(page);
  await page.locator(".number-spot").first().waitFor();
  const fault = page.locator("#diagnostics .items > li", { hasText: "▲▲" });
  await fault.getByText("用到这里的数字").click();
  const button = fault.locator(".hanging .plain-button").first();
  const words = await button.textContent();
  await button.click();
  assert.ok(await page.isVisible("#number"));
  assert.ok(words.startsWith((await page.textContent("#number-title")).split("：")[1]), words);
  await page.keyboard.press("Escape");
  // What is mended is forgotten, with its numbers.
  await page.click("#clear");
  assert.equal(await page.locator(".number-spot").count(), 0);
  assert.ok(await page.isHidden("#number"));
}
