// A county's table of units: its answers, sorting, filtering, details and files, by mouse and keyboard.

import assert from "node:assert/strict";
import { join } from "node:path";

import { accessible, download } from "./steps.mjs";

const WIDTHS = [[1366, { viewport: { width: 1366, height: 768 } }], [390, { viewport: { width: 390, height: 844 } }]];

/** Drops the county of thirty units and waits for its table. */
async function made(page, work) {
  await page.setInputFiles("#files", join(work, "thirty.zip"));
  await page.locator("#county-words", { hasText: "29 个单位" }).waitFor();
  await page.click("#county-start");
  await page.locator("#units").waitFor({ timeout: 180000 });
}

const names = (page) => page.locator("#units-rows > tr > th").evaluateAll((cells) => cells.map((cell) => cell.firstChild.textContent));
const column = (page, n) => page.locator(`#units-rows > tr > :nth-child(${n})`).allTextContents();
const shown = (page) => page.textContent("#units-shown");

/** The operator's questions are answered on the screen, and agree with what was packed. */
export async function units({ open, work, axe }) {
  for (const [width, options] of WIDTHS) {
    const page = await open(options);
    await made(page, work);
    const counts = await page.textContent("#units-counts");
    assert.match(counts, /共 30 个单位：28 个有报告，1 个没有生成，1 个没有报送；28 个计入全县/);
    const answers = await page.textContent("#units-answers");
    assert.match(answers, /没有报送南癸镇没有生成南壬镇：.*考勤/);
    assert.match(answers, /名次靠后.*（第 \d+ 名，出勤率 \d+(\.\d)?%）：/);
    assert.match(answers, /名次上升 \d+ 个：.*第 \d+ 名→第 \d+ 名，异常指标 \d+ 项→\d+ 项.*名次下降 \d+ 个：/);
    assert.match(answers, /东甲镇、南辛镇的考勤记录完全相同/);
    assert.match(answers, /不算单位的文件夹 1 个：通知/);
    assert.doesNotMatch(await page.textContent("#county"), /[a-z]+-[a-z]+|banxin| --[a-z]/);

    // Who filed nothing and what failed come first; a press on a head sorts, another turns it round.
    assert.deepEqual((await names(page)).slice(0, 2), ["南癸镇", "南壬镇"]);
    assert.equal((await names(page)).length, 30);
    assert.match(await shown(page), /全部 30 个单位/);
    const rank = page.locator("#units-head th", { hasText: "名次" });
    await rank.locator("button").click();
    assert.equal(await rank.getAttribute("aria-sort"), "ascending");
    const ranks = (await column(page, 3)).filter((words) => words !== "—").map(Number);
    assert.deepEqual(ranks, [...ranks].sort((a, b) => a - b));
    await rank.locator("button").press("Enter");
    assert.equal(await rank.getAttribute("aria-sort"), "descending");
    assert.deepEqual((await column(page, 3)).filter((words) => words !== "—").map(Number), [...ranks].reverse());
    assert.equal(await page.locator("#units-head [aria-sort]").count(), 1);
    assert.match(await shown(page), /按名次从大到小排/);
    assert.equal((await column(page, 3)).slice(-1)[0], "—", "who has none comes last");

    await page.fill("#units-name", "东");
    assert.equal((await names(page)).length, 10);
    assert.match(await shown(page), /显示 10 个，共 30 个/);
    await page.fill("#units-name", "");
    await page.selectOption("#units-state", "not-made");
    assert.deepEqual(await names(page), ["南壬镇"]);
    await page.selectOption("#units-state", "remarks");
    assert.deepEqual((await names(page)).sort(), ["东庚镇", "东甲镇", "南甲镇", "南辛镇", "西丁镇"]);
    await accessible(page, axe, `units at ${width}`);

    // Details by keyboard, then a file of one unit.
    const more = page.getByRole("button", { name: "东甲镇的详情" });
    await more.focus();
    await page.keyboard.press("Enter");
    assert.equal(await more.getAttribute("aria-expanded"), "true");
    const details = page.locator(".unit-details");
    assert.match(await details.textContent(), /要留意考勤记录与南辛镇的完全相同.*主要数字.*要改进.*与上期比第 30 名→第 \d+ 名/);
    const box = await details.boundingBox();
    assert.ok(box.x >= 0 && box.x + box.width <= width, JSON.stringify(box));
    await accessible(page, axe, `details at ${width}`);
    if (process.env.UPDATE || process.env.LOOK) await page.screenshot({ path: `${work}/units-${width}.png`, fullPage: true });
    const file = await download(page, () => page.getByRole("link", { name: "东甲镇 报告" }).press("Enter"), join(work, `unit-${width}.pdf`));
    assert.equal(file, "东甲镇.pdf");
    await page.locator("#units-fetched", { hasText: "已下载 东甲镇 报告" }).waitFor();
    await more.press("Enter");
    assert.equal(await details.count(), 0);

    // Loaded anew, the page still has it.
    page.once("dialog", (dialog) => dialog.accept());
    await page.reload();
    await page.locator("#units").waitFor();
    assert.equal((await names(page)).length, 30);
    assert.ok(await page.isHidden("#county-start"), "there are no files to begin with");

    // The whole of it; then the job is done with, and a link says so.
    assert.equal(await download(page, () => page.click("#county-result"), join(work, `thirty-${width}.zip`)), "全县结果-2020H1.zip");
    assert.ok(await page.isVisible("#units"), "what was fetched stays");
    const path = await page.getAttribute("#county-result", "href");
    await page.evaluate((address) => fetch(address.replace("/result.zip", ""), { method: "DELETE" }), path);
    await page.getByRole("link", { name: "东甲镇 反馈意见" }).click();
    await page.locator("#units-fetched", { hasText: "没有下载 东甲镇 反馈意见：任务已取消" }).waitFor();
    page.once("dialog", (dialog) => dialog.accept());
    await page.reload();
    await page.locator("#welcome").waitFor();
    assert.ok(await page.isHidden("#units"));
  }
}
