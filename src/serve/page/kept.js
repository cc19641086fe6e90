// The chosen files in the browser's own storage, where the person allows it: a refresh, Back or a
// closed tab loses none. Without that, the browser asks before the page goes.

import { attempt } from "./store.js";

const DATABASE = "banxin-files";
const STORE = "files";
const ALLOWED = "banxin:files";
// More than this is not kept: the browser would rather drop it all.
const MAX_BYTES = 200 << 20;

/** Opens the storage; it may be switched off. */
const open = () => new Promise((resolve, reject) => {
  const request = window.indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE);
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

/** Does one thing with the storage and closes it. */
async function use(mode, act) {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const request = act(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = () => reject(transaction.error);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

/** Says whether files may be kept; taken back, nothing is found the next time. */
export const allow = (is) => attempt((storage) => (is ? storage.setItem(ALLOWED, "1") : storage.removeItem(ALLOWED)));

const isAllowed = () => attempt((storage) => storage.getItem(ALLOWED)) !== null;

/** Returns the files that are kept, as `{path, file}`; none where nothing is or can be kept. */
export async function read() {
  if (!isAllowed()) {
    await forget();
    return [];
  }
  try {
    const held = await use("readonly", (store) => store.get("all"));
    return (held || []).map(({ path, name, blob }) => ({ path, file: new File([blob], name) }));
  } catch (error) {
    return [];
  }
}

/** Keeps the files in place of those before; returns whether that could be done. */
export async function write(items) {
  if (items.reduce((sum, item) => sum + item.file.size, 0) > MAX_BYTES) return false;
  try {
    // The bytes themselves: a file on disk may be gone or changed the next time.
    const held = await Promise.all(items.map(async ({ path, file }) => ({ path, name: file.name, blob: new Blob([await file.arrayBuffer()]) })));
    await use("readwrite", (store) => store.put(held, "all"));
    return true;
  } catch (error) {
    return false;
  }
}

/** Forgets the files. */
export async function forget() {
  try {
    await use("readwrite", (store) => store.clear());
  } catch (error) {
    // Nothing can be kept, so nothing is.
  }
}
