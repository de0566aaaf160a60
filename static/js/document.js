// The page of a document: shows its text when it was read, and the PDF when asked for.

const waiting = document.querySelector("[data-reading]");

async function look() {
  const response = await fetch(waiting.dataset.reading);
  if (response.ok && !(await response.json()).waiting) location.reload();
  else setTimeout(look, 4000);
}

if (waiting) setTimeout(look, 2000);

const pdf = document.querySelector("[data-pdf]");

pdf?.addEventListener("toggle", () => {
  if (!pdf.open || pdf.querySelector("iframe")) return;
  const frame = document.createElement("iframe");
  frame.src = pdf.dataset.pdf;
  frame.title = pdf.querySelector("summary").textContent;
  frame.className = "pdf__frame";
  pdf.append(frame);
});
