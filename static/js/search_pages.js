// Gives the pages found in a document what needs script anyway: a button that copies a
// reference to the page, and for PDF files a way to the viewer, with the words lit.

const { copy, copied } = document.getElementById("page-words").dataset;
const digits = new Intl.NumberFormat(
  document.documentElement.lang === "ur" ? "ur-u-nu-arabext" : "en",
  { useGrouping: false },
);
const status = document.createElement("p");

status.className = "visually-hidden";
status.setAttribute("role", "status");
document.body.append(status);

function complete(link) {
  const { reference, viewer } = link.closest("[data-reference]").dataset;
  const { origin, pathname, searchParams } = new URL(link.href);
  const number = pathname.match(/\/pages\/(\d+)\/$/)?.[1];
  const item = link.closest("li");
  if (!number || item.querySelector("button")) return;
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.copy = `${reference.replace("{}", digits.format(number))} ${origin}${pathname}`;
  button.textContent = copy;
  button.setAttribute("aria-label", `${copy}: ${link.textContent}`);
  item.append(button);
  if (!viewer) return;
  const search = searchParams.get("q") ?? "";
  const shown = document.createElement("a");
  shown.href = `${viewer}#${new URLSearchParams({ page: number, search })}`;
  shown.textContent = "PDF";
  shown.setAttribute("aria-label", `PDF: ${link.textContent}`);
  link.after(shown);
}

const completeAll = () => {
  document.querySelectorAll("[data-reference] li > a:first-child").forEach(complete);
};

document.addEventListener("click", async ({ target }) => {
  const button = target.closest?.("[data-copy]");
  if (!button) return;
  const text = button.dataset.copy;
  try {
    // Browsers hand the clipboard only to pages that came over TLS.
    await navigator.clipboard.writeText(text);
  } catch {
    window.prompt(copy, text);
    return;
  }
  button.textContent = copied;
  status.textContent = `${copied}: ${text}`;
  setTimeout(() => {
    button.textContent = copy;
    status.textContent = "";
  }, 4000);
});

completeAll();
document.addEventListener("htmx:after:swap", completeAll);
