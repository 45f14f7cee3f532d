import { keys } from "#shared/dynamodb/keys.ts";
import { getItem } from "#shared/dynamodb/table.ts";
import { startTable } from "../../test/support/table.ts";
import { measureItem } from "../cost/meter.ts";
import { buildForm, createConference, createHandlers, openTable, serveWaitingList } from "../support/handlers.ts";
import { serveTasks } from "../support/worker.ts";
import { computeCeilings, listItemsOfAll, type PartitionUse } from "./ceilings.ts";
import { type MeteredAccess, meterPartitions } from "./partition-meter.ts";

/** As plain data: a ceiling that is infinite is `null`. */
export interface Metered {
  readonly uses: readonly (Omit<PartitionUse, "ceiling"> & { readonly ceiling: number | null })[];
  readonly itemsOfAll: readonly string[];
}

interface ModelReport {
  readonly seated: Metered;
  readonly waiting: Metered;
  readonly conferenceBytes: number;
}

interface ModelOrder {
  readonly submissions: number;
  readonly arrivalsPerSecond: number;
}

/** Sessions without a capacity, so that the conference has the size of a real one. */
const sessions = Array.from({ length: 40 }, (_, index) => ({
  sessionId: `session-${index}`,
  title: { en: `Session ${index} of the conference`, fr: `Séance ${index} de la conférence` },
  startsAt: "2027-10-26T09:00:00Z",
  endsAt: "2027-10-26T10:00:00Z",
}));

/** Submits people who are seated and people who join the waiting list, and meters what each uses. */
async function meterSubmissions({ submissions, arrivalsPerSecond }: ModelOrder): Promise<ModelReport> {
  const started = await startTable();
  const [unmetered, table] = [openTable(started.endpoint, 4), openTable(started.endpoint, 4)];
  const handlers = createHandlers(table);
  const takeAccesses = meterPartitions(table.client);
  let people = 0;
  const submit = async (conferenceId: string) => {
    people += 1;
    const { status, body } = await handlers.submit(conferenceId, buildForm(`model.${people}`));
    if (status !== 201) throw new Error(`a submission was answered ${JSON.stringify(body)}`);
    return takeAccesses();
  };
  const meter = async (conferenceId: string): Promise<Metered> => {
    await submit(conferenceId);
    const used: MeteredAccess[][] = [];
    for (let each = 0; each < submissions; each += 1) used.push(await submit(conferenceId));
    const uses = computeCeilings(used).map(({ ceiling, ...use }) => ({
      ...use,
      ceiling: Number.isFinite(ceiling) ? ceiling : null,
    }));
    return { uses, itemsOfAll: listItemsOfAll(used) };
  };
  try {
    await createConference(unmetered, "large", { capacity: 100_000, arrivalsPerSecond, sessions });
    await createConference(unmetered, "full", { capacity: 1, arrivalsPerSecond, sessions });
    const seated = await meter("large");
    for (let each = 0; each < 2; each += 1) await submit("full");
    await serveWaitingList(unmetered, "full");
    const waiting = await meter("full");
    const conference = (await getItem(unmetered, keys.conference("large"))) ?? {};
    return { seated, waiting, conferenceBytes: measureItem(conference) };
  } finally {
    for (const { client } of [table, unmetered]) client.destroy();
    await started.stop();
  }
}

const tasks = { meterSubmissions };
export type ModelTasks = typeof tasks;

serveTasks(tasks);
