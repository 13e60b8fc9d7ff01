// Comments in a page: words of the draft are selected, a form opens, and everything typed in it is kept.

import { CommentForm } from "./comment-form.js";
import { forgetOpen, openBefore } from "./comment-copies.js";
import "./comment-selection.js";

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

function openForms() {
  return [...document.querySelectorAll("form.comment-form")].map((form) => forms.get(form)).filter(Boolean);
}

addEventListener("online", () => openForms().forEach((form) => form.saver.flush()));
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") openForms().forEach((form) => form.saver.flush({ leaving: true }));
});
addEventListener("pagehide", () => openForms().forEach((form) => form.saver.flush({ leaving: true })));
