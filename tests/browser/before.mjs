// Last period's report beside the registers, and one alone: compared with, opened, taken away.

import assert from "node:assert/strict";
import { join } from "node:path";

import { accessible, anew, csv, download, drop, ready, refused, sample, status } from "./steps.mjs";

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
export async function opened({ open, samples, work, axe }) {
  const page = await open({ viewport: { width: 1366, height: 768 } });
  await drop(page, [join(work, "same.pdf")]);
  await ready(page);
  assert.match(await page.textContent("#chosen-words"), /已照原样打开 same\.pdf：10 个文件/);
  const names = await page.locator("#chosen-list .name").allTextContents();
  assert.ok(names.includes("考勤表.xlsx") && names.includes("banxin.toml") && !names.includes("same.pdf"), names.join());
  assert.equal(await page.inputValue("#unit"), "清溪镇");
  assert.equal(await page.inputValue("#period"), "2020H1");
  await accessible(page, axe, "opened");

  // Last period's first and this period's folder then: it is compared with, its files go.
  const other = await open();
  await drop(other, [join(work, "last.pdf")]);
  await ready(other);
  assert.equal(await other.inputValue("#period"), "2019H2");
  await anew(other, () => drop(other, [join(samples, "清溪镇")]));
  assert.match(await other.textContent("#chosen-words"), /last\.pdf 现在当作上期的/);
  assert.match(await other.textContent("#before"), /已用 2019年下半年 的数字作对比（last\.pdf）/);
  assert.match(await other.textContent("#chosen-title"), /已选 11 个文件/);
}

/** A folder copied from last period: which one is meant is asked before anything is set. */
export async function which_period({ open, work, axe }) {
  const register = csv("考勤表.csv", ["姓名,2020-01-10,2020-02-14,2020-03-13", "张三,√,√,√", "李四,√,√,×", "图例：√ 出勤 × 缺席"]);
  const old = { name: "banxin.toml", mimeType: "text/plain", buffer: Buffer.from("unit = \"清溪镇\"\nperiod = \"2019H2\"\n") };
  for (const viewport of [{ width: 1366, height: 768 }, { width: 390, height: 844 }]) {
    const page = await open({ viewport });
    const box = page.locator("#which-period");
    await page.setInputFiles("#files", [register, old]);
    await box.getByRole("button", { name: "是2020年上半年" }).waitFor();
    assert.match(await box.textContent(), /没有一次在本期（2019年下半年）内，都在 2020年上半年/);
    assert.match(await status(page).textContent(), /先选定是哪一期的/);
    assert.equal(await page.getAttribute("#get-pdf", "aria-disabled"), "true");
    assert.ok(await page.isHidden("#sheet"), "nothing is set before it is answered");
    await accessible(page, axe, `which period at ${viewport.width}`);
    if (process.env.UPDATE) await page.screenshot({ path: join(work, `which-period-${viewport.width}.png`) });
    await anew(page, () => box.getByRole("button", { name: "是2020年上半年" }).click());
    assert.equal(await page.inputValue("#period"), "2020H1");
    assert.ok(await box.isHidden());
  }
  // Said twice that it is the other one, it is made.
  const page = await open();
  await page.setInputFiles("#files", [register, old]);
  await anew(page, () => page.getByRole("button", { name: "是2019年下半年" }).click());
  assert.equal(await page.inputValue("#period"), "2019H2");
  // A title of another period asks as well.
  const other = await open();
  const titled = csv("考勤表.csv", ["2019年下半年考勤,,", "姓名,2020-01-10,2020-02-14", "张三,√,√", "李四,√,×", "图例：√ 出勤 × 缺席"]);
  await other.fill("#unit", "清溪镇");
  await other.setInputFiles("#files", [titled]);
  await other.getByRole("button", { name: "是2019年下半年" }).waitFor();
  await anew(other, () => other.getByRole("button", { name: "是2020年上半年" }).click());
  assert.equal(await other.inputValue("#period"), "2020H1");
  // A draft that comes back waits for the answer, too.
  await download(other, () => other.click("#get-docx"), join(work, "titled.docx"));
  const asked = await open();
  await asked.fill("#unit", "清溪镇");
  await asked.setInputFiles("#files", [titled]);
  await asked.getByRole("button", { name: "是2020年上半年" }).waitFor();
  await asked.setInputFiles("#revised", join(work, "titled.docx"));
  await asked.locator("#finalize-status", { hasText: "先在上面选定是哪一期的" }).waitFor();
  assert.equal(await asked.getAttribute("#get-final", "aria-disabled"), "true");
  await anew(asked, () => asked.getByRole("button", { name: "是2020年上半年" }).click());
  await asked.click("#finalize-again");
  await asked.locator("#finalize-status", { hasText: "可以定稿" }).waitFor();
}

/** Files without a folder: the unit that their titles name is filled in as a guess, and used once confirmed. */
export async function guessed_unit({ open, samples, work, axe }) {
  for (const viewport of [{ width: 1366, height: 768 }, { width: 390, height: 844 }]) {
    const page = await open({ viewport });
    await page.setInputFiles("#files", sample(samples, "清溪镇").filter((path) => !path.endsWith(".toml")));
    await refused(page);
    assert.match(await status(page).textContent(), /请先填单位名称。按标题猜是“清溪镇”/);
    assert.equal(await page.inputValue("#unit"), "清溪镇");
    assert.match(await page.textContent("#unit-hint"), /按标题猜的，请核对/);
    await page.focus("#unit");
    await page.focus("#group");
    assert.equal(await page.inputValue("#unit"), "清溪镇");
    await accessible(page, axe, `a guessed unit at ${viewport.width}`);
    if (process.env.UPDATE) await page.screenshot({ path: join(work, `guessed-${viewport.width}.png`) });
    if (viewport.width > 1000) await page.getByRole("button", { name: "是清溪镇" }).click();
    else await page.press("#unit", "Enter");
    await ready(page);
    assert.match(await page.textContent("#unit-hint"), /按您填的/);
  }
}
