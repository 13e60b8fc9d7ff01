// The reading room: which provision is chosen, where keys and clicks lead, what filters change.

import { isTyping, onKey } from "./consult.js";
import { aim, aimedAt, isPaneOpen, setPagePane, showPage, turnTo } from "./reading-page.js";
import { bring, byId, load, prepare } from "./reading-stretches.js";

const room = document.getElementById("reading");
const text = document.getElementById("text");
const told = document.getElementById("told");
const STILL_MS = 160;
const GAP_PX = 8;
const FACETS_KEY = "consult.reading.facets";

const provisions = () => [...text.querySelectorAll(".provision:not(.folded)")];
const tell = (words) => { told.textContent = words; };

let current = null;

// The chosen provision ----------------------------------------------------------------------------------

/** Choose a provision: mark it, show its page, keep its address. */
function choose(element, { focus = true, scroll = true } = {}) {
  if (!element) return;
  if (current && current !== element) {
    current.classList.remove("current");
    current.removeAttribute("aria-current");
    current.tabIndex = -1;
  }
  current = element;
  unfold(element);
  element.classList.add("current");
  element.setAttribute("aria-current", "true");
  element.tabIndex = 0;
  if (focus) element.focus({ preventScroll: true });
  if (scroll) bringIntoView(element);
  followInContents(element.dataset.entry);
  showPage(element);
  history.replaceState(history.state, "", addressOf(element.dataset.id));
}

function addressOf(id) {
  const address = new URL(location.href);
  address.pathname = `${room.dataset.read}/${encodeURIComponent(id)}`;
  address.hash = "";
  return address;
}

function topEdge() {
  return document.querySelector(".tools").getBoundingClientRect().bottom;
}

function bringIntoView(element) {
  const box = element.getBoundingClientRect();
  const top = topEdge();
  if (box.top < top || box.bottom > innerHeight - 24) scrollBy({ top: box.top - top - 12, behavior: "instant" });
}

/** Go to a provision by its id, wherever it is. */
async function goTo(id, { top = false } = {}) {
  const element = await bring(id);
  if (!element) {
    location.assign(`${room.dataset.read}/${encodeURIComponent(id)}`); // the filter leaves it out
    return;
  }
  choose(element, { scroll: !top });
  if (top) settleAt(element);
}

/** Keep an element at the top while stretches around it get their true heights. */
function settleAt(element) {
  const place = () => scrollBy({ top: element.getBoundingClientRect().top - topEdge() - 12, behavior: "instant" });
  place();
  requestAnimationFrame(() => { place(); setTimeout(place, STILL_MS); });
}

async function step(by) {
  const from = isInView(current) ? current : null;
  if (!from) {
    choose(firstInView() ?? (await loadInView()) ?? current);
    return;
  }
  const list = provisions();
  const next = list[list.indexOf(from) + by];
  const between = waitingBeside(from, next, by);
  if (between) {
    await load(between);
    return between.isConnected ? undefined : step(by);
  }
  if (next) choose(next);
  else tell(by > 0 ? room.dataset.last : room.dataset.first);
}

/** Return the stretch not yet there that lies between a provision and its neighbour. */
function waitingBeside(from, next, by) {
  let part = from.closest(".part");
  const goal = next?.closest(".part");
  while (part && part !== goal) {
    part = by > 0 ? part.nextElementSibling : part.previousElementSibling;
    if (part?.matches(".part.waiting")) return part;
  }
  return null;
}

function isInView(element) {
  if (!element?.isConnected) return false;
  const box = element.getBoundingClientRect();
  return box.bottom > topEdge() && box.top < innerHeight;
}

/** The first provision of which enough is seen; undefined while the stretch that is seen has not come yet. */
function firstInView() {
  const top = topEdge() + 4;
  const first = provisions().find((item) => item.getBoundingClientRect().bottom > top + 12);
  return isInView(first) ? first : undefined;
}

/** Wait for the stretch that is seen. */
async function loadInView() {
  const part = [...text.querySelectorAll(".part.waiting")].find(isInView);
  if (part) await load(part);
  return firstInView();
}

/** Whoever has scrolled away from the chosen provision works on what is seen. */
function followScroll() {
  if (isInView(current) || isTyping(document.activeElement)) return;
  choose(firstInView(), { focus: false, scroll: false });
}

async function nextUnread() {
  const address = new URL(room.dataset.unread, location.href);
  address.search = location.search;
  address.searchParams.set("after", current?.dataset.id ?? "");
  const answer = await fetch(address, { headers: { accept: "application/json" } });
  const { id } = answer.ok ? await answer.json() : { id: "" };
  if (id) goTo(id);
  else tell(room.dataset.allRead);
}

/** Press one of the buttons of the chosen provision. */
function press(name) {
  const target = isInView(current) ? current : firstInView();
  if (!target) return;
  if (target !== current) choose(target);
  target.querySelector(`[data-act="${name}"]`)?.click();
}

// Footnotes ---------------------------------------------------------------------------------------------

function unfold(element) {
  if (!element.classList.contains("folded")) return;
  element.classList.remove("folded");
  callOf(element.dataset.id)?.setAttribute("aria-expanded", "true");
}

const callOf = (id) => [...text.querySelectorAll(".note-call")].find((call) => call.dataset.note === id);

async function toggleNote(call) {
  const note = await bring(call.dataset.note);
  if (!note) return;
  const isOpen = call.getAttribute("aria-expanded") === "true";
  note.classList.toggle("folded", isOpen);
  call.setAttribute("aria-expanded", String(!isOpen));
}

// Contents ----------------------------------------------------------------------------------------------

const pane = document.getElementById("contents-pane");
const opener = document.getElementById("contents-opener");

function setFold(button, isOpen) {
  button.setAttribute("aria-expanded", String(isOpen));
  button.closest("li").querySelector(":scope > .below").hidden = !isOpen;
}

function followInContents(entry) {
  const link = [...pane.querySelectorAll("a[data-target]")].find((item) => item.dataset.target === entry);
  const before = pane.querySelector("a[aria-current]");
  if (before === (link ?? null)) return;
  before?.removeAttribute("aria-current");
  if (!link) return;
  link.setAttribute("aria-current", "true");
  for (let item = link.closest("li"); item; item = item.parentElement.closest("li")) {
    const fold = item.querySelector(":scope > button.fold");
    if (fold) setFold(fold, true);
  }
  const box = link.getBoundingClientRect();
  const frame = pane.getBoundingClientRect();
  if (box.top < frame.top + 40 || box.bottom > frame.bottom - 40) pane.scrollTop += box.top - frame.top - frame.height / 3;
}

const openEntries = () => [...pane.querySelectorAll("button.fold[aria-expanded=true]")].map((button) => button.closest("li").dataset.entry);

function setPane(isOpen) {
  pane.classList.toggle("open", isOpen);
  opener.setAttribute("aria-expanded", String(isOpen));
  if (isOpen) (pane.querySelector("a[aria-current]") ?? pane.querySelector("a"))?.focus();
}

// Events ------------------------------------------------------------------------------------------------

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  if (!target) return;
  const isPlain = !event.ctrlKey && !event.metaKey && !event.shiftKey;
  const call = target.closest(".note-call");
  const link = target.closest("a[data-target]");
  const spot = target.closest(".spot");
  const fold = target.closest("button.fold");
  const stepper = target.closest("[data-page-step]");
  if (call) toggleNote(call);
  else if (link && isPlain) {
    event.preventDefault();
    setPane(false);
    goTo(link.dataset.target, { top: true });
  } else if (spot) {
    setPagePane(false);
    goTo(spot.dataset.id);
  }
  else if (fold) setFold(fold, fold.getAttribute("aria-expanded") !== "true");
  else if (stepper) turnTo(Number(stepper.closest(".page-tools").dataset.number) + Number(stepper.dataset.pageStep));
  else if (target.closest("#contents-opener")) setPane(!pane.classList.contains("open"));
  else if (target.closest("#page-opener")) setPagePane(!isPaneOpen());
  else if (!target.closest("#contents-pane")) setPane(false);
  const provision = target.closest(".provision");
  if (provision && provision !== current && getSelection().isCollapsed) choose(provision, { focus: false, scroll: false });
});

// What is pressed must not move away before it is let go: the click chooses then.
let isPressing = false;
document.addEventListener("pointerdown", () => { isPressing = true; }, { capture: true });
for (const name of ["pointerup", "pointercancel", "click", "keydown"]) document.addEventListener(name, () => { isPressing = false; }, { capture: true });

document.addEventListener("focusin", (event) => {
  if (isPressing) return;
  const provision = event.target.closest?.(".provision");
  if (provision && provision !== current) choose(provision, { focus: false, scroll: false });
});

document.addEventListener("keydown", (event) => {
  if (!event.target.closest?.("#page-frame")) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    tell(aim(event.key === "ArrowDown" ? 1 : -1));
  } else if (event.key === "Enter") {
    const id = aimedAt();
    if (id) goTo(id);
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  if (pane.classList.contains("open")) opener.focus();
  if (isPaneOpen()) document.getElementById("page-opener").focus();
  setPane(false);
  setPagePane(false);
  const host = event.target.closest?.(".why-host") ?? current?.querySelector(".why-host:not(:empty)");
  if (host?.childElementCount) {
    host.replaceChildren();
    const why = host.closest(".provision").querySelector("[data-act=why]");
    why.setAttribute("aria-expanded", "false");
    (isTyping(event.target) ? why : host.closest(".provision")).focus();
  } else if (event.target.id === "words") current?.focus({ preventScroll: true });
});

// A second press closes what the first has opened.
document.body.addEventListener("htmx:beforeRequest", (event) => {
  const button = event.detail.elt;
  if (!button.matches?.("[data-act=why]")) return;
  const host = button.closest(".provision").querySelector(".why-host");
  if (host.childElementCount) {
    event.preventDefault();
    host.replaceChildren();
    button.setAttribute("aria-expanded", "false");
  } else button.setAttribute("aria-expanded", "true");
});

let openBefore = [];

const areFacetsOpen = () => localStorage.getItem(FACETS_KEY) === "open";
document.addEventListener("toggle", (event) => {
  if (event.target.id === "facets" && event.target.isConnected) localStorage.setItem(FACETS_KEY, event.target.open ? "open" : "");
}, true);

document.body.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target !== text) return;
  openBefore = openEntries();
});

document.body.addEventListener("htmx:oobAfterSwap", (event) => {
  if (event.detail.target.id === "contents") {
    for (const button of pane.querySelectorAll("button.fold")) {
      if (openBefore.includes(button.closest("li").dataset.entry)) setFold(button, true);
    }
  } else if (event.detail.target.id === "filters") {
    document.getElementById("facets").open = areFacetsOpen();
    const words = document.getElementById("words");
    if (document.activeElement !== words) words.value = document.getElementById("chosen").dataset.words;
  }
});

document.body.addEventListener("htmx:afterSettle", (event) => {
  if (!text.contains(event.detail.elt) && event.detail.elt !== text && !event.detail.elt.classList?.contains("part")) return;
  prepare();
  if (event.detail.target === text) {
    const before = current?.dataset.id;
    current = null;
    const again = (before && byId(before)) || text.querySelector(".provision:not(.context, .folded)");
    if (again) {
      choose(again, { focus: false, scroll: false });
      again.id === `p-${before}` ? settleAt(again) : scrollTo({ top: 0, behavior: "instant" });
    }
    if (document.activeElement === document.body) current?.focus({ preventScroll: true });
  } else followScroll();
});

/** Scroll so that a form that has opened stands in sight, and above it the words that it is about. */
function showBelowWords(form) {
  const provision = form.closest(".provision");
  const above = provision.previousElementSibling;
  const first = above?.matches(".has-heading:not(.depth-0)") ? above : provision;
  const place = first.getBoundingClientRect().top;
  const { top } = form.getBoundingClientRect();
  const edge = document.querySelector(".tools").getBoundingClientRect().bottom;
  const half = (innerHeight - edge) / 2;
  scrollBy({ top: top - place < half ? place - edge - GAP_PX : top - edge - half, behavior: "instant" });
}

document.body.addEventListener("htmx:afterSettle", (event) => {
  const form = event.detail.target.matches?.(".comment-host") && event.detail.target.querySelector(":scope > .comment-form");
  if (form && text.contains(form)) showBelowWords(form);
});

// Something else in the page has changed comments or choices of a provision.
document.body.addEventListener("provision-changed", (event) => {
  const id = event.detail?.id ?? event.detail?.value;
  const button = byId(id)?.querySelector("[data-act=read]");
  if (button) htmx.ajax("GET", button.getAttribute("hx-post").replace(/\/mark(\?|$)/, "/marks$1"), { target: byId(id), swap: "none", source: byId(id) });
});

let stillness = 0;
addEventListener("scroll", () => {
  clearTimeout(stillness);
  stillness = setTimeout(followScroll, STILL_MS);
}, { passive: true });

for (const [key, by] of [["j", 1], ["k", -1]]) onKey(key, () => step(by));
onKey("c", () => press("comment"));
onKey("r", () => press("read"));
onKey("w", () => press("why"));
onKey("s", () => press("select"));
onKey("n", nextUnread);

prepare();
document.getElementById("facets").open = areFacetsOpen() && innerWidth > 1000;
const wanted = text.dataset.wanted;
if (wanted) goTo(wanted, { top: true });
else choose(text.querySelector(".provision:not(.context, .folded)") ?? firstInView(), { focus: false, scroll: false });
if (room.classList.contains("whole")) addEventListener("load", () => print());
