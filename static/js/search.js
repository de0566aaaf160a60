// What the search page does besides htmx, which asks for results and puts them in place.
// Without script, the page is a plain form with buttons and two inputs for years.

const found = document.getElementById("found");
const announcement = document.getElementById("announcement");

document.documentElement.classList.add("scripted");

// Keep addresses short enough to share.
document.addEventListener("htmx:config:request", ({ detail }) => {
  const { body } = detail.ctx.request;
  for (const [name, value] of [...(body ?? [])]) {
    if (!value || (name === "sort" && value === "relevance")) body.delete(name);
  }
});

// Pages under a result are asked for, too, and put there.
const isSearch = ({ detail }) => detail.ctx?.target === found;
let before;

document.addEventListener("htmx:before:request", (event) => {
  if (isSearch(event)) found.setAttribute("aria-busy", "true");
});

document.addEventListener("htmx:finally:request", (event) => {
  if (isSearch(event)) found.removeAttribute("aria-busy");
});

document.addEventListener("htmx:before:swap", () => {
  const { name, value, type } = document.activeElement;
  before = {
    isOpen: found.querySelector(".facets")?.open,
    box: type === "checkbox" && `[name="${name}"][value="${CSS.escape(value)}"]`,
  };
});

document.addEventListener("htmx:after:swap", (event) => {
  if (!isSearch(event)) return;
  const heading = found.querySelector("h1");
  found.querySelector(".facets")?.toggleAttribute("open", before.isOpen);
  announcement.textContent = heading.textContent;
  // What was chosen may be gone, such as a chip or the number of a page.
  const focused = before.box ? found.querySelector(before.box) : document.activeElement;
  if (!found.contains(focused) && focused !== document.getElementById("q")) {
    heading.focus({ preventScroll: true });
  } else if (before.box) {
    focused.focus({ preventScroll: true });
  }
});

// What cannot be had by script can perhaps be had without, or the browser says why not.
document.addEventListener("htmx:error", ({ detail }) => {
  if (detail.ctx?.request) location.assign(detail.ctx.request.action);
});

// The thumbs of the slider and the inputs for years say the same.
const years = (thumb) => document.getElementById(thumb.dataset.for);

const thumbs = () => [...found.querySelectorAll("[type=range]")];

found.addEventListener("input", ({ target }) => {
  const [first, last] = thumbs();
  if (!first) return;
  if (target === first || target === last) {
    // One pushes the other before it.
    if (Number(first.value) > Number(last.value)) {
      (target === first ? last : first).value = target.value;
    }
    // At its end, a thumb leaves the years open.
    years(first).value = first.value === first.min ? "" : first.value;
    years(last).value = last.value === last.max ? "" : last.value;
  } else if (target === years(first)) {
    first.value = target.value || first.min;
  } else if (target === years(last)) {
    last.value = target.value || last.max;
  }
});
