import { keys } from "#shared/dynamodb/keys.ts";
import type { TransactionWrite } from "#shared/dynamodb/table.ts";
import { getItem, getNumber, getString, N, S, type Table, toItemKey } from "#shared/dynamodb/table.ts";
import type { Change } from "#shared/model/change.ts";

/** Derives the rows by which the code on a new visa letter leads to its registration. */
export function deriveVisaLetterWrites(
  { name }: Table,
  { registrations }: Pick<Change, "registrations">,
): TransactionWrite<"changed-meanwhile">[] {
  return registrations.flatMap(({ before, after: { registrationId, visaLetter, visaLetterIds } }) => {
    const letterId = visaLetterIds?.at(-1);
    if (!visaLetter || !letterId || visaLetter.number === before?.visaLetter?.number) return [];
    const Item = {
      ...toItemKey(keys.visaLetter(letterId)),
      entity: S("visa-letter"),
      registrationId: S(registrationId),
      number: N(visaLetter.number),
    };
    return [{ item: { Put: { TableName: name, Item } }, onConditionFailed: "changed-meanwhile" as const }];
  });
}

/** The registration and number of a letter, or `undefined` for an unknown identifier. */
export async function findVisaLetter(
  table: Table,
  letterId: string,
): Promise<{ readonly registrationId: string; readonly number: number } | undefined> {
  const item = await getItem(table, keys.visaLetter(letterId));
  return item && { registrationId: getString(item, "registrationId"), number: getNumber(item, "number") };
}
