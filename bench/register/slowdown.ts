import type { BrowserContext } from "playwright-core";
import { quantile } from "../support/statistics.ts";

/** How many times slower than this machine the processor of the page is made. */
export const slowdown = 4;

/** A fixed calculation. @returns how long it takes, in ms */
const calculate = `() => {
  const began = performance.now();
  let sum = 0;
  for (let index = 0; index < 3e7; index += 1) sum = (sum + index * index) % 1000003;
  return performance.now() - began + (sum < 0 ? 1 : 0);
}`;

const inPage = `(${calculate})()`;
const inWorker = `new Promise((resolve) => {
  const source = "postMessage((" + ${JSON.stringify(calculate)} + ")())";
  const worker = new Worker(URL.createObjectURL(new Blob([source])));
  worker.onmessage = ({ data }) => { worker.terminate(); resolve(data); };
})`;

/** How much slower a page and a worker become by the emulation of Chromium (`Emulation.setCPUThrottlingRate`). */
export async function measureSlowdown(context: BrowserContext) {
  const page = await context.newPage();
  await page.goto("about:blank");
  const debugging = await context.newCDPSession(page);
  const measure = async (expression: string, rate: number) => {
    await debugging.send("Emulation.setCPUThrottlingRate", { rate });
    const times: number[] = [];
    for (let round = 0; round < 9; round += 1) times.push((await page.evaluate(expression)) as number);
    // The least, in which other work of the machine counts least.
    return quantile(times, 0);
  };
  const compare = async (expression: string) => (await measure(expression, slowdown)) / (await measure(expression, 1));
  const reached = { page: await compare(inPage), worker: await compare(inWorker) };
  await page.close();
  return reached;
}
