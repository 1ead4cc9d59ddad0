// What can be read of a part of the page, sentence by sentence, and which one is being read. The text stays whole.

const BLOCK = "p,li,dt,dd,h1,h2,h3,h4,h5,h6,blockquote,figcaption,summary,th,td,div,section,article,figure,main";
const PASSED_OVER =
  "[hidden],[aria-hidden=true],.read-aloud,.said,.unseen,.item-open,.next,.only-print,nav,form,button,select,textarea,svg,script,style";
const LONG = 180; // some voices fall silent in the middle of what takes longer than a quarter of a minute
const NAME = "reading";

const isFolded = (node) => {
  const fold = node.parentElement.closest("details:not([open])");
  return fold && !node.parentElement.closest("summary");
};

function texts(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (!node.parentElement.closest(PASSED_OVER) && !isFolded(node)) found.push(node);
  }
  return found;
}

const blockOf = (node) => node.parentElement.closest(BLOCK);

function* split(text, lang) {
  if (globalThis.Intl?.Segmenter) {
    for (const { segment, index } of new Intl.Segmenter(lang, { granularity: "sentence" }).segment(text)) yield [index, segment];
  } else {
    for (const found of text.matchAll(/[^.!?…\n]+[.!?…]*\s*/g)) yield [found.index, found[0]];
  }
}

// At a comma or a space, and only what is too long.
function* shorter(index, text) {
  while (text.trim().length > LONG) {
    const head = text.slice(0, LONG);
    const comma = Math.max(head.lastIndexOf(", "), head.lastIndexOf("; ")) + 1;
    const at = comma > LONG / 3 ? comma : head.lastIndexOf(" ") > 0 ? head.lastIndexOf(" ") : LONG;
    yield [index, text.slice(0, at)];
    index += at;
    text = text.slice(at);
  }
  yield [index, text];
}

// Every sentence below `root`: { block, start, end, text, lang }, in the order of the page.
export function sentences(root) {
  const blocks = new Map();
  for (const node of texts(root)) {
    const block = blockOf(node);
    blocks.set(block, (blocks.get(block) || "") + node.data);
  }
  const found = [];
  for (const [block, whole] of blocks) {
    const lang = block.closest("[lang]")?.lang || "en";
    for (const [at, sentence] of split(whole, lang)) {
      for (const [index, part] of shorter(at, sentence)) {
        const text = part.replace(/\s+/g, " ").trim();
        if (!/[\p{L}\p{N}]/u.test(text)) continue;
        const start = index + part.length - part.trimStart().length;
        found.push({ block, start, end: start + part.trim().length, text, lang });
      }
    }
  }
  return found;
}

// Counted anew each time, so that it holds while the page changes around the text.
function ranges({ block, start, end }) {
  const found = [];
  let before = 0;
  for (const node of texts(block)) {
    if (blockOf(node) !== block) continue;
    const from = Math.max(start - before, 0);
    const to = Math.min(end - before, node.data.length);
    before += node.data.length;
    if (from >= to) continue;
    const range = new Range();
    range.setStart(node, from);
    range.setEnd(node, to);
    found.push(range);
  }
  return found;
}

export function show(sentence) {
  clear();
  const found = ranges(sentence);
  if (!found.length) return;
  const { top, bottom } = found[0].getBoundingClientRect();
  if (top < 0 || bottom > innerHeight - 96) sentence.block.scrollIntoView({ block: "center" });
  if (globalThis.CSS?.highlights) {
    CSS.highlights.set(NAME, new Highlight(...found));
    return;
  }
  for (const range of found) {
    const mark = document.createElement("span");
    mark.className = NAME;
    range.surroundContents(mark);
  }
}

export function clear() {
  globalThis.CSS?.highlights?.delete(NAME);
  for (const mark of document.querySelectorAll(`span.${NAME}`)) {
    const parent = mark.parentNode;
    mark.replaceWith(...mark.childNodes);
    parent.normalize();
  }
}
