// Shared by the commands that start a server.

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
    ? new Error(`port ${port} is taken; choose another one with --port.`, { cause: error })
    : error;
