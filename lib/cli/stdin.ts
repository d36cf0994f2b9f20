import { readSync } from "node:fs";

const STDIN = 0;
const CHUNK = 65_536;

/** Everything that comes in on standard input, but no more than a little over the limit in bytes. */
export const readStdin = (limit: number): string => {
  const chunks: Buffer[] = [];
  let size = 0;
  while (size <= limit) {
    const chunk = Buffer.alloc(CHUNK);
    const read = readSome(chunk);
    if (read === 0) break;
    chunks.push(chunk.subarray(0, read));
    size += read;
  }
  return Buffer.concat(chunks).toString("utf8");
};

/** A pipe that has nothing yet says EAGAIN; one that is closed says EOF on some systems. */
const readSome = (chunk: Buffer): number => {
  for (;;) {
    try {
      return readSync(STDIN, chunk, 0, chunk.length, null);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === "EOF") return 0;
      if (code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
};
