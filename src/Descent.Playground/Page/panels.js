// The settings on the left: the problem, and how the network is trained.
import { h, byId, dialog, number } from "./dom.js";
import { partField, entriesOf } from "./catalogue.js";
import { network } from "./state.js";
import { classColor } from "./colors.js";

const card = (title, ...content) => h("div", { className: "card" }, h("h2", {}, title), ...content);

function slider(label, value, [least, most, step], change, text = value => number(value)) {
  const output = h("output", {}, text(value));
  const input = h("input", { type: "range", min: least, max: most, step, value, "aria-label": label, oninput: () => { output.textContent = text(Number(input.value)); }, onchange: () => change(Number(input.value)) });
  return h("label", { className: "field" }, h("span", { className: "name" }, label, " ", output), input);
}

function numberField(label, value, change, settings = {}) {
  const input = h("input", { type: "number", value, step: "any", ...settings, "aria-label": label, onchange: () => { if (input.value !== "" && Number.isFinite(Number(input.value))) change(Number(input.value)); else input.value = value; } });
  return h("label", { className: "field" }, h("span", { className: "name" }, label), input);
}

const rates = [1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3, 1, 3, 10];

/** Fills the panel. */
export function showPanels(page) {
  const { state, ready, hello } = page;
  byId("left").replaceChildren(problemCard(page, state, ready, hello), trainingCard(page, state, ready));
}

function problemCard(page, state, ready, hello) {
  const { problem } = state;
  const toy = hello?.toys.find(toy => toy.name === problem.kind);
  const change = (name, value) => page.change(next => { next.problem[name] = value; });
  const kinds = [...(hello?.toys ?? []).map(toy => [toy.name, toy.title]), ["points", "Drawn by hand"], ...(hello?.recording ? [["recording", hello.recording.name]] : []), ...(page.table ? [["table", page.table.name]] : [])];
  const select = h("select", { id: "problem", "aria-label": "Problem", onchange: () => page.chooseProblem(select.value) }, kinds.map(([name, title]) => h("option", { value: name, selected: name === problem.kind }, title)));
  const file = h("input", { type: "file", accept: ".csv,.tsv,.txt,.gz,text/csv", id: "file", className: "hidden-file", "aria-label": "CSV file", onchange: () => file.files[0] && page.drop(file.files[0]) });
  const text = toy?.text ?? ({ points: "Choose a class, then click on the map. With the keyboard: arrow keys on the map, Enter.", recording: hello?.recording?.text }[problem.kind] ?? "");
  return card("Problem",
    h("div", { className: "row" }, select, h("label", { className: "button", for: "file", title: "Or drop a CSV file on the page" }, "CSV…"), file),
    text ? h("p", { className: "hint" }, text, toy?.ceiling ? ` Best possible: ${toy.ceiling}.` : "") : null,
    problem.kind === "points" ? pointTools(page) : null,
    problem.kind === "table" ? tableTools(page, ready) : null,
    problem.kind === "recording" ? h("div", { className: "row" }, h("button", { type: "button", onclick: () => columnsDialog(page) }, "Columns")) : h("div", { className: "pair" },
      problem.kind === "points" || problem.kind === "table" ? null : [
        slider("Noise", problem.noise, [0, 1, 0.01], value => change("noise", value)),
        slider("Rows", problem.rows, [40, 2000, 20], value => change("rows", value), value => `${value}`)],
      slider("Unseen", problem.unseen, [0.1, 0.9, 0.05], value => change("unseen", value), value => `${Math.round(100 * value)} %`),
      problem.kind === "table" ? null : numberField("Seed", problem.seed, value => change("seed", value), { min: 0, step: 1 })));
}

function pointTools(page) {
  return h("div", { className: "row wrap", role: "radiogroup", "aria-label": "Class of the next point" },
    [0, 1, 2].map(index => h("label", { className: "chip" }, h("input", { type: "radio", name: "class", checked: page.drawing === index, onchange: () => { page.drawing = index; } }), swatch(index), `${index}`)),
    h("label", { className: "chip" }, h("input", { type: "radio", name: "class", checked: page.drawing === -1, onchange: () => { page.drawing = -1; } }), "Erase"),
    h("button", { type: "button", onclick: () => page.change(next => { next.problem.points = []; }) }, "Clear"));
}

const swatch = index => {
  const mark = h("span", { className: "swatch", "aria-hidden": "true" });
  mark.style.background = classColor(index);
  return mark;
};

function tableTools(page, ready) {
  const chosen = ready?.problem.targets ?? page.state.problem.targets ?? [];
  const columns = page.table?.columns ?? ready?.problem.columns.map(column => column.name) ?? [];
  const select = h("select", { "aria-label": "Target", onchange: () => page.change(next => { next.problem.targets = [select.value]; next.view.axes = null; next.networks.forEach(network => { network.loss = ""; }); }) }, columns.map(name => h("option", { value: name, selected: chosen.includes(name) }, name)));
  return h("div", { className: "field" }, h("span", { className: "name" }, "Predict"), h("div", { className: "row" }, select, h("button", { type: "button", onclick: () => columnsDialog(page) }, "Columns")));
}

/** How the table is used, as descent inspect shows it. */
function columnsDialog(page) {
  const { problem } = page.ready;
  const targets = h("div", { className: "row wrap" }, problem.columns.map(column => h("label", { className: "chip" }, h("input", { type: "checkbox", checked: problem.targets.includes(column.name), value: column.name }), column.name)));
  const box = dialog(`${problem.title}: ${problem.trainRows} rows to train, ${problem.unseenRows} unseen`,
    h("p", {}, `${problem.task}: ${problem.taskReason}.`),
    ...problem.notices.map(text => h("p", { className: "hint" }, text)),
    h("div", { className: "scroll", tabIndex: 0, role: "region", "aria-label": "Columns" }, h("table", {},
      h("thead", {}, h("tr", {}, ["Column", "Kind", "Missing", "Different", "Why", "Values", "If missing", "Inputs"].map(name => h("th", { scope: "col" }, name)))),
      h("tbody", {}, problem.columns.map(column => h("tr", {}, h("th", { scope: "row" }, column.name), [column.kind, column.missing, column.distinct || "–", column.reason, column.values, column.withoutValue, column.inputs.length || "–"].map(text => h("td", {}, `${text}`))))))),
    page.isRecording ? null : h("h3", {}, "Predict"), page.isRecording ? null : targets,
    page.isRecording ? null : h("button", { type: "button", className: "primary", onclick: () => {
      const names = [...targets.querySelectorAll("input:checked")].map(input => input.value);
      if (names.length) page.change(next => { next.problem.targets = names; next.view = { axes: null, output: 0 }; next.networks.forEach(network => { network.loss = ""; }); });
      box.close();
    } }, "Use these targets"));
}

function trainingCard(page, state, ready) {
  const present = state.networks[page.edited] ?? state.networks[0];
  const change = (name, value) => page.change(next => { next.networks[page.edited][name] = value; });
  const usual = network();
  const rate = h("select", { "aria-label": "Learning rate", onchange: () => change("rate", Number(rate.value)) }, [...new Set([...rates, present.rate])].sort((a, b) => a - b).map(value => h("option", { value, selected: value === present.rate }, number(value))));
  const isWhole = /^(lbfgs|levenberg)/.test(present.optimizer);
  return card(page.isRecording ? "Training of a branch" : state.networks.length > 1 ? `Training of ${"AB"[page.edited]}` : "Training",
    h("div", { className: "pair" },
      partField("loss", present.loss, value => change("loss", value), { label: "Loss", empty: ready ? `usual (${ready.networks[page.edited]?.loss.split(":")[0].replaceAll("_", " ")})` : "usual", only: ready?.problem.losses, isWide: true }),
      partField("optimizer", present.optimizer, value => change("optimizer", value), { label: "Optimizer", without: ["learningRate"] }),
      isWhole ? null : h("label", { className: "field" }, h("span", { className: "name" }, "Learning rate"), rate),
      isWhole ? null : partField("schedule", present.schedule, value => change("schedule", value === "constant_schedule" ? "" : value), { label: "Schedule", empty: "constant", without: ["initial", "highest", "value", "base", "then"] }),
      partField("regularizer", present.regularizer, value => change("regularizer", value), { label: "Penalty", empty: "none" }),
      page.isRecording ? null : partField("initializer", present.initializer, value => change("initializer", value), { label: "First weights", empty: "usual", only: entriesOf("initializer").map(entry => entry.name).filter(name => name !== "zero_at_rows") }),
      isWhole ? null : numberField("Batch size", present.batch, value => change("batch", value), { min: 1, step: 1 }),
      numberField("Epochs", present.epochs, value => change("epochs", value), { min: 1, step: 1 }),
      numberField("Gradient limit", present.clipping, value => change("clipping", value), { min: 0 }),
      numberField("Seed", present.seed ?? usual.seed, value => change("seed", value), { min: 0, step: 1 })));
}
