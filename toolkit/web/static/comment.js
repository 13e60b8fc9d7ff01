// Comments in a page: words of the draft are selected, a form opens, and everything typed in it is kept.

import { CommentForm } from "./comment-form.js";
import { forgetOpen, keptPlaces, openBefore } from "./comment-copies.js";
import "./comment-selection.js";

/** By then the form that was open before is open again. */
const SETTLED_MS = 2000;

const forms = new WeakMap();

// What had the focus in the comments is gone after an act on one of them: that comment takes it.
document.addEventListener("htmx:afterSettle", (event) => {
  const host = event.detail.target;
  if (!host.classList?.contains("comment-host") || document.activeElement !== document.body) return;
  const [, id] = event.detail.pathInfo?.requestPath.match(/\/comment\/(c\d+)\/state/) ?? [];
  (document.getElementById(`comment-${id}`) ?? host.querySelector("a, button"))?.focus({ preventScroll: true });
});

function begin(root) {
  for (const form of root.querySelectorAll?.("form.comment-form") ?? []) {
    if (!forms.has(form)) forms.set(form, new CommentForm(form));
  }
}

let before = openBefore();

/** Open the form again that was open when the page was left, as soon as its provision is there. */
function beginAgain() {
  const host = before && document.getElementById(`comment-host-${before.provision}`);
  if (!host || !location.pathname.startsWith(before.base.replace(/comment\/$/, ""))) return;
  const { base, id, provision } = before;
  before = null;
  if (host.querySelector("form.comment-form")) return;
  forgetOpen();
  const address = id ? `${base}${id}/edit` : `${base}new?${new URLSearchParams({ provision })}`;
  htmx.ajax("GET", address, { source: host, target: host, swap: "innerHTML" });
}

document.documentElement.classList.add("has-script");
document.addEventListener("htmx:load", (event) => {
  begin(event.target.parentElement ?? event.target);
  beginAgain();
});
begin(document);
beginAgain();

/** Say where words are kept that no open form offers. */
function tellKept() {
  const template = document.getElementById("comment-kept");
  if (!template) return;
  const { store, base } = template.dataset;
  const offered = new Set(openForms().map(({ form }) => form.dataset.id || `new:${form.dataset.provisionId}`));
  const places = keptPlaces(store).filter((place) => !offered.has(place));
  if (!places.length) return;
  const notice = template.content.cloneNode(true);
  for (const place of places) {
    const link = document.createElement("a");
    const provision = place.startsWith("new:") ? place.slice(4) : "";
    link.href = place.startsWith("new:") ? `${base}new?${new URLSearchParams({ provision })}` : `${base}${place}/edit`;
    link.textContent = provision || place;
    notice.querySelector("[data-places]").append(link, " ");
  }
  document.getElementById("notices").append(notice);
}

setTimeout(tellKept, SETTLED_MS);

function openForms() {
  return [...document.querySelectorAll("form.comment-form")].map((form) => forms.get(form)).filter(Boolean);
}

addEventListener("online", () => openForms().forEach((form) => form.saver.flush()));
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") openForms().forEach((form) => form.saver.flush({ leaving: true }));
});
addEventListener("pagehide", () => openForms().forEach((form) => form.saver.flush({ leaving: true })));
