// Curves over the steps, the confusion matrix or predicted against actual, and histograms per layer.
import { h, number, percent, floats, tip } from "./dom.js";
import { CanvasPen } from "./pen.js";
import { ink, muted, faint, networkColor, blue, classColor } from "./colors.js";

/** The curves of loss, score or learning rate. */
export class CurveView {
  constructor(page) {
    this.page = page;
    this.kind = "loss";
    this.canvas = h("canvas", { role: "img", "aria-label": "Curves over the steps of training", onmousemove: event => this.hover(event), onmouseleave: () => tip(""), onclick: event => { const step = this.stepAt(event); if (step !== null) page.seek(step); } });
    this.tabs = h("div", { className: "tabs", role: "group", "aria-label": "Curve" });
    this.values = h("p", { className: "values" });
    this.card = h("div", { className: "card curve-card" }, h("div", { className: "bar" }, this.tabs, h("span", { className: "hint" }, "── training ╌╌ unseen")), h("div", { className: "plot" }, this.canvas), this.values);
    this.showTabs();
  }

  showTabs() {
    const metric = this.page.ready?.problem.metric ?? "accuracy";
    this.tabs.replaceChildren(...[["loss", "Loss"], ["score", metric === "R²" ? "R²" : "Accuracy"], ["rate", "Rate"]].map(([kind, text]) => h("button", { type: "button", className: "tab", "aria-pressed": `${kind === this.kind}`, onclick: () => { this.kind = kind; this.showTabs(); this.draw(); } }, text)));
  }

  lines() {
    const fields = this.kind === "loss" ? ["loss", "unseenLoss"] : this.kind === "score" ? ["metric", "unseenMetric"] : ["rate"];
    return this.page.histories.flatMap((history, i) => fields.map((field, part) => ({ points: history.map(at => [at.step, at[field]]), color: networkColor(i), isUnseen: part === 1, name: `${this.page.histories.length > 1 ? "AB"[i] + " " : ""}${part === 1 ? "unseen" : this.kind === "rate" ? "rate" : "training"}` })));
  }

  scale(width, height) {
    const lines = this.lines(), values = lines.flatMap(line => line.points.map(point => point[1])).filter(value => value !== null && Number.isFinite(value));
    const last = Math.max(10, ...this.page.histories.map(history => history.at(-1)?.step ?? 0));
    let low = Math.min(...values), high = Math.max(...values);
    if (!values.length) { low = 0; high = 1; }
    const isLog = this.kind === "loss" && low > 0 && high / low > 40;
    if (this.kind === "score") { low = Math.max(Math.min(low, 0.9), -1); high = 1; } else if (!isLog) low = Math.min(0, low);
    if (high <= low) high = low + 1;
    const f = isLog ? Math.log : value => value, box = { left: 54, top: 8, width: width - 64, height: height - 30 };
    return { lines, last, low, high, isLog, box, x: step => box.left + step / last * box.width, y: value => value === null ? NaN : box.top + (1 - (f(Math.max(value, isLog ? 1e-12 : value)) - f(low)) / (f(high) - f(low))) * box.height };
  }

  draw() {
    const width = this.canvas.clientWidth, height = this.canvas.clientHeight;
    if (width > 0 && this.page.ready) this.drawOn(new CanvasPen(this.canvas, width, height), width, height);
    const frames = this.page.frames ?? [];
    this.values.replaceChildren(...frames.map((frame, i) => h("span", { className: frames.length > 1 ? `n${i}` : "" }, frames.length > 1 ? `${"AB"[i]}: ` : "",
      this.kind === "loss" ? `training ${number(frame.loss)}, unseen ${number(frame.unseenLoss)}` : this.kind === "score" ? `training ${this.score(frame.metric)}, unseen ${this.score(frame.unseenMetric)}` : `learning rate ${number(frame.rate)}`)));
  }

  score(value) { return this.page.ready.problem.metric === "R²" ? number(value, 4) : percent(value); }

  drawOn(pen, width, height) {
    const scale = this.scale(width, height), { box } = scale;
    for (const share of [0, 0.5, 1]) {
      const value = scale.isLog ? Math.exp(Math.log(scale.low) + share * (Math.log(scale.high) - Math.log(scale.low))) : scale.low + share * (scale.high - scale.low), y = scale.y(value);
      pen.line([[box.left, y], [box.left + box.width, y]], faint());
      pen.text(box.left - 5, y + 4, number(value, 2), muted(), "end");
    }
    pen.text(box.left, height - 6, "0", muted());
    pen.text(box.left + box.width, height - 6, `${scale.last.toLocaleString("en")} steps${scale.isLog ? ", log scale" : ""}`, muted(), "end");
    for (const line of scale.lines) pen.line(line.points.map(([step, value]) => [scale.x(step), value === null ? NaN : scale.y(value)]), line.color, 2, line.isUnseen ? [5, 4] : []);
    const shown = this.page.frames?.[0]?.step;
    if (this.page.isPast && shown !== undefined) pen.line([[scale.x(shown), box.top], [scale.x(shown), box.top + box.height]], ink(), 1);
  }

  stepAt(event) {
    const box = this.canvas.getBoundingClientRect(), scale = this.scale(this.canvas.clientWidth, this.canvas.clientHeight);
    const share = (event.clientX - box.left - scale.box.left) / scale.box.width;
    return share >= 0 && share <= 1 ? Math.round(share * scale.last) : null;
  }

  hover(event) {
    const step = this.page.ready ? this.stepAt(event) : null;
    if (step === null) { tip(""); return; }
    const texts = this.lines().filter(line => line.points.length).map(line => { const near = line.points.reduce((best, point) => Math.abs(point[0] - step) < Math.abs(best[0] - step) ? point : best); return `${line.name} ${number(near[1])}`; });
    tip(`step ${step}: ${texts.join(", ")}. Click to go there.`, event.clientX, event.clientY);
  }
}

/** The confusion matrix or actual against predicted, and the histograms. */
export class DetailView {
  constructor(page) {
    this.page = page;
    this.kind = "errors";
    this.canvas = h("canvas", { role: "img", "aria-label": "Details", onmousemove: event => this.hover(event), onmouseleave: () => tip("") });
    this.tabs = h("div", { className: "tabs", role: "group", "aria-label": "Details" });
    this.card = h("div", { className: "card detail-card" }, h("div", { className: "bar" }, this.tabs), h("div", { className: "plot" }, this.canvas));
    this.showTabs();
  }

  showTabs() {
    const { ready } = this.page;
    const first = ready?.problem.metric === "R²" ? "Predicted" : "Confusion";
    this.tabs.replaceChildren(...[["errors", first], ["activations", "Outputs"], ["weights", "Weights"], ["gradients", "Slopes"]].filter(([kind]) => kind !== "errors" || ready?.problem.task !== "multilabel").map(([kind, text]) => h("button", { type: "button", className: "tab", "aria-pressed": `${kind === this.kind}`, onclick: () => { this.kind = kind; this.showTabs(); this.draw(); } }, text)));
  }

  build() {
    if (this.page.ready.problem.task === "multilabel" && this.kind === "errors") this.kind = "activations";
    this.full = null;
    this.showTabs();
  }

  update(frame) {
    if (frame.histograms) { this.full = frame; this.draw(); }
  }

  draw() {
    const width = this.canvas.clientWidth, height = this.canvas.clientHeight;
    if (width > 0 && this.full) this.drawOn(new CanvasPen(this.canvas, width, height), width, height);
  }

  drawOn(pen, width, height) {
    this.places = [];
    if (this.kind === "errors") { if (this.full.pairs) this.drawPairs(pen, width, height); else if (this.full.confusion) this.drawConfusion(pen, width, height); return; }
    const layers = this.full.histograms, each = width / layers.length;
    layers.forEach((layer, l) => {
      const histogram = layer[this.kind], left = l * each + 4, room = each - 8;
      pen.text(left + room / 2, height - 6, l === layers.length - 1 ? "output" : layers.length > 4 ? `${l + 1}` : `layer ${l + 1}`, muted(), "middle");
      if (!histogram) { pen.text(left + room / 2, height / 2, "none", muted(), "middle"); return; }
      const most = Math.max(...histogram.counts), step = room / histogram.counts.length, base = height - 34;
      histogram.counts.forEach((count, i) => { const size = Math.max(count ? 1.5 : 0, count / most * (base - 6)); pen.rect(left + i * step, base - size, Math.max(1, step - 0.6), size, networkColor(this.page.edited)); });
      pen.line([[left, base], [left + room, base]], faint());
      const short = value => value.toExponential(0).replace("e+", "e").replace("-", "−");
      if (room < 100) pen.text(left + room / 2, height - 20, `±${short(Math.max(Math.abs(histogram.low), Math.abs(histogram.high)))}`, muted(), "middle", 10);
      else {
        pen.text(left, height - 20, number(histogram.low, 2), muted(), "start", 10);
        pen.text(left + room, height - 20, number(histogram.high, 2), muted(), "end", 10);
      }
      this.places.push({ left, right: left + room, text: `layer ${l + 1}: ${this.kind} from ${number(histogram.low)} to ${number(histogram.high)}` });
    });
  }

  drawConfusion(pen, width, height) {
    const counts = this.full.confusion, classes = Math.sqrt(counts.length), labels = this.page.ready.problem.labels;
    const left = 70, top = 22, cell = Math.min((width - left - 8) / classes, (height - top - 8) / classes * 1.8), rise = Math.min((height - top - 6) / classes, cell, 64);
    pen.text(left, 12, "predicted →", muted()); pen.text(4, 12, "actual ↓", muted());
    for (let actual = 0; actual < classes; actual++) {
      const total = counts.slice(actual * classes, (actual + 1) * classes).reduce((sum, count) => sum + count, 0);
      pen.text(left - 6, top + (actual + 0.5) * rise + 4, String(labels[actual] ?? actual).slice(0, 10), muted(), "end");
      for (let predicted = 0; predicted < classes; predicted++) {
        const count = counts[actual * classes + predicted], share = total ? count / total : 0, x = left + predicted * cell, y = top + actual * rise;
        pen.context?.save?.();
        if (pen.context) pen.context.globalAlpha = 0.12 + 0.6 * share;
        pen.rect(x + 1, y + 1, cell - 2, rise - 2, actual === predicted ? blue() : networkColor(1));
        if (pen.context) pen.context.globalAlpha = 1;
        pen.context?.restore?.();
        pen.text(x + cell / 2, y + rise / 2 + 4, classes > 8 ? "" : `${count}`, ink(), "middle", 12);
        this.places.push({ left: x, right: x + cell, top: y, bottom: y + rise, text: `${labels[actual] ?? actual} answered as ${labels[predicted] ?? predicted}: ${count} of ${total} unseen rows` });
      }
    }
  }

  drawPairs(pen, width, height) {
    const pairs = floats(this.full.pairs), low = Math.min(...pairs), high = Math.max(...pairs), box = { left: 46, top: 6, width: width - 56, height: height - 30 };
    const x = value => box.left + (value - low) / (high - low || 1) * box.width, y = value => box.top + (1 - (value - low) / (high - low || 1)) * box.height;
    pen.line([[x(low), y(low)], [x(high), y(high)]], muted(), 1, [4, 4]);
    for (let i = 0; i < pairs.length; i += 2) pen.dot(x(pairs[i]), y(pairs[i + 1]), 2.2, classColor(1));
    pen.text(box.left, height - 6, `actual ${number(low, 2)}`, muted()); pen.text(box.left + box.width, height - 6, number(high, 2), muted(), "end");
    pen.text(box.left - 5, box.top + 8, number(high, 2), muted(), "end"); pen.text(box.left - 5, box.top + box.height, number(low, 2), muted(), "end");
    pen.text(box.left + 6, box.top + 10, "predicted", muted());
  }

  hover(event) {
    const box = this.canvas.getBoundingClientRect(), x = event.clientX - box.left, y = event.clientY - box.top;
    const place = this.places?.find(place => x >= place.left && x < place.right && (place.top === undefined || (y >= place.top && y < place.bottom)));
    tip(place?.text ?? "", event.clientX, event.clientY);
  }
}
