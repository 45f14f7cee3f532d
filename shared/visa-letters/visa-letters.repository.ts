import { deriveId, keys } from "#shared/dynamodb/keys.ts";
import type { TransactionWrite } from "#shared/dynamodb/table.ts";
import { getItem, getNumber, getString, N, S, type Table, toItemKey } from "#shared/dynamodb/table.ts";
import type { Change } from "#shared/model/change.ts";

/** The identifier of a letter, for the code on it. Only a holder of the letter can know it. */
export const deriveVisaLetterId = (registrationId: string, number: number) =>
  deriveId("visa-letter", registrationId, String(number));

/** Derives the rows by which the code on a new visa letter leads to its registration. */
export function deriveVisaLetterWrites(
  { name }: Table,
  { registrations }: Pick<Change, "registrations">,
): TransactionWrite<"changed-meanwhile">[] {
  return registrations.flatMap(({ before, after }) => {
    const issued = after.visaLetter?.number;
    if (issued === undefined || issued === before?.visaLetter?.number) return [];
    const { registrationId } = after;
    const Item = {
      ...toItemKey(keys.visaLetter(deriveVisaLetterId(registrationId, issued))),
      entity: S("visa-letter"),
      registrationId: S(registrationId),
      number: N(issued),
    };
    return [{ item: { Put: { TableName: name, Item } }, onConditionFailed: "changed-meanwhile" as const }];
  });
}

/** Every letter of a registration, also after an erasure. Their numbers have no gap. */
export async function listVisaLetters(table: Table, registrationId: string) {
  const letters: { readonly number: number; readonly letterId: string }[] = [];
  for (let number = 1; ; number += 1) {
    const letterId = deriveVisaLetterId(registrationId, number);
    if (!(await findVisaLetter(table, letterId))) return letters;
    letters.push({ number, letterId });
  }
}

/** The registration and number of a letter, or `undefined` for an unknown identifier. */
export async function findVisaLetter(
  table: Table,
  letterId: string,
): Promise<{ readonly registrationId: string; readonly number: number } | undefined> {
  const item = await getItem(table, keys.visaLetter(letterId));
  return item && { registrationId: getString(item, "registrationId"), number: getNumber(item, "number") };
}
