// The overview: sections that open, boxes walked through by arrow keys, printing.

const matrix = document.querySelector(".matrix");

/** The boxes of the table as they are seen: rows of cells, null where there is no box. */
function grid() {
  return [...matrix.querySelectorAll("tbody:not([hidden]) tr")].map((row) => [...row.cells].slice(1).map((cell) => cell.querySelector(".box")));
}

/** Leave one box in the tab order; the arrow keys reach the others. */
function keepOne(kept) {
  for (const box of matrix.querySelectorAll(".box")) box.tabIndex = box === kept ? 0 : -1;
}

const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

/** The next box from `box` in the direction of a key; undefined at the edge. */
function neighbour(box, key) {
  const rows = grid();
  let row = rows.findIndex((boxes) => boxes.includes(box));
  let column = rows[row].indexOf(box);
  const [down, right] = STEPS[key];
  do {
    row += down;
    column += right;
  } while (rows[row]?.[column] === null);
  return rows[row]?.[column];
}

if (matrix) {
  keepOne(matrix.querySelector(".box"));
  matrix.addEventListener("keydown", (event) => {
    const box = event.target.closest(".box");
    if (!box || !(event.key in STEPS)) return;
    event.preventDefault();
    const next = neighbour(box, event.key);
    if (!next) return;
    keepOne(next);
    next.focus();
  });
  matrix.addEventListener("click", (event) => {
    const opener = event.target.closest(".opens");
    if (!opener) return;
    const opened = opener.getAttribute("aria-expanded") !== "true";
    opener.setAttribute("aria-expanded", String(opened));
    document.getElementById(opener.getAttribute("aria-controls")).hidden = !opened;
  });
  matrix.addEventListener("htmx:afterSwap", () => keepOne(matrix.querySelector(".box[tabindex='0']") ?? matrix.querySelector(".box")));
}

document.querySelector("[data-print]")?.addEventListener("click", () => window.print());

// The form that was sent is gone with the swap: the focus stays in the panel.
document.body.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id === "work") document.getElementById("work-title")?.focus();
});
