import type { Server } from "node:http";
import type { Context } from "../context.ts";
import type { EventBus } from "../events/bus.ts";
import { StartError } from "../start-error.ts";
import { resourcesOf } from "../template/resources.ts";
import { type Plan, Scanner } from "./scanner.ts";
import { type Bucket, startS3 } from "./server.ts";

export interface LocalDocuments {
  readonly server: Server;
  /** From now on what is uploaded is scanned, and first what was while nobody scanned. */
  scanWith(bus: EventBus): Promise<void>;
  /** The bucket of what people hand in. */
  readonly bucket: string;
  /** The buckets that are there. */
  buckets(): Promise<string[]>;
}

/** Brings up the buckets of the template, and the scan of what is uploaded to them. */
export async function runDocuments({ stack, scope, ports, house }: Context, emulator: string): Promise<LocalDocuments> {
  const buckets = resourcesOf("AWS::S3::Bucket", stack.template, scope).map(({ logicalId, properties }): Bucket => {
    const rules = properties.CorsConfiguration?.CorsRules ?? [];
    return { name: scope.ref(logicalId), origins: rules.flatMap(({ AllowedOrigins }) => AllowedOrigins) };
  });
  for (const { name } of buckets) {
    const { status } = await fetch(`${emulator}/${name}`, { method: "PUT" });
    if (status !== 200 && status !== 409) throw new StartError(`The bucket ${name} can't be made: ${status}.`);
  }
  const plans = resourcesOf("AWS::GuardDuty::MalwareProtectionPlan", stack.template, scope).map(
    ({ properties: { ProtectedResource } }): Plan => ({
      bucket: ProtectedResource.S3Bucket.BucketName,
      prefixes: ProtectedResource.S3Bucket.ObjectPrefixes,
    }),
  );
  const scanner = new Scanner(emulator, plans, house.remark);
  const server = await startS3(ports.documents, { emulator, buckets, onStored: (object) => scanner.stored(object) });
  const bucket = buckets.find(({ name }) => name.startsWith("documents"))?.name ?? "";
  return { server, bucket, scanWith: (bus) => scanner.scanWith(bus), buckets: () => bucketsAt(emulator) };
}

async function bucketsAt(emulator: string): Promise<string[]> {
  const listing = await (await fetch(`${emulator}/`)).text();
  return [...listing.matchAll(/<Name>([^<]+)<\/Name>/g)].map(([, name = ""]) => name);
}
