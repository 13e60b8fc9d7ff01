// Words of the draft that are selected → a button beside them, which opens a form on exactly these words.

const CELL = ":is([data-field][data-provision], .provision .words) :is(td, th)";
const DRAFT = `[data-field][data-provision], .provision .words, .provision .heading, ${CELL}`;
/** What stands among the draft's words and is none of them. */
const ASIDE = ".note-call, .note, .heading-number, .visually-hidden, button";

const button = document.getElementById("comment-selection");
const label = button?.querySelector("[data-label]");

/** The draft's words that are selected, with where: null where no words, or those of several provisions, are. */
function selectedWords() {
  const selection = getSelection();
  if (selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0).cloneRange();
  const place = elementOf(range.startContainer).closest(DRAFT);
  if (!place || !endWithin(range, place)) return null;
  const words = wordsIn(range);
  if (!words) return null;
  const before = document.createRange();
  before.selectNodeContents(place);
  before.setEnd(range.endContainer, range.endOffset);
  return {
    words,
    range,
    provision: provisionOf(place),
    // Elsewhere than in its text, words that a provision has often cannot be told apart by their number.
    occurrence: place.matches(`${CELL}, h1 *, .heading`) ? 1 : countIn(wordsIn(before), words),
  };
}

function provisionOf(place) {
  const owner = place.closest("[data-provision], [data-id]");
  return owner.dataset.provision ?? owner.dataset.id;
}

/** Whether words of several provisions, or of several cells of a table, are selected: no comment can quote them. */
function isAcrossPlaces() {
  const selection = getSelection();
  if (selection.isCollapsed || selection.rangeCount === 0 || !selection.toString().trim()) return false;
  const { startContainer, endContainer } = selection.getRangeAt(0);
  const [first, last] = [startContainer, endContainer].map((node) => elementOf(node).closest(DRAFT));
  return Boolean(first && last && first !== last);
}

/** End a range with the element it begins in, if nothing else is selected: three clicks go up to the next paragraph. */
function endWithin(range, place) {
  if (place.contains(range.endContainer)) return true;
  range.setEnd(place, place.childNodes.length);
  return getSelection().toString().trim().length <= range.toString().trim().length;
}

function wordsIn(range) {
  const part = range.cloneContents();
  for (const aside of part.querySelectorAll(ASIDE)) aside.remove();
  return part.textContent.trim();
}

function elementOf(node) {
  return node instanceof Element ? node : node.parentElement;
}

function countIn(text, words) {
  const plain = (value) => value.replace(/\s+/g, " ").toLowerCase();
  return Math.max(1, plain(text).split(plain(words)).length - 1);
}

function placeButton() {
  const found = selectedWords();
  const isAcross = !found && isAcrossPlaces();
  button.hidden = !found && !isAcross;
  if (button.hidden) return;
  button.disabled = isAcross;
  label.textContent = isAcross ? label.dataset.across : label.dataset.label;
  const box = (found?.range ?? getSelection().getRangeAt(0)).getBoundingClientRect();
  const left = Math.min(Math.max(8, box.left), innerWidth - button.offsetWidth - 8);
  const below = box.bottom + 8 + button.offsetHeight < innerHeight;
  button.style.setProperty("--left", `${left + scrollX}px`);
  button.style.setProperty("--top", `${(below ? box.bottom + 8 : Math.max(56, box.top - button.offsetHeight - 8)) + scrollY}px`);
}

if (button) {
  document.addEventListener("selectionchange", placeButton);
  button.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the selection
  button.addEventListener("click", () => {
    const found = selectedWords();
    if (!found) return;
    const asked = new URLSearchParams({ provision: found.provision, quote: found.words, occurrence: found.occurrence });
    getSelection().removeAllRanges();
    openForm(found.provision, `${button.dataset.new}?${asked}`);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "c" && !button.hidden && !button.disabled && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      event.stopImmediatePropagation();
      button.click();
    }
  }, { capture: true });
}

function openForm(provision, address) {
  const host = document.getElementById(`comment-host-${provision}`);
  if (host) htmx.ajax("GET", address, { source: host, target: host, swap: "innerHTML" });
  else location.assign(address);
}
