// The map of the output over two inputs, with the rows on it.
import { h, byId, bytes, floats, number, tip } from "./dom.js";
import { CanvasPen } from "./pen.js";
import { picture, classColor, css, diverging, ink, muted, faint } from "./colors.js";

const size = 48;

/** The card with the maps of one or two networks. */
export class MapView {
  constructor(page) {
    this.page = page;
    this.axes = h("div", { className: "row axes" });
    this.holder = h("div", { className: "maps" });
    this.legend = h("div", { className: "legend" });
    this.card = h("div", { className: "card map-card" }, h("div", { className: "bar" }, h("h2", {}, "Answers"), this.axes), this.holder, this.legend);
  }

  /** Shows other networks, axes and outputs. */
  build() {
    const { ready, state } = this.page;
    const { inputs, outputs, task } = ready.problem;
    const axes = state.view.axes ?? (inputs.length <= 4 ? [0, 1] : [-1]);
    const set = (edit) => this.page.look(view => edit(view));
    const options = (chosen) => [...inputs.map((name, i) => h("option", { value: i, selected: i === chosen }, name))];
    const choose = at => { const list = h("select", { "aria-label": at === 0 ? "Horizontal input" : "Vertical input", onchange: () => set(view => { const next = axes.length === 2 ? [...axes] : [0, 1]; const value = Number(list.value); if (value < 0) { view.axes = [-1]; return; } next[at] = value; if (next[0] === next[1]) next[1 - at] = (value + 1) % inputs.length; view.axes = next; }) },
      inputs.length > 2 && at === 0 ? h("option", { value: -1, selected: axes.length === 1 }, "principal components") : null, ...options(axes.length === 2 ? axes[at] : -1)); return list; };
    const output = task === "multiclass" || outputs.length < 2 ? null : (() => { const list = h("select", { "aria-label": "Output", onchange: () => set(view => { view.output = Number(list.value); }) }, outputs.map((name, i) => h("option", { value: i, selected: i === (state.view.output ?? 0) }, name))); return list; })();
    this.axes.replaceChildren(...(inputs.length > 2 ? [choose(0), ...(axes.length === 2 ? [choose(1)] : [])] : []), ...(output ? [output] : []));
    this.canvases = state.networks.map((_, i) => {
      const canvas = h("canvas", { tabIndex: 0, role: "img", "aria-label": `Map of the answers of network ${"AB"[i]}`, onmousemove: event => this.hover(event, i), onmouseleave: () => tip(""), onclick: event => this.click(event, i), onkeydown: event => this.key(event, i) });
      return canvas;
    });
    this.holder.classList.toggle("two", state.networks.length > 1);
    this.holder.replaceChildren(...this.canvases.map((canvas, i) => h("figure", {}, canvas, state.networks.length > 1 ? h("figcaption", { className: `n${i}` }, `Network ${"AB"[i]}`) : null)));
    this.pictures = [];
    this.showLegend();
  }

  setPlane(plane) {
    this.plane = plane;
    this.rows = [[floats(plane.train), floats(plane.trainTargets)], [floats(plane.unseen), floats(plane.unseenTargets)]];
    this.showLegend();
    this.draw();
  }

  showLegend() {
    const { problem } = this.page.ready;
    const item = (color, text) => { const mark = h("span", { className: "swatch", "aria-hidden": "true" }); mark.style.background = color; return h("span", {}, mark, text); };
    const names = problem.labels.length ? problem.labels : problem.task === "multilabel" ? ["no", "yes"] : null;
    this.legend.replaceChildren(...(names ? names.slice(0, 6).map((name, i) => item(classColor(i), name)) : this.plane ? [item(css(diverging(-1)), number(this.plane.low)), item(css(diverging(1)), number(this.plane.high))] : []),
      h("span", { className: "rows" }, "● training ○ unseen"));
  }

  update(frames) {
    this.pictures = frames.map(frame => picture(bytes(frame.map), size, frame.sure ? bytes(frame.sure) : null));
    this.maps = frames.map(frame => [bytes(frame.map), frame.sure ? bytes(frame.sure) : null]);
    this.draw();
  }

  draw() {
    this.canvases?.forEach((canvas, i) => {
      const width = canvas.clientWidth, height = canvas.clientHeight;
      if (width > 0) this.drawOn(new CanvasPen(canvas, width, height), width, height, i);
    });
  }

  frameOf(width, height) { return { left: 30, top: 4, width: width - 36, height: height - 24 }; }

  drawOn(pen, width, height, i) {
    const box = this.frameOf(width, height);
    if (this.pictures?.[i]) pen.image(this.pictures[i], box.left, box.top, box.width, box.height);
    pen.rect(box.left, box.top, box.width, box.height, null, faint());
    if (!this.plane) return;
    const color = value => this.page.ready.problem.task === "multiclass" ? classColor(value) : this.page.ready.problem.outputs.length && (this.page.ready.problem.labels.length || this.page.ready.problem.task === "multilabel") ? classColor(Math.round(value)) : css(diverging(2 * value - 1));
    this.rows?.forEach(([places, targets], part) => {
      for (let row = 0; row < targets.length; row++) {
        const x = places[2 * row], y = places[2 * row + 1];
        if (x < 0 || x > 1 || y < 0 || y > 1) continue;
        if (part === 0) pen.dot(box.left + x * box.width, box.top + (1 - y) * box.height, 2.6, color(targets[row]), this.outline(), 0.8);
        else pen.dot(box.left + x * box.width, box.top + (1 - y) * box.height, 2.4, this.outline(), color(targets[row]), 1.5);
      }
    });
    const { horizontal, vertical } = this.plane;
    pen.text(box.left, height - 6, number(horizontal.first, 2), muted(), "start", 11);
    pen.text(box.left + box.width, height - 6, number(horizontal.last, 2), muted(), "end", 11);
    pen.text(box.left + box.width / 2, height - 6, shortened(horizontal.name), muted(), "middle", 11);
    if (vertical.name) {
      pen.text(box.left - 4, box.top + 10, number(vertical.last, 2), muted(), "end", 11);
      pen.text(box.left - 4, box.top + box.height, number(vertical.first, 2), muted(), "end", 11);
      if (vertical.name.length <= 4) pen.text(box.left - 4, box.top + box.height / 2, vertical.name, muted(), "end", 11);
      else pen.text(box.left + 5, box.top + 13, `↑ ${shortened(vertical.name)}`, ink(), "start", 11);
    }
    if (this.cursor && this.page.state.problem.kind === "points") { const { x, y } = this.cursor; pen.line([[box.left + x * box.width - 6, box.top + y * box.height], [box.left + x * box.width + 6, box.top + y * box.height]], ink(), 1.5); pen.line([[box.left + x * box.width, box.top + y * box.height - 6], [box.left + x * box.width, box.top + y * box.height + 6]], ink(), 1.5); }
  }

  outline() { return getComputedStyle(document.documentElement).getPropertyValue("--panel").trim(); }

  at(event, i) {
    const canvas = this.canvases[i], box = canvas.getBoundingClientRect(), inner = this.frameOf(canvas.clientWidth, canvas.clientHeight);
    const x = (event.clientX - box.left - inner.left) / inner.width, y = (event.clientY - box.top - inner.top) / inner.height;
    return x >= 0 && x <= 1 && y >= 0 && y <= 1 ? { x, y } : null;
  }

  valueOf({ x, y }) {
    const { horizontal, vertical } = this.plane;
    return [horizontal.first + x * (horizontal.last - horizontal.first), vertical.last - y * (vertical.last - vertical.first)];
  }

  hover(event, i) {
    const place = this.plane && this.maps?.[i] ? this.at(event, i) : null;
    if (!place) { tip(""); return; }
    const cell = Math.min(size - 1, Math.floor(place.y * size)) * size + Math.min(size - 1, Math.floor(place.x * size));
    const [map, sure] = this.maps[i], [a, b] = this.valueOf(place), { problem } = this.page.ready;
    const answer = sure ? `${problem.labels[map[cell]] ?? map[cell]}, ${Math.round(100 * sure[cell] / 255)} % sure`
      : problem.labels.length === 2 || problem.task === "multilabel" ? `${problem.labels[1] ?? "yes"}: ${Math.round(100 * map[cell] / 255)} %` : `${problem.outputs[this.plane.output] ?? "output"} ${number(this.plane.low + (this.plane.high - this.plane.low) * map[cell] / 255)}`;
    tip(`${this.plane.horizontal.name} ${number(a)}${this.plane.vertical.name ? `, ${this.plane.vertical.name} ${number(b)}` : ""}: ${answer}`, event.clientX, event.clientY);
  }

  click(event, i) {
    const place = this.at(event, i);
    if (place && this.page.state.problem.kind === "points") this.page.draw(...this.valueOf(place));
  }

  key(event, i) {
    const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    if (this.page.state.problem.kind !== "points" || !this.plane) return;
    this.cursor ??= { x: 0.5, y: 0.5 };
    if (moves[event.key]) {
      event.preventDefault();
      const step = event.shiftKey ? 0.1 : 0.025;
      this.cursor = { x: Math.min(1, Math.max(0, this.cursor.x + step * moves[event.key][0])), y: Math.min(1, Math.max(0, this.cursor.y + step * moves[event.key][1])) };
      this.draw();
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.page.draw(...this.valueOf(this.cursor));
    }
  }
}

const shortened = (text, most = 24) => text.length > most ? `${text.slice(0, most - 1)}…` : text;
