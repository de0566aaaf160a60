// Makes the search field a combobox (ARIA Authoring Practices: with list autocomplete).

const SHORTEST = 2;
const PAUSE = 120; // ms without a key before the server is asked

const box = document.querySelector("[data-suggestions]");
const input = box.querySelector("input");
const list = make("div", {
  id: "suggestions",
  class: "suggestions",
  role: "listbox",
  "aria-label": box.dataset.label,
  hidden: "",
});
const status = make("p", { class: "visually-hidden", role: "status" });
let request;
let waiting;
let options = [];
let active = -1;

function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}

function make(name, attributes, ...children) {
  const element = document.createElement(name);
  set(element, attributes);
  element.append(...children);
  return element;
}

function activate(index) {
  active = index;
  input.setAttribute("aria-activedescendant", options[index]?.id ?? "");
  options.forEach((option, place) => option.setAttribute("aria-selected", place === index));
  options[index]?.scrollIntoView({ block: "nearest" });
}

function show({ message, groups }) {
  options = [];
  const shown = groups.map(({ label, suggestions }, group) => {
    const id = `suggestions-${group}`;
    const made = suggestions.map(({ text, detail, url, language }) => {
      const words = make("bdi", language ? { lang: language } : {}, text);
      const option = make("div", { id: `suggestion-${options.length}`, role: "option" }, words);
      if (detail) option.append(" ", make("small", {}, detail));
      if (url) option.dataset.url = url;
      options.push(option);
      return option;
    });
    const heading = make("p", { id, role: "presentation" }, label);
    return make("div", { role: "group", "aria-labelledby": id }, heading, ...made);
  });
  list.replaceChildren(...shown);
  list.hidden = !options.length;
  input.setAttribute("aria-expanded", !list.hidden);
  status.textContent = message;
  activate(-1);
}

function close() {
  clearTimeout(waiting);
  request?.abort();
  show({ message: "", groups: [] });
}

async function ask() {
  request?.abort();
  const q = input.value.trim();
  if (q.length < SHORTEST) return close();
  request = new AbortController();
  const { signal } = request;
  try {
    const address = `${box.dataset.suggestions}?${new URLSearchParams({ q })}`;
    const response = await fetch(address, { signal });
    const offer = await response.json();
    if (!signal.aborted) show(offer);
  } catch {
    // Typed on, or offline: the form itself tells of that when it is sent.
    if (!signal.aborted) close();
  }
}

function choose(option) {
  if (option.dataset.url) return location.assign(option.dataset.url);
  input.value = option.querySelector("bdi").textContent;
  close();
  input.form.requestSubmit();
}

function press(event) {
  const { key, isComposing } = event;
  const step = { ArrowDown: 1, ArrowUp: -1 }[key];
  if (isComposing) return;
  if (step && list.hidden) ask();
  // One place of the round is the field itself, where no option is active.
  else if (step) activate(((active + 1 + step + options.length + 1) % (options.length + 1)) - 1);
  else if (key === "Enter" && active >= 0) choose(options[active]);
  else if (key === "Escape" && !list.hidden) close();
  else if (key === "Escape") input.value = "";
  else return;
  event.preventDefault();
}

// A field of the type "search" has a role of its own.
set(input, {
  type: "text",
  enterkeyhint: "search",
  autocomplete: "off",
  role: "combobox",
  "aria-autocomplete": "list",
  "aria-controls": list.id,
  "aria-expanded": "false",
});
box.append(list, status);

input.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(ask, PAUSE);
});
input.addEventListener("keydown", press);
input.addEventListener("blur", close);
input.form.addEventListener("submit", close);
// The field keeps the focus, so that a press on the list does not close it.
list.addEventListener("mousedown", (event) => event.preventDefault());
list.addEventListener("click", ({ target }) => {
  const option = target.closest("[role=option]");
  if (option) choose(option);
});
