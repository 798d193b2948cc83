// Imports the optional peer dependencies of this entry, when a function needs them.

/**
 * @param {"bullmq" | "ioredis"} name
 * @param {string} caller
 * @returns {Promise<any>}
 */
export async function importPeer(name, caller) {
  try {
    return await (name === "bullmq" ? import("bullmq") : import("ioredis"));
  } catch (error) {
    const { code, message } = /** @type {any} */ (error);
    if (code !== "ERR_MODULE_NOT_FOUND" && code !== "MODULE_NOT_FOUND") throw error;
    throw Object.assign(
      new Error(`${caller}: the package ${name} is not installed. Install it with: npm install ${name} (${message})`, {
        cause: error,
      }),
      { code: "ERR_MODULE_NOT_FOUND" },
    );
  }
}
