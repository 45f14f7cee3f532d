import { KMSClient } from "@aws-sdk/client-kms";
import * as z from "zod/mini";
import { kmsBadgeSigner } from "#shared/badge/signer.ts";
import { openDocuments } from "#shared/documents/bucket.ts";
import { environmentOf, tableEnvironment, variable } from "#shared/http/environment.ts";
import { serve } from "#shared/http/serve.ts";
import { openTable } from "#shared/store/table.ts";
import { readGateList } from "./gate-list.ts";
import { readHeadcount } from "./headcount.ts";
import { listIncidents } from "./incidents.ts";
import { scan } from "./scan.ts";

const environment = z.object({ ...tableEnvironment, BADGE_KEY: variable, DOCUMENTS: variable });
export type Environment = z.infer<typeof environment>;

const { TABLE, BADGE_KEY, DOCUMENTS } = environmentOf(environment);
const table = openTable(TABLE);

const signer = kmsBadgeSigner(new KMSClient(), BADGE_KEY);

export const handler = serve({
  scan: scan(table, signer, openDocuments(DOCUMENTS)),
  readGateList: readGateList(table, signer),
  readHeadcount: readHeadcount(table),
  listIncidents: listIncidents(table),
});
