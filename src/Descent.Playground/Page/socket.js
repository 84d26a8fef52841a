// The connection to the server of this page.

/** Connects, and connects again after the server was away. */
export function connect(handle, status) {
  let socket = null, tries = 0;
  const open = () => {
    socket = new WebSocket(`ws://${location.host}/session`);
    socket.addEventListener("open", () => { tries = 0; status(true); });
    socket.addEventListener("message", event => {
      const message = JSON.parse(event.data);
      handle(message);
      // The next frame comes only when this one is drawn.
      if (message.type === "frames") requestAnimationFrame(() => send({ type: "ack", number: message.number }));
    });
    socket.addEventListener("close", () => { status(false); setTimeout(open, Math.min(8000, 500 * 2 ** tries++)); });
  };
  const send = command => { if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(command)); };
  open();
  return send;
}

/** The catalogue of the library. */
export const catalogue = async () => (await fetch("catalogue")).json();

/** Gives the server a table; the answer is what is known of it, or has a message alone. */
export const upload = async file => (await fetch(`table?name=${encodeURIComponent(file.name)}`, { method: "POST", body: file, headers: { "Content-Type": "text/csv" } })).json();
