// Records what markdown-it with the plugin markdown-it-cjk-friendly makes of many texts: golden.json.
//
//   npm install --no-save --ignore-scripts markdown-it@15 markdown-it-cjk-friendly@3
//   node record.mjs > golden.json

import MarkdownIt from "markdown-it";
import cjkFriendly from "markdown-it-cjk-friendly";

const besides = ["", "a", "1", " ", "中", "，", "“", "（", "》", "(", ".", "한", "ﾊ", "①", "…", "—", "😀", "\u3000", "葛\u{e0100}",
  "“\ufe01", "中\ufe00", "の", "\u{20000}", "々"];

function* pairs() {
  for (const mark of ["**", "_"]) {
    for (const outside of besides) {
      for (const inside of besides) {
        yield `${outside}${mark}${inside}词a${mark}`;
        yield `${mark}a词${inside}${mark}${outside}`;
      }
    }
  }
}

// A linear congruential generator, so that every run draws the same texts.
let seed = 2016;
const draw = (list) => list[(seed = (Math.imul(seed, 1103515245) + 12345) >>> 0) % list.length];
const pieces = ["中", "文字", "a", "Python", "3", "，", "。", "：", "“", "”", "（", "）", "(", ")", ".", " ", "*", "**", "**", "***", "_", "__"];

function* random() {
  for (let nth = 0; nth < 1500; nth++) yield Array.from({ length: 5 + (nth % 12) }, () => draw(pieces)).join("").trim();
}

const md = MarkdownIt("commonmark").use(cjkFriendly);
const texts = [...new Set([...pairs(), ...random()])].filter((text) => text.trim() && !/^[_* ]+$/.test(text));
const lines = texts.map((text) => `${JSON.stringify(text)}: ${JSON.stringify(md.renderInline(text))}`);
console.log(`{\n${lines.join(",\n")}\n}`);
