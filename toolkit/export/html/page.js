"use strict";
(() => {
  const form = document.getElementById("filter");
  const told = document.getElementById("shown");
  const nothing = document.getElementById("nothing");
  if (!form || !nothing) return;

  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s+/g, " ");
  const has = (numbers, wanted) => !wanted || numbers.split(" ").includes(wanted);

  const units = [...document.querySelectorAll(".unit")].map((element) => {
    const comments = [...element.querySelectorAll(".comment")];
    const said = new Map(comments.map((comment) => [comment, plain(comment.textContent)]));
    const rest = element.cloneNode(true);
    rest.querySelectorAll(".comment").forEach((comment) => comment.remove());
    return { element, comments, said, text: plain(rest.textContent), open: [...element.querySelectorAll(".open")] };
  });
  const all = units.reduce((sum, unit) => sum + unit.comments.length, 0);

  const apply = () => {
    const asked = Object.fromEntries(new FormData(form));
    const words = plain(asked.words).split(" ").filter(Boolean);
    const holds = (text) => words.every((word) => text.includes(word));
    const personal = asked.position || asked.role || asked.author;
    let shown = 0;
    let standing = 0;
    for (const unit of units) {
      const here = !asked.section || unit.element.closest(".part").id === asked.section;
      let kept = 0;
      for (const comment of unit.comments) {
        const fits = here
          && (!asked.position || comment.dataset.position === asked.position)
          && has(comment.dataset.roles, asked.role) && has(comment.dataset.authors, asked.author)
          && holds(`${unit.text} ${unit.said.get(comment)}`);
        comment.hidden = !fits;
        kept += fits ? 1 : 0;
      }
      const open = here && !personal && unit.open.length > 0 && holds(unit.text);
      for (const one of unit.open) one.hidden = !open;
      unit.element.hidden = kept === 0 && !open;
      shown += kept;
      standing += unit.element.hidden ? 0 : 1;
    }
    for (const part of document.querySelectorAll(".part")) {
      part.hidden = !part.querySelector(".unit:not([hidden])");
    }
    nothing.hidden = standing > 0;
    told.textContent = told.dataset.told.replace("{shown}", shown).replace("{all}", all);
  };

  form.closest("[hidden]").hidden = false;
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply));
  addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((one) => { one.open = true; }));
  if (matchMedia("(max-width: 62rem)").matches) {
    for (const name of ["contents", "filters"]) document.getElementById(name).open = false;
  }
  // A link into what the filter hides shows it again.
  addEventListener("hashchange", () => {
    const place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (place && place.closest("[hidden]")) {
      form.reset();
      setTimeout(() => place.scrollIntoView());
    }
  });
  apply();
})();
