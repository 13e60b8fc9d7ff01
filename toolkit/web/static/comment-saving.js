// A form → saved after each pause, one request at a time. What is sent is sent again as it was until the server has
// answered: it knows the same words again, so that a lost answer makes neither a second comment nor a conflict.

import { copyKey, dropCopy, keepCopy } from "./comment-copies.js";

const PAUSE_MS = 1000;
const FIRST_WORD_MS = 250;
const RETRY_MS = [2000, 4000, 8000, 15000];
/** Browsers refuse larger bodies of requests that outlive their page. */
const KEEPALIVE_BYTES = 60000;

const PARTS = ["position", "role", "text", "proposed", "deletion", "rationale", "template"];
const UNSAVED = ["window", "shown", "revision"];

/** Of a form: everything that is stored, by name. */
export function valuesOf(form) {
  const values = {};
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && !UNSAVED.includes(name)) values[name] = value;
  }
  return values;
}

/** Whether nothing is said yet: neither the draft's own words nor those of a template without an answer are anybody's. */
export function isBlank(values) {
  const said = (name) => Boolean((values[name] ?? "").trim());
  if (Object.keys(values).some((name) => name.startsWith("field_") && said(name))) return false;
  const byHand = values.composing === "1" ? values.by_hand.split(" ") : ["text", "proposed", "rationale"];
  const proposes = values.deletion === "1" || values.proposed.trim() !== values.words.trim();
  return !byHand.some((name) => (name === "proposed" ? proposes : name !== "position" && said(name)));
}

export class Saver {
  constructor(form, { told, conflict, created }) {
    this.form = form;
    this.told = told;
    this.conflict = conflict;
    this.created = created;
    this.stored = JSON.stringify(valuesOf(form));
    this.pending = null;
    this.sending = null;
    this.timer = 0;
    this.failures = 0;
    this.isAgain = false; // words of an earlier page, which may have reached the server
    this.isHeld = false; // while two versions wait for somebody's choice
  }

  get revision() {
    return this.form.elements.revision.value;
  }

  get isDirty() {
    return this.pending !== null || JSON.stringify(valuesOf(this.form)) !== this.stored;
  }

  /** The parts of a comment that were changed since the server had them. */
  get changedParts() {
    const before = JSON.parse(this.stored);
    const now = valuesOf(this.form);
    return PARTS.filter((name) => now[name] !== before[name]);
  }

  /** What the server last had of those parts, as the names of fields to send. */
  get base() {
    const before = JSON.parse(this.stored);
    return Object.fromEntries(PARTS.filter((name) => name in before).map((name) => [`base_${name}`, before[name]]));
  }

  /** Go on after a conflict, on the revision that somebody has seen: what is in the form is what stays. */
  goOn(revision) {
    this.form.elements.revision.value = revision;
    this.isHeld = false;
    this.stored = "{}";
    return this.flush();
  }

  /** Something was typed: keep it here at once, and save it after a pause. */
  changed() {
    const values = valuesOf(this.form);
    if (!this.isDirty) return;
    if (!this.form.dataset.id && isBlank(values)) {
      dropCopy(copyKey(this.form));
      return;
    }
    keepCopy(copyKey(this.form), { values, revision: this.revision, base: this.stored });
    if (this.isHeld) return;
    if (!this.sending && this.failures === 0) this.told("waiting");
    this.schedule(this.form.dataset.id ? PAUSE_MS : FIRST_WORD_MS);
  }

  schedule(delay) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), delay);
  }

  /** Save now whatever is not saved; resolves to whether everything is. */
  async flush({ leaving = false, evenBlank = false } = {}) {
    clearTimeout(this.timer);
    if (this.isHeld) return false;
    if (this.sending) {
      await this.sending;
      if (!leaving) return this.isDirty ? this.flush() : true;
    }
    if (!this.isDirty && !evenBlank) return true;
    const values = this.pending ?? valuesOf(this.form);
    if (!this.form.dataset.id && !evenBlank && isBlank(values)) return true;
    this.pending = values;
    this.sending = this.send(values, leaving);
    const isSaved = await this.sending;
    this.sending = null;
    return isSaved && this.isDirty && !leaving ? this.flush() : isSaved;
  }

  async send(values, leaving) {
    const { id, base } = this.form.dataset;
    const body = new URLSearchParams({ ...values, revision: this.revision, window: this.form.elements.window.value });
    if (this.isAgain || this.failures > 0) body.set("again", "1");
    if (this.failures === 0) this.told("saving");
    let answer;
    try {
      answer = await fetch(id ? `${base}${id}/save` : `${base}new`, {
        method: "POST",
        body,
        headers: { accept: "application/json", "hx-request": "true" },
        keepalive: leaving && body.toString().length < KEEPALIVE_BYTES,
      });
    } catch {
      return this.failed("unreachable");
    }
    const isOurs = answer.headers.get("content-type")?.startsWith("application/json");
    if (answer.ok && isOurs) return this.acknowledged(values, await answer.json());
    if (answer.ok || answer.status === 401) return this.failed("stranger"); // another page was shown: to log in
    if (answer.status === 409) {
      this.pending = null;
      this.isHeld = true;
      this.told("conflict");
      this.conflict();
      return false;
    }
    const reason = reasonIn(await answer.text());
    if (answer.status >= 500 || answer.status === 429) return this.failed("refused", reason);
    this.pending = null;
    this.told("refused", { reason });
    return false;
  }

  failed(state, reason = "") {
    this.told(state, { reason });
    this.schedule(RETRY_MS[Math.min(this.failures, RETRY_MS.length - 1)]);
    this.failures += 1;
    return false;
  }

  acknowledged(values, { id, revision, time }) {
    const { form } = this;
    const before = copyKey(form);
    this.failures = 0;
    this.isAgain = false;
    this.pending = null;
    this.stored = JSON.stringify(values);
    form.elements.revision.value = revision;
    if (!form.dataset.id) {
      form.dataset.id = id;
      this.created(id);
    }
    dropCopy(before);
    if (this.isDirty) keepCopy(copyKey(form), { values: valuesOf(form), revision, base: this.stored });
    this.told("saved", { time: new Date(time) });
    return true;
  }
}

/** The message of an answer that refuses, without the markup around it. */
function reasonIn(markup) {
  const page = new DOMParser().parseFromString(markup, "text/html");
  return (page.querySelector(".notice p, main p")?.textContent ?? "").trim();
}
