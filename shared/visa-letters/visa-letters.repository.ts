import { keys } from "#shared/dynamodb/keys.ts";
import type { TransactionWrite } from "#shared/dynamodb/table.ts";
import { getItem, getString, S, type Table, toItemKey } from "#shared/dynamodb/table.ts";
import type { Change } from "#shared/model/change.ts";

/** Derives the rows by which the code on a new visa letter leads to its registration. */
export function deriveVisaLetterWrites(
  { name }: Table,
  { registrations }: Pick<Change, "registrations">,
): TransactionWrite<"changed-meanwhile">[] {
  return registrations.flatMap(({ before, after: { registrationId, visaLetterIds } }) => {
    const letterId = visaLetterIds?.at(-1);
    if (!letterId || letterId === before?.visaLetterIds?.at(-1)) return [];
    const Item = {
      ...toItemKey(keys.visaLetter(letterId)),
      entity: S("visa-letter"),
      registrationId: S(registrationId),
    };
    return [{ item: { Put: { TableName: name, Item } }, onConditionFailed: "changed-meanwhile" as const }];
  });
}

/** The registration of a letter, or `undefined` for an unknown identifier. */
export async function findLetterOwner(table: Table, letterId: string): Promise<string | undefined> {
  const item = await getItem(table, keys.visaLetter(letterId));
  return item && getString(item, "registrationId");
}
