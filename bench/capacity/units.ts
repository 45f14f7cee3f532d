import { startTable } from "../../test/support/table.ts";
import { makeHall, palaisOn, tableAt } from "../palais.ts";
import { formOf } from "../support/forms.ts";
import { type Section, target } from "../support/report.ts";
import type { Results } from "../support/results.ts";
import { type Costs, meter } from "./meter.ts";

interface Outcome {
  readonly seat: string | undefined;
  readonly costs: Costs;
}

const long = (bytes: number) => "x".repeat(bytes);
/** About so many bytes more in the registration alone: texts of the form that the journal doesn't repeat. */
const more = (kilobytes: number) => ({
  ...(kilobytes > 0 && { needs: { accessibility: long(500), diet: long(500) } }),
  ...(kilobytes > 1 && { organization: long(500), functionTitle: long(500) }),
});

const cases = {
  "one pool, a usual form": { settings: {}, form: {} },
  "a second pool (a quota)": { settings: { quota: 300 }, form: {} },
  "1 KB more": { settings: {}, form: more(1) },
  "2 KB more": { settings: {}, form: more(2) },
} as const;
type Case = keyof typeof cases;

/** One accepted submission to a conference that this process has seen before, as nearly all are. */
async function weigh(name: Case): Promise<Outcome> {
  const conferenceId = "units";
  const started = await startTable();
  const table = tableAt(started.endpoint, 4);
  try {
    await makeHall(table, conferenceId, { capacity: 600, arrivalsPerSecond: 2_000, ...cases[name].settings });
    const palais = palaisOn(table);
    await palais.submit(conferenceId, formOf("units.first"));
    const costs = meter(table.client);
    const { body } = await palais.submit(conferenceId, formOf("units.second", cases[name].form));
    return { seat: body.seat, costs: costs() };
  } finally {
    table.client.destroy();
    await started.stop();
  }
}

export async function measureUnits(results: Results): Promise<Section> {
  const outcomes: [Case, Outcome][] = [];
  for (const name of Object.keys(cases) as Case[]) {
    outcomes.push([name, await results.cell(`units, ${name}`, () => weigh(name))]);
  }
  const units = (name: Case) => outcomes.find(([each]) => each === name)?.[1].costs.writeUnits ?? Number.NaN;
  const base = units("one pool, a usual form");
  const further = {
    pool: units("a second pool (a quota)") - base,
    first: units("1 KB more") - base,
    second: units("2 KB more") - units("1 KB more"),
  };
  const first = outcomes[0]?.[1].costs;
  const largest = Math.max(...(first?.items ?? []).map(({ bytes }) => bytes));
  return {
    title: "Units: what one accepted submission costs in DynamoDB",
    notes: [
      `SDK calls: ${first?.calls.join(", ")}; read units by the emulator: ${first?.readUnits}`,
      "Units as computed from the sizes of the items: 2 per KB and item in a transaction, 1 per KB of an index entry.",
    ],
    head: ["", "bytes", "units", "of it indexes"],
    rows: outcomes.flatMap(([name, { costs }]) => [
      [`${name}: ${costs.items.length} items`, "", String(costs.writeUnits), ""],
      ...costs.items.map(({ entity, bytes, units, indexes }) => [
        `  ${entity}`,
        String(bytes),
        String(units),
        indexes.map((index) => `${index.name} ${index.units}`).join(", "),
      ]),
      ["  the emulator says", "", String(costs.emulatorSays), ""],
    ]),
    verdicts: [
      target(
        `${base} units for one pool, its largest item of ${largest} bytes (at most 10 where no item is over 1,024)`,
        base <= 10,
      ),
      target(`${further.pool} more for a further pool (at most 2)`, further.pool <= 2),
      target(
        `${further.first} and ${further.second} more for each further KB (at most 2)`,
        Math.max(further.first, further.second) <= 2,
      ),
      target(
        "every one of them got a seat",
        outcomes.every(([, { seat }]) => seat === "held"),
      ),
    ],
  };
}
