// Makes the search form act at once. Without this, it is a plain form with buttons.
// Pages are fetched whole and what changed is taken from them, so that the server needs
// no second way to answer.

const form = document.getElementById("search");
const found = document.getElementById("found");
const announcement = document.getElementById("announcement");
let shown = location.search;
let request;
let waiting;

const addressOf = (form) => {
  const parameters = new URLSearchParams(new FormData(form));
  for (const [name, value] of [...parameters]) {
    // Keep addresses short enough to share.
    if (!value || (name === "sort" && value === "relevance")) parameters.delete(name);
  }
  return `${form.action}?${parameters}`;
};

const hideButtons = () => {
  for (const button of found.querySelectorAll("[data-without-script]")) button.hidden = true;
};

const put = (page) => {
  const focused = document.activeElement?.id;
  const isOpen = found.querySelector(".facets").open;
  found.replaceChildren(...page.getElementById("found").childNodes);
  // Its links to other languages and to the sign-in lead back here.
  document.querySelector(".masthead").replaceWith(page.querySelector(".masthead"));
  document.title = page.title;
  found.querySelector(".facets").open = isOpen;
  hideButtons();
  if (focused) document.getElementById(focused)?.focus();
  announcement.textContent = found.querySelector("h1").textContent;
};

// Shows what is at the address; goes there if that fails, as without script.
const show = async (address, { isNew }) => {
  request?.abort();
  request = new AbortController();
  const { signal } = request;
  found.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(address, { signal });
    if (!response.ok) throw new Error(response.statusText);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (isNew) history.pushState(null, "", address);
    shown = location.search;
    if (!isNew) form.elements.q.value = page.getElementById("q").value;
    put(page);
  } catch (error) {
    if (!signal.aborted) location.assign(address);
  } finally {
    if (!signal.aborted) found.removeAttribute("aria-busy");
  }
};

hideButtons();
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(waiting);
  show(addressOf(form), { isNew: true });
});

// A year is changed by leaving its field, or by Enter, which submits it as well.
form.addEventListener("change", (event) => {
  if (event.target.name !== "q") waiting = setTimeout(() => form.requestSubmit(), 20);
});

// Jumps within the page are told of here too, but change no search.
window.addEventListener("popstate", () => {
  if (location.search !== shown) show(location.href, { isNew: false });
});
