// Loads .env if it exists. The flag --env-file-if-exists does not work together with --watch if the file is missing:
// Node.js 22 exits with ENOENT, and later versions crash when they are stopped.
import { existsSync } from "node:fs";

if (existsSync(".env")) process.loadEnvFile(".env");
