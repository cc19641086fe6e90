// Elements and words. All text goes in as text nodes, never as markup.

export const byId = (id) => document.getElementById(id);

/** Makes an element with a class, then texts and elements inside. */
export function make(tag, className, ...inside) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...inside.filter((part) => part !== null && part !== undefined && part !== ""));
  return element;
}

/** Makes a button. */
export function makeButton(className, words, onClick) {
  const button = make("button", className, words);
  button.type = "button";
  button.addEventListener("click", onClick);
  return button;
}

/** Makes a table with a head; it scrolls by itself where the page is narrow. */
export function makeTable(heads, rows) {
  const cells = heads.map((words) => {
    const cell = make("th", "", words);
    cell.scope = "col";
    return cell;
  });
  const head = make("thead", "", make("tr", "", ...cells));
  return make("div", "table-box", make("table", "", head, make("tbody", "", ...rows)));
}

/** Returns a message's parts, with what it quotes in `backticks` set off. */
export function quoted(message) {
  return String(message).split("`").map((part, n) => (n % 2 === 1 ? make("code", "", part) : part));
}

/** Says a sheet as every message says it. */
export const place = (file, sheet) => (sheet ? `${file}「${sheet}」` : file);

/** Returns `2020年上半年` of `2020H1`, `2020年全年` of `2020`. */
export function periodName(period) {
  if (/^\d{4}$/.test(period || "")) return `${period}年全年`;
  const parts = /^(\d{4})([HQ])([1-4])$/.exec(period || "");
  if (!parts) return period || "";
  const names = parts[2] === "H" ? ["上半年", "下半年"] : ["一季度", "二季度", "三季度", "四季度"];
  return `${parts[1]}年${names[parts[3] - 1] || ""}`;
}

/** Says periods in a message as people do, and takes the quotes away. */
export const plainPeriods = (words) => words.replace(/`/g, "").replace(/\b\d{4}[HQ][1-4]\b/g, periodName);

/** Returns a file's size as people say it. */
export function sizeName(bytes) {
  if (bytes < 1024) return `${bytes} 字节`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
