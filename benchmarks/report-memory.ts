import { writeSync } from "node:fs";

/** Preloaded into each measured program: writes its peak memory in KiB to file descriptor 3 when it ends. */
process.on("exit", () => {
  writeSync(3, String(process.resourceUsage().maxRSS));
});
