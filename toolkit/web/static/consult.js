// What every page does: menus that close, dialogs that open, notices that go, keys that lead somewhere.

const NOTICE_MS = 8000;

const TEXT_FIELDS = "textarea, select, input:not([type=radio], [type=checkbox], [type=button], [type=submit], [type=file])";

/** Whether what has the focus takes letters as text. */
export function isTyping(target) {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches(TEXT_FIELDS));
}

const keys = new Map();
let prefix = "";

/** Call `run` when `name` ("j", "g r", "?") is typed outside a field. The last one to register a name has it. */
export function onKey(name, run) {
  keys.set(name, run);
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.key === "Escape") closeMenus();
  if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
  const name = prefix ? `${prefix} ${event.key}` : event.key;
  prefix = "";
  if (event.key === "g" && name === "g") {
    prefix = "g";
    return;
  }
  const run = keys.get(name);
  if (run) {
    event.preventDefault();
    run(event);
  }
});

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (menu !== except) menu.open = false;
  }
}

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  if (!target) return;
  closeMenus(target.closest("details.menu"));
  const opener = target.closest("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens)?.showModal();
  if (target.closest("[data-dismiss]")) target.closest(".notice")?.remove();
  if (target instanceof HTMLDialogElement) target.close(); // the backdrop
});

for (const link of document.querySelectorAll(".rooms a[data-key]")) onKey(link.dataset.key, () => link.click());
onKey("?", () => document.getElementById("keys")?.showModal());
onKey("/", () => document.querySelector("input[type=search]")?.focus());

/** Take away earlier messages that said the same: what asks again and again says it once. */
function takeSame(notice) {
  const said = (item) => (item.querySelector("p") ?? item).textContent.trim();
  for (const other of document.querySelectorAll("#notices .notice.error")) if (other !== notice && said(other) === said(notice)) other.remove();
}

new MutationObserver((changes) => {
  for (const change of changes) {
    for (const node of change.addedNodes) {
      const notice = node instanceof Element ? node.closest(".notice") ?? node.querySelector(".notice") : null;
      if (notice?.matches(".done")) setTimeout(() => notice.matches(":hover, :focus-within") || notice.remove(), NOTICE_MS);
      if (notice?.matches(".error")) takeSame(notice);
    }
  }
}).observe(document.getElementById("notices"), { childList: true });

// What came later is there: whoever listens to the page need not wait for it any more.
document.body.addEventListener("htmx:afterSwap", (event) => event.detail.target.removeAttribute?.("aria-busy"));

document.body.addEventListener("htmx:afterOnLoad", () => document.querySelector(".notice.unreachable")?.remove());

document.body.addEventListener("htmx:sendError", () => {
  const box = document.getElementById("notices");
  const text = box.dataset.unreachable;
  if (!text) return;
  const notice = document.createElement("div");
  notice.className = "notice error unreachable";
  notice.setAttribute("role", "alert");
  notice.textContent = text;
  box.append(notice);
});
