// Several periods' figures of a county dropped together: drawings and their numbers, of the county and
// of each unit; what is missing or cannot be used is said.

import assert from "node:assert/strict";
import { mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { accessible } from "./steps.mjs";

const NAMES = [..."东西南"].flatMap((head) => [..."甲乙丙丁戊己庚辛壬癸"].map((stem) => `${head}${stem}镇`));

/** Makes a county's figures of a period as a file to choose; older ones say nothing of units. */
function figures(period, n, hasUnits = true, county = "青山县") {
  const rate = (came) => ({ key: "attendance-rate", value: came / 96, n: came, of: 96 });
  const counts = (seminars, essays) => [{ key: "seminars", value: seminars }, { key: "essays", value: essays }];
  const units = NAMES.map((unit, at) => ({ unit, measures: [rate(60 + ((at + n * 5) % 36)), ...counts((at + n) % 6, 20 + ((at * n) % 17))] }));
  const total = { key: "attendance-rate", value: 0, n: 2200 + n * 150, of: 2880, units: 30 };
  const file = {
    version: 1, county, period, counted: 30, measures: [total, ...counts(60 + n * 20, 700 + n * 15)], indicators: [],
    ranking: NAMES.map((unit) => ({ rank: null, unit, flagged: 0 })),
  };
  if (hasUnits) file.units = units;
  return { name: `${period}${county === "青山县" ? "" : county}.json`, mimeType: "application/json", buffer: Buffer.from(JSON.stringify(file)) };
}

/** Writes one period's figures under the name that all of them have; returns its path. */
function same(work, n) {
  const folder = join(work, `period-${n}`);
  mkdirSync(folder, { recursive: true });
  const path = join(folder, "汇总报告.json");
  writeFileSync(path, figures(`201${n}H1`, n).buffer);
  utimesSync(path, n * 1000, n * 1000);
  return path;
}

/** Four half-years with one missing between them, thirty units. */
export async function trends({ open, work, axe }) {
  for (const [width, options] of [[1366, { viewport: { width: 1366, height: 768 } }], [390, { viewport: { width: 390, height: 844 } }]]) {
    const page = await open(options);
    await page.setInputFiles("#files", [figures("2019H1", 1, false), figures("2019H2", 2), figures("2020H2", 3), figures("2021H1", 4)]);
    await page.locator("#trends-status", { hasText: "青山县，共 4 期" }).waitFor();
    assert.ok(await page.isHidden("#results") && await page.isHidden("#county") && await page.isHidden("#about"));
    assert.match(await page.textContent("#trends-found"), /2019年上半年的文件里没有各单位的数字，只画全县的/);

    // The drawing says what it shows; over the missing period no line is drawn.
    const attendance = page.locator("#trends-county svg").first();
    assert.equal(await attendance.getAttribute("aria-label"),
      "全县出勤率：2019年上半年 81.6%，2019年下半年 86.8%，2020年上半年（没有文件），2020年下半年 92%，2021年上半年 97.2%");
    assert.equal(await attendance.locator("circle").count(), 4);
    assert.deepEqual(await attendance.locator("polyline").evaluateAll((lines) => lines.map((line) => line.getAttribute("points").split(" ").length)), [2, 2]);
    await page.locator("#trends-county summary").click();
    const rows = await page.locator("#trends-county tbody tr").allTextContents();
    assert.equal(rows[2], "2020年上半年（没有文件）————");
    assert.equal(rows[1], "2019年下半年30 个86.8% 2500/2880100730");

    // Each unit has a row with its drawing and numbers; pressed, it is drawn large.
    assert.equal(await page.locator("#trends-table tbody tr").count(), 30);
    await page.selectOption("#trends-measure", { label: "专题研讨次数" });
    await page.fill("#trends-name", "东甲");
    const row = page.locator("#trends-table tbody tr");
    assert.match(await page.textContent("#trends-shown"), /专题研讨次数：1 个单位/);
    assert.deepEqual(await row.locator("td").allTextContents(), ["", "—", "2", "—", "3", "4"]);
    assert.equal(await row.locator("svg circle").count(), 3);
    await row.getByRole("button", { name: "东甲镇" }).press("Enter");
    assert.equal(await page.locator("#trends-unit h3").evaluate((one) => one === document.activeElement), true);
    assert.equal(await page.locator("#trends-unit svg").count(), 3);
    assert.match(await page.locator("#trends-unit svg").nth(1).getAttribute("aria-label"), /^东甲镇专题研讨次数：2019年上半年 没有数字，2019年下半年 2，/);
    assert.doesNotMatch(await page.textContent("#trends"), /[a-z]+-[a-z]+|banxin| --[a-z]/);
    await accessible(page, axe, `trends at ${width}`);
    if (process.env.UPDATE || process.env.LOOK) await page.screenshot({ path: join(work, `trends-${width}.png`), fullPage: true });

    // Of two files of one period that differ neither is right; another county's is not mixed in.
    await page.setInputFiles("#files", [{ ...figures("2021H1", 3), name: "又一份.json" }, figures("2020H1", 1, true, "白水县")]);
    await page.locator("#trends-status", { hasText: "共 3 期" }).waitFor();
    const found = await page.textContent("#trends-found");
    assert.match(found, /2021年上半年有 2 个文件，数字不同，都没有用/);
    assert.match(found, /2020H1白水县\.json.*是白水县的/);
    await page.click("#clear");
    assert.ok(await page.isHidden("#trends"));
    // All results are called the same; chosen one after the other, none replaces the other.
    for (const n of [1, 2, 3]) await page.setInputFiles("#files", [same(work, n)]);
    await page.locator("#trends-status", { hasText: "共 3 期" }).waitFor();
    await page.click("#clear");
    await page.setInputFiles("#files", [{ name: "清溪镇.json", mimeType: "application/json", buffer: Buffer.from("{}") }]);
    await page.locator("#trends-status", { hasText: "没有能用的汇总数字" }).waitFor();
    assert.match(await page.textContent("#trends-found"), /清溪镇\.json.*不是全县的/);
  }
}
