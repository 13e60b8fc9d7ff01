// A draft that is dropped or chosen is sent at once; dates say their weekday, and what is odd about them.

import { fill, onDrop } from "./dropping.js";

const drop = document.getElementById("drop");

/** Send the one file of `files`, or say why not. */
function send(files, { hasFolder = false } = {}) {
  const input = drop.querySelector("input[type=file]");
  const trouble = drop.querySelector(".drop-trouble");
  trouble.textContent = troubleWith(files, hasFolder);
  trouble.hidden = !trouble.textContent;
  if (files.length && trouble.hidden) drop.requestSubmit();
  else input.value = "";
}

function troubleWith(files, hasFolder) {
  const { most, folder, tooMany, tooLarge } = drop.dataset;
  if (hasFolder) return folder;
  if (files.length > 1) return tooMany;
  return files.some((file) => file.size > Number(most)) ? tooLarge : "";
}

if (drop) {
  const input = drop.querySelector("input[type=file]");
  const bar = drop.querySelector("progress");
  input.addEventListener("change", () => send([...input.files]));
  onDrop(drop, ({ files, hasFolder }) => {
    fill(input, files);
    send(files, { hasFolder });
  });
  drop.addEventListener("htmx:xhr:progress", (event) => {
    bar.hidden = false;
    if (event.detail.total) bar.value = event.detail.loaded / event.detail.total;
  });
  drop.addEventListener("htmx:afterRequest", (event) => {
    bar.hidden = true;
    if (!event.detail.successful) input.value = "";
  });
}

const weekday = new Intl.DateTimeFormat(document.documentElement.lang, { weekday: "long", timeZone: "UTC" });

/** Today where the person is, as a date field has it. */
function today() {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
}

function tell(output) {
  const value = document.getElementById(output.dataset.day).value;
  const day = value ? new Date(`${value}T00:00:00Z`) : null;
  if (!day || Number.isNaN(day.getTime())) {
    output.textContent = "";
    return;
  }
  const outer = document.getElementById("deadline").value;
  const doubts = [
    [0, 6].includes(day.getUTCDay()) && output.dataset.weekend,
    value < today() && output.dataset.past,
    output.dataset.day === "internal_deadline" && outer && value > outer && output.dataset.after,
  ].filter(Boolean);
  output.textContent = [weekday.format(day), ...doubts].join(" – ");
  output.classList.toggle("doubtful", doubts.length > 0);
}

const told = [...document.querySelectorAll("[data-day]")];
const tellAll = () => told.forEach(tell);
for (const output of told) document.getElementById(output.dataset.day).addEventListener("input", tellAll);
tellAll();

document.addEventListener("click", (event) => {
  const row = event.target instanceof Element && event.target.closest("[data-takes-row]")?.closest("[data-row]");
  if (!row) return;
  const next = row.nextElementSibling ?? row.previousElementSibling;
  row.remove();
  (next?.querySelector("input:not([type=hidden])") ?? document.querySelector("#people ~ .row button"))?.focus();
});
document.body.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id === "people") event.detail.target.lastElementChild.querySelector("input:not([type=hidden])").focus();
});
