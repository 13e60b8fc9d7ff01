// Stretches of text: fetched when they come near, given back when they are far.

const text = document.getElementById("text");
const NEAR = "1200px 0px";
const RETRY_MS = 5000;
/** So many stretches are kept in the page; those farthest from what is seen make room for others. */
const MOST_PARTS = 14;

export const byId = (id) => document.getElementById(`p-${id}`);

const nearing = new IntersectionObserver((entries) => {
  for (const entry of entries) if (entry.isIntersecting) load(entry.target);
}, { rootMargin: NEAR });

/** Fetch a stretch that is not there yet. Resolves when it is, or when it cannot be had for now. */
export function load(part) {
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
    .filter((part) => !part.querySelector(".current") && !part.contains(document.activeElement) && !part.querySelector(":is(.comment-host, .why-host):not(:empty)"))
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

/** Reserve the place of stretches that are not there yet, and fetch them when they come near. */
export function prepare() {
  for (const part of text.querySelectorAll(".part.waiting")) {
    part.style.setProperty("--reserve", `${part.dataset.height}px`);
    nearing.observe(part);
  }
}

const holder = (id) => [...text.querySelectorAll(".part.waiting")].find((part) => part.dataset.holds.split(" ").includes(id));

/** Return the element of a provision, fetching the stretch that holds it; null where the filter leaves it out. */
export async function bring(id) {
  const part = byId(id) ? null : holder(id);
  if (part) await load(part);
  return byId(id);
}
