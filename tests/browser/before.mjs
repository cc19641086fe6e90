// Last period's report beside the registers, and one alone: compared with, opened, taken away.

import assert from "node:assert/strict";
import { join } from "node:path";

import { accessible, anew, drop, ready, sample, status } from "./steps.mjs";

/** Last period's PDF is what this period is compared with; it is said, and can be taken away. */
export async function before({ open, samples, work, axe }) {
  for (const viewport of [{ width: 1366, height: 768 }, { width: 390, height: 844 }]) {
    const page = await open({ viewport });
    const line = page.locator("#before");
    await page.setInputFiles("#files", [...sample(samples, "清溪镇"), join(work, "last.pdf"), join(work, "plain.pdf")]);
    await ready(page);
    assert.match(await line.textContent(), /已用 2019年下半年 的数字作对比（last\.pdf）/);
    assert.match(await page.textContent("#chosen-list"), /plain\.pdf里面没有附带数字/);
    await accessible(page, axe, `compared at ${viewport.width}`);
    if (process.env.UPDATE) await page.screenshot({ path: join(work, `before-${viewport.width}.png`) });
    const pages = await status(page).textContent();
    await anew(page, () => page.click("#before button"));
    assert.match(await line.textContent(), /没有与上期对比/);
    await anew(page, () => page.getByText("恢复对比").click());
    assert.match(await line.textContent(), /已用 2019年下半年/);
    assert.equal(await status(page).textContent(), pages);
    // Of this unit and this very period: told, not used.
    await anew(page, () => page.setInputFiles("#files", join(work, "same.pdf")));
    assert.match(await line.textContent(), /没有用 same\.pdf.*2020年上半年 的，不早于本期/);
  }
}

/** A finished document alone becomes the files that it was made from. */
export async function opened({ open, work, axe }) {
  const page = await open({ viewport: { width: 1366, height: 768 } });
  await drop(page, [join(work, "same.pdf")]);
  await ready(page);
  assert.match(await page.textContent("#chosen-words"), /已照原样打开 same\.pdf：10 个文件/);
  const names = await page.locator("#chosen-list .name").allTextContents();
  assert.ok(names.includes("考勤表.xlsx") && names.includes("banxin.toml") && !names.includes("same.pdf"), names.join());
  assert.equal(await page.inputValue("#unit"), "清溪镇");
  assert.equal(await page.inputValue("#period"), "2020H1");
  await accessible(page, axe, "opened");
}
