// The form of a comment: a template that words it, the draft's words to change, what is saved, two versions side by side.

import { copyKey, dropCopy, forgetOpen, keepCopy, readCopy, rememberOpen } from "./comment-copies.js";
import { isBlank, Saver, valuesOf } from "./comment-saving.js";

const PREVIEW_MS = 350;
const CLOCK = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const POLL = "load, every 10s";

export class CommentForm {
  constructor(form) {
    this.form = form;
    this.state = form.querySelector("[data-state]");
    this.preview = form.querySelector("[data-preview]");
    this.editor = form.elements.proposed;
    this.byHand = new Set(form.dataset.byHand.split(" ").filter(Boolean));
    this.previewTimer = 0;
    this.saver = new Saver(form, {
      told: (state, facts) => this.tell(state, facts),
      conflict: () => this.compare(),
      created: (id) => this.created(id),
    });
    this.offerCopy();
    this.listen();
    if (form.dataset.id) this.watch(form.dataset.id);
    this.fit();
    this.focus();
  }

  listen() {
    const { form } = this;
    form.addEventListener("input", (event) => this.typed(event.target));
    form.addEventListener("submit", (event) => {
      if (event.target === form) event.preventDefault();
    });
    form.addEventListener("keydown", (event) => this.key(event));
    form.addEventListener("click", (event) => this.clicked(event));
    form.addEventListener("htmx:sendError", (event) => event.stopPropagation()); // the state says it
    form.addEventListener("htmx:afterSwap", (event) => this.swapped(event.detail.target));
  }

  typed(target) {
    const part = target.dataset.part ?? (target.name === "position" ? "position" : "");
    if (part) this.markByHand(part);
    if (target === this.editor) this.alignPosition();
    if (target.name.startsWith("field_")) this.form.elements.composing.value = "1";
    if (target === this.editor) this.fit();
    target.removeAttribute("aria-invalid");
    this.changed();
  }

  changed() {
    rememberOpen(this.form);
    this.saver.changed();
    clearTimeout(this.previewTimer);
    this.previewTimer = setTimeout(() => htmx.trigger(this.preview, "consult:preview"), PREVIEW_MS);
  }

  markByHand(part, is = true) {
    if (is) this.byHand.add(part);
    else this.byHand.delete(part);
    this.form.elements.by_hand.value = [...this.byHand].sort().join(" ");
    const again = this.form.querySelector(`[data-again="${part}"]`);
    if (again) again.hidden = !is || !this.form.elements.template.value;
  }

  key(event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      (this.form.querySelector("[data-wish=submit]") ?? this.form.querySelector(".comment-foot [data-close]")).click();
    } else if (event.key === "Escape" && !event.defaultPrevented) {
      event.preventDefault();
      event.stopPropagation();
      this.close();
    }
  }

  clicked(event) {
    const target = event.target.closest("button, a");
    if (!target) return;
    const { wish, again, keep } = target.dataset;
    const has = (name) => name in target.dataset;
    if (keep) {
      event.preventDefault();
      this.choose(keep);
    } else if (wish) this.bring(wish);
    else if (again) this.takeAgain(again);
    else if (has("close")) this.close();
    else if (has("delete")) this.setDeletion(this.form.elements.deletion.value !== "1", { byHand: true });
    else if (has("reset")) this.reset();
    else if (has("retry")) this.saver.flush();
    else if (has("restore")) this.restore();
    else if (has("discard")) this.discard();
    else if (has("compare")) this.compare();
    else if (has("merged")) this.saveMerged();
  }

  // wording

  setDeletion(is, { byHand = false } = {}) {
    this.form.elements.deletion.value = is ? "1" : "";
    this.form.querySelector("[data-delete]").setAttribute("aria-pressed", String(is));
    this.editor.readOnly = is;
    if (byHand) {
      this.markByHand("proposed");
      this.alignPosition();
      this.changed();
    }
  }

  /** Whoever changes the draft's words asks for an amendment, unless they have said something else. */
  alignPosition() {
    const { position, deletion } = this.form.elements;
    if (this.byHand.has("position") || this.form.elements.composing.value === "1") return;
    position.value = this.proposes || deletion.value === "1" ? "amend" : "question";
  }

  reset() {
    this.setDeletion(false);
    this.editor.value = this.form.elements.words.value;
    this.fit();
    this.markByHand("proposed");
    this.alignPosition();
    this.changed();
    this.editor.focus();
  }

  /** Make the editor as high as its text. */
  fit() {
    this.editor.style.setProperty("height", "auto");
    if (this.editor.scrollHeight) this.editor.style.setProperty("height", `${this.editor.scrollHeight + 2}px`);
  }

  // template

  takeAgain(part) {
    this.form.elements.composing.value = "1";
    this.markByHand(part, false);
    this.changed();
  }

  swapped(target) {
    if (target === this.preview) this.previewed();
    else if (target?.classList.contains("comment-questions")) {
      this.form.elements.composing.value = this.form.elements.template.value ? "1" : "";
      for (const part of ["text", "proposed", "rationale"]) this.markByHand(part, this.byHand.has(part));
      this.changed();
    } else if (target?.matches?.("[data-conflict]")) this.compared(target);
  }

  previewed() {
    const shown = this.form.querySelector("[data-shown-changes]");
    const changes = this.preview.querySelector("[data-changes]");
    shown.replaceChildren(...(changes ? [...changes.childNodes] : []));
    changes?.remove();
    const drafted = this.preview.querySelector("[data-composed]");
    if (!drafted) return;
    drafted.remove();
    this.compose(drafted);
  }

  /** Put the template's words where the person has written none. */
  compose(drafted) {
    for (const { dataset, value } of drafted.querySelectorAll("[data-part]")) {
      if (this.byHand.has(dataset.part)) continue;
      const field = this.form.elements[dataset.part];
      field.value = value || (dataset.part === "proposed" ? this.form.elements.words.value : "");
    }
    if (!this.byHand.has("proposed")) this.setDeletion(drafted.dataset.deletion === "1");
    if (!this.byHand.has("position")) this.form.elements.position.value = drafted.dataset.position;
    this.fit();
    this.saver.changed();
  }

  // saving

  tell(state, { time, reason = "" } = {}) {
    const { form } = this;
    const clock = time?.toLocaleTimeString(document.documentElement.lang, CLOCK);
    const said = (form.dataset[state] ?? "").replace("{time}", clock ?? "").replace("{reason}", reason);
    if (this.state.textContent !== said) this.state.textContent = said;
    this.state.dataset.is = state;
    form.querySelector("[data-retry]").hidden = !["unreachable", "refused", "stranger"].includes(state);
  }

  created(id) {
    const withdraw = this.form.querySelector("[data-wish=withdraw]");
    if (withdraw) withdraw.hidden = false;
    document.body.dispatchEvent(new CustomEvent("provision-changed", { detail: { id: this.form.dataset.provisionId } }));
    rememberOpen(this.form);
    if (location.pathname.endsWith("/comment/new")) history.replaceState(null, "", `${this.form.dataset.base}${id}/edit`);
    this.watch(id);
  }

  /** Ask every few seconds who else is here. */
  watch(id) {
    const box = this.form.querySelector("[data-presence]");
    const { revision, window } = this.form.elements;
    for (const field of [revision, window]) field.id ||= `${field.name}-${id}`;
    box.id = `presence-${id}`;
    box.setAttribute("hx-get", `${this.form.dataset.base}${id}/presence`);
    box.setAttribute("hx-trigger", POLL);
    box.setAttribute("hx-include", `#${revision.id}, #${window.id}, #${box.id} [name=shown]`);
    htmx.process(box);
  }

  async close() {
    const { form } = this;
    await this.saver.flush();
    if (this.saver.isDirty && !this.saver.isHeld && !isBlank(valuesOf(form))) return; // the state says why
    clearTimeout(this.saver.timer);
    forgetOpen();
    const { base, id, provisionId } = form.dataset;
    if (id) fetch(`${base}${id}/leave`, { method: "POST", body: new FormData(form), keepalive: true }).catch(() => {});
    if (id && isBlank(valuesOf(form))) await this.bring("withdraw");
    else await this.showComments(provisionId);
  }

  async bring(wish) {
    const { form } = this;
    const { base, id, provisionId } = form.dataset;
    if (wish === "submit" && !this.mayBeSubmitted()) return;
    const isSaved = await this.saver.flush({ evenBlank: wish === "submit" && !form.dataset.id });
    if (!isSaved || !form.dataset.id) return;
    forgetOpen();
    const host = form.closest(".comment-host");
    await htmx.ajax("POST", `${base}${form.dataset.id || id}/state`, {
      source: host,
      target: host,
      swap: "innerHTML",
      values: { wish, revision: this.saver.revision },
    });
    if (!form.isConnected) focusProvision(provisionId, host);
  }

  /** Whether everything needed is there; what is not gets the focus and a word. */
  mayBeSubmitted() {
    const { form } = this;
    const { text, rationale, deletion, composing } = form.elements;
    const says = [text, rationale].some((field) => field.value.trim()) || deletion.value === "1" || this.proposes;
    const gap = composing.value === "1" && !this.byHand.has("text") ? [...form.querySelectorAll("[data-required]")].find((field) => !field.value.trim()) : null;
    const wrong = gap ?? (says ? null : text);
    if (!wrong) return true;
    wrong.setAttribute("aria-invalid", "true");
    wrong.focus();
    this.state.textContent = gap ? form.dataset.needed : form.dataset.nothing;
    return false;
  }

  get proposes() {
    return this.editor.value.trim() !== this.form.elements.words.value.trim();
  }

  async showComments(provision) {
    const host = this.form.closest(".comment-host");
    await htmx.ajax("GET", `${this.form.dataset.base}of/${encodeURIComponent(provision)}`, { source: host, target: host, swap: "innerHTML" });
    focusProvision(provision, host);
  }

  focus() {
    const { text } = this.form.elements;
    text.focus({ preventScroll: true });
    this.form.scrollIntoView({ block: "nearest" });
  }

  // two versions

  compare() {
    const { base, id } = this.form.dataset;
    this.saver.isHeld = true;
    this.tell("conflict");
    clearTimeout(this.saver.timer);
    this.mine = this.saver.changedParts;
    const values = { ...valuesOf(this.form), ...this.saver.base, revision: this.saver.revision };
    const box = this.form.querySelector("[data-conflict]");
    htmx.ajax("POST", `${base}${id}/compare`, { source: box, target: box, swap: "innerHTML", values });
  }

  /** Two versions were compared: what only one side has changed needs nobody's choice. */
  compared(box) {
    this.storedNow = box.querySelector("[data-stored]");
    this.storedNow.remove();
    if (box.querySelector("[data-joined]")) this.keepMine();
    else box.querySelector(".comment-conflict").focus();
  }

  /** Take what others have changed in parts that the person has not touched. */
  takeUntouched() {
    const { elements } = this.form;
    const stored = this.storedNow;
    for (const { dataset, value } of stored.querySelectorAll("[data-part]")) {
      if (this.mine.includes(dataset.part)) continue;
      elements[dataset.part].value = value || (dataset.part === "proposed" ? elements.words.value : "");
    }
    for (const name of ["position", "role", "template"]) {
      if (!this.mine.includes(name)) elements[name].value = stored.dataset[name];
    }
    if (!this.mine.includes("deletion")) this.setDeletion(stored.dataset.deletion === "1");
    this.fit();
  }

  async keepMine() {
    this.takeUntouched();
    await this.saver.goOn(this.storedNow.dataset.revision);
    htmx.trigger(this.preview, "consult:preview");
  }

  choose(keep) {
    const box = this.form.querySelector("[data-conflict]");
    if (keep === "theirs") {
      const { revision } = this.storedNow.dataset;
      if (this.saver.isDirty) keepCopy(copyKey(this.form), { values: valuesOf(this.form), revision, base: "{}" });
      const { base, id } = this.form.dataset;
      const host = this.form.closest(".comment-host");
      htmx.ajax("GET", `${base}${id}/edit`, { source: host, target: host, swap: "innerHTML" });
      return;
    }
    if (keep === "mine") {
      box.replaceChildren();
      this.keepMine();
    } else {
      box.querySelector("[data-choices]").remove();
      this.takeUntouched();
      this.form.querySelector("[data-merged]").hidden = false;
      this.tell("merging");
    }
    this.form.elements.text.focus();
  }

  saveMerged() {
    this.form.querySelector("[data-merged]").hidden = true;
    this.form.querySelector("[data-conflict]").replaceChildren();
    this.saver.goOn(this.storedNow.dataset.revision);
  }

  // words that did not reach the server

  offerCopy() {
    this.copy = readCopy(copyKey(this.form));
    if (!this.copy) return;
    if (JSON.stringify(this.copy.values) === this.saver.stored) {
      this.discard();
      return;
    }
    const box = this.form.querySelector("[data-recovery]");
    const clock = new Date(this.copy.time).toLocaleTimeString(document.documentElement.lang, CLOCK);
    box.querySelector("[data-told]").textContent = this.form.dataset.found.replace("{time}", clock);
    box.hidden = false;
  }

  restore() {
    for (const [name, value] of Object.entries(this.copy.values)) {
      const field = this.form.elements[name];
      if (field) field.value = value;
      else if (name.startsWith("field_")) this.form.append(hidden(name, value));
    }
    this.byHand = new Set((this.copy.values.by_hand ?? "").split(" ").filter(Boolean));
    this.setDeletion(this.form.elements.deletion.value === "1");
    this.form.querySelector("[data-recovery]").hidden = true;
    this.saver.isAgain = true;
    // What was stored since is compared with these words before they take its place.
    this.form.elements.revision.value = this.copy.revision;
    this.saver.stored = this.copy.base ?? "{}";
    this.fit();
    this.changed();
    this.form.elements.text.focus();
  }

  discard() {
    dropCopy(copyKey(this.form));
    this.form.querySelector("[data-recovery]").hidden = true;
  }
}

function hidden(name, value) {
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name, value });
  return field;
}

/** Give the focus back to the provision, or to the comments below it where the page shows nothing else. */
function focusProvision(provision, host) {
  const place = document.getElementById(`p-${provision}`) ?? document.getElementById(`provision-${provision}`) ?? host;
  if (!place.hasAttribute("tabindex")) place.setAttribute("tabindex", "-1");
  place.focus({ preventScroll: true });
}
