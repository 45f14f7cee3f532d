import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { Item } from "./call.ts";

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

function sizeOfValue({ S, N, B, M, L, SS, NS }: AttributeValue): number {
  if (S !== undefined) return Buffer.byteLength(S);
  if (N !== undefined) return Math.ceil(N.length / 2) + 1;
  if (B !== undefined) return B.length;
  if (M) return 3 + sizeOfItem(M) + Object.keys(M).length;
  if (L) return 3 + sum(L.map((each) => sizeOfValue(each) + 1));
  return SS || NS ? sum([...(SS ?? []), ...(NS ?? [])].map((each) => Buffer.byteLength(each))) : 1;
}

/** The bytes of an item as DynamoDB counts them: the names of its attributes, and their values. */
export const sizeOfItem = (item: Item): number =>
  sum(Object.entries(item).map(([name, value]) => Buffer.byteLength(name) + sizeOfValue(value)));
