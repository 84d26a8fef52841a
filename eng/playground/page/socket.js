// The connection to the library, which runs in a worker of this page: there is no server.
const worker = new Worker("worker.js", { type: "module" });
const waiting = new Map();
let count = 0;

/** Asks the worker, and gives its answer. */
const ask = (name, value) => new Promise(resolve => {
  waiting.set(++count, resolve);
  worker.postMessage({ name, value, number: count });
});

/** Begins the session. */
export function connect(handle, status) {
  const send = command => { ask("command", JSON.stringify(command)); };
  const fail = fault => handle({ type: "note", message: `The library in this page has ended: ${fault} Load the page again.`, isError: true });
  worker.addEventListener("message", ({ data: { command, fault } }) => {
    if (fault) fail(fault);
    if (!command) return;
    const message = JSON.parse(command);
    handle(message);
    // The next frame comes only when this one is drawn.
    if (message.type === "frames") requestAnimationFrame(() => send({ type: "ack", number: message.number }));
  });
  ask("session").then(() => status(true));
  return send;
}

/** The catalogue of the library. */
export const catalogue = () => ask("catalogue");

/** Reads a table; the answer is what is known of it, or has a message alone. */
export const upload = async file => ask("table", { content: await file.arrayBuffer(), name: file.name });

worker.addEventListener("message", ({ data: { number, answer } }) => {
  waiting.get(number)?.(answer);
  waiting.delete(number);
});
worker.addEventListener("error", event => { document.body.replaceChildren(`The library could not be loaded: ${event.message ?? "the files of _framework are missing, or the browser has no WebAssembly."}`); });
