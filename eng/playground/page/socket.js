// The connection to the library, which runs in a worker of this page: there is no server.
const worker = new Worker("worker.js", { type: "module" });
const waiting = new Map();
let count = 0;

/** Asks the worker, and gives its answer; rejected with what went wrong there. */
const ask = (name, value) => new Promise((resolve, reject) => {
  waiting.set(++count, { resolve, reject });
  worker.postMessage({ name, value, number: count });
});

/** Begins the session. */
export function connect(handle, status) {
  const send = command => { ask("command", JSON.stringify(command)).catch(fail); };
  const fail = fault => handle({ type: "note", message: `The library in this page has ended: ${fault} Load the page again.`, isError: true });
  worker.addEventListener("message", ({ data: { command, fault, number } }) => {
    if (fault && !number) fail(fault);
    if (!command) return;
    const message = JSON.parse(command);
    handle(message);
    // The next frame comes only when this one is drawn.
    if (message.type === "frames") requestAnimationFrame(() => send({ type: "ack", number: message.number }));
  });
  ask("session").then(() => status(true), fail);
  return send;
}

/** The catalogue of the library. */
export async function catalogue() {
  try {
    return await ask("catalogue");
  } catch (fault) {
    unloaded(fault);
    throw fault;
  }
}

/** Reads a table; the answer is what is known of it, or has a message alone. */
export async function upload(file) {
  try {
    return await ask("table", { content: await file.arrayBuffer(), name: file.name });
  } catch (fault) {
    return { message: `${file.name} could not be read: ${fault}` };
  }
}

worker.addEventListener("message", ({ data: { number, answer, fault } }) => {
  const asked = waiting.get(number);
  waiting.delete(number);
  if (fault) asked?.reject(fault); else asked?.resolve(answer);
});
worker.addEventListener("error", event => unloaded(event.message ?? "the files of _framework are missing, or the browser has no WebAssembly."));

function unloaded(reason) {
  document.body.replaceChildren(`The library could not be loaded: ${reason}`);
}
