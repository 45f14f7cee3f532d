import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { newId } from "./ids.ts";
import { type Key, keys } from "./keys.ts";
import { asked, keyOf, list, listAll, S, type Table, text } from "./table.ts";
import { update } from "./update.ts";

/** Somebody of the staff opened a document, or a protected name. */
export interface Opening {
  readonly at: string;
  readonly by: string;
  readonly reason: string;
}

/** What was opened. */
export type Opened = { readonly documentId: string } | { readonly registrationId: string };

const keyFor = (opened: Opened, at: string, id: string): Key =>
  "documentId" in opened ? keys.opening(opened.documentId, at, id) : keys.nameOpening(opened.registrationId, at, id);

/** Keeps who opened it, when and why; written before anything is shown. */
export async function keepOpening({ client, name }: Table, opened: Opened, { at, by, reason }: Opening): Promise<void> {
  const Item = {
    ...keyOf(keyFor(opened, at, newId())),
    entity: S("opening"),
    at: S(at),
    by: S(by),
    reason: S(reason),
  };
  await asked(client.send(new PutItemCommand({ TableName: name, Item })));
}

/** Who opened it, the first first. */
export async function listOpenings(table: Table, opened: Opened, after: string | undefined, limit: number) {
  const { PK: partition } = keyFor(opened, "", "");
  const page = await list(table, {
    partition,
    prefix: "OPENING#",
    limit,
    ...(after && { after: { PK: S(partition), SK: S(after) } }),
  });
  const openings = page.items.map(
    (item): Opening => ({ at: text(item, "at"), by: text(item, "by"), reason: text(item, "reason") }),
  );
  return { openings, next: page.after ? text(page.after, "SK") : null };
}

/** Takes out why it was opened, for the reason may name somebody; who of the staff did, and when, stays. */
export async function eraseReasons(table: Table, opened: Opened): Promise<number> {
  const { PK: partition } = keyFor(opened, "", "");
  let erased = 0;
  for await (const item of listAll(table, { partition, prefix: "OPENING#", consistent: true })) {
    if (text(item, "reason") === "") continue;
    const key = { PK: partition, SK: text(item, "SK") };
    await update(table, key, { expression: "SET reason = :none", values: { ":none": S("") } });
    erased += 1;
  }
  return erased;
}
