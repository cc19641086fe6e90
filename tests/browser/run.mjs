// Drives a real browser against a running page: `node run.mjs <address> <samples> <work> [scenario…]`.
//
// `work` holds county.zip and takes what is downloaded; tests/it/browser.rs prepares it, starts the
// server and looks at the downloads. With UPDATE set, pictures of the page go there, too.

import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";

import * as assigning from "./assign.mjs";
import * as before from "./before.mjs";
import * as kept from "./kept.mjs";
import * as numbers from "./numbers.mjs";
import * as own from "./own.mjs";
import * as everyday from "./scenarios.mjs";
import * as trends from "./trends.mjs";
import * as units from "./units.mjs";
import * as words from "./words.mjs";

const [address, samples, work, ...names] = process.argv.slice(2);
const axe = readFileSync(new URL("./node_modules/axe-core/axe.min.js", import.meta.url), "utf8");

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  // Build machines run as root; only our own page is opened.
  args: ["--no-sandbox", "--disable-dev-shm-usage"],
});

/** Opens the page; whatever it complains about in its console fails the scenario. */
async function open(options = {}) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 }, locale: "zh-CN", acceptDownloads: true, ...options,
  });
  const page = await context.newPage();
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    // A refusal's status is logged by the browser itself.
    const isStatus = /^Failed to load resource/.test(message.text());
    if (["error", "warning"].includes(message.type()) && !isStatus) complaints.push(message.text());
  });
  const foreign = [];
  page.on("request", (request) => {
    if (!/^(blob|data):/.test(request.url()) && !request.url().startsWith(address)) foreign.push(request.url());
  });
  await page.goto(address);
  page.finish = async () => {
    if (complaints.length > 0) throw new Error(`the page complained: ${complaints.join(" | ")}`);
    if (foreign.length > 0) throw new Error(`the page asked elsewhere: ${foreign.join(" ")}`);
  };
  return page;
}

let nFailed = 0;
for (const [name, scenario] of Object.entries({ ...everyday, ...numbers, ...own, ...kept, ...assigning, ...before, ...units, ...trends, ...words })) {
  if (names.length > 0 && !names.includes(name)) continue;
  const started = Date.now();
  const pages = [];
  const tools = {
    samples,
    work,
    axe,
    async open(options) {
      const page = await open(options);
      pages.push(page);
      return page;
    },
  };
  try {
    await scenario(tools);
    for (const page of pages) await page.finish();
    console.log(`ok ${name} (${Date.now() - started} ms)`);
  } catch (error) {
    nFailed += 1;
    console.log(`FAILED ${name}: ${error.stack}`);
    const last = pages[pages.length - 1];
    if (last) await last.screenshot({ path: `${work}/failed-${name}.png` }).catch(() => undefined);
  }
  for (const page of pages) await page.context().close();
}
await browser.close();
process.exit(nFailed > 0 ? 1 : 0);
