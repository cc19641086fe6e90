// 对表: sheets that no program recognises, read after at most five clicks.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { accessible, anew, csv, download, ready, refused } from "./steps.mjs";

const NARROW = { viewport: { width: 390, height: 844 }, hasTouch: true };

/** Sheets as phones, survey tools and meeting software export them, and what is pressed to have them read. */
const STRANGE = [
  {
    file: csv("群接龙.csv", ["清溪镇理论学习2026年1至3月,,,,,", "由群主汇总,,,,,", "编码,何人,科室,1月16日,2月20日,3月13日,备", "1,周远志,党政办,√,√,√,", "2,何月清,财政所,公差,√,√,下乡", "3,林向阳,农办,√,√,病假,"]),
    marks: 9,
    sessions: 3,
    acts: [["register", "attendance"], ["head", 3], ["col", "B", "name"], ["col", "D", "days"]],
  },
  {
    file: csv("问卷导出.csv", ["答卷编号,您是哪位,本次学的是哪天,您当时,用时", "8801,周远志,2026-01-16,到,35秒", "8802,何月清,2026-01-16,公差,20秒", "8803,周远志,2026-02-20,到,41秒", "8804,何月清,2026-02-20,到,12秒"]),
    marks: 4,
    sessions: 2,
    acts: [["register", "attendance"], ["col", "B", "name"], ["col", "C", "date"], ["col", "D", "mark"]],
  },
  {
    file: csv("会议软件.csv", ["导出于2026-04-01 09:00", "场,会议号,周远志,何月清,林向阳", "2026-01-16,913,√,公差,√", "2026-02-20,914,√,√,病假"]),
    marks: 6,
    sessions: 2,
    acts: [["register", "attendance"], ["head", 2], ["col", "A", "date"], ["col", "C", "persons"]],
  },
];


/** Does one thing of a sheet's form, each a click of a clerk. */
async function act(box, [what, first, second]) {
  if (what === "register") await box.getByLabel("这张表是").selectOption(first);
  else if (what === "head") await box.getByLabel(`第 ${first} 行是表头`).check();
  else await box.getByLabel(`${first} 列是`, { exact: true }).selectOption(second);
}

const apply = (box) => box.getByRole("button", { name: "照此读取" }).click();

/** Each strange sheet is read after five clicks at most, and kept for the next time. */
export async function strange_sheets({ open, work, axe }) {
  for (const { file, marks, sessions, acts } of STRANGE) {
    const page = await open();
    await page.setInputFiles("#files", [file]);
    await page.fill("#unit", "清溪镇");
    await page.selectOption("#period", { index: 0 });
    await refused(page);
    await page.locator("#results:not(.busy)").waitFor();
    const box = page.locator("#assign details", { hasText: file.name });
    await box.locator("table").waitFor();
    assert.equal(acts.length + 1 <= 5, true, file.name);
    for (const one of acts) await act(box, one);
    if (file.name === "群接龙.csv") {
      await accessible(page, axe, "assigning");
      if (process.env.UPDATE) await page.screenshot({ path: join(work, "assign-1280.png"), fullPage: true });
      assert.deepEqual(await box.locator("thead select").evaluateAll((all) => all.map((one) => one.value)), ["", "name", "", "days", "days", "days", ""]);
    }
    await anew(page, () => apply(box));
    const rows = await page.locator("#understood .registers li", { hasText: "考勤表" }).textContent();
    assert.match(rows, new RegExp(`${marks} 个标记`), file.name);
    assert.match(await page.textContent("#understood"), new RegExp(`${sessions} 次集中学习`), file.name);
    assert.match(await box.textContent(), /按您说的读作考勤表/);

    // What was said, kept in the folder, is all that is needed the next time.
    const path = join(work, `${file.name}.toml`);
    assert.equal(await download(page, () => page.click("#assign-download"), path), "banxin.toml");
    const next = await open();
    await next.setInputFiles("#files", [file, { name: "banxin.toml", mimeType: "text/plain", buffer: readFileSync(path) }]);
    await next.fill("#unit", "清溪镇");
    await ready(next);
    assert.match(await next.textContent("#understood"), new RegExp(`${marks} 个标记`), file.name);
  }
}

/** Columns without a day get it from the person; the keyboard is enough. */
export async function days_that_only_a_person_knows({ open, work, axe }) {
  const file = csv("考勤表.csv", ["清溪镇学习考勤,,,", "姓名,职务,第1次,第2次", "周远志,书记,√,√", "何月清,镇长,公差,√"]);
  const page = await open();
  await page.setInputFiles("#files", [file]);
  await page.fill("#unit", "清溪镇");
  await page.selectOption("#period", { index: 0 });
  await refused(page);
  await page.locator("#results:not(.busy)").waitFor();
  const box = page.locator("#assign details", { hasText: file.name });
  await box.getByText("还要写上 C、D 列各是哪天的学习").waitFor();
  assert.equal(await box.getByRole("button", { name: "照此读取" }).getAttribute("aria-disabled"), "true");
  const first = box.getByLabel("C 列是哪天的学习");
  await first.fill("2026-01-16");
  await first.press("Tab");
  await box.getByText("还要写上 D 列是哪天的学习").waitFor();
  await accessible(page, axe, "days of columns");
  if (process.env.UPDATE) await page.screenshot({ path: join(work, "assign-days-1280.png"), fullPage: true });
  await box.getByLabel("D 列是哪天的学习").fill("2026-02-20");
  await box.getByRole("button", { name: "照此读取" }).focus();
  await anew(page, () => page.keyboard.press("Enter"));
  assert.match(await page.textContent("#understood"), /2 次集中学习/);
  assert.match(await page.locator("#understood .registers li", { hasText: "考勤表" }).textContent(), /4 个标记/);
  const path = join(work, "days.toml");
  await download(page, () => page.click("#assign-download"), path);
  assert.match(readFileSync(path, "utf8"), /dates = \{ C = "2026-01-16", D = "2026-02-20" \}/);
}

/** A sheet that was taken for something else is put right, by the keyboard alone, and back again. */
export async function wrongly_recognised({ open, work }) {
  const page = await open();
  const files = [
    csv("考勤表.csv", ["姓名,2026-01-16,2026-02-20", "周远志,√,√", "何月清,√,公差"]),
    csv("选题.csv", ["姓名,题目,提交日期", "周远志,茶产业链短板调研,2026-03-01"]),
    { name: "banxin.toml", mimeType: "text/plain", buffer: Buffer.from('unit = "清溪镇"\n\n[layout."选题.csv"]\nregister = "essays"\nhead = 1\n\n[page]\nbinding = "mirrored"\n') },
  ];
  await page.setInputFiles("#files", files);
  await ready(page);
  assert.ok(await page.isHidden("#assign"));
  await page.getByRole("button", { name: "选题.csv认错了，对表" }).focus();
  await page.keyboard.press("Enter");
  const box = page.locator("#assign details", { hasText: "选题.csv" });
  const which = box.getByLabel("这张表是");
  assert.ok(await which.evaluate((one) => one === document.activeElement));
  await which.selectOption("research");
  await box.getByText("还要指出哪一列是 课题名称").waitFor();
  assert.ok(await which.evaluate((one) => one === document.activeElement), "the focus stays");
  await box.getByLabel("B 列是", { exact: true }).selectOption("title");
  await box.getByLabel("A 列是", { exact: true }).selectOption("owner");
  await box.getByRole("button", { name: "照此读取" }).focus();
  await anew(page, () => page.keyboard.press("Enter"));
  assert.ok(await page.locator("#assign-title").evaluate((one) => one === document.activeElement));
  assert.match(await page.locator("#understood .registers li", { hasText: "调研课题" }).textContent(), /选题\.csv/);

  const path = join(work, "wrongly.toml");
  await download(page, () => page.click("#assign-download"), path);
  const text = readFileSync(path, "utf8");
  assert.equal(text.match(/\[layout/g).length, 1, text);
  assert.match(text, /unit = "清溪镇"/);
  assert.match(text, /binding = "mirrored"/);
  assert.match(text, /register = "research"\nhead = 1\ncolumns = \{ owner = "A", title = "B"/);

  await anew(page, () => box.getByRole("button", { name: "恢复自动" }).click());
  assert.match(await page.locator("#understood .registers li", { hasText: "心得体会目录" }).textContent(), /选题\.csv/);
}

/** A sheet may be none; on a phone the table scrolls and the page does not. */
export async function no_register({ open, work, axe }) {
  const page = await open(NARROW);
  await page.fill("#unit", "清溪镇");
  await page.setInputFiles("#files", [
    csv("考勤表.csv", ["姓名,2026-01-16,2026-02-20", "周远志,√,√", "何月清,√,公差"]),
    csv("物资.csv", ["物品,数量,单价,存放处,经手人电话号码", "笔记本,20,3.5,二楼档案室东侧柜子第三层,没有登记"]),
  ]);
  await ready(page);
  const box = page.locator("#assign details", { hasText: "物资.csv" });
  assert.equal(await box.evaluate((one) => one.open), false, "what may not matter is folded up");
  await box.locator("summary").click();
  await accessible(page, axe, "assigning on a phone");
  if (process.env.UPDATE) await page.screenshot({ path: join(work, "assign-390.png"), fullPage: true });
  await box.getByLabel("这张表是").selectOption("none");
  await anew(page, () => apply(box));
  assert.match(await box.textContent(), /按您说的，不是登记表/);
  assert.doesNotMatch(await page.textContent("#diagnostics"), /没有认出这是哪种登记表/);
}
