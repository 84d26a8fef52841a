// The page: its state, the conversation with the server, and the views.
import { h, byId, number, percent, later, dialog, save, isStill } from "./dom.js";
import { usual, copy, toLink, fromLink, network } from "./state.js";
import { connect, upload } from "./socket.js";
import { loadCatalogue } from "./catalogue.js";
import { readColors } from "./colors.js";
import { showPanels } from "./panels.js";
import { NetworkView } from "./network.js";
import { MapView } from "./maps.js";
import { CurveView, DetailView } from "./charts.js";
import { share, exportDialog, examples, showWeight, showText } from "./dialogs.js";
import { remedies, titled } from "./remedies.js";
import { presetOf } from "./presets.js";

const speeds = [[1, "1 step"], [5, "5 steps"], [25, "25 steps"], [100, "100 steps"], [0, "fastest"]];

/** The network of a run or a recording, with usual values for what it does not say. */
const given = known => ({ ...network(), ...Object.fromEntries(Object.entries(known).filter(([, value]) => value !== null)) });

class Page {
  state = usual();
  ready = null;
  hello = null;
  table = null;
  frames = null;
  histories = [];
  edited = 0;
  drawing = 0;
  isRunning = false;
  isPast = false;
  wantsRun = false;
  preset = null;

  async begin() {
    readColors();
    const given = fromLink(location.hash);
    this.example = presetOf(location.hash);
    if (given) { this.state = given; this.wantsState = true; } else if (given === undefined) this.say("The link could not be read, so this is the usual page.", true);
    this.network = new NetworkView(this);
    this.map = new MapView(this);
    this.curves = new CurveView(this);
    this.details = new DetailView(this);
    byId("right").replaceChildren(this.map.card, this.curves.card, this.details.card);
    byId("speed").replaceChildren(...speeds.map(([value, text]) => h("option", { value, selected: value === 5 }, text)));
    this.wire();
    await loadCatalogue();
    this.send = connect(message => this.take(message), isConnected => this.connected(isConnected));
  }

  wire() {
    byId("run").addEventListener("click", () => this.toggle());
    byId("step").addEventListener("click", () => this.send({ type: "step", step: 1 }));
    byId("reset").addEventListener("click", () => { this.wantsRun = false; if (this.isRecording) this.seek(this.ready.networks[0].firstStep); else this.start({ step: 0 }); });
    byId("speed").addEventListener("change", () => { if (this.isRunning) this.run(); });
    byId("race").addEventListener("click", () => this.toggleRace());
    byId("share").addEventListener("click", () => share(this));
    byId("export").addEventListener("click", () => exportDialog(this));
    byId("examples").addEventListener("click", () => examples(this));
    byId("time").addEventListener("input", () => this.seek(Number(byId("time").value)));
    byId("live").addEventListener("click", () => this.seek(-1));
    byId("branch").addEventListener("click", () => this.branch());
    addEventListener("hashchange", () => { const given = fromLink(location.hash), example = presetOf(location.hash); if (example) this.open(example); if (given && toLink(given) !== this.link) { this.state = given; this.wantsRun = false; this.start(); } });
    addEventListener("resize", later(() => this.redraw(), 60));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { readColors(); this.redraw(); if (this.ready) showPanels(this); });
    addEventListener("dragover", event => { event.preventDefault(); document.body.classList.add("dragging"); });
    addEventListener("dragleave", event => { if (!event.relatedTarget) document.body.classList.remove("dragging"); });
    addEventListener("drop", event => { event.preventDefault(); document.body.classList.remove("dragging"); if (event.dataTransfer.files[0]) this.drop(event.dataTransfer.files[0]); });
    addEventListener("keydown", event => {
      if (event.target.closest("input, select, textarea, dialog, canvas") || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === " " && !event.target.closest("button")) { event.preventDefault(); this.toggle(); }
      if (event.key === "s") this.send({ type: "step", step: 1 });
      if (event.key === "r") byId("reset").click();
    });
  }

  connected(isConnected) {
    document.body.classList.toggle("away", !isConnected);
    if (!isConnected) this.say("The server does not answer. Start it again with descent play; the page connects by itself.", true);
  }

  take(message) {
    switch (message.type) {
      case "hello": {
        this.hello = message;
        this.table = message.table ?? this.table;
        if (message.table && !this.wantsState) {
          this.state.problem = { kind: "table", table: message.table.id, targets: message.targets, unseen: 0.3, seed: 1 };
          if (message.network) this.state.networks = [given(message.network)];
        }
        this.say("");
        byId("learn").hidden = !message.hasLessons;
        if (this.example) this.open(this.example); else if (message.recording && !this.wantsState) this.openRecording(); else this.start();
        this.example = null;
        break;
      }
      case "ready": this.takeReady(message); break;
      case "plane": this.map.setPlane(message); break;
      case "frames": this.takeFrames(message); break;
      case "weight": showWeight(message); break;
      case "findings": this.findings = message.networks; this.showFindings(); break;
      case "file": save(message.name, Uint8Array.from(atob(message.content), letter => letter.charCodeAt(0)), "application/octet-stream"); break;
      case "text": showText(message); break;
      case "note": this.say(message.message, message.isError); this.wantsRun = false; break;
    }
  }

  takeReady(message) {
    const step = this.state.step;
    this.ready = message;
    this.state = { ...message.state, step };
    this.edited = Math.min(this.edited, this.state.networks.length - 1);
    this.frames = null;
    this.findings = [];
    if (!this.keepsHistory) this.histories = this.state.networks.map(() => []);
    else this.histories = this.state.networks.map((_, i) => this.histories[i] ?? []);
    this.keepsHistory = false;
    // A recorded training comes with its curves.
    message.networks.forEach((network, i) => { if (network.history.length) this.histories[i] = network.history; });
    if (message.notes.length) this.say(message.notes.join(" "), true);
    byId("race").setAttribute("aria-pressed", `${this.state.networks.length > 1}`);
    byId("race").textContent = this.state.networks.length > 1 ? "One network" : "Race";
    showPanels(this);
    this.network.build();
    this.showFindings();
    this.map.build();
    this.curves.showTabs();
    this.details.build();
    this.remember();
    if (this.wantsRun) this.run();
  }

  takeFrames({ networks, isRunning, isPast }) {
    const wasRunning = this.isRunning;
    this.frames = networks;
    this.isPast = isPast;
    this.isRunning = isRunning;
    if (!isPast) networks.forEach((frame, i) => { if (!this.ready.networks[i].history.length) this.record(this.histories[i], frame); });
    const shown = networks[Math.min(this.edited, networks.length - 1)];
    this.network.update(shown);
    this.map.update(networks);
    this.curves.draw();
    this.details.update(shown);
    this.showTime();
    this.showFacts();
    const ended = networks.filter(frame => frame.ended && !frame.ended.startsWith("All epochs"));
    if (wasRunning && !isRunning) {
      if (ended.length) this.say(ended[0].ended, true);
      this.remember();
    }
  }

  record(history, frame) {
    while (history.length && history.at(-1).step >= frame.step) history.pop();
    history.push({ step: frame.step, loss: frame.loss, unseenLoss: frame.unseenLoss, metric: frame.metric, unseenMetric: frame.unseenMetric, rate: frame.rate });
    // Every second point of the older half is enough when there are many.
    if (history.length > 1600) history.splice(0, 800, ...history.slice(0, 800).filter((_, i) => i % 2 === 0));
  }

  /** The doctor's findings on the shown network, with remedies. */
  showFindings() {
    const findings = this.findings?.[this.edited] ?? [], [first, ...others] = findings;
    this.network.doctor.hidden = !first;
    if (!first) return;
    const button = finding => { const remedy = remedies[finding.kind]; return remedy ? h("button", { type: "button", "data-remedy": finding.kind, onclick: () => this.change(next => remedy.edit(next.networks[this.edited])) }, remedy.text) : null; };
    this.network.doctor.replaceChildren(h("p", {}, h("b", {}, `${titled(first.kind)}. `), first.reason), h("div", { className: "row" }, button(first),
      h("button", { type: "button", onclick: () => {
        const box = dialog("What the doctor found", findings.map(finding => h("section", { className: "finding" }, h("h3", {}, titled(finding.kind)), h("p", {}, finding.reason), h("ul", {}, finding.advice.map(text => h("li", {}, text))), button(finding))));
        box.addEventListener("click", event => { if (event.target.dataset.remedy) box.close(); });
      } }, others.length ? `${findings.length} findings` : "Why")));
  }

  showTime() {
    const latest = Math.max(...this.histories.map(history => history.at(-1)?.step ?? 0)), shown = Math.max(...this.frames.map(frame => frame.step));
    const slider = byId("time");
    slider.min = this.ready.networks[0].firstStep;
    slider.max = latest;
    if (document.activeElement !== slider || !this.isPast) slider.value = shown;
    byId("when").textContent = `step ${shown.toLocaleString("en")}`;
    byId("live").disabled = !this.isPast;
    for (const id of ["run", "step"]) byId(id).disabled = this.isRecording && this.frames.length === 1;
    byId("run").textContent = this.isRunning ? "Pause" : "Train";
    byId("run").setAttribute("aria-pressed", `${this.isRunning}`);
    document.body.dataset.hash = this.frames.map(frame => frame.hash).join(" ");
    document.body.dataset.step = shown;
    document.body.dataset.running = this.isRunning;
  }

  showFacts() {
    const fact = (name, ...values) => h("div", {}, h("dt", {}, name), h("dd", {}, values));
    const each = read => this.frames.map((frame, i) => h("span", { className: this.frames.length > 1 ? `n${i}` : "" }, read(frame)));
    const score = value => this.ready.problem.metric === "R²" ? number(value, 3) : percent(value);
    byId("facts").replaceChildren(fact("Epoch", Math.floor(this.frames[0].epoch).toLocaleString("en")), fact("Unseen loss", each(frame => number(frame.unseenLoss))), fact(this.ready.problem.metric === "R²" ? "Unseen R²" : "Unseen accuracy", each(frame => score(frame.unseenMetric))));
  }

  /** Sends the state; the answer has it checked. */
  start({ step } = {}) {
    if (step !== undefined) this.state.step = step;
    this.send({ type: "start", state: this.state });
  }

  /** Whether the first network is a recorded training, which settings do not change. */
  get isRecording() { return this.state.problem.kind === "recording"; }

  openRecording() {
    this.preset = null;
    this.edited = 0;
    this.state = { ...usual(), problem: { kind: "recording" }, networks: [given(this.hello.network)] };
    this.start({ step: 0 });
  }

  /** Changes the settings, which begins anew; a running training goes on with them. Of a recorded training, they are those of the next branch. */
  change(edit) {
    const next = copy(this.state);
    edit(next);
    next.branch = null;
    this.state = next;
    if (this.isRecording) {
      showPanels(this);
      this.say("These settings are for a branch: press Branch, and a second network continues with them from the step that is shown.");
      return;
    }
    this.wantsRun = this.isRunning || this.wantsRun;
    this.startSoon();
  }

  startSoon = later(() => this.start({ step: 0 }), 80);

  toggle() {
    if (this.isRunning) { this.wantsRun = false; this.send({ type: "pause" }); } else this.run();
  }

  run() {
    this.wantsRun = false;
    if (!this.preset || byId("message").dataset.kind !== "preset") this.say("");
    this.send({ type: "run", speed: Number(byId("speed").value) });
  }

  seek(step) {
    if (this.ready) this.send({ type: "seek", step });
  }

  look(edit) {
    edit(this.state.view);
    this.map.build();
    this.send({ type: "view", view: this.state.view });
    this.remember();
  }

  edit(index) {
    this.edited = index;
    this.showFindings();
    showPanels(this);
    this.network.build();
    this.details.full = this.frames?.[index]?.histograms ? this.frames[index] : this.details.full;
    if (this.frames) { this.network.update(this.frames[index]); this.details.update(this.frames[index]); }
    this.curves.draw();
    this.send({ type: "seek", step: this.isPast ? Number(byId("time").value) : -1 });
    if (this.isRunning) this.run();
  }

  toggleRace() {
    if (this.isRecording) {
      if (this.state.networks.length > 1) this.openRecording(); else this.branch();
      return;
    }
    this.change(next => {
      if (next.networks.length > 1) next.networks.length = 1;
      else next.networks.push(copy(next.networks[0]));
      this.edited = next.networks.length - 1;
    });
    if (this.state.networks.length > 1) this.say("Network B is a copy of A. Change its layers or settings, then press Train: both run side by side on the same rows.", false);
  }

  branch() {
    this.keepsHistory = true;
    const next = copy(this.state);
    next.networks = [next.networks[0], copy(next.networks[this.edited])];
    this.send({ type: "branch", state: next, step: this.isPast || this.isRecording ? Number(byId("time").value) : -1 });
    this.edited = 1;
    this.say(`Network B continues A from this step. Change nothing and it repeats A; to try other settings, change them before you branch.${this.isRecording ? " Press Train to go on with B." : ""}`);
  }

  explain(layer, index) {
    this.send({ type: "weight", network: this.edited, layer, index });
  }

  chooseProblem(kind) {
    if (kind === "recording") { this.openRecording(); return; }
    this.preset = null;
    const toy = this.hello.toys.find(toy => toy.name === kind);
    const wasRecording = this.isRecording;
    this.change(next => {
      if (wasRecording) next.networks = [network()];
      if (kind === "points") next.problem = { ...next.problem, kind, points: next.problem.points ?? this.drawn() };
      else if (kind === "table") next.problem = { kind, table: this.table.id, targets: [], unseen: 0.3, seed: 1 };
      else next.problem = { kind, noise: toy.noise, rows: toy.rows, unseen: next.problem.unseen ?? 0.3, seed: next.problem.seed ?? 1 };
      next.view = { axes: null, output: 0 };
      next.networks.forEach(each => { each.loss = ""; });
    });
  }

  /** A first drawing: two clouds. */
  drawn() {
    return Array.from({ length: 30 }, (_, i) => { const turn = i * 2.4, radius = 0.12 + 0.035 * Math.sqrt(i) * 2; return [Number(((i % 2 ? 0.5 : -0.5) + radius * Math.cos(turn)).toFixed(3)), Number(((i % 2 ? 0.4 : -0.4) + radius * Math.sin(turn)).toFixed(3)), i % 2]; }).flat();
  }

  draw(x, y) {
    this.change(next => {
      const points = next.problem.points ?? [];
      if (this.drawing >= 0) points.push(Number(x.toFixed(3)), Number(y.toFixed(3)), this.drawing);
      else {
        let best = -1, distance = 0.15;
        for (let i = 0; i < points.length; i += 3) { const away = Math.hypot(points[i] - x, points[i + 1] - y); if (away < distance) { distance = away; best = i; } }
        if (best >= 0) points.splice(best, 3);
      }
      next.problem.points = points;
    });
  }

  async drop(file) {
    const most = this.hello?.uploadLimit ?? 20 << 20;
    if (file.size > most) { this.say(`${file.name} has ${(file.size / 1048576).toFixed(1)} MiB, more than the ${(most / 1048576).toFixed(0)} MiB that this page takes. Use descent train for it.`, true); return; }
    this.say(`Reading ${file.name} …`);
    let read;
    try {
      read = await upload(file);
    } catch {
      this.say(`${file.name} could not be sent: the file cannot be read, or the server does not answer.`, true);
      return;
    }
    if (!read.id) { this.say(read.message, true); return; }
    this.table = read;
    this.say(read.used < read.rows ? `${read.rows.toLocaleString("en")} rows; the first ${read.used.toLocaleString("en")} are used here. The last column is predicted; choose another one on the left.` : `${read.rows.toLocaleString("en")} rows. The last column is predicted; choose another one on the left.`);
    this.preset = null;
    if (this.isRecording) this.state.networks = [network()];
    this.change(next => { next.problem = { kind: "table", table: read.id, targets: [read.columns.at(-1)], unseen: 0.3, seed: 1 }; next.view = { axes: null, output: 0 }; next.networks.forEach(each => { each.loss = ""; }); });
  }

  /** Shows a message: of an example, with a link to its lesson. */
  say(text, isError = false, preset = null) {
    const box = byId("message");
    box.hidden = !text;
    box.dataset.kind = preset ? "preset" : "";
    box.classList.toggle("error", isError);
    const lesson = preset?.lessons && this.hello?.hasLessons ? h("a", { href: `learn/${preset.lessons[0]}.html`, target: "descent-learn" }, "Lesson") : null;
    box.replaceChildren(...(text ? [h("span", {}, text, lesson ? [" ", lesson] : null), h("button", { type: "button", className: "close", "aria-label": "Close the message", onclick: () => { this.preset = null; this.say(""); } }, "×")] : []));
  }

  /** Writes the state into the address, so that the page can be loaded again as it is. */
  remember() {
    this.state.step = this.isRunning ? 0 : this.frames ? Math.max(...this.frames.map(frame => frame.step)) : this.state.step;
    this.link = toLink(this.state);
    history.replaceState(null, "", this.link);
  }

  open(preset) {
    this.preset = preset;
    this.edited = 0;
    this.state = { ...usual(), problem: copy(preset.problem), networks: copy(preset.networks) };
    this.wantsRun = false;
    this.start({ step: 0 });
    this.say(preset.text, false, preset);
  }

  redraw() {
    if (!this.ready) return;
    this.network.arrange();
    if (this.frames) { this.network.update(this.frames[this.edited] ?? this.frames[0]); this.map.update(this.frames); }
    this.curves.draw();
    this.details.draw();
  }
}

document.documentElement.classList.toggle("still", isStill());
new Page().begin();
