// The reading room: which provision is chosen, stretches of text that come when they are needed, the page beside them.

import { isTyping, onKey } from "./consult.js";

const room = document.getElementById("reading");
const text = document.getElementById("text");
const told = document.getElementById("told");
const pageView = document.getElementById("page-view");
const NEAR = "1200px 0px";
const STILL_MS = 160;
const RETRY_MS = 5000;
/** So many stretches are kept in the page; those farthest from what is seen make room for others. */
const MOST_PARTS = 14;
const FACETS_KEY = "consult.reading.facets";

const byId = (id) => document.getElementById(`p-${id}`);
const provisions = () => [...text.querySelectorAll(".provision:not(.folded)")];
const tell = (words) => { told.textContent = words; };

let current = null;
let shownPage = 0;

// Stretches of text -------------------------------------------------------------------------------------

const nearing = new IntersectionObserver((entries) => {
  for (const entry of entries) if (entry.isIntersecting) load(entry.target);
}, { rootMargin: NEAR });

/** Fetch a stretch that is not there yet. Resolves when it is, or when it cannot be had for now. */
function load(part) {
  nearing.unobserve(part);
  part.loading ??= htmx.ajax("GET", part.dataset.source, { target: part, swap: "outerHTML", source: part })
    .catch(() => {})
    .finally(() => {
      if (!part.isConnected) return shed();
      part.loading = undefined;
      setTimeout(() => part.isConnected && nearing.observe(part), RETRY_MS);
    });
  return part.loading;
}

/** Give the place of stretches far from what is seen back to the browser, unless somebody works in them. */
function shed() {
  const far = [...text.querySelectorAll(".part:not(.waiting)")]
    .filter((part) => !part.contains(current) && !part.contains(document.activeElement) && !part.querySelector(":is(.comment-host, .why-host):not(:empty)"))
    .map((part) => ({ part, box: part.getBoundingClientRect() }))
    .map(({ part, box }) => ({ part, box, distance: Math.max(box.top - innerHeight, -box.bottom) }))
    .filter(({ distance }) => distance > innerHeight * 2)
    .sort((a, b) => b.distance - a.distance);
  const tooMany = text.querySelectorAll(".part:not(.waiting)").length - MOST_PARTS;
  for (const { part, box } of far.slice(0, Math.max(0, tooMany))) {
    const place = document.createElement("div");
    place.className = "part waiting";
    place.dataset.source = part.dataset.source;
    place.dataset.height = Math.round(box.height);
    place.dataset.holds = [...part.querySelectorAll(".provision")].map((item) => item.dataset.id).join(" ");
    place.setAttribute("aria-busy", "true");
    part.replaceWith(place);
  }
  prepare();
}

function prepare() {
  for (const part of text.querySelectorAll(".part.waiting")) {
    part.style.setProperty("--reserve", `${part.dataset.height}px`);
    nearing.observe(part);
  }
}

const holder = (id) => [...text.querySelectorAll(".part.waiting")].find((part) => part.dataset.holds.split(" ").includes(id));

/** Return the element of a provision, fetching the stretch that holds it; null where the filter leaves it out. */
async function bring(id) {
  const part = byId(id) ? null : holder(id);
  if (part) await load(part);
  return byId(id);
}

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
    choose(firstInView() ?? current);
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

function firstInView() {
  const top = topEdge() + 4;
  return provisions().find((item) => item.getBoundingClientRect().bottom > top + 12);
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
const pagePane = document.getElementById("page-pane");
const pageOpener = document.getElementById("page-opener");

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

/** On a screen too narrow for it, the page lies over the text while it is wanted. */
function setPagePane(isOpen) {
  if (!pageOpener || pagePane.classList.contains("open") === isOpen) return;
  pagePane.classList.toggle("open", isOpen);
  pageOpener.setAttribute("aria-expanded", String(isOpen));
  if (isOpen && current) {
    shownPage = 0;
    showPage(current);
  }
}

// The page as printed -----------------------------------------------------------------------------------

function showPage(element) {
  if (!pageView) return;
  const pages = element.dataset.pages.split(" ").filter(Boolean).map(Number);
  if (pages.length && !pages.includes(shownPage)) turnTo(pages[0]);
  else highlight();
}

async function turnTo(number) {
  shownPage = number;
  if (getComputedStyle(pagePane).display === "none") return;
  await htmx.ajax("GET", `${room.dataset.page}${number}`, { target: pageView, swap: "innerHTML", source: pageView });
  highlight();
}

function highlight() {
  const spots = [...(pageView?.querySelectorAll(".spot") ?? [])];
  for (const spot of spots) spot.classList.toggle("current", spot.dataset.id === current?.dataset.id);
  const first = spots.find((spot) => spot.classList.contains("current"));
  const frame = pageView?.closest(".page-pane");
  if (!first || !frame) return;
  const box = first.getBoundingClientRect();
  const outer = frame.getBoundingClientRect();
  if (box.top < outer.top || box.bottom > outer.bottom) frame.scrollTop += box.top - outer.top - outer.height / 3;
}

/** Choose a place on the page by arrow keys, from top to bottom. */
function aim(by) {
  const spots = [...pageView.querySelectorAll(".spot")].sort((a, b) => a.y.baseVal.value - b.y.baseVal.value || a.x.baseVal.value - b.x.baseVal.value);
  const at = spots.findIndex((spot) => spot.classList.contains("aimed"));
  const start = at >= 0 ? at : spots.findIndex((spot) => spot.classList.contains("current")) - (by > 0 ? 1 : 0);
  const next = spots[Math.min(spots.length - 1, Math.max(0, start + by))];
  for (const spot of spots) spot.classList.toggle("aimed", spot === next);
  if (next) tell(next.querySelector("title").textContent);
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
  else if (target.closest("#page-opener")) setPagePane(!pagePane.classList.contains("open"));
  else if (!target.closest("#contents-pane")) setPane(false);
  const provision = target.closest(".provision");
  if (provision && provision !== current && getSelection().isCollapsed) choose(provision, { focus: false, scroll: false });
});

document.addEventListener("focusin", (event) => {
  const provision = event.target.closest?.(".provision");
  if (provision && provision !== current) choose(provision, { focus: false, scroll: false });
});

document.addEventListener("keydown", (event) => {
  if (!event.target.closest?.("#page-frame")) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    aim(event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Enter") {
    const spot = pageView.querySelector(".spot.aimed") ?? pageView.querySelector(".spot.current");
    if (spot) goTo(spot.dataset.id);
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  if (pane.classList.contains("open")) opener.focus();
  if (pagePane.classList.contains("open")) pageOpener.focus();
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
    shownPage = shownPage && pageView?.childElementCount ? shownPage : 0;
    const again = (before && byId(before)) || text.querySelector(".provision:not(.context, .folded)");
    if (again) {
      choose(again, { focus: false, scroll: false });
      again.id === `p-${before}` ? settleAt(again) : scrollTo({ top: 0, behavior: "instant" });
    }
    if (document.activeElement === document.body) current?.focus({ preventScroll: true });
  }
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
  stillness = setTimeout(() => {
    if (isInView(current) || isTyping(document.activeElement)) return;
    choose(firstInView(), { focus: false, scroll: false });
  }, STILL_MS);
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
