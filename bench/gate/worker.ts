import { signToken } from "#shared/badges/token.ts";
import { createTestSigner } from "../../test/support/signer.ts";
import { createApproved, createGates, openTable } from "../support/handlers.ts";
import { runOpenLoop, type SteadyReport } from "../support/load.ts";
import { serveTasks } from "../support/worker.ts";

interface GateOrder {
  readonly endpoint: string;
  readonly tableName: string;
  readonly conferenceId: string;
  readonly people: number;
  /** Scans a second. */
  readonly rate: number;
  readonly seconds: number;
  /** Of so many scans, one is repeated at a second gate in the same moment. */
  readonly twiceEach: number;
}

export interface GateReport {
  readonly load: SteadyReport;
  /** How many scans were admitted at one gate, at both, at none. */
  readonly passed: number;
  readonly double: number;
  readonly refused: number;
  readonly inside: number;
}

type Gates = ReturnType<typeof createGates>;

/** One round of scans through the function's own handler, in this process. */
async function scanSteadily(order: GateOrder): Promise<GateReport> {
  const { endpoint, tableName, conferenceId, people, rate, seconds, twiceEach } = order;
  const [table, signer] = [openTable(endpoint, 64, tableName), await createTestSigner()];
  const ids = await createApproved(table, conferenceId, people);
  const sign = (registrationId: string) => signToken(signer, { conferenceId, registrationId, serial: 1 });
  const tokens = await Promise.all(ids.map(sign));
  const gates = createGates(table, signer);
  await warmUp(gates, conferenceId, tokens);
  const counts = { passed: 0, double: 0, refused: 0 };
  /** Each person comes in, goes out and comes in again. */
  const scanAt = async (index: number, gate: string) => {
    const direction = Math.floor(index / people) % 2 === 0 ? "in" : "out";
    const token = tokens[index % people] ?? "";
    const [answer] = await gates.scan(conferenceId, buildScan(`${index}-${gate}`, token, direction, gate));
    return answer?.verdict === "admit";
  };
  const load = await runOpenLoop(rate, seconds, async (index) => {
    const gate = `Gate-${index % 8}`;
    const atGates = index % twiceEach === 0 ? [gate, "Gate-X"] : [gate];
    const verdicts = await Promise.all(atGates.map((each) => scanAt(index, each)));
    const admitted = verdicts.filter(Boolean).length;
    counts[admitted === 0 ? "refused" : admitted === 1 ? "passed" : "double"] += 1;
  });
  const inside = await gates.getHeadcount(conferenceId);
  table.client.destroy();
  return { load, inside, ...counts };
}

/** Opens connections and compiles code before the measurement: each person comes in and goes out once. */
async function warmUp(gates: Gates, conferenceId: string, tokens: readonly string[]): Promise<void> {
  for (const direction of ["in", "out"]) {
    const scan = (token: string, index: number) =>
      gates.scan(conferenceId, buildScan(`warm-${direction}-${index}`, token, direction, "Gate W"));
    for (let from = 0; from < tokens.length; from += 32)
      await Promise.all(tokens.slice(from, from + 32).map((token, each) => scan(token, from + each)));
  }
}

const buildScan = (scanId: string, token: string, direction: string, gate: string) => ({
  gate,
  direction,
  scans: [{ scanId, token, at: new Date().toISOString() }],
});

const tasks = { scanSteadily };
export type GateTasks = typeof tasks;

serveTasks(tasks);
