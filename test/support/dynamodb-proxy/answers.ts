import type { Answer } from "./http.ts";

/** A reason of a cancellation, as DynamoDB words it. */
export interface Reason {
  readonly Code: string;
  readonly Message?: string;
}

const messages: Record<string, string> = {
  TransactionConflict: "Transaction is ongoing for the item",
  ThrottlingError: "Throughput exceeds the current capacity for one or more global secondary indexes or the table.",
};

export const reason = (Code: string): Reason => ({ Code, ...(messages[Code] && { Message: messages[Code] }) });

/** An error as DynamoDB answers it. */
export function problem(name: string, status = 400, more: object = {}): Answer {
  const server = status >= 500 ? "com.amazon.coral.service" : "com.amazonaws.dynamodb.v20120810";
  const body = JSON.stringify({ __type: `${server}#${name}`, message: name, Message: name, ...more });
  return { status, headers: { "content-type": "application/x-amz-json-1.0" }, body: Buffer.from(body) };
}

/** A cancelled transaction: a reason for each of its items, in order. */
export function cancelled(reasons: readonly Reason[]): Answer {
  const codes = reasons.map(({ Code }) => Code).join(", ");
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`;
  return problem("TransactionCanceledException", 400, {
    message,
    Message: message,
    CancellationReasons: reasons,
  });
}
