// Preloaded into the command line: kills the process before, after or in the middle of the NUMBER-th write with a line
// of a KIND of a journal. CLERK_TEST_KILL: "before|after|half KIND NUMBER".
import fs from "node:fs";

const [when, kind, number] = process.env.CLERK_TEST_KILL.split(" ");
const { writeSync } = fs;
let writes = 0;

fs.writeSync = (fd, bytes, ...rest) => {
  const isPoint =
    bytes instanceof Uint8Array && Buffer.from(bytes).toString().includes(`{"${kind}":`) && ++writes === Number(number);
  const kill = () => process.kill(process.pid, "SIGKILL");
  if (isPoint && when === "before") kill();
  if (isPoint && when === "half") {
    writeSync(fd, bytes.subarray(0, bytes.length / 2));
    kill();
  }
  const written = writeSync(fd, bytes, ...rest);
  if (isPoint && when === "after") kill();
  return written;
};
