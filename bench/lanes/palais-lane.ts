import { palaisOn, tableAt } from "../palais.ts";
import { carryOutOrders } from "../support/child.ts";
import { drive, type Load } from "../support/drive.ts";
import { formOf } from "../support/forms.ts";

export interface PalaisOrder {
  readonly endpoint: string;
  readonly conferenceId: string;
  /** Part of each address, so that nobody comes twice. */
  readonly name: string;
  /** So many before the count begins, to open the connections. */
  readonly warmUp: number;
  readonly count: number;
  readonly atOnce: number;
}

export interface PalaisReport {
  readonly load: Load;
  /** The registrations whose seat was acknowledged. */
  readonly seated: readonly string[];
}

/** Submissions through the function's own handler, in this process. */
carryOutOrders(async ({ endpoint, conferenceId, name, warmUp, count, atOnce }: PalaisOrder): Promise<PalaisReport> => {
  const table = tableAt(endpoint, atOnce);
  const palais = palaisOn(table);
  const seated: string[] = [];
  const submit = async (index: number) => {
    const { status, body } = await palais.submit(conferenceId, formOf(`${conferenceId}.${name}.${index}`));
    if (body.registrationId && body.seat === "held") seated.push(body.registrationId);
    return { status, seat: body.seat };
  };
  await drive(warmUp, atOnce, (index) => submit(-1 - index));
  const load = await drive(count, atOnce, submit);
  table.client.destroy();
  return { load, seated };
});
