// The page of a document shows its text as soon as that was read.

const waiting = document.querySelector("[data-reading]");

async function look() {
  const response = await fetch(waiting.dataset.reading);
  if (response.ok && !(await response.json()).waiting) location.reload();
  else setTimeout(look, 4000);
}

setTimeout(look, 2000);
