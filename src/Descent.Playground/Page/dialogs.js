// The dialogs for sharing, exporting, examples, and what the server sends to read.
import { h, dialog, save, style } from "./dom.js";
import { SvgPen } from "./pen.js";
import { presets } from "./presets.js";

export async function share(page) {
  if (page.isRunning) { page.send({ type: "pause" }); await new Promise(done => setTimeout(done, 150)); }
  page.remember();
  const input = h("input", { readOnly: true, value: location.href, "aria-label": "Link", onfocus: () => input.select() });
  dialog("A link to this page", h("p", {}, `The link has every setting and seed, and the step that is shown. ${page.hello?.hasCommands ? "Opened with descent play on the same port, it trains" : "Whoever opens it trains"} to this step and gets the same weights, to the last bit. It carries no table and no recording: the same file is needed there.`),
    h("div", { className: "row" }, input, h("button", { type: "button", className: "primary", onclick: event => copy(event.target, input.value) }, "Copy")),
    h("p", { className: "hint" }, `Hash of the weights: `, h("code", { id: "hash" }, document.body.dataset.hash ?? "")));
  input.focus();
}

// A page that came over plain HTTP from another machine has no clipboard.
async function copy(button, text) {
  try { await navigator.clipboard.writeText(text); button.textContent = "Copied"; }
  catch { button.textContent = "Select it and press Ctrl+C"; }
}

export function exportDialog(page) {
  const formats = [["model", "Model file", "for descent predict and the library (.safetensors)"], ["csharp", "C# class", "the trained network without dependencies"], ["onnx", "ONNX", "for other tools"], ["data", "Rows", "as CSV"], ["command", "Command line", "that trains the same network"], ["lines", "Ten lines of C#", "that train the same network"]].filter(([format]) => page.isRecording ? ["model", "csharp", "onnx"].includes(format) : format !== "command" || page.hello?.hasCommands);
  const views = { network: "Network", map: "Map", curves: "Curves", details: "Details" };
  const box = dialog("Export", h("div", { className: "exports" }, formats.map(([format, title, text]) => h("button", { type: "button", "data-format": format, onclick: () => { box.close(); page.send({ type: "export", format, network: page.edited }); } }, h("b", {}, title), h("small", {}, text)))),
    h("h3", {}, "Pictures"), h("div", { className: "exports" }, Object.entries(views).map(([name, title]) => h("div", { className: "picture" }, h("b", {}, title), h("span", {}, h("button", { type: "button", "data-picture": `${name}.png`, onclick: () => savePicture(page, name, "png") }, "PNG"), h("button", { type: "button", "data-picture": `${name}.svg`, onclick: () => savePicture(page, name, "svg") }, "SVG"))))));
}

function savePicture(page, name, form) {
  const view = page[name], canvas = view.canvas ?? view.canvases[0], width = canvas.clientWidth, height = canvas.clientHeight;
  const pen = new SvgPen(width, height, style("--panel"));
  view.drawOn(pen, width, height, 0);
  const svg = pen.toString();
  if (form === "svg") { save(`${name}.svg`, svg, "image/svg+xml"); return; }
  const image = new Image();
  image.addEventListener("load", () => {
    const target = h("canvas", { width: 2 * width, height: 2 * height }), context = target.getContext("2d");
    context.drawImage(image, 0, 0, target.width, target.height);
    target.toBlob(blob => save(`${name}.png`, blob));
  });
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
}

export function showWeight({ name, step, lines }) {
  dialog(name, h("p", { className: "hint" }, step ? `Update ${step.toLocaleString("en")}` : "Before the first update"), h("ol", { className: "update" }, lines.map(line => h("li", {}, line))));
}

export function showText({ name, text }) {
  dialog(name, h("pre", { tabIndex: 0 }, text), h("div", { className: "row" }, h("button", { type: "button", className: "primary", onclick: event => copy(event.target, text) }, "Copy"), h("button", { type: "button", onclick: () => save(name.includes(".") ? name : `${name}.txt`, text, "text/plain") }, "Save")));
}

export function examples(page) {
  const groups = [...new Set(presets.map(preset => preset.group))];
  const box = dialog("Examples", groups.map(group => h("section", { className: "presets" }, h("h3", {}, group), h("div", { className: "exports" }, presets.filter(preset => preset.group === group).map(preset => h("button", { type: "button", onclick: () => { box.close(); page.open(preset); } }, h("b", {}, preset.title), h("small", {}, preset.text)))))));
}
