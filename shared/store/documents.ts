import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { DocumentOwner, DocumentState, StoredDocument } from "#shared/domain/document.ts";
import { Refusal } from "#shared/domain/refusal.ts";
import { listedDocument } from "./document-list.ts";
import { keys } from "./keys.ts";
import { asked, getItem, type Item, keyOf, N, number, S, type Table, text } from "./table.ts";
import { update } from "./update.ts";

/** How long an upload that belongs to nobody is kept, in ms. */
const unclaimedLife = 86_400_000;

const seconds = (ms: number) => Math.floor(ms / 1_000);

/** Keeps that a file is awaited; one that belongs to nobody is forgotten within a day unless somebody claims it. */
export async function awaitDocument(table: Table, document: StoredDocument): Promise<void> {
  const { documentId, standing, owner, at, ...rest } = document;
  await put(table, {
    ...keyOf(keys.document(documentId)),
    entity: S("document"),
    documentId: S(documentId),
    data: S(JSON.stringify({ ...rest, at })),
    standing: S(JSON.stringify(standing)),
    ...listedDocument(document.conferenceId, documentId, owner),
    ...(owner ? { owner: S(JSON.stringify(owner)) } : { expiresAt: N(seconds(Date.parse(at) + unclaimedLife)) }),
  });
}

async function put({ client, name }: Table, item: Item): Promise<void> {
  await asked(client.send(new PutItemCommand({ TableName: name, Item: item })));
}

function documentOf(item: Item): StoredDocument {
  const owner = item["owner"]?.S;
  return {
    ...(JSON.parse(text(item, "data")) as Omit<StoredDocument, "documentId" | "standing" | "owner">),
    documentId: text(item, "documentId"),
    standing: JSON.parse(text(item, "standing")) as DocumentState,
    ...(owner !== undefined && { owner: JSON.parse(owner) as DocumentOwner }),
  };
}

/** The document, read consistently, or none. One that the table is about to forget is gone already. */
export async function findDocument(table: Table, documentId: string): Promise<StoredDocument | undefined> {
  const item = await getItem(table, keys.document(documentId));
  const expiresAt = item && number(item, "expiresAt");
  return item && (!expiresAt || expiresAt > seconds(Date.now())) ? documentOf(item) : undefined;
}

/** @throws Refusal `not-found` */
export async function loadDocument(table: Table, documentId: string): Promise<StoredDocument> {
  const document = await findDocument(table, documentId);
  if (!document) throw new Refusal("not-found");
  return document;
}

/** What came of looking into the file; the first result stands, however often the scan is told of. */
export async function settleDocument(table: Table, documentId: string, standing: DocumentState): Promise<boolean> {
  const written = await update(table, keys.document(documentId), {
    expression: "SET standing = :standing",
    condition: "attribute_exists(PK) AND standing = :awaited",
    values: { ":standing": S(JSON.stringify(standing)), ":awaited": S(JSON.stringify({ state: "awaited" })) },
  });
  return written !== undefined;
}

/** Counts what one source asks for within an hour. @throws Refusal `too-many-uploads` beyond the limit */
export async function countUpload(table: Table, source: string, at: string, limit: number): Promise<void> {
  const hour = at.slice(0, 13);
  const counted = await update(table, keys.rate("upload", source, hour), {
    expression: "SET entity = :rate, expiresAt = :expires ADD #count :one",
    condition: "attribute_not_exists(PK) OR #count < :limit",
    names: { "#count": "count" },
    values: { ":one": N(1), ":limit": N(limit), ":rate": S("rate"), ":expires": N(seconds(Date.parse(at)) + 7_200) },
  });
  if (!counted) throw new Refusal("too-many-uploads");
}
