import { onTestFinished } from "vitest";
import type { Table } from "#shared/dynamodb/table.ts";
import { type Faults, startProxy } from "./dynamodb-proxy/proxy.ts";
import type { ProxyTally } from "./dynamodb-proxy/proxy-faults.ts";
import { createTestClient, type TestTable } from "./table.ts";

/** The table through a proxy with these faults, until the end of the current test. */
export async function openProxiedTable(
  { endpoint, table }: TestTable,
  faults: Partial<Faults>,
): Promise<Table & { readonly tally: ProxyTally }> {
  const proxy = await startProxy(endpoint, faults);
  onTestFinished(() => proxy.close());
  return { client: createTestClient(proxy.endpoint), name: table.name, tally: proxy.tally };
}
