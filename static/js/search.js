// Makes the search form act at once. Without this, it is a plain form with buttons.

const form = document.getElementById("search");
const found = document.getElementById("found");
const announcement = document.getElementById("announcement");

const hideButtons = () => {
  for (const button of found.querySelectorAll("[data-without-script]")) {
    button.hidden = true;
  }
};

hideButtons();

form.addEventListener("change", (event) => {
  if (event.target.name !== "q") form.requestSubmit();
});

// Keep addresses short enough to share.
form.addEventListener("htmx:configRequest", (event) => {
  const parameters = event.detail.parameters;
  for (const name of ["q", "year_from", "year_to"]) {
    if (!parameters[name]) delete parameters[name];
  }
  if (parameters.sort === "relevance") delete parameters.sort;
});

// What was opened stays open.
form.addEventListener("htmx:beforeSwap", () => {
  found.dataset.open = found.querySelector(".facets")?.open ? "yes" : "";
});

// htmx gives the focus back to the field with the same id; the number is said aloud.
form.addEventListener("htmx:afterSwap", () => {
  if (found.dataset.open) found.querySelector(".facets").open = true;
  hideButtons();
  announcement.textContent = found.querySelector("h1")?.textContent ?? "";
});

// An answer that is not a result, such as "catching up", is shown as a page of its own.
form.addEventListener("htmx:responseError", () => HTMLFormElement.prototype.submit.call(form));
form.addEventListener("htmx:sendError", () => HTMLFormElement.prototype.submit.call(form));
