// The page as printed: which one is shown, and where the chosen provision stands on it.

const room = document.getElementById("reading");
const view = document.getElementById("page-view");
const pane = document.getElementById("page-pane");
const opener = document.getElementById("page-opener");

let shown = 0;
let chosen = null;

/** Show the page that a provision stands on. */
export function showPage(element) {
  chosen = element;
  if (!view) return;
  const pages = element.dataset.pages.split(" ").filter(Boolean).map(Number);
  if (pages.length && !pages.includes(shown)) turnTo(pages[0]);
  else highlight();
}

export async function turnTo(number) {
  shown = number;
  if (getComputedStyle(pane).display === "none") return;
  await htmx.ajax("GET", `${room.dataset.page}${number}`, { target: view, swap: "innerHTML", source: view });
  highlight();
}

function highlight() {
  const spots = [...(view?.querySelectorAll(".spot") ?? [])];
  for (const spot of spots) spot.classList.toggle("current", spot.dataset.id === chosen?.dataset.id);
  const first = spots.find((spot) => spot.classList.contains("current"));
  const frame = view && pane;
  if (!first || !frame) return;
  const box = first.getBoundingClientRect();
  const outer = frame.getBoundingClientRect();
  if (box.top < outer.top || box.bottom > outer.bottom) frame.scrollTop += box.top - outer.top - outer.height / 3;
}

/** Choose a place on the page by arrow keys, from top to bottom; return what stands there. */
export function aim(by) {
  const spots = [...view.querySelectorAll(".spot")].sort((a, b) => a.y.baseVal.value - b.y.baseVal.value || a.x.baseVal.value - b.x.baseVal.value);
  const at = spots.findIndex((spot) => spot.classList.contains("aimed"));
  const start = at >= 0 ? at : spots.findIndex((spot) => spot.classList.contains("current")) - (by > 0 ? 1 : 0);
  const next = spots[Math.min(spots.length - 1, Math.max(0, start + by))];
  for (const spot of spots) spot.classList.toggle("aimed", spot === next);
  return next?.querySelector("title").textContent ?? "";
}

/** On a screen too narrow for it, the page lies over the text while it is wanted. */
export function setPagePane(isOpen) {
  if (!opener || pane.classList.contains("open") === isOpen) return;
  pane.classList.toggle("open", isOpen);
  opener.setAttribute("aria-expanded", String(isOpen));
  if (isOpen && chosen) {
    shown = 0;
    showPage(chosen);
  }
}

/** The id of the provision at the place aimed at, else of the chosen one. */
export const aimedAt = () => (view.querySelector(".spot.aimed") ?? view.querySelector(".spot.current"))?.dataset.id;

export const isPaneOpen = () => pane.classList.contains("open");
