// Gives pages that were found a button that copies a reference, and those of PDF files a
// way to the viewer.

const { copy, copied } = document.getElementById("page-words").dataset;
const digits = new Intl.NumberFormat(
  document.documentElement.lang === "ur" ? "ur-u-nu-arabext" : "en",
  { useGrouping: false },
);
const status = document.createElement("p");

status.className = "visually-hidden";
status.role = "status";
document.body.append(status);

function complete(link) {
  const { origin, pathname, searchParams } = new URL(link.href);
  const [, version, number] = pathname.match(/(.+\/versions\/\d+\/)pages\/(\d+)\/$/) ?? [];
  const { reference, pdf } = link.closest("ul").dataset;
  if (!number || link.parentNode.querySelector("button")) return;
  const title = link.closest("article, main").querySelector("h1, h2").textContent;
  const button = document.createElement("button");
  const words = reference
    .replace("{number}", digits.format(number))
    .replace("{title}", () => title);
  button.type = "button";
  button.value = `${words} ${origin}${pathname}`;
  button.textContent = copy;
  button.ariaLabel = `${copy}: ${link.textContent}`;
  link.parentNode.append(button);
  if (pdf === undefined) return;
  const search = searchParams.get("q") ?? "";
  const viewer = document.createElement("a");
  viewer.href = `${version}viewer/#${new URLSearchParams({ page: number, search })}`;
  viewer.textContent = "PDF";
  viewer.ariaLabel = `PDF: ${link.textContent}`;
  link.after(viewer);
}

function completeAll() {
  document.querySelectorAll("[data-reference] li > a:first-child").forEach(complete);
}

document.addEventListener("click", async ({ target }) => {
  if (!target.matches("[data-reference] button")) return;
  try {
    // Browsers hand the clipboard only to pages that came over TLS.
    await navigator.clipboard.writeText(target.value);
    target.textContent = copied;
    status.textContent = `${copied}: ${target.value}`;
  } catch {
    prompt(copy, target.value);
  }
});

completeAll();
document.addEventListener("htmx:after:swap", completeAll);
