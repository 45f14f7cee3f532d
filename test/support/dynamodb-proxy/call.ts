import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import type { AttributeValue } from "@aws-sdk/client-dynamodb";

export type Item = Record<string, AttributeValue>;

/** One item that a call reads or writes. */
export interface Touch {
  readonly how: "put" | "update" | "delete" | "check" | "get";
  readonly table: string;
  readonly key: Item;
  /** `<PK> <SK>`, to compare keys by. */
  readonly name: string;
  /** The item that is put. */
  readonly item?: Item;
  readonly update?: Pick<Operation, "UpdateExpression" | "ExpressionAttributeNames" | "ExpressionAttributeValues">;
}

/** A call of DynamoDB as it arrived. */
export interface Call {
  readonly action: string;
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly input: Input;
  /** In the order of the call, so that the n-th is the n-th of the cancellation reasons. */
  readonly touches: readonly Touch[];
}

interface Operation {
  readonly TableName?: string;
  readonly Key?: Item;
  readonly Item?: Item;
  readonly UpdateExpression?: string;
  readonly ExpressionAttributeNames?: Record<string, string>;
  readonly ExpressionAttributeValues?: Item;
}

type Batch = { readonly Keys?: readonly Item[]; readonly ConsistentRead?: boolean };
type BatchWrite = { readonly PutRequest?: { readonly Item: Item }; readonly DeleteRequest?: { readonly Key: Item } };

/** What the proxy looks at in a call's body. */
export interface Input extends Operation {
  readonly TransactItems?: readonly Record<string, Operation>[];
  readonly RequestItems?: Record<string, Batch | readonly BatchWrite[]>;
  readonly ClientRequestToken?: string;
  readonly IndexName?: string;
  readonly ConsistentRead?: boolean;
}

const hows: Record<string, Touch["how"]> = {
  Put: "put",
  Update: "update",
  Delete: "delete",
  ConditionCheck: "check",
  Get: "get",
};

const keyOfItem = ({ PK, SK }: Item): Item => ({ ...(PK && { PK }), ...(SK && { SK }) });

const nameOf = ({ PK, SK }: Item) => `${PK?.S ?? ""} ${SK?.S ?? ""}`;

function touch(how: Touch["how"], table: string, operation: Operation): Touch {
  const { Item: item, Key, ...update } = operation;
  const key = Key ?? keyOfItem(item ?? {});
  return { how, table, key, name: nameOf(key), ...(item && { item }), ...(how === "update" && { update }) };
}

function touchesOf(action: string, input: Input): Touch[] {
  if (input.TransactItems)
    return input.TransactItems.flatMap((each) =>
      Object.entries(each).map(([kind, one]) => touch(hows[kind] ?? "get", one.TableName ?? "", one)),
    );
  if (input.RequestItems)
    return Object.entries(input.RequestItems).flatMap(([table, asked]) =>
      "Keys" in asked
        ? (asked.Keys ?? []).map((Key) => touch("get", table, { Key }))
        : (asked as readonly BatchWrite[]).map(({ PutRequest, DeleteRequest }) =>
            PutRequest ? touch("put", table, PutRequest) : touch("delete", table, { ...DeleteRequest }),
          ),
    );
  const how = hows[action.replace("Item", "")];
  return how ? [touch(how, input.TableName ?? "", input)] : [];
}

export const actionOf = ({ headers }: IncomingMessage): string =>
  String(headers["x-amz-target"] ?? "").split(".")[1] ?? "";

export async function readCall(incoming: IncomingMessage): Promise<Call> {
  const body = Buffer.concat(await Array.fromAsync(incoming));
  const action = actionOf(incoming);
  const input = (action ? JSON.parse(body.toString()) : {}) as Input;
  const { method = "POST", url = "/", headers } = incoming;
  return { action, method, url, headers, body, input, touches: touchesOf(action, input) };
}

export const isTransaction = ({ action }: Call) => action === "TransactWriteItems" || action === "TransactGetItems";

export const isWrite = ({ touches }: Call) => touches.some(({ how }) => how !== "get");

/** The item of a call that a number from 0 until 1 points at. */
export const indexAt = ({ touches }: Call, where: number): number => Math.floor(where * touches.length);
