// The PDF viewer: PDF.js draws; this joins its parts to the page's own tools and keeps
// the address (#page=3&search=words) in step with what is shown.

const { AnnotationMode, getDocument, GlobalWorkerOptions, TouchManager } = globalThis.pdfjsLib;
const { EventBus, FindState, LinkTarget, PDFFindController, PDFLinkService, PDFViewer } = globalThis.pdfjsViewer;

const root = document.querySelector(".viewer");
const { file, page: firstPage, pdfjs, size, worker } = root.dataset;
const at = (name) => root.querySelector(`[data-${name}]`);
const container = root.querySelector(".viewer__pages");
const pageForm = at("form='page'");
const findForm = at("form='find'");
const zoom = at("zoom");

const isUrdu = document.documentElement.lang === "ur";
const digits = new Intl.NumberFormat(isUrdu ? "ur-u-nu-arabext" : "en", { useGrouping: false });
const percents = new Intl.NumberFormat(isUrdu ? "ur-u-nu-arabext" : "en", { style: "percent" });
const fill = (pattern, numbers) =>
  pattern.replace(/\{(\w+)\}/g, (hole, name) => (name in numbers ? numbers[name] : hole));

// --- Words ---------------------------------------------------------------------------

// The same letter as different keyboards give it; digits of both scripts.
const FORMS = ["یيى", "کك", "ہهة", ...Array.from("0123456789", (n, i) => n + "۰۱۲۳۴۵۶۷۸۹"[i] + "٠١٢٣٤٥٦٧٨٩"[i])];
const FORMS_OF = new Map(FORMS.flatMap((forms) => [...forms].map((letter) => [letter, `[${forms}]`])));
// Vowel signs, lengthened lines, joiners and breaks of lines may stand between letters.
const BETWEEN = "(?:[\\p{M}\\u0640\\u200c\\u200d\\u00ad]|-\\n)*";
const SHORT = 3;

const wordsOf = (text) =>
  Array.from(text.matchAll(/"([^"]+)"|[\p{L}\p{N}][\p{L}\p{N}\p{M}'’\u200c-]*/gu), (match) => match[1] ?? match[0]);

const patternOf = (word) => {
  const letters = [...word.trim().normalize("NFKD").replace(/[\p{M}\u0640\u200c\u200d]/gu, "")];
  if (!letters.length) return [];
  const form = (letter) => (/\s/.test(letter) ? "\\s+" : (FORMS_OF.get(letter) ?? letter.replace(/[\\^$.*+?()[\]{}|/]/, "\\$&")) + BETWEEN);
  // Longer words are lit where a word begins with them: "teacher" in "teachers".
  const end = letters.length > SHORT ? "" : "(?![\\p{L}\\p{N}])";
  return [letters.map(form).join("") + end];
};

// Returns a text with its letters taken apart ("é" is "e" and a sign, a ligature its
// letters), and of each where it stands on the page, which knows no breaks of lines.
const takeApart = (text) => {
  const places = [];
  let plain = "";
  let place = 0;
  for (const character of text) {
    const parts = character < "\u0080" ? character : character.normalize("NFKD");
    plain += parts;
    for (let part = 0; part < parts.length; part += 1) places.push(place);
    if (character !== "\n") place += character.length;
  }
  return { plain, places };
};

class WordFinder extends PDFFindController {
  // PDF.js reads pages from the first on; here the one that is shown comes first.
  readFrom(pdf, page) {
    if (this._extractTextPromises.length) return;
    let last = Promise.resolve();
    for (let count = 0; count < pdf.numPages; count += 1) {
      const index = (page - 1 + count) % pdf.numPages;
      last = last.then(() => this.read(pdf, index));
      this._extractTextPromises[index] = last;
    }
  }

  async read(pdf, index) {
    let text = "";
    try {
      const page = await pdf.getPage(index + 1);
      const { items } = await page.getTextContent({ disableNormalization: true });
      text = items.map(({ str, hasEOL }) => (hasEOL ? `${str}\n` : str)).join("");
    } catch {
      // A page that cannot be read has no words; drawing it tells the reader.
    }
    this._pageContents[index] = text;
  }

  // Called by PDF.js with the words and a page's text.
  match(words, text) {
    const patterns = [...words].sort((a, b) => b.length - a.length).flatMap(patternOf);
    if (!patterns.length) return undefined;
    const pattern = new RegExp(`(?<![\\p{L}\\p{N}\\p{M}])(?:${patterns.join("|")})`, "giu");
    const { plain, places } = takeApart(text);
    return Array.from(plain.matchAll(pattern), ({ 0: { length }, index }) => ({
      index: places[index],
      length: places[index + length - 1] + 1 - places[index],
    }));
  }

  // Leaves the reader where the address led, even if the words are on other pages only.
  stay() {
    this._scrollMatches = false;
  }
}

// --- Parts of PDF.js -----------------------------------------------------------------

// Names of pages are written below; nothing else of PDF.js that has words is in use.
const l10n = {
  getLanguage: () => document.documentElement.lang,
  getDirection: () => document.documentElement.dir,
  get: async (ids, args, fallback) => fallback ?? "",
  translate: async () => {},
  translateOnce: async () => {},
  pause() {},
  resume() {},
};

GlobalWorkerOptions.workerSrc = worker;
const eventBus = new EventBus();
const linkService = new PDFLinkService({ eventBus, externalLinkTarget: LinkTarget.BLANK });
const finder = new WordFinder({ eventBus, linkService });
const viewer = new PDFViewer({
  container,
  eventBus,
  linkService,
  findController: finder,
  annotationMode: AnnotationMode.ENABLE,
  removePageBorders: true,
  imageResourcesPath: `${pdfjs}web/images/`,
  l10n,
});
linkService.setViewer(viewer);

// --- The address ---------------------------------------------------------------------

let words = "";
let waiting;

const place = () => {
  const parameters = new URLSearchParams(location.hash.slice(1));
  const page = Number.parseInt(parameters.get("page") ?? firstPage, 10);
  return { page: Math.min(Math.max(page || 1, 1), viewer.pagesCount), search: parameters.get("search") ?? "" };
};

const keepAddress = () => {
  const parameters = new URLSearchParams({ page: viewer.currentPageNumber });
  if (words) parameters.set("search", words);
  // Browsers refuse many changes in a short time, as scrolling would make.
  clearTimeout(waiting);
  waiting = setTimeout(() => history.replaceState(null, "", `${location.pathname}#${parameters}`), 150);
};

const find = (type, options = {}) => {
  finder.readFrom(viewer.pdfDocument, viewer.currentPageNumber);
  eventBus.dispatch("find", {
    source: root,
    type,
    query: wordsOf(words),
    caseSensitive: false,
    entireWord: false,
    findPrevious: false,
    highlightAll: true,
    matchDiacritics: false,
    ...options,
  });
};

const close = () => eventBus.dispatch("findbarclose", { source: root });

let arrived;
const goToPlace = () => {
  const { page, search } = place();
  viewer.currentPageNumber = page;
  words = findForm.elements.find.value = search;
  arrived = page;
  if (words) find("search");
  else close();
};

// --- What changes on the page --------------------------------------------------------

const showPage = () => {
  const number = viewer.currentPageNumber;
  pageForm.elements.page.value = number;
  at("do='previousPage'").setAttribute("aria-disabled", number === 1);
  at("do='nextPage'").setAttribute("aria-disabled", number === viewer.pagesCount);
  const text = at("text");
  const query = words ? `?${new URLSearchParams({ q: words })}` : "";
  if (text) text.href = text.href.replace(/\d+\/(\?.*)?$/, `${number}/${query}`);
  const reference = at("reference");
  const [, said, address] = fill(reference.dataset.reference, { number: digits.format(number), page: number }).match(/(.*) (\S+)$/s);
  reference.querySelector(".reference__text").firstChild.data = `${said} `;
  reference.querySelector(".reference__text bdi").textContent = address;
  keepAddress();
};

const announcePage = () => {
  const numbers = { page: digits.format(viewer.currentPageNumber), last: digits.format(viewer.pagesCount) };
  at("announcement").textContent = fill(root.dataset.place, numbers);
};

const showMatches = ({ matchesCount: { current, total }, state }) => {
  const { matches, noMatches, searching } = root.dataset;
  let text = fill(matches, { number: digits.format(current), total: digits.format(total) });
  if (state === FindState.PENDING) text = searching;
  if (state === FindState.NOT_FOUND) text = noMatches;
  at("found").textContent = words ? text : "";
};

const complain = (name) => {
  const problem = at(`problem='${name}'`) ?? at("problem='other'");
  at("start").hidden = false;
  problem.hidden = false;
};

// --- Events --------------------------------------------------------------------------

eventBus.on("pagesinit", () => {
  viewer.currentScaleValue = "auto";
  const last = viewer.pagesCount;
  pageForm.elements.page.max = last;
  pageForm.querySelector("span").textContent = fill(pageForm.querySelector("span").dataset.of, { last: digits.format(last) });
  container.querySelectorAll(".page").forEach((page, index) => {
    page.setAttribute("aria-label", fill(root.dataset.place, { page: digits.format(index + 1), last: digits.format(last) }));
  });
  at("start").hidden = true;
  root.querySelector(".viewer__tools").hidden = false;
  goToPlace();
  showPage();
  // The keys that scroll act on the pages at once.
  if (document.activeElement === document.body) container.focus({ preventScroll: true, focusVisible: false });
});
eventBus.on("pagechanging", showPage);
eventBus.on("pagerendered", ({ error }) => error && complain("page"));
eventBus.on("updatefindmatchescount", showMatches);
eventBus.on("updatefindcontrolstate", (event) => {
  showMatches(event);
  if (arrived === undefined || event.state === FindState.PENDING) return;
  const page = arrived;
  arrived = undefined;
  if (finder.selected.pageIdx + 1 === page) return;
  // This event comes before the move to the match.
  queueMicrotask(() => {
    finder.stay();
    viewer.currentPageNumber = page;
  });
});
eventBus.on("scalechanging", ({ scale, presetValue }) => {
  const other = zoom.querySelector("[value=other]");
  other.textContent = percents.format(scale);
  zoom.value = presetValue ?? String(Math.round(scale * 100));
  if (!zoom.value) zoom.value = "other";
});

const search = (type, options) => {
  arrived = undefined;
  const typed = findForm.elements.find.value.trim();
  const isNew = typed !== words;
  words = typed;
  if (words) find(isNew ? "search" : type, options);
  else close();
  showPage();
};

const actions = {
  previousPage: () => viewer.previousPage(),
  nextPage: () => viewer.nextPage(),
  decreaseScale: () => viewer.decreaseScale(),
  increaseScale: () => viewer.increaseScale(),
  previousMatch: () => search("again", { findPrevious: true }),
};
root.addEventListener("click", ({ target }) => {
  const action = target.closest("[data-do]")?.dataset.do;
  if (!action) return;
  actions[action]();
  if (action.endsWith("Page")) announcePage();
});
pageForm.addEventListener("submit", (event) => {
  event.preventDefault();
  linkService.goToPage(pageForm.elements.page.valueAsNumber);
  announcePage();
});
pageForm.addEventListener("change", () => pageForm.requestSubmit());
findForm.addEventListener("submit", (event) => {
  event.preventDefault();
  search("again");
});
findForm.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.shiftKey) return;
  event.preventDefault();
  actions.previousMatch();
});
// Emptied by Escape or by its cross.
findForm.elements.find.addEventListener("search", ({ target }) => target.value || search("again"));
zoom.addEventListener("change", () => {
  const percent = Number(zoom.value);
  viewer.currentScaleValue = percent ? String(percent / 100) : zoom.value;
});
addEventListener("hashchange", goToPlace);
addEventListener("keydown", (event) => {
  // The browser's own search sees only the pages that are drawn; a second time it is it.
  const isFind = event.key.toLowerCase() === "f" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
  if (!isFind || document.activeElement === findForm.elements.find) return;
  event.preventDefault();
  findForm.elements.find.select();
});
new TouchManager({
  container,
  onPinching: (origin, before, now) => viewer.updateScale({ scaleFactor: now / before, origin, drawingDelay: 400 }),
  signal: new AbortController().signal,
});

// --- The document --------------------------------------------------------------------

try {
  const pdf = await getDocument({
    url: file,
    // Of a long file only the parts that are shown or searched are fetched. The list of
    // its pages may lie scattered over all of it, hence the small parts.
    disableRange: size < 2 ** 20,
    disableAutoFetch: true,
    disableStream: true,
    rangeChunkSize: 2 ** 14,
    cMapUrl: `${pdfjs}cmaps/`,
    iccUrl: `${pdfjs}iccs/`,
    standardFontDataUrl: `${pdfjs}standard_fonts/`,
    wasmUrl: `${pdfjs}wasm/`,
    enableXfa: false,
    verbosity: 0,
  }).promise;
  if (pdf.numPages) {
    linkService.setDocument(pdf);
    viewer.setDocument(pdf);
  } else {
    complain("InvalidPDFException");
  }
} catch (error) {
  complain(error.name);
}
