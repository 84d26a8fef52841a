// Small helpers for elements, numbers and colors.

/** Creates an element: properties beginning with "on" are listeners, "data-" and "aria-" attributes, others properties. */
export function h(tag, properties, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name.includes("-") || name === "role" || name === "for" || name === "list") element.setAttribute(name, value === true ? "" : value);
    else element[name] = value;
  }
  element.append(...children.flat(9).filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

export const byId = id => document.getElementById(id);

/** A number with few digits. */
export function number(value, digits = 3) {
  if (value === null || value === undefined || !Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return value.toExponential(2).replace("e+", "e").replaceAll("-", "−");
  return Number(value.toPrecision(Math.max(digits, Math.ceil(Math.log10(size + 1))))).toString().replace("-", "−");
}

export const percent = value => value === null || value === undefined ? "–" : `${(100 * value).toFixed(1)} %`;

const bytesOf = text => Uint8Array.from(atob(text), letter => letter.charCodeAt(0));

/** The bytes of a base64 text. */
export const bytes = text => bytesOf(text ?? "");

/** The numbers of type float of a base64 text. */
export const floats = text => new Float32Array(bytesOf(text ?? "").buffer);

/** The value of a color or size of the style sheet. */
export const style = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

export const isStill = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Calls a function after the last of several calls. */
export function later(call, time) {
  let timer = 0;
  return (...values) => { clearTimeout(timer); timer = setTimeout(() => call(...values), time); };
}

/** Shows a modal dialog, which is removed when it closes. */
export function dialog(title, ...content) {
  const close = h("button", { type: "button", className: "close", "aria-label": "Close", onclick: () => box.close() }, "×");
  const heading = h("h2", { id: `title-${Date.now()}` }, title);
  const box = h("dialog", { "aria-labelledby": heading.id, onclose: () => box.remove(), onclick: event => { if (event.target === box) box.close(); } }, h("div", { className: "dialog" }, h("header", {}, heading, close), ...content));
  document.body.append(box);
  box.showModal();
  return box;
}

/** Saves a file. */
export function save(name, content, type) {
  const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  const link = h("a", { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

/** Shows a text near the pointer or an element. */
export function tip(text, x, y) {
  const box = byId("tip");
  box.hidden = !text;
  if (!text) return;
  box.textContent = text;
  const width = box.offsetWidth, height = box.offsetHeight;
  box.style.left = `${Math.max(4, Math.min(innerWidth - width - 4, x + 12))}px`;
  box.style.top = `${y + height + 20 > innerHeight ? Math.max(4, y - height - 8) : y + 14}px`;
}
