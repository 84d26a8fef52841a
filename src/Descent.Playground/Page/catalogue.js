// The catalogue of the library: names, formulas and options. Fields that choose a part of a network are made from it.
import { h, dialog } from "./dom.js";
import { catalogue } from "./socket.js";

let entries = [];

export async function loadCatalogue() {
  entries = await catalogue();
}

export const entriesOf = kind => entries.filter(entry => entry.kind === kind);
export const find = (kind, name) => entries.find(entry => entry.kind === kind && entry.name === name);

/** Splits a text such as "leaky_relu:slope=0.2" into its name and options; commas inside parentheses do not count. */
export function parse(text) {
  const match = /^([a-z0-9_]+)\s*[:(]?\s*(.*?)\)?$/i.exec(text ?? "") ?? [null, "", ""];
  const options = {};
  let depth = 0, start = 0;
  const rest = match[2] && text.includes("(") && !text.includes(":") ? text.slice(text.indexOf("(") + 1, -1) : match[2];
  for (let i = 0; i <= rest.length; i++) {
    const letter = rest[i];
    if ("([".includes(letter) && letter) depth++;
    if (")]".includes(letter) && letter) depth--;
    if (i === rest.length || (letter === "," && depth === 0)) {
      const part = rest.slice(start, i), sign = part.indexOf("=");
      if (part) options[sign > 0 ? part.slice(0, sign).trim() : "0"] = sign > 0 ? part.slice(sign + 1).trim() : part.trim();
      start = i + 1;
    }
  }
  return { name: match[1], options };
}

/** The text of a name with the options that differ from their defaults. */
export function write(kind, name, options) {
  const entry = find(kind, name);
  const given = (entry?.options ?? []).map((option, i) => [option, options[option.name] ?? (i === 0 ? options["0"] : undefined)])
    .filter(([option, value]) => value !== undefined && value !== "" && value !== option.default)
    .map(([option, value]) => `${option.name}=${value}`);
  return given.length === 0 ? name : `${name}(${given.join(",")})`;
}

const title = name => name.replaceAll("_", " ");

/** What an entry says of itself. */
export function facts(entry) {
  const rows = [["Range", entry.range], ["Use", entry.use], ["Limits", entry.limits], ["Notes", entry.notes], ["PyTorch", entry.pyTorch], ["Keras", entry.keras], ["Source", entry.source]].filter(([, text]) => text);
  return h("div", { className: "entry" }, h("p", { className: "formula" }, entry.formula), h("dl", {}, rows.flatMap(([name, text]) => [h("dt", {}, name), h("dd", {}, text)])));
}

/**
 * A field that chooses an entry of a kind, with a button for its formula, text and options.
 * @param kind the kind of the catalogue
 * @param text the present choice in the text form
 * @param change called with the new text
 * @param settings label, an empty choice, which names to offer, which options to leave out
 */
export function partField(kind, text, change, { label, empty, only, without = [], isSmall, isWide } = {}) {
  const present = parse(text);
  const names = entriesOf(kind).map(entry => entry.name).filter(name => !only || only.includes(name));
  const select = h("select", { "aria-label": label, onchange: () => change(select.value) },
    empty !== undefined ? h("option", { value: "", selected: !present.name }, empty) : null,
    names.map(name => h("option", { value: name, selected: name === present.name }, title(name))));
  const button = h("button", { type: "button", className: "about", title: `About ${label.toLowerCase()}, and its options`, "aria-label": `About ${label}, and its options`, onclick: () => about(kind, text, change, { label, names, without, empty }) }, Object.keys(present.options).length ? "•" : "?");
  return isSmall ? h("div", { className: "part" }, select, button) : h("div", { className: isWide ? "field wide" : "field" }, h("span", { className: "name" }, label), h("div", { className: "part" }, select, button));
}

function about(kind, text, change, { label, names, without, empty }) {
  const present = parse(text);
  const body = h("div", {});
  const show = (name, options) => {
    const entry = find(kind, name);
    if (!entry) { body.replaceChildren(h("p", {}, `${empty || "None"}. Choose one to read about it.`)); return; }
    const offered = entry.options.filter(option => !without.includes(option.name));
    const inputs = offered.map((option, i) => {
      const value = options[option.name] ?? (i === 0 ? options["0"] : undefined) ?? option.default;
      const input = option.choices.length
        ? h("select", {}, option.choices.map(choice => h("option", { selected: choice.toLowerCase() === String(value).toLowerCase() }, choice)))
        : h("input", { value, autocomplete: "off", spellcheck: false });
      return [option, input];
    });
    const apply = () => { change(write(kind, name, Object.fromEntries(inputs.map(([option, input]) => [option.name, input.value.trim()])))); box.close(); };
    body.replaceChildren(facts(entry), inputs.length ? h("form", { onsubmit: event => { event.preventDefault(); apply(); } }, h("h3", {}, "Options"),
      inputs.map(([option, input]) => h("label", { className: "option" }, h("span", {}, option.name), input, h("small", {}, option.text.slice(option.name.length)))),
      h("button", { className: "primary" }, "Use these")) : h("p", {}, h("button", { type: "button", className: "primary", onclick: () => { change(name); box.close(); } }, `Use ${title(name)}`)));
  };
  const list = h("select", { "aria-label": label, size: Math.min(8, names.length + 1), onchange: () => show(list.value, {}) }, names.map(name => h("option", { value: name, selected: name === present.name }, title(name))));
  const box = dialog(label, h("div", { className: "about-part" }, list, body));
  show(present.name || names[0], present.options);
  if (!present.name) list.value = names[0];
}
