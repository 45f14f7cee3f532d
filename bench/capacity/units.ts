import type { UnitsOrder, UnitsReport } from "../lanes/units-lane.ts";
import { Helper } from "../support/child.ts";
import { type Section, target } from "../support/report.ts";
import type { Results } from "../support/results.ts";

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

/** In a process of its own, for a handler writes its log to where this report goes. */
async function weigh(name: Case): Promise<UnitsReport> {
  const lane = Helper.start<UnitsOrder, UnitsReport>("units-lane.ts");
  return lane.ask(cases[name]).finally(() => lane.stop());
}

export async function measureUnits(results: Results): Promise<Section> {
  const outcomes: [Case, UnitsReport][] = [];
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
