import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import type { AttributeValue } from "@aws-sdk/client-dynamodb";

export type ProxyItem = Record<string, AttributeValue>;

/** One item that a call reads or writes. */
export interface ItemAccess {
  readonly kind: "put" | "update" | "delete" | "check" | "get";
  readonly table: string;
  readonly key: ProxyItem;
  /** `<PK> <SK>`, to compare keys by. */
  readonly name: string;
  /** The item that is put. */
  readonly item?: ProxyItem;
  readonly update?: Pick<ItemOperation, "UpdateExpression" | "ExpressionAttributeNames" | "ExpressionAttributeValues">;
}

/** A call of DynamoDB as it arrived. */
export interface ProxyCall {
  readonly action: string;
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly input: CallInput;
  /** In the order of the call, so that the n-th is the n-th of the cancellation reasons. */
  readonly accesses: readonly ItemAccess[];
}

interface ItemOperation {
  readonly TableName?: string;
  readonly Key?: ProxyItem;
  readonly Item?: ProxyItem;
  readonly UpdateExpression?: string;
  readonly ExpressionAttributeNames?: Record<string, string>;
  readonly ExpressionAttributeValues?: ProxyItem;
}

type BatchRead = { readonly Keys?: readonly ProxyItem[]; readonly ConsistentRead?: boolean };
type BatchWrite = {
  readonly PutRequest?: { readonly Item: ProxyItem };
  readonly DeleteRequest?: { readonly Key: ProxyItem };
};

/** What the proxy looks at in a call's body. */
export interface CallInput extends ItemOperation {
  readonly TransactItems?: readonly Record<string, ItemOperation>[];
  readonly RequestItems?: Record<string, BatchRead | readonly BatchWrite[]>;
  readonly ClientRequestToken?: string;
  readonly IndexName?: string;
  readonly ConsistentRead?: boolean;
}

const accessKinds: Record<string, ItemAccess["kind"]> = {
  Put: "put",
  Update: "update",
  Delete: "delete",
  ConditionCheck: "check",
  Get: "get",
};

const toAccessKey = ({ PK, SK }: ProxyItem): ProxyItem => ({ ...(PK && { PK }), ...(SK && { SK }) });

const toKeyName = ({ PK, SK }: ProxyItem) => `${PK?.S ?? ""} ${SK?.S ?? ""}`;

function toItemAccess(how: ItemAccess["kind"], table: string, operation: ItemOperation): ItemAccess {
  const { Item: item, Key, ...update } = operation;
  const key = Key ?? toAccessKey(item ?? {});
  return { kind: how, table, key, name: toKeyName(key), ...(item && { item }), ...(how === "update" && { update }) };
}

function listItemAccesses(action: string, input: CallInput): ItemAccess[] {
  if (input.TransactItems)
    return input.TransactItems.flatMap((each) =>
      Object.entries(each).map(([kind, one]) => toItemAccess(accessKinds[kind] ?? "get", one.TableName ?? "", one)),
    );
  if (input.RequestItems)
    return Object.entries(input.RequestItems).flatMap(([table, asked]) =>
      "Keys" in asked
        ? (asked.Keys ?? []).map((Key) => toItemAccess("get", table, { Key }))
        : (asked as readonly BatchWrite[]).map(({ PutRequest, DeleteRequest }) =>
            PutRequest ? toItemAccess("put", table, PutRequest) : toItemAccess("delete", table, { ...DeleteRequest }),
          ),
    );
  const how = accessKinds[action.replace("Item", "")];
  return how ? [toItemAccess(how, input.TableName ?? "", input)] : [];
}

export const parseAction = ({ headers }: IncomingMessage): string =>
  String(headers["x-amz-target"] ?? "").split(".")[1] ?? "";

export async function readCall(incoming: IncomingMessage): Promise<ProxyCall> {
  const body = Buffer.concat(await Array.fromAsync(incoming));
  const action = parseAction(incoming);
  const input = (action ? JSON.parse(body.toString()) : {}) as CallInput;
  const { method = "POST", url = "/", headers } = incoming;
  return { action, method, url, headers, body, input, accesses: listItemAccesses(action, input) };
}

export const isTransaction = ({ action }: ProxyCall) =>
  action === "TransactWriteItems" || action === "TransactGetItems";

export const isWrite = ({ accesses }: ProxyCall) => accesses.some(({ kind }) => kind !== "get");

/** The item of a call that a number from 0 until 1 points at. */
export const pickItemIndex = ({ accesses }: ProxyCall, where: number): number => Math.floor(where * accesses.length);
