// Opens a data file in a worker thread and posts the outcome; closes the file on the first message.
import { parentPort, workerData } from "node:worker_threads";
import { createLocalBackend } from "clerk-metadata/local";

try {
  const backend = await createLocalBackend({ file: workerData });
  backend.users.create({ id: "user_of_worker" });
  parentPort.once("message", async () => {
    await backend.close();
    parentPort.postMessage({ closed: true });
    parentPort.close();
  });
  parentPort.postMessage({ opened: true });
} catch (error) {
  parentPort.postMessage({ error: error.message });
}
