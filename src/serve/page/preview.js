// The document's pages as pictures to look through, fetched a few at a time as they are looked at.

import { byId } from "./element.js";
import * as numbers from "./numbers.js";

// Pages further from the one looked at than this are forgotten: one is some 100 to 400 kB.
const MAX_AWAY = 12;

/** Fetches so many pages, or as many as are given at once, from one on, counted from 1: `{first, pages, n_pages}`. */
let load = null;
let nPages = 0;
let at = 0;
/** Addresses of the pictures at hand, by page. */
let pictures = new Map();

const say = (words) => { byId("preview-words").textContent = words; };

function forget(isForgotten) {
  for (const [n, address] of pictures) {
    if (!isForgotten(n)) continue;
    URL.revokeObjectURL(address);
    pictures.delete(n);
  }
}

/** Says what there is to see instead of pages. */
export function showNoPages(words) {
  forget(() => true);
  numbers.forget();
  nPages = 0;
  byId("results").classList.add("no-pages");
  byId("turn").hidden = byId("sheet").hidden = true;
  say(words);
}

/**
 * Shows a newly set document, from the page that was looked at before; returns its number of pages.
 * That page comes alone, so that there is soon something to see; those after it follow.
 */
export async function show(newLoad) {
  let answer = await newLoad(at + 1, 1);
  if (answer.pages.length === 0) {
    at = 0;
    answer = await newLoad(1, 1);
  }
  showNoPages("和下载的 PDF 一样。");
  byId("results").classList.remove("no-pages");
  load = newLoad;
  nPages = answer.n_pages;
  take(answer);
  byId("turn").hidden = byId("sheet").hidden = nPages === 0;
  byId("n-pages").textContent = nPages;
  byId("page").max = nPages;
  showPicture();
  fetchMissing();
  return nPages;
}

function take(answer) {
  answer.pages.forEach((svg, n) => {
    const page = answer.first - 1 + n;
    if (pictures.has(page)) return;
    // As a picture an SVG runs no script and loads nothing, whatever is in it.
    pictures.set(page, URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" })));
  });
  forget((page) => Math.abs(page - at) > MAX_AWAY);
}

/** Turns to a page. */
async function turnTo(n) {
  if (nPages === 0) return;
  at = Math.max(0, Math.min(nPages - 1, n));
  showPicture();
  await fetchMissing();
}

/** Fetches the page looked at, and those after it, where they are not at hand. */
async function fetchMissing() {
  const missing = [at, at + 1].find((page) => page < nPages && !pictures.has(page));
  if (missing === undefined) return;
  const ours = load;
  try {
    const answer = await ours(missing + 1);
    // Meanwhile there may be another document.
    if (ours !== load) return;
    take(answer);
    // Of another page nothing is seen; drawn anew, the numbers of this one would lose the focus.
    if (missing === at) showPicture();
  } catch (error) {
    if (ours === load && !pictures.has(at)) say("这一页没有取到，再翻一次试试。");
  }
}

function showPicture() {
  const picture = byId("picture");
  const isHere = pictures.has(at);
  if (isHere) picture.src = pictures.get(at);
  picture.classList.toggle("waiting", !isHere);
  numbers.showPage(isHere ? at + 1 : 0);
  picture.alt = `第 ${at + 1} 页，共 ${nPages} 页；要听读文字，请下载 PDF`;
  byId("page").value = at + 1;
  // Greyed out, not disabled: a disabled button would lose the focus at the last page.
  byId("previous").setAttribute("aria-disabled", String(at === 0));
  byId("next").setAttribute("aria-disabled", String(at === nPages - 1));
}

/** Listens to what turns pages. */
export function listen() {
  numbers.listen((n) => turnTo(n - 1));
  byId("previous").addEventListener("click", () => turnTo(at - 1));
  byId("next").addEventListener("click", () => turnTo(at + 1));
  byId("page").addEventListener("change", (event) => turnTo((Number(event.target.value) || 1) - 1));
  byId("sheet").addEventListener("keydown", (event) => {
    const targets = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: nPages - 1 };
    if (!(event.key in targets)) return;
    event.preventDefault();
    turnTo(targets[event.key]);
  });
}
