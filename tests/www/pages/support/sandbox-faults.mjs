// The faults of `faults.mjs` for the sandbox. They intercept messages between the page and the worker, so that both are
// the published files.
import { createFaults } from "./faults.mjs";

/** Installs them in every page of a context. The controls are those of `startService`. */
export async function sandboxFaults(context) {
  const { faults, ...controls } = createFaults();
  const json = (outcome) => outcome ?? null;
  await context.exposeFunction("faultBefore", async (request) => json(await faults.before(request)));
  await context.exposeFunction("faultAfter", async (request) => json(await faults.after(request)));
  await context.addInitScript(intercept);
  return controls;
}

/** Runs in the page. Other messages keep their order in both directions. */
function intercept() {
  const { faultBefore, faultAfter } = globalThis;
  const { postMessage } = MessagePort.prototype;
  const onmessage = Object.getOwnPropertyDescriptor(MessagePort.prototype, "onmessage");
  const requests = new Map();
  const handlers = new WeakMap();
  const broken = (id) => ({ id, error: { name: "TypeError", message: "Failed to fetch" } });
  const response = (id, { status, headers, body }) => ({
    id,
    value: { status, headers: Object.entries(headers), body },
  });

  MessagePort.prototype.postMessage = function (message) {
    if (message?.name !== "fetch") return postMessage.call(this, message);
    const [{ method, url, body }] = message.args;
    const request = { method, url, body };
    // setup: a response of the worker
    const deliver = (data) => handlers.get(this)?.(new MessageEvent("message", { data }));
    faultBefore(request).then((outcome) => {
      if (outcome === "drop") return deliver(broken(message.id));
      if (outcome) return deliver(response(message.id, outcome));
      requests.set(message.id, request);
      postMessage.call(this, message);
    });
  };
  Object.defineProperty(MessagePort.prototype, "onmessage", {
    configurable: true,
    set(handler) {
      handlers.set(this, handler);
      onmessage.set.call(this, async (event) => {
        const { id } = event.data;
        const request = requests.get(id);
        requests.delete(id);
        const outcome = request && (await faultAfter(request));
        // setup: as above
        handler(outcome === "drop" ? new MessageEvent("message", { data: broken(id) }) : event);
      });
    },
  });
}
