// Takes the words that are selected on the page of a document into the link to cite
// them, and brings a second such link to where they are.

const link = document.querySelector("[data-cite]");
const page = document.querySelector(".reader__page");
const MOST = 3000;
const BEFORE = 100;

const near = link.cloneNode(true);
near.className = "button button--main cite-near";
near.hidden = true;
// The link above is there for the keyboard; this one follows the selection.
near.tabIndex = -1;
near.setAttribute("aria-hidden", "true");
document.body.append(near);
document.querySelector("[data-cite-help]").hidden = false;

function textBefore(range) {
  const all = document.createRange();
  all.selectNodeContents(page);
  all.setEnd(range.startContainer, range.startOffset);
  return all.toString().slice(-BEFORE);
}

function place(range) {
  const box = range.getBoundingClientRect();
  near.hidden = false;
  const across = box.left + box.width / 2 - near.offsetWidth / 2;
  const widest = document.documentElement.clientWidth - near.offsetWidth - 8;
  near.style.left = `${window.scrollX + Math.min(Math.max(8, across), widest)}px`;
  // Of a long selection the end may be out of sight.
  const lowest = window.innerHeight - near.offsetHeight - 8;
  near.style.top = `${window.scrollY + Math.min(box.bottom + 8, lowest)}px`;
}

function follow() {
  const selection = document.getSelection();
  const range = selection.rangeCount ? selection.getRangeAt(0) : null;
  const words = range && page.contains(range.commonAncestorContainer) ? selection.toString().trim() : "";
  const address = new URL(link.href);
  address.search = "";
  if (words && words.length <= MOST) {
    address.searchParams.set("quote", words);
    address.searchParams.set("before", textBefore(range));
    place(range);
  } else {
    near.hidden = true;
  }
  link.href = near.href = address;
}

document.addEventListener("selectionchange", follow);
// A click on the link takes the selection away on some phones before it counts.
near.addEventListener("pointerdown", (event) => event.preventDefault());
