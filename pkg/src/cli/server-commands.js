// Shared by the commands that start a server.

/** The last line that such a command prints at the start. */
export const STOP_HINT = "Press Ctrl-C to stop.";

/** @type {import("./types.js").Option} */
export const PORT_OPTION = {
  type: "integer",
  max: 65535,
  placeholder: "PORT",
  description: "Port to listen on. 0 selects a free port.",
};

/** Resolves when the process receives a signal to stop. */
export const interrupted = () =>
  new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, resolve);
  });

/**
 * Explains why a server cannot listen. Returns other errors unchanged.
 * @param {unknown} error
 * @param {number} port
 */
export const listenError = (error, port) =>
  /** @type {NodeJS.ErrnoException} */ (error).code === "EADDRINUSE"
    ? new Error(`Port ${port} is in use. Choose another port with --port.`, { cause: error })
    : error;
