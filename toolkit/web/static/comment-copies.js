// Words that the server has not acknowledged yet → kept in this browser, and removed as soon as it has them.

const PREFIX = "consult:words:";

/** The place of one form's words: of a comment by its id, of a new one by its provision. */
export function copyKey(form) {
  return `${PREFIX}${form.dataset.store}/${form.dataset.id || `new:${form.dataset.provisionId}`}`;
}

/** Keep `values` (name → text) with the revision they were typed on. A full or forbidden storage is no reason to stop. */
export function keepCopy(key, copy) {
  try {
    localStorage.setItem(key, JSON.stringify({ ...copy, time: Date.now() }));
  } catch {
    // what is typed still stands in the page
  }
}

/** The words kept under a key, null if there are none. */
export function readCopy(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

export function dropCopy(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // nothing was kept then
  }
}

/** What somebody's kept words belong to: ids of comments, and "new:" with the id of a provision. */
export function keptPlaces(store) {
  const begin = `${PREFIX}${store}/`;
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(begin)).map((key) => key.slice(begin.length));
  } catch {
    return [];
  }
}

const OPEN = "consult:open";

/** Remember in this tab which form is open, so that a page loaded again opens it again. */
export function rememberOpen(form) {
  const { base, id, provisionId } = form.dataset;
  try {
    sessionStorage.setItem(OPEN, JSON.stringify({ base, id, provision: provisionId }));
  } catch {
    // then it is opened by hand
  }
}

/** The form that was open when the page was left, null if none was. */
export function openBefore() {
  try {
    return JSON.parse(sessionStorage.getItem(OPEN));
  } catch {
    return null;
  }
}

export function forgetOpen() {
  try {
    sessionStorage.removeItem(OPEN);
  } catch {
    // nothing was remembered then
  }
}
