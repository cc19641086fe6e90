// What scenarios do again and again on the page, in a clerk's words.

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";

/** Returns the files of a sample unit. */
export const sample = (samples, unit) => readdirSync(join(samples, unit)).sort().map((name) => join(samples, unit, name));

/** Returns a small attendance register; one member's marks are given. */
export function attendance(marks, name = "考勤表.csv") {
  const rows = [
    "姓名,2020-01-10,2020-02-14,2020-03-13", `张三,${marks}`, "李四,√,√,×", "王五,√,○,√",
    "图例：√ 出勤 ○ 补学 × 缺席",
  ];
  return { name, mimeType: "text/csv", buffer: Buffer.from(`\ufeff${rows.join("\r\n")}\r\n`) };
}

export const status = (page) => page.locator("#status");

/** Waits until the page says that there is a PDF. */
export async function ready(page) {
  await status(page).getByText("可以下载 PDF").waitFor();
  await page.locator("#results:not(.busy)").waitFor();
}

/** Does something that has everything reckoned anew, and waits for that. */
export async function anew(page, act) {
  const picture = page.locator("#picture");
  const before = await picture.getAttribute("src");
  await act();
  // The pages behind the first may still be on their way: only a new picture tells that all is anew.
  await page.waitForFunction((src) => document.getElementById("picture").getAttribute("src") !== src, before);
  await ready(page);
}

/** Waits until the page says that there cannot be one. */
export const refused = (page) => status(page).getByText("还不能生成 PDF").waitFor();

/** Presses something and keeps what is downloaded. */
export async function download(page, press, path) {
  const waiting = page.waitForEvent("download");
  await press();
  const file = await waiting;
  await file.saveAs(path);
  return file.suggestedFilename();
}

/** Drops files or folders from outside the browser onto the page, as the system does it. */
export async function drop(page, paths) {
  const session = await page.context().newCDPSession(page);
  const box = await page.locator("#drop").boundingBox();
  const data = { items: [], files: paths, dragOperationsMask: 1 };
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  for (const type of ["dragEnter", "dragOver", "drop"]) {
    await session.send("Input.dispatchDragEvent", { type, ...at, data });
  }
}

/** Checks what a program can check of access for everybody, and that nothing sticks out. */
export async function accessible(page, axe, where) {
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    // eslint-disable-next-line no-undef
    const { violations } = await axe.run(document);
    return violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(" ")).slice(0, 3).join("; ")}`);
  });
  assert.deepEqual(found, [], where);
  const wide = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.querySelectorAll("body *")]
      .filter((element) => element.getBoundingClientRect().right > width + 1)
      .map((element) => `${element.tagName}#${element.id}.${element.className}`);
  });
  assert.deepEqual(wide, [], `${where}: wider than the window`);
}

/** Returns a text table as a file to choose. */
export const csv = (name, rows) => ({ name, mimeType: "text/csv", buffer: Buffer.from(`\ufeff${rows.join("\r\n")}\r\n`) });
