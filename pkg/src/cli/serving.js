// What the commands that start a server have in common.

/** Resolves when the process is asked to end. */
export const interrupted = () =>
  new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, resolve);
  });

/** The error to report when a server cannot listen. */
export const listenError = (error, port) =>
  error.code === "EADDRINUSE"
    ? new Error(`port ${port} is taken; choose another one with --port.`, { cause: error })
    : error;
