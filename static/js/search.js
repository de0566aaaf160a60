// What the search page does besides htmx. Without script, it is a plain form.

const found = document.getElementById("found");
let box; // the one that was ticked
let isOpen; // on phones, the list of facets

document.documentElement.classList.add("scripted");

// Pages under a result are asked for, too, and put there.
const on = (name, act) => {
  document.addEventListener(`htmx:${name}`, ({ detail: { ctx } }) => {
    if (ctx?.target === found) act(ctx);
  });
};

on("config:request", ({ request: { body } }) => {
  // Keep addresses short enough to share.
  for (const [name, value] of [...body]) {
    if (!value || (name === "sort" && value === "relevance")) body.delete(name);
  }
});

on("before:request", () => found.setAttribute("aria-busy", "true"));
on("finally:request", () => found.removeAttribute("aria-busy"));

on("before:swap", () => {
  const { name, value, type } = document.activeElement;
  box = type === "checkbox" && `[name="${name}"][value="${CSS.escape(value)}"]`;
  isOpen = found.querySelector(".facets")?.open;
});

on("after:swap", () => {
  const heading = found.querySelector("h1");
  found.querySelector(".facets")?.toggleAttribute("open", isOpen);
  document.getElementById("announcement").textContent = heading.textContent;
  if (box) found.querySelector(box)?.focus({ preventScroll: true });
  // What was chosen may be gone, such as a chip or the number of a page.
  if (document.activeElement === document.body) heading.focus({ preventScroll: true });
});

// What cannot be had by script can perhaps be had without, or the browser says why not.
on("error", ({ request }) => location.assign(request.action));

// The thumbs of the slider and the inputs for years say the same. At its end a thumb
// leaves the years open, and one pushes the other before it.
found.addEventListener("input", ({ target }) => {
  const [first, last] = found.querySelectorAll("[type=range]");
  const from = document.getElementById("year_from");
  const to = document.getElementById("year_to");
  if (!first) return;
  if (target === from) first.value = from.value || first.min;
  if (target === to) last.value = to.value || last.max;
  if (target.type !== "range") return;
  if (+first.value > +last.value) first.value = last.value = target.value;
  from.value = first.value === first.min ? "" : first.value;
  to.value = last.value === last.max ? "" : last.value;
});
