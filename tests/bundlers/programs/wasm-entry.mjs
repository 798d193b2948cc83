// Uses clerk-metadata/wasm, whose wasm is read from a file, because the fetch of Node.js does not read files.
import { readFile } from "node:fs/promises";
import init, { getUser } from "clerk-metadata/wasm";

async function run() {
  await init({ module_or_path: await readFile(process.env.WASM_FILE) });
  const { id } = await getUser("user_1", { secretKey: "sk_test_packaging", apiUrl: process.env.API_URL });
  return id;
}

run().then((id) => console.log(JSON.stringify(id)));
