// A finished document alone, opened: the files that it was made from, under their own names.

import { ask, Trouble } from "./request.js";

/** Returns `{items, session}`: the files, and the day that minutes are of; null where it cannot be opened. */
export async function open(item) {
  const sent = new FormData();
  sent.append("files", item.file, item.path);
  try {
    const response = await ask("api/open", { method: "POST", body: sent }, new AbortController().signal, () => undefined);
    const form = await response.formData();
    const items = form.getAll("files").map((file) => ({ path: file.name, file }));
    return { items, session: form.get("session") || "" };
  } catch (error) {
    // Checking the file says what is wrong with it.
    if (error instanceof Trouble) return null;
    throw error;
  }
}
