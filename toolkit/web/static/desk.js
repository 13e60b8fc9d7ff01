// The desk: files dropped, the queue worked through by keys, cards that renew themselves, focus that follows.

import { onKey } from "./consult.js";
import { fill, onDrop } from "./dropping.js";

const one = (selector, from = document) => from.querySelector(selector);
const all = (selector, from = document) => [...from.querySelectorAll(selector)];

// Placing: keys and the mark in the queue -------------------------------------------------------------

onKey("j", () => (one("#after") ?? neighbour(1))?.click());
onKey("k", () => (one("#before") ?? neighbour(-1))?.click());
onKey("x", () => {
  const aside = one("#aside");
  if (!aside) return;
  aside.open = true;
  one("input[name=why]", aside).focus();
});
// Not through `onKey`: Enter on a link or button is theirs, in a field it sends the form that the field is of.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.defaultPrevented || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("a, button, summary, input, select, textarea, dialog") || one("dialog[open]")) return;
  one("#confirm")?.click();
});
// Escape leads out of a field to the remark, where the keys decide again.
document.addEventListener("keydown", (event) => {
  const field = event.key === "Escape" ? event.target.closest("#work :is(input, textarea)") : null;
  if (!field) return;
  const fold = field.closest("details");
  if (fold) fold.open = false;
  one("#remark-title")?.focus({ preventScroll: true });
});
for (let digit = 1; digit <= 9; digit += 1) {
  onKey(String(digit), () => {
    const choice = all(".options input[type=radio]:not([disabled])")[digit - 1];
    if (!choice) return;
    choice.checked = true;
    choice.focus({ preventScroll: true });
    choice.closest(".option").scrollIntoView({ block: "nearest" });
  });
}

/** The card after or before the one that has the focus. */
function neighbour(step) {
  const cards = all(".cards > .group, .findings > li");
  if (!cards.length) return null;
  const here = cards.findIndex((card) => card.contains(document.activeElement));
  const next = cards[Math.min(cards.length - 1, Math.max(0, here + step))];
  next.setAttribute("tabindex", "-1");
  next.focus();
  next.scrollIntoView({ block: "nearest" });
  return null;
}

function markQueue() {
  const at = one(".decision")?.dataset.at;
  for (const link of all("#queue a")) {
    const isHere = link.dataset.remark === at;
    if (isHere) {
      link.setAttribute("aria-current", "true");
      const box = link.closest(".queue");
      const [top, height] = [link.offsetTop, box.clientHeight];
      if (top < box.scrollTop || top + link.offsetHeight > box.scrollTop + height) box.scrollTop = top - height / 3;
    } else {
      link.removeAttribute("aria-current");
    }
  }
}

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  const option = target?.closest(".option");
  if (option && !target.closest("a, input, label, button")) {
    const choice = one("input[type=radio]", option);
    if (!choice.disabled) choice.checked = true;
  }
  if (target?.closest("[data-close-merge]")) {
    const card = target.closest(".group");
    target.closest("form").remove();
    one("footer button", card)?.focus();
  }
});

// Enter in the search leads to what was found; it decides nothing.
document.addEventListener("submit", (event) => {
  if (!(event.target instanceof Element) || !event.target.matches(".looking")) return;
  event.preventDefault();
  (one("#found input:checked") ?? one("#found input"))?.focus();
});

// After a swap: the focus stands where the work goes on ------------------------------------------------

document.body.addEventListener("htmx:afterSettle", (event) => {
  const target = event.detail.target;
  if (!(target instanceof Element)) return;
  if (target.id === "work" || target.id === "placing") {
    markQueue();
    (one("#work [role=alert]") ? one("#work [name=why], #work [name=quote]") : one("#remark-title"))?.focus({ preventScroll: true });
    if (!event.detail.elt?.closest?.("#queue")) window.scrollTo({ top: 0 });
  }
  const fresh = one("[data-focus]");
  if (fresh) {
    fresh.removeAttribute("data-focus");
    fresh.focus();
  }
  const settled = one("[data-settled]");
  if (settled) {
    settled.removeAttribute("data-settled");
    settled.focus({ preventScroll: true });
  }
});

// Cards that show a comment which another card has changed ask for themselves anew.
document.body.addEventListener("desk:changed", (event) => {
  const changed = new Set(event.detail.ids);
  for (const card of all("[data-members]")) {
    if (!card.contains(event.target) && card.dataset.members.split(" ").some((id) => changed.has(id))) window.htmx.trigger(card, "desk:again");
  }
});

// Files ------------------------------------------------------------------------------------------------

const drop = one("#drop");
if (drop) {
  const input = one("#files");
  const list = one("#chosen");
  const limits = { file: Number(drop.dataset.fileBytes), request: Number(drop.dataset.requestBytes), files: Number(drop.dataset.files) };

  const keep = (files) => {
    fill(input, files);
    show();
  };

  const show = () => {
    const files = [...input.files];
    const total = files.reduce((sum, file) => sum + file.size, 0);
    list.replaceChildren(
      ...files.map((file, index) => {
        const row = document.createElement("li");
        const name = document.createElement("span");
        name.textContent = file.name;
        const size = document.createElement("span");
        size.className = "small soft numbers";
        size.textContent = `${Math.max(1, Math.round(file.size / 1024)).toLocaleString(document.documentElement.lang)} ${drop.dataset.unit}`;
        const wrong = document.createElement("span");
        wrong.className = "wrong small";
        wrong.textContent = file.size > limits.file ? drop.dataset.tooLarge : "";
        const remove = document.createElement("button");
        remove.type = "button";
        remove.className = "quiet";
        remove.textContent = "×";
        remove.setAttribute("aria-label", drop.dataset.remove.replace("{name}", file.name));
        remove.addEventListener("click", () => {
          keep([...input.files].filter((_file, other) => other !== index));
          (list.querySelectorAll("button")[index] ?? input).focus();
        });
        row.append(name, size, wrong, remove);
        return row;
      }),
    );
    const trouble =
      files.length > limits.files ? drop.dataset.tooMany : total > limits.request || files.some((file) => file.size > limits.file) ? drop.dataset.tooLarge : "";
    input.setCustomValidity(trouble);
  };

  input.addEventListener("change", show);
  onDrop(drop, ({ files, hasFolder }) => {
    one("#folder").textContent = hasFolder ? drop.dataset.folder : "";
    keep([...input.files, ...files]);
    one("button.primary", drop).focus();
  });
  drop.addEventListener("htmx:beforeRequest", () => (one("#sending").hidden = false));
  drop.addEventListener("htmx:xhr:progress", (event) => {
    const { loaded, total } = event.detail;
    if (!total) return;
    one("#sending progress").value = (100 * loaded) / total;
    if (loaded >= total) one("#sending [role=status]").textContent = drop.dataset.sent;
  });
  drop.addEventListener("htmx:responseError", () => (one("#sending").hidden = true));
  drop.addEventListener("htmx:sendError", () => (one("#sending").hidden = true));
}

one(".tabs [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });
markQueue();
