import type { Step } from "#shared/domain/change.ts";
import { derivedId } from "./ids.ts";
import { keys } from "./keys.ts";
import { getItem, keyOf, N, number, S, type Table, text } from "./table.ts";
import type { Write } from "./transaction.ts";

/** The identifier of a letter, which its code leads to: nobody finds it who doesn't have the letter. */
export const visaLetterId = (registrationId: string, number: number) =>
  derivedId("visa-letter", registrationId, String(number));

/** The letters that a change issues, so that whoever reads one finds whose it is. */
export function visaLetterWrites({ name }: Table, steps: readonly Step[]): Write<"changed-meanwhile">[] {
  return steps.flatMap(({ before, after }) => {
    const issued = after.visaLetter?.number;
    if (issued === undefined || issued === before?.visaLetter?.number) return [];
    const { registrationId } = after;
    const Item = {
      ...keyOf(keys.visaLetter(visaLetterId(registrationId, issued))),
      entity: S("visa-letter"),
      registrationId: S(registrationId),
      number: N(issued),
    };
    return [{ item: { Put: { TableName: name, Item } }, otherwise: "changed-meanwhile" as const }];
  });
}

/** The letters that a registration ever got, also of somebody who is erased: their numbers go on without a gap. */
export async function visaLettersOf(table: Table, registrationId: string) {
  const letters: { readonly number: number; readonly letterId: string }[] = [];
  for (let number = 1; ; number += 1) {
    const letterId = visaLetterId(registrationId, number);
    if (!(await findVisaLetter(table, letterId))) return letters;
    letters.push({ number, letterId });
  }
}

/** Whose letter it is, and which of theirs; none for an identifier that no letter has. */
export async function findVisaLetter(
  table: Table,
  letterId: string,
): Promise<{ readonly registrationId: string; readonly number: number } | undefined> {
  const item = await getItem(table, keys.visaLetter(letterId));
  return item && { registrationId: text(item, "registrationId"), number: number(item, "number") };
}
