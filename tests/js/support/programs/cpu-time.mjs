// Preloaded into a command: writes the CPU time that it has used, in seconds, to the file CLERK_TEST_CPU.
import { writeFileSync } from "node:fs";

process.once("exit", () => {
  const { user, system } = process.cpuUsage();
  writeFileSync(process.env.CLERK_TEST_CPU, String((user + system) / 1_000_000));
});
