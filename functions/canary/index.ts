import { SESClient } from "@aws-sdk/client-ses";
import * as z from "zod/mini";
import { openTable } from "#shared/dynamodb/table.ts";
import { parseEnvironment, requiredVariable, tableEnvironment } from "#shared/runtime/lambda.ts";
import { reportEmailQuota } from "./email-quota.ts";
import { probeSite } from "./probe-site.ts";

const environmentSchema = z.object({ ...tableEnvironment, SITE_URL: requiredVariable });
export type CanaryEnvironment = z.infer<typeof environmentSchema>;

const env = parseEnvironment(environmentSchema);
const table = openTable(env.TABLE_NAME);
const ses = new SESClient({ requestHandler: { connectionTimeout: 1_000, requestTimeout: 4_000 } });

/** A failed probe is a log line and no error: one alarm counts it, after three in a row. */
export async function handler(): Promise<void> {
  await probeSite(table, env.SITE_URL);
  await reportEmailQuota(ses);
}
