import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import type { Documents } from "#shared/documents/bucket.ts";
import type { Table } from "#shared/store/table.ts";
import { runBackends } from "../backends.ts";
import { credentials } from "../context.ts";
import { type Home, openHome } from "../home.ts";
import { apiUrl } from "../name-resources.ts";
import { portsFrom } from "../ports.ts";
import { silent } from "../progress.ts";
import { RunnerRecord } from "../runner-record.ts";
import type { Description } from "../system.ts";
import { Teardown } from "../teardown.ts";
import { region } from "../template/resolve.ts";

/** What a backup is of, and a restore goes to. */
export interface Stores {
  readonly table: Table;
  readonly documents: Documents;
}

/** Where a local system lies. */
export interface Where {
  readonly folder: string;
  /** The first of its block of ports. */
  readonly port: number;
  /** A synthesised app; if none is named, that of the system's last start, else a new one. */
  readonly cdkOut?: string;
}

const lastSynthesis = ({ cdkOut }: Home) => (existsSync(path.join(cdkOut, "manifest.json")) ? cdkOut : undefined);

const localStores = (dynamodb: string, table: string, s3: string, bucket: string): Stores => ({
  table: { client: new DynamoDBClient({ endpoint: dynamodb, region, credentials }), name: table },
  documents: { client: new S3Client({ endpoint: s3, region, credentials, forcePathStyle: true }), bucket },
});

/** A deployed system's, with the usual AWS credentials. */
export const deployedStores = (table: string, bucket: string): Stores => ({
  table: { client: new DynamoDBClient(), name: table },
  documents: { client: new S3Client(), bucket },
});

/** Whether the system of this home runs, by its own word. */
export const isRunning = (folder: string): boolean => existsSync(openHome(folder).local);

/**
 * The local system's stores: of the running one; of one that is stopped, its database and files are brought up meanwhile,
 * with no function that would change anything.
 */
export async function withLocalStores<T>(where: Where, work: (stores: Stores) => Promise<T>): Promise<T> {
  const { folder, port } = where;
  if (isRunning(folder)) {
    const { dynamodb, table, documents } = JSON.parse(readFileSync(openHome(folder).local, "utf8")) as Description;
    return work(localStores(dynamodb, table, documents.endpoint, documents.bucket));
  }
  const teardown = new Teardown();
  try {
    const home = openHome(folder);
    const ports = portsFrom(port);
    const record = await RunnerRecord.take(home, apiUrl(ports.api), silent.remark);
    teardown.add(() => record.release());
    const house = { home, record, remark: silent.remark };
    const cdkOut = where.cdkOut ?? lastSynthesis(home);
    const options = { home: folder, port, ...(cdkOut !== undefined && { cdkOut }) };
    const { endpoints, tables, documents } = await runBackends({ house, ports, progress: silent, options, teardown });
    return await work(localStores(endpoints.dynamodb, tables.names[0] ?? "", endpoints.s3, documents.bucket));
  } finally {
    await teardown.run("stop");
  }
}
