import { createServer } from "node:net";

const isPortFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer().once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });

/** The first of a block of ports for a local system, at or a little after `from`. Systems that start at a time begin apart. */
export async function findFreePortBlock(from: number): Promise<number> {
  for (let first = from; first < from + 300; first += 10) {
    const free = await Promise.all([0, 1, 2, 3, 4].map((offset) => isPortFree(first + offset)));
    if (free.every(Boolean)) return first;
  }
  throw new Error(`no free ports from ${from} on`);
}
