// Gives references their button: it copies the text, or marks it where it may not.

const mark = (text) => {
  const range = document.createRange();
  range.selectNodeContents(text);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
};

for (const reference of document.querySelectorAll("details[data-reference]")) {
  const text = reference.querySelector(".reference__text");
  const button = reference.querySelector("button");
  const status = reference.querySelector("[role=status]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    status.textContent = "";
    mark(text);
    try {
      // Browsers hand the clipboard only to pages that came over TLS.
      await navigator.clipboard.writeText(text.textContent.trim());
      status.textContent = status.dataset.copied;
    } catch {
      status.textContent = status.dataset.marked;
    }
  });
  reference.addEventListener("toggle", () => (status.textContent = ""));
}
