// What commands that serve have in common: how they end, and why they do not begin.

/** Resolves when the user, or whoever started the process, wants it to end. */
export const interrupted = () =>
  new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, resolve);
  });

/** The error to tell of where listening failed. */
export const listenError = (error, port) =>
  error.code === "EADDRINUSE"
    ? new Error(`port ${port} is taken; choose another one with --port.`, { cause: error })
    : error;
