import { type Key, keys, passportNumbersPrefix } from "#shared/dynamodb/keys.ts";
import { deleteItem, getItem, getString, queryItems, S, type Table, updateItem } from "#shared/dynamodb/table.ts";
import type { Registration } from "#shared/model/registration.ts";
import {
  digestLetterAddress,
  type PassportOwner,
  unsealPassportNumber,
} from "#shared/registrations/sealed-passport-number.ts";
import type { ComputeMac } from "#shared/runtime/kms-mac.ts";
import { log, toErrorFields } from "#shared/runtime/lambda.ts";

const findOwner = ({ registrationId, passportDigest }: Registration): PassportOwner | undefined =>
  passportDigest === undefined ? undefined : { registrationId, passportDigest };

const toNumberKey = ({ registrationId, passportDigest }: PassportOwner) =>
  keys.passportNumber(registrationId, passportDigest);

/** OpenSSL's refusal of what another key has sealed. */
const isSealedOtherwise = (error: unknown) => error instanceof Error && /authenticate data/.test(error.message);

/** The item of the number of a person's form; it has no number once the letter is sent. */
const findNumberItem = async (table: Table, owner: PassportOwner | undefined) =>
  owner && getItem(table, toNumberKey(owner));

/** Whether the passport number of a person's form is kept for the visa letter. */
export const isPassportNumberKept = async (table: Table, registration: Registration): Promise<boolean> =>
  (await findNumberItem(table, findOwner(registration)))?.["sealed"] !== undefined;

/**
 * The passport number of a person's form, while it is kept, for a letter to the address of that form: staff who may not
 * know the number could have the letter sent to themselves. Without the key that sealed it, the letter goes without it.
 * @throws Error if KMS or the table does not answer
 */
export async function findPassportNumber(
  table: Table,
  computeMac: ComputeMac,
  registration: Registration,
): Promise<string | undefined> {
  const owner = findOwner(registration);
  const item = await findNumberItem(table, owner);
  const sealed = item?.["sealed"]?.S;
  if (!owner || sealed === undefined) return undefined;
  if (item?.["address"]?.S !== digestLetterAddress(registration.person.email)) return undefined;
  try {
    return await unsealPassportNumber(computeMac, owner, sealed);
  } catch (error) {
    if (!isSealedOtherwise(error)) throw error;
    log("passport.not-opened", { registrationId: owner.registrationId, ...toErrorFields(error) }, "error");
    return undefined;
  }
}

/** The items of a person, also those of earlier forms and of amendments that were refused. */
async function* queryNumberKeys(table: Table, registrationId: string): AsyncGenerator<Key> {
  const { PK } = keys.registration(registrationId);
  for await (const item of queryItems(table, { partition: PK, prefix: passportNumbersPrefix }))
    yield { PK, SK: getString(item, "SK") };
}

/** Removes the numbers of a person once the letter is sent. The rest of the items says nothing, and expires. */
export async function removePassportNumbers(table: Table, registrationId: string): Promise<void> {
  for await (const key of queryNumberKeys(table, registrationId))
    await updateItem(table, key, {
      expression: "SET entity = :entity REMOVE sealed, address",
      condition: "attribute_exists(PK)",
      values: { ":entity": S("passport-number") },
    });
}

/** Deletes all numbers of an erased person. */
export async function deletePassportNumbers(table: Table, registrationId: string): Promise<void> {
  for await (const key of queryNumberKeys(table, registrationId)) await deleteItem(table, key);
}
