import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { listen } from "../../support/listen.ts";

/** DynamoDB with point-in-time recovery and with a TTL that is being disabled, which the emulator does not know. */
export interface RecoverableDynamoDb {
  readonly endpoint: string;
  /** The tables with point-in-time recovery. */
  readonly recoverable: ReadonlySet<string>;
  /** The tables whose TTL was disabled a while ago: they say so until it is enabled. */
  readonly disabling: Set<string>;
  close(): Promise<void>;
}

/**
 * Answers the two calls about point-in-time recovery as DynamoDB does, and that for a TTL that is being disabled, and
 * hands every other call to the emulator. The first call for a new table is refused, because DynamoDB is still preparing
 * it.
 */
export async function startRecoverableDynamoDb(emulator: string): Promise<RecoverableDynamoDb> {
  const recoverable = new Set<string>();
  const prepared = new Set<string>();
  const disabling = new Set<string>();
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const [, action = ""] = String(request.headers["x-amz-target"]).split(".");
    const answer = (status: number, content: object) =>
      response.writeHead(status, { "content-type": "application/x-amz-json-1.0" }).end(JSON.stringify(content));
    const { TableName = "" } = JSON.parse(body) as { TableName?: string };
    if (action === "DescribeTimeToLive" && disabling.has(TableName)) {
      answer(200, { TimeToLiveDescription: { TimeToLiveStatus: "DISABLING", AttributeName: "expiresAt" } });
      return;
    }
    if (action === "UpdateTimeToLive") disabling.delete(TableName);
    if (!action.endsWith("ContinuousBackups")) {
      const { host: _host, connection: _connection, "content-length": _length, ...headers } = request.headers;
      const given = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]);
      const got = await fetch(emulator, { method: "POST", body, headers: Object.fromEntries(given) });
      response.writeHead(got.status, { "content-type": "application/x-amz-json-1.0" }).end(await got.text());
      return;
    }
    if (action === "UpdateContinuousBackups" && !prepared.has(TableName)) {
      prepared.add(TableName);
      answer(400, { __type: "com.amazonaws.dynamodb.v20120810#ContinuousBackupsUnavailableException" });
      return;
    }
    if (action === "UpdateContinuousBackups") recoverable.add(TableName);
    const PointInTimeRecoveryStatus = recoverable.has(TableName) ? "ENABLED" : "DISABLED";
    const PointInTimeRecoveryDescription = { PointInTimeRecoveryStatus };
    answer(200, {
      ContinuousBackupsDescription: { ContinuousBackupsStatus: "ENABLED", PointInTimeRecoveryDescription },
    });
  });
  const listening = await listen(server);
  return { ...listening, recoverable, disabling };
}
