// The state of the page, and its form in the link. The server checks it; nothing here has to.

export const usual = () => ({
  problem: { kind: "circles", noise: 0.1, rows: 400, unseen: 0.3, seed: 1 },
  networks: [network()],
  view: { axes: null, output: 0 },
  step: 0,
});

export const network = () => ({
  layers: [{ units: 6, activation: "tanh", dropout: 0, normalization: "" }, { units: 4, activation: "tanh", dropout: 0, normalization: "" }],
  loss: "", optimizer: "adam", rate: 0.01, schedule: "", regularizer: "", initializer: "", clipping: 0, batch: 32, epochs: 500, seed: 1,
});

export const copy = value => JSON.parse(JSON.stringify(value));

/** The state in the link: JSON in base64url, which needs no escapes. */
export function toLink(state) {
  const text = new TextEncoder().encode(JSON.stringify(state));
  return `#s=${btoa(String.fromCharCode(...text)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")}`;
}

/** What the link says, whatever that is; null without one, undefined if it cannot be read. */
export function fromLink(hash) {
  const found = /^#s=([\w-]*)$/.exec(hash);
  if (!found) return null;
  try {
    const text = atob(found[1].replaceAll("-", "+").replaceAll("_", "/"));
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(text, letter => letter.charCodeAt(0))));
  } catch {
    return undefined;
  }
}
