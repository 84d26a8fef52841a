// The drawing of the network: inputs, neurons with their maps, weights as curves, and the controls of every layer.
import { h, byId, number, tip, bytes, floats, dialog } from "./dom.js";
import { CanvasPen } from "./pen.js";
import { picture, blue, orange, muted, ink, faint } from "./colors.js";
import { partField } from "./catalogue.js";

const mapSize = 20, mostShown = 32, mostInputs = 16;

/** The view of one network. */
export class NetworkView {
  constructor(page) {
    this.page = page;
    this.canvas = h("canvas", { className: "edges", "aria-hidden": "true" });
    this.nodes = h("div", { className: "nodes" });
    this.heads = h("div", { className: "heads" });
    this.stage = h("div", { className: "stage" }, this.canvas, this.nodes);
    this.tabs = h("div", { className: "tabs", role: "group", "aria-label": "Shown network" });
    this.note = h("p", { className: "hint", id: "network-note" });
    this.doctor = h("div", { className: "doctor", role: "status", "aria-live": "polite", hidden: true });
    byId("center").replaceChildren(h("div", { className: "bar" }, this.tabs, this.note), this.heads, this.stage, this.doctor);
    this.canvas.addEventListener("mousemove", event => this.hover(event));
    this.canvas.addEventListener("mouseleave", () => tip(""));
    this.canvas.addEventListener("click", event => { const edge = this.pick(event); if (edge) this.page.explain(edge.layer, edge.index); });
    new ResizeObserver(() => { this.arrange(); this.draw(); }).observe(this.stage);
  }

  /** Shows other layers. */
  build() {
    const { ready, state, edited } = this.page;
    if (!ready) return;
    this.layers = ready.networks[edited].layers;
    this.inputs = ready.problem.inputs;
    this.outputs = ready.problem.outputs;
    this.tabs.replaceChildren(...(state.networks.length > 1
      ? state.networks.map((_, i) => h("button", { type: "button", "aria-pressed": `${i === edited}`, className: `tab n${i}`, onclick: () => this.page.edit(i) }, `Network ${"AB"[i]}`))
      : [h("span", { className: "tab-name" }, "Network")]),
      this.page.isRecording ? "" : h("button", { type: "button", onclick: () => this.addLayer(), disabled: state.networks[edited].layers.length >= 6 }, "+ Layer"));
    this.note.textContent = `${ready.networks[edited].parameters.toLocaleString("en")} weights · ${ready.networks[edited].last.replaceAll("_", " ")} output`;
    this.heads.replaceChildren(...this.headsOf(state.networks[edited]));
    const columns = this.layers.length + 1;
    this.heads.classList.toggle("narrow", columns > 5);
    this.heads.style.minWidth = this.stage.style.minWidth = `${(innerWidth < 700 ? 80 : 62) * columns}px`;
    this.arrange();
    this.nodes.replaceChildren(...this.buttons());
    this.pictures = [];
    this.place();
  }

  addLayer() {
    this.page.change(next => {
      const layers = next.networks[this.page.edited].layers;
      layers.push({ units: 4, activation: layers.at(-1)?.activation ?? "tanh", dropout: 0, normalization: "" });
    });
  }

  headsOf(network) {
    const change = (i, edit) => this.page.change(next => edit(next.networks[this.page.edited].layers[i], next.networks[this.page.edited].layers));
    return [
      h("div", { className: "head" }, h("span", { className: "head-name" }, "inputs")),
      ...(this.page.isRecording ? this.layers.slice(0, -1).map((layer, i) => h("div", { className: "head" }, h("span", { className: "head-name" }, `${layer.units} ${(network.layers[i]?.activation ?? "").split(/[:(]/)[0].replaceAll("_", " ")}`))) : network.layers.map((layer, i) => h("div", { className: "head", role: "group", "aria-label": `Layer ${i + 1}` },
        h("div", { className: "units" },
          h("button", { type: "button", "aria-label": `One neuron less in layer ${i + 1}`, onclick: () => change(i, (own, all) => { if (own.units > 1) own.units--; else all.splice(i, 1); }) }, "−"),
          h("span", { className: "count", title: "Neurons" }, `${layer.units}`),
          h("button", { type: "button", "aria-label": `One neuron more in layer ${i + 1}`, disabled: layer.units >= 32, onclick: () => change(i, own => { own.units++; }) }, "+")),
        partField("activation", layer.activation, value => change(i, own => { own.activation = value; }), { label: `Activation of layer ${i + 1}`, isSmall: true }),
        h("button", { type: "button", className: "more", title: "Dropout and normalization", onclick: () => this.layerDialog(layer, i, change) },
          [layer.normalization ? (layer.normalization.startsWith("batch") ? "batch norm" : "layer norm") : "", layer.dropout ? `drop ${layer.dropout}` : ""].filter(Boolean).join(", ") || "more…")))),
      h("div", { className: "head" }, h("span", { className: "head-name" }, "output")),
    ];
  }

  layerDialog(layer, i, change) {
    const units = h("input", { type: "number", min: 1, max: 32, step: 1, value: layer.units });
    const dropout = h("input", { type: "number", min: 0, max: 0.9, step: 0.05, value: layer.dropout });
    const normalization = h("select", {}, [["", "none"], ["batch_normalization", "batch normalization"], ["layer_normalization", "layer normalization"]].map(([value, text]) => h("option", { value, selected: value === layer.normalization }, text)));
    const box = dialog(`Layer ${i + 1}`, h("form", { onsubmit: event => { event.preventDefault(); change(i, own => { Object.assign(own, { units: Number(units.value), dropout: Number(dropout.value), normalization: normalization.value }); }); box.close(); } },
      h("label", { className: "option" }, h("span", {}, "Neurons"), units),
      h("label", { className: "option" }, h("span", {}, "Dropout rate"), dropout, h("small", {}, "The share of outputs that are set to 0 in every update.")),
      h("label", { className: "option" }, h("span", {}, "Normalization"), normalization, h("small", {}, "Before the activation.")),
      h("div", { className: "row" }, h("button", { className: "primary" }, "Use these"), h("button", { type: "button", onclick: () => { change(i, (own, all) => { all.splice(i, 1); }); box.close(); } }, "Remove the layer"))));
  }

  /** Computes where everything is. */
  arrange() {
    if (!this.layers) return;
    const width = this.stage.clientWidth, height = this.stage.clientHeight, columns = this.layers.length + 1;
    const counts = [Math.min(this.inputs.length, mostInputs), ...this.layers.map(layer => Math.min(layer.units, mostShown))], most = Math.max(...counts);
    this.width = width; this.height = height;
    this.size = Math.max(6, Math.min(62, (height - 16) / most - 4, width / columns / 2.2));
    // The first column moves to the right as far as the names of the inputs need it.
    const step = width / columns, names = 14 + 6.6 * Math.max(...this.inputs.map(name => name.length));
    const x = i => i === 0 ? Math.max(0.5 * step, Math.min(0.9 * step, names)) : (i + 0.5) * step;
    // Room below for what is left out.
    const y = (i, count) => { const room = Math.min(this.size + 14, (height - 26) / count); return height / 2 + (i - (count - 1) / 2) * room; };
    this.columns = [this.inputs.length, ...this.layers.map(layer => layer.units)].map((length, l) => Array.from({ length }, (_, i) => ({ x: x(l), y: y(Math.min(i, counts[l] - 1), counts[l]), isHidden: i >= counts[l] })));
    this.place();
  }

  /** The neurons that are shown; a frame has the maps of these. */
  get shown() { return this.layers.flatMap((layer, l) => Array.from({ length: Math.min(layer.units, mostShown) }, (_, i) => [l, i])); }

  buttons() {
    return this.shown.map(([l, i], own) => h("button", { type: "button", className: "neuron", "aria-label": `${this.layers[l].isOutput ? `Output ${this.outputs[i] ?? i + 1}` : `Neuron ${i + 1} of layer ${l + 1}`}: weights and map`,
      onclick: () => this.neuronDialog(l, i, own), onmouseenter: event => this.aboutNeuron(event, l, i, own), onfocus: event => this.aboutNeuron(event, l, i, own), onmouseleave: () => tip(""), onblur: () => tip("") }));
  }

  place() {
    if (!this.columns || !this.nodes.children.length) return;
    const places = this.columns.slice(1).flat().filter(place => !place.isHidden);
    [...this.nodes.children].forEach((button, i) => {
      if (!places[i]) return;
      button.style.left = `${places[i].x - this.size / 2}px`; button.style.top = `${places[i].y - this.size / 2}px`;
      button.style.width = button.style.height = `${this.size}px`;
    });
  }

  /** Takes a frame. */
  update(frame) {
    this.frame = frame;
    this.weights = floats(frame.weights);
    const maps = bytes(frame.neurons), count = maps.length / (mapSize * mapSize);
    this.pictures = Array.from({ length: count }, (_, i) => picture(maps.subarray(i * mapSize * mapSize, (i + 1) * mapSize * mapSize), mapSize));
    this.draw();
  }

  draw() {
    if (!this.columns || !this.width) return;
    this.canvas.style.width = `${this.width}px`; this.canvas.style.height = `${this.height}px`;
    this.drawOn(new CanvasPen(this.canvas, this.width, this.height));
  }

  drawOn(pen) {
    if (this.weights) {
      this.layers.forEach((layer, l) => {
        let peak = 1e-6;
        for (let i = 0; i < layer.units * layer.inputs; i++) peak = Math.max(peak, Math.abs(this.weights[layer.weights + i]));
        for (let to = 0; to < layer.units; to++) {
          for (let from = 0; from < layer.inputs; from++) {
            const value = this.weights[layer.weights + to * layer.inputs + from], share = Math.abs(value) / Math.max(peak, 1);
            const start = this.columns[l][from], end = this.columns[l + 1][to];
            if (!end || share < 0.01 || start.isHidden && l > 0 || end.isHidden) continue;
            pen.curve(start.x + (l === 0 ? 0 : this.size / 2), start.y, end.x - this.size / 2, end.y, value < 0 ? orange() : blue(), 0.5 + 4 * share, 0.15 + 0.6 * share);
          }
        }
      });
    }
    this.columns[0].forEach((place, i) => {
      if (place.isHidden) return;
      const name = this.inputs[i], most = Math.max(3, Math.floor((place.x - 10) / 6.2));
      pen.dot(place.x, place.y, 4, ink());
      pen.text(place.x - 8, place.y + 4, name.length > most ? `${name.slice(0, most - 1)}…` : name, muted(), "end", 11);
    });
    this.columns.forEach((places, l) => {
      const last = places.findLast(place => !place.isHidden), left = places.filter(place => place.isHidden).length;
      if (left) pen.text(l === 0 ? last.x - 8 : last.x, last.y + this.size / 2 + 12, `and ${left} more`, muted(), l === 0 ? "end" : "middle", 11);
    });
    this.columns.slice(1).flat().filter(place => !place.isHidden).forEach((place, i) => {
      const half = this.size / 2;
      if (this.pictures?.[i]) pen.image(this.pictures[i], place.x - half, place.y - half, this.size, this.size);
      pen.rect(place.x - half, place.y - half, this.size, this.size, this.pictures?.[i] ? null : faint(), muted());
    });
    const last = this.columns.at(-1);
    last.filter(place => !place.isHidden).forEach((place, i) => { const name = this.outputs[i] ?? ""; const text = name.length > 9 ? `${name.slice(0, 8)}…` : name; if (place.x + this.size / 2 + 6 + 6 * text.length < this.width) pen.text(place.x + this.size / 2 + 6, place.y + 4, text, muted()); else pen.text(place.x, place.y + this.size / 2 + 12, text, muted(), "middle", 10); });
  }

  /** The weight under the pointer. */
  pick(event) {
    if (!this.weights) return null;
    const box = this.canvas.getBoundingClientRect(), x = event.clientX - box.left, y = event.clientY - box.top;
    let best = null, distance = 6;
    this.layers.forEach((layer, l) => {
      const left = this.columns[l][0].x + (l === 0 ? 0 : this.size / 2), right = this.columns[l + 1][0].x - this.size / 2;
      if (x <= left || x >= right) return;
      // The curve is x = 3/2·t·(1 - t) + t³ …, which grows with t, so t is found by halving.
      let low = 0, high = 1;
      for (let i = 0; i < 24; i++) { const t = (low + high) / 2, at = 1.5 * (1 - t) * t + t ** 3; if (at < (x - left) / (right - left)) low = t; else high = t; }
      const share = 3 * low ** 2 - 2 * low ** 3;
      for (let to = 0; to < layer.units; to++) {
        for (let from = 0; from < layer.inputs; from++) {
          if (this.columns[l + 1][to].isHidden || l > 0 && this.columns[l][from].isHidden) continue;
          const away = Math.abs(this.columns[l][from].y + (this.columns[l + 1][to].y - this.columns[l][from].y) * share - y);
          if (away < distance) { distance = away; best = { layer: l, index: to * layer.inputs + from, from, to }; }
        }
      }
    });
    return best;
  }

  hover(event) {
    const edge = this.pick(event);
    this.canvas.style.cursor = edge ? "pointer" : "default";
    tip(edge ? `${this.nameOf(edge.layer, edge.from)} → ${this.target(edge.layer, edge.to)}: ${number(this.weights[this.layers[edge.layer].weights + edge.index], 4)}. Click for its last update.` : "", event.clientX, event.clientY);
  }

  nameOf(layer, from) { return layer === 0 ? this.inputs[from] : `neuron ${from + 1} of layer ${layer}`; }

  target(layer, to) { return this.layers[layer].isOutput ? this.outputs[to] ?? `output ${to + 1}` : `neuron ${to + 1} of layer ${layer + 1}`; }

  aboutNeuron(event, l, i, own) {
    const box = event.target.getBoundingClientRect();
    tip(this.frame ? `${this.target(l, i)}: bias ${number(this.weights[this.layers[l].biases + i], 4)}, outputs on the map up to ±${number(this.frame.peaks[own])}` : "", box.right, box.top);
  }

  neuronDialog(l, i, own) {
    if (!this.frame) return;
    tip("");
    const layer = this.layers[l];
    const canvas = h("canvas", { className: "large", role: "img", "aria-label": "The outputs of this neuron on the plane of the map" });
    canvas.width = canvas.height = 200;
    canvas.getContext("2d").drawImage(this.pictures[own], 0, 0, 200, 200);
    const weight = (name, value, index) => h("li", {}, h("button", { type: "button", className: "link", onclick: () => { box.close(); this.page.explain(l, index); } }, name), h("span", {}, number(value, 5)));
    const name = this.target(l, i);
    const box = dialog(name[0].toUpperCase() + name.slice(1), h("div", { className: "neuron-box" }, canvas, h("div", {}, h("p", { className: "hint" }, `Outputs up to ±${number(this.frame.peaks[own])}. Choose a weight to see its last update.`),
      h("ul", { className: "weights" }, weight("bias", this.weights[layer.biases + i], -1 - i), Array.from({ length: layer.inputs }, (_, from) => weight(this.nameOf(l, from), this.weights[layer.weights + i * layer.inputs + from], i * layer.inputs + from))))));
  }
}
