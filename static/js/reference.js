// Gives what is there to be copied its button: it copies references and links, or marks
// them where it may not.

function mark(text) {
  // A field selects its own text.
  if (text.select) {
    text.focus();
    text.select();
    return;
  }
  const range = document.createRange();
  range.selectNodeContents(text);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}

for (const box of document.querySelectorAll("[data-reference], [data-link-to-copy]")) {
  const text = box.querySelector(".reference__text, input");
  const button = box.querySelector("button");
  const status = box.querySelector("[role=status]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    status.textContent = "";
    mark(text);
    try {
      // Browsers hand the clipboard only to pages that came over TLS.
      await navigator.clipboard.writeText((text.value ?? text.textContent).trim());
      status.textContent = status.dataset.copied;
    } catch {
      status.textContent = status.dataset.marked;
    }
  });
  box.addEventListener("toggle", () => (status.textContent = ""));
}
