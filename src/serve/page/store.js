// What the browser keeps between two visits, where the person allows it: what was filled in for a
// unit, and what was ticked off. Nothing is kept without.

const PREFIX = "banxin:";

/** Does something with the browser's storage; null where it is switched off or full. */
export function attempt(act) {
  try {
    return act(window.localStorage);
  } catch (error) {
    return null;
  }
}

/** Returns whether the person allowed it. */
export const isAllowed = () => attempt((storage) => storage.getItem(`${PREFIX}allowed`)) === "1";

/** Remembers that it is allowed; returns whether the browser can keep anything. */
export const allow = () => attempt((storage) => {
  storage.setItem(`${PREFIX}allowed`, "1");
  return true;
}) === true;

/** Returns what was kept under a name. */
export const read = (name) => attempt((storage) => JSON.parse(storage.getItem(PREFIX + name)));

/** Keeps something, where that is allowed. */
export const write = (name, value) => isAllowed() && attempt((storage) => {
  storage.setItem(PREFIX + name, JSON.stringify(value));
  return true;
}) === true;

/** Forgets what was kept under a name. */
export const forget = (name) => attempt((storage) => storage.removeItem(PREFIX + name));

/** Forgets all, the permission, too. */
export function clear() {
  attempt((storage) => {
    const ours = [...Array(storage.length).keys()].map((n) => storage.key(n)).filter((key) => key.startsWith(PREFIX));
    ours.forEach((key) => storage.removeItem(key));
  });
}
