// Lays a chapter in columns as paginating reading systems do, and measures what stands in each of them.
// Lengths are CSS px. "Block" is the direction in which lines follow each other, "inline" that of a line and of the columns.
"use strict";

const HEADS = "h1, h2, h3, dt, .tabular > .caption, thead, nav li > a:not(:last-child)";
const DRAWN = "svg, math";   // measured whole: the boxes of letters in them are as high as their face is
const PICTURES = `img, ${DRAWN}`;
const NAMESPACE = "@namespace epub url(http://www.idpf.org/2007/ops);\n";
const NIGHT = "\nhtml { background: #111 !important; color: #ddd !important }";
const INKS = {"#000": 1, "#fff": 0};   // each with the luminance of the page that it stands on
const CONTRAST = 4.5;                   // WCAG 2.1, 1.4.3
const WHOLE = /^\s*(\p{Script=Han}{2}|[\d.,]*\d%?)\s*$/u;   // what no cell may divide: words of two characters, numbers
const HIDDEN_NOTES = 'aside[epub|type~="footnote"], aside[epub|type~="endnote"] { display: none }\n';

// ------------------------------------------------------------------ what a reading system adds to a chapter

function readerStyle(settings, vertical) {
  const {width, height, gap, margin, columns} = settings;
  const measure = (vertical ? height : width) / columns - gap;
  const container = settings.container === "root" ? "html" : "body";
  const padding = vertical ? `${gap / 2}px ${margin}px` : `${margin}px ${gap / 2}px`;
  const size = settings.container === "root"
    ? (vertical ? `width: ${width}px` : `height: ${height}px`) : `width: ${width}px; height: ${height}px`;
  const rules = [
    `html { overflow: hidden; margin: 0; padding: 0 }`,
    `body { margin: 0 !important; max-width: none !important; max-height: none !important }`,
    `${container} { box-sizing: border-box !important; column-width: ${measure}px !important; column-gap: ${gap}px !important;`
      + ` column-fill: auto !important; ${size}; padding: ${padding} !important; overflow: hidden; border: 0 }`,
    `img, svg, video { break-inside: avoid; `
      + (vertical ? `max-width: ${width - 2 * margin}px }` : `max-width: 100%; max-height: ${height - 2 * margin}px }`),
  ];
  const lines = settings.spacing ? `line-height: ${settings.spacing}` : "";
  if (settings.sizes_paragraphs) {
    rules.push(`body, body p { font-size: ${settings.size}px !important; ${lines} !important }`);
  } else {
    rules.push(`html { font-size: ${settings.size}px !important }`, `p, li, blockquote, dd { ${lines} }`);
  }
  if (settings.hides_notes) rules.push(HIDDEN_NOTES);
  if (!settings.faces) rules.push("* { font-family: serif !important }");
  return NAMESPACE + rules.join("\n");
}

// Make all boxes again: WebKit keeps some page breaks of the size before.
function layOutAnew(page) {
  page.documentElement.style.display = "none";
  page.documentElement.getBoundingClientRect();
  page.documentElement.style.removeProperty("display");
  page.documentElement.getBoundingClientRect();
}

// WebKit gives the chapter in a frame its new size a moment later.
async function resized(frame, {width, height}) {
  const view = frame.contentWindow;
  while (view.innerWidth !== width || view.innerHeight !== height) await new Promise((resolve) => setTimeout(resolve));
}

async function open(frame, settings) {
  frame.style.width = `${settings.width}px`;
  frame.style.height = `${settings.height}px`;
  if (frame.dataset.url !== settings.url) {
    await new Promise((resolve) => { frame.onload = resolve; frame.src = settings.url; });
    frame.dataset.url = settings.url;
  }
  const page = frame.contentDocument;
  page.getElementById("reader-style")?.remove();
  for (const link of page.querySelectorAll('link[href$="fonts.css"]')) link.disabled = !settings.faces;
  const vertical = frame.contentWindow.getComputedStyle(page.documentElement).writingMode.startsWith("vertical");
  const style = page.createElementNS("http://www.w3.org/1999/xhtml", "style");
  style.id = "reader-style";
  style.textContent = readerStyle(settings, vertical);
  page.head.append(style);
  await resized(frame, settings);
  layOutAnew(page);
  // WebKit calls its fonts ready before they are
  await Promise.all([...page.fonts, ...page.images].map((each) => (each.load ?? each.decode).call(each).catch(() => 0)));
  layOutAnew(page);
  return {page, vertical};
}

// Return how many columns the reading system takes the chapter for in a frame of whatever size. What stands out beside the
// last column needs another one, and where a system adds the width of all to its own padding, so does what stands out
// before the first.
function countColumns(frame, page, settings, vertical) {
  const step = (vertical ? settings.height : settings.width) / settings.columns;
  const range = page.createRange();
  range.selectNodeContents(page.body);
  const used = range.getBoundingClientRect();
  if (settings.adds_width && !vertical) return Math.max(1, Math.ceil((Math.round(used.width) + settings.gap) / step));
  const box = settings.container === "root" ? page.documentElement : page.body;
  const scrolled = vertical ? box.scrollHeight : box.scrollWidth;
  const shown = parseFloat(vertical ? frame.style.height : frame.style.width);
  const extent = Math.max(vertical ? used.bottom : used.right, scrolled > shown + 1 ? scrolled : 0);
  return Math.max(1, Math.ceil((extent - 1) / step));
}

// Widen the frame to all columns of the chapter, and again where a wide frame has other columns than a narrow one, as
// reading systems do, and return how many they are.
function expand(frame, page, settings, vertical) {
  const step = (vertical ? settings.height : settings.width) / settings.columns;
  let before, count = countColumns(frame, page, settings, vertical);
  for (let tries = 0; count !== before && tries < 5; tries++) {
    const whole = Math.ceil(count / settings.columns) * settings.columns * step;
    frame.style[vertical ? "height" : "width"] = `${whole}px`;
    layOutAnew(page);
    [before, count] = [count, countColumns(frame, page, settings, vertical)];
  }
  return count;
}

// ------------------------------------------------------------------ what stands where

// Return the rectangles of a text or picture; spaces at the end of a line of code hang, so words are measured there.
function rectangles(node, range) {
  if (node.nodeType !== Node.TEXT_NODE) return [...node.getClientRects()];
  if (!node.parentNode.closest("pre")) return [...range.getClientRects()];
  return [...node.data.matchAll(/\S+/g)].flatMap((word) => {
    range.setStart(node, word.index);
    range.setEnd(node, word.index + word[0].length);
    return [...range.getClientRects()];
  });
}

// Return each text and picture in document order, with its rectangles as {start, end, from, to}: block, then inline.
function contents(page, view, vertical) {
  const items = [];
  const walker = page.createTreeWalker(page.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data.trim() ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP;
    if (node.parentNode.closest(DRAWN)) return NodeFilter.FILTER_REJECT;
    return node.matches(PICTURES) ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP;
  });
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const isText = node.nodeType === Node.TEXT_NODE;
    if (isText && node.parentNode.closest(DRAWN)) continue;
    const element = isText ? node.parentNode : node;
    if (element.closest("details:not([open]) > :not(summary)")) continue;   // not shown, though Chromium has a place for it
    const range = page.createRange();
    range.selectNodeContents(node);
    const rects = rectangles(node, range).filter((each) => each.width > 0.5 && each.height > 0.5);
    if (!rects.length || view.getComputedStyle(element).visibility === "hidden") continue;
    const style = view.getComputedStyle(element);
    items.push({element, isText, style, em: parseFloat(style.fontSize), text: isText ? node.data.trim() : element.localName,
      upright: vertical === style.writingMode.startsWith("vertical"),
      rects: rects.map((each) => vertical
        ? {start: each.left, end: each.right, from: each.top, to: each.bottom}
        : {start: each.top, end: each.bottom, from: each.left, to: each.right})});
  }
  return items;
}

// Return the rectangle of the em box of a line, which is smaller than that of its font's ascent and descent.
function emBox(item, rect) {
  if (!item.isText) return rect;
  const [start, end] = item.upright ? ["start", "end"] : ["from", "to"];
  if (!item.upright) return rect;
  const middle = (rect[start] + rect[end]) / 2;
  const half = 0.45 * Math.min(item.em, rect[end] - rect[start]);
  return {...rect, [start]: middle - half, [end]: middle + half};
}

function describe(item) {
  const block = item.element.closest("[id]");
  const names = item.element.closest("h1, h2, h3, dt, figcaption, .caption, th, td, pre, p, nav, figure") ?? item.element;
  return `#${block ? block.id : ""} ${names.localName}.${names.className} ${item.text.slice(0, 30)}`;
}

// Return the relative luminance (WCAG 2.1) of a computed colour: rgb() of 255 steps, or color(srgb) of parts of 1.
function luminance(colour) {
  const parts = colour.match(/[\d.]+(e-?\d+)?/g).slice(0, 3).map((each) => each / (colour.startsWith("rgb") ? 255 : 1));
  const [red, green, blue] = parts.map((each) => each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

// Return the texts of code whose colour has too little contrast by day, black on white, or by night, white on black; the ink
// changes while the chapter is shown, as a reader changes it.
function pale(page, items) {
  const sheet = page.getElementById("reader-style");
  const before = sheet.textContent;
  const code = items.filter((each) => each.isText && each.element.closest("pre"));
  const texts = Object.entries(INKS).flatMap(([ink, paper]) => {
    sheet.textContent = `${before}\nhtml { color: ${ink} !important }`;
    return code.filter((each) => {
      const [darker, lighter] = [luminance(each.style.color), paper].sort((one, other) => one - other);
      return (lighter + 0.05) / (darker + 0.05) < CONTRAST;
    });
  });
  sheet.textContent = before;
  return texts;
}

async function measure(settings) {
  const frame = document.querySelector("iframe");
  const {page, vertical} = await open(frame, settings);
  const view = frame.contentWindow;
  const count = expand(frame, page, settings, vertical);
  const step = (vertical ? settings.height : settings.width) / settings.columns;
  const [top, bottom] = [settings.margin, (vertical ? settings.width : settings.height) - settings.margin];
  const items = contents(page, view, vertical);
  const findings = [];
  const filled = new Set();
  const report = (kind, item, column) => findings.push({kind, column, place: describe(item)});
  for (const item of items) {
    item.columns = item.rects.map((rect) => Math.floor((rect.from + 1) / step));
    item.rects.forEach((rect, nth) => {
      const column = item.columns[nth];
      const box = emBox(item, rect);
      filled.add(column);
      if (box.start < top - 1 || box.end > bottom + 1) report("cut", item, column);
      const [from, to] = [column * step + settings.gap / 2, (column + 1) * step - settings.gap / 2];
      const bearing = 1 + 0.05 * item.em;
      if (rect.from < from - bearing || rect.to > to + bearing) report("wide", item, column);
    });
  }
  for (const head of page.querySelectorAll(HEADS)) {
    const own = items.filter((each) => head.contains(each.element));
    const next = items.slice(items.indexOf(own.at(-1)) + 1).find((each) => !head.contains(each.element));
    if (!own.length || !next) continue;
    const last = Math.max(...own.flatMap((each) => each.columns));
    if (Math.min(...own.flatMap((each) => each.columns)) !== last) report("divided", own[0], last);
    if (next.columns[0] > last) report("alone", own[0], last);
  }
  for (const caption of page.querySelectorAll("figcaption")) {
    const own = items.filter((each) => caption.contains(each.element));
    const picture = items.findLast((each) => !each.isText && caption.parentNode.contains(each.element));
    if (own.length && picture && picture.columns.at(-1) !== own[0].columns[0]) report("alone", own[0], own[0].columns[0]);
  }
  for (const words of page.querySelectorAll(".with-marks")) {
    const own = items.filter((each) => words.contains(each.element)).flatMap((each) => each.rects.map((rect) => ({each, rect})));
    const length = own.reduce((sum, {rect}) => sum + rect.to - rect.from, 0);
    const line = parseFloat(view.getComputedStyle(words.closest("p, li, td, dd, div")).inlineSize);
    const isOver = own.some(({each, rect}) => Math.abs(rect.start - own[0].rect.start) > each.em);
    if (isOver && length + own[0].each.em < line) report("divided", own[0].each, own[0].each.columns[0]);
  }
  for (const words of page.querySelectorAll(".tabular th:first-child > .han, .tabular td > span")) {
    if (!WHOLE.test(words.textContent)) continue;
    const own = items.filter((each) => words.contains(each.element));
    const lines = new Set(own.flatMap((each) => each.rects.map((rect) => Math.round(rect.start))));
    if (lines.size > 1) report("parted", own[0], own[0].columns[0]);
  }
  for (const front of page.querySelectorAll(".title-page, .imprint")) {
    const own = items.filter((each) => front.contains(each.element));
    const last = Math.max(...own.flatMap((each) => each.columns));
    const ends = own.flatMap((each) => each.rects.filter((_, nth) => each.columns[nth] === last).map((rect) => Math.round(rect.end)));
    if (last && new Set(ends).size === 1) report("lone", own.at(-1), last);
  }
  for (let column = 0; column < count; column++) {
    if (!filled.has(column)) findings.push({kind: "empty", column, place: `of ${count}`});
  }
  const tooPale = pale(page, items);
  page.getElementById("reader-style").append(NIGHT);
  for (const item of items) {
    const isLight = !item.isText || (item.element.closest("pre")
      ? !tooPale.includes(item) : item.style.color === "rgb(221, 221, 221)");
    if (!isLight || item.style.backgroundColor !== "rgba(0, 0, 0, 0)") report("coloured", item, item.columns[0]);
  }
  return {count, items: items.length, findings};
}
