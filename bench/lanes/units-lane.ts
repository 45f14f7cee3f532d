import { startTable } from "../../test/support/table.ts";
import { type Costs, meter } from "../capacity/meter.ts";
import { makeHall, palaisOn, tableAt } from "../palais.ts";
import { carryOutOrders } from "../support/child.ts";
import { formOf } from "../support/forms.ts";

export interface UnitsOrder {
  readonly settings: { readonly quota?: number };
  /** What the form has beside the usual. */
  readonly form: object;
}

export interface UnitsReport {
  readonly seat: string | undefined;
  readonly costs: Costs;
}

/** One accepted submission to a conference that this process has seen before, as nearly all are. */
carryOutOrders(async ({ settings, form }: UnitsOrder): Promise<UnitsReport> => {
  const conferenceId = "units";
  const started = await startTable();
  const table = tableAt(started.endpoint, 4);
  try {
    await makeHall(table, conferenceId, { capacity: 600, arrivalsPerSecond: 2_000, ...settings });
    const palais = palaisOn(table);
    await palais.submit(conferenceId, formOf("units.first"));
    const costs = meter(table.client);
    const { body } = await palais.submit(conferenceId, formOf("units.second", form));
    return { seat: body.seat, costs: costs() };
  } finally {
    table.client.destroy();
    await started.stop();
  }
});
