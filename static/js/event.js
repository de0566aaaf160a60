// Brings in what others say at a learning event while its page is open. What is being
// typed is not touched: only the lists of entries are replaced.

const EVERY = 5000;
const address = document.querySelector("[data-entries]").dataset.entries;
let last = "";

async function refresh() {
  if (document.hidden) return;
  let text;
  try {
    const response = await fetch(address);
    if (!response.ok) return;
    text = await response.text();
  } catch {
    return; // No connection: the next turn tries again.
  }
  if (text === last) return;
  last = text;
  const fresh = new DOMParser().parseFromString(text, "text/html");
  for (const block of fresh.querySelectorAll("[id^=said-]")) {
    const shown = document.getElementById(block.id);
    // A button that somebody is about to press stays where it is.
    if (!shown || shown.contains(document.activeElement)) continue;
    if (shown.innerHTML !== block.innerHTML) shown.replaceChildren(...block.childNodes);
  }
}

setInterval(refresh, EVERY);
document.addEventListener("visibilitychange", refresh);
