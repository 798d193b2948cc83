// Opens a data file and keeps it open until stdin ends: node open.mjs FILE [GATE…]
//
// Prints the outcome as a line of JSON: { opened, id } or { error }. Each GATE names a function of node:fs.
// Before such a function is called with a path that contains ".lock", it prints { gate } and waits for a byte.
import fs from "node:fs";
import { createLocalBackend } from "clerk-metadata/local";

const [file, ...gates] = process.argv.slice(2);
const print = (value) => fs.writeSync(1, `${JSON.stringify(value)}\n`);

for (const name of gates) {
  const call = fs[name];
  fs[name] = (...args) => {
    if (
      args.some((arg) => typeof arg === "string" && arg.includes(".lock")) &&
      !args.some((arg) => String(arg).endsWith(".new"))
    )
      pass(name);
    return call(...args);
  };
}

function pass(name) {
  print({ gate: name });
  const byte = new Uint8Array(1);
  for (;;) {
    try {
      if (fs.readSync(0, byte) >= 0) return;
    } catch (error) {
      if (error.code !== "EAGAIN") throw error;
    }
  }
}

if (process.env.WAIT_FOR_START) pass("start");
try {
  const backend = await createLocalBackend({ file });
  const { id } = backend.users.create({ id: `user_${process.pid}_${Date.now()}` });
  print({ opened: true, id });
  process.stdin.on("data", () => {});
  process.stdin.on("end", () => backend.close());
} catch (error) {
  print({ error: error.message });
}
