import type { Server } from "node:http";
import type { LocalContext } from "../context.ts";
import { StartError } from "../errors.ts";
import type { EventBus } from "../events/event-bus.ts";
import { loopback, toLoopbackUrl } from "../network.ts";
import type { FunctionPolicies } from "../permissions/policies.ts";
import { type RunnerContext, resolveModule, SupervisedChild } from "../supervised-child.ts";
import { listResources } from "../template/resources.ts";
import { MalwareScanner } from "./malware-scanner.ts";
import { startS3Server } from "./s3-server.ts";

/** The emulator of S3, on disk. It verifies neither signatures nor policies, so only s3-server.ts calls it. */
export function createS3Emulator(port: number, runner: RunnerContext): SupervisedChild {
  const storage = ["--address", loopback, "--port", String(port), "--directory", runner.home.documents];
  return new SupervisedChild(
    {
      name: "documents",
      command: process.execPath,
      args: [resolveModule("s3rver/bin/s3rver.js"), ...storage, "--silent", "--no-vhost-buckets"],
      readyUrl: `${toLoopbackUrl(port)}/`,
    },
    runner,
  );
}

export interface LocalDocuments {
  readonly server: Server;
  /** Starts scanning uploads, also those from before. */
  scanWith(bus: EventBus): Promise<void>;
  /** The documents bucket. */
  readonly bucket: string;
  /** The names of all buckets. */
  buckets(): Promise<string[]>;
}

const listBuckets = ({ stack: { template }, scope }: LocalContext) =>
  listResources("AWS::S3::Bucket", template, scope).map(({ logicalId, properties }) => {
    const rules = properties.CorsConfiguration?.CorsRules ?? [];
    return { name: scope.ref(logicalId), origins: rules.flatMap(({ AllowedOrigins }) => AllowedOrigins) };
  });

/** Creates the missing buckets of the template. @returns the name of the documents bucket */
export async function createBuckets(context: LocalContext, emulator: string): Promise<string> {
  const names = listBuckets(context).map(({ name }) => name);
  for (const name of names) {
    const { status } = await fetch(`${emulator}/${name}`, { method: "PUT" });
    if (status !== 200 && status !== 409) throw new StartError(`The bucket ${name} can't be created: ${status}.`);
  }
  return names.find((name) => name.startsWith("documents")) ?? "";
}

/** Creates the buckets of the template, and starts S3 and the malware scanner. */
export async function runDocuments(
  context: LocalContext,
  policies: FunctionPolicies,
  emulator: string,
): Promise<LocalDocuments> {
  const { stack, scope, ports, runner } = context;
  const { template } = stack;
  const bucket = await createBuckets(context, emulator);
  const plans = listResources("AWS::GuardDuty::MalwareProtectionPlan", template, scope).map(({ properties }) => {
    const { BucketName, ObjectPrefixes } = properties.ProtectedResource.S3Bucket;
    return { bucket: BucketName, prefixes: ObjectPrefixes };
  });
  const scanner = new MalwareScanner(emulator, plans, runner.log);
  const server = await startS3Server(ports.documents, {
    emulator,
    buckets: listBuckets(context),
    onStored: (object) => scanner.onObjectStored(object),
    folder: runner.home.documents,
    isAllowed: (accessKeyId, call) => policies.isAllowed(accessKeyId, call),
  });
  return { server, bucket, scanWith: (bus) => scanner.scanWith(bus), buckets: () => listBucketNames(emulator) };
}

async function listBucketNames(emulator: string): Promise<string[]> {
  const listing = await (await fetch(`${emulator}/`)).text();
  return [...listing.matchAll(/<Name>([^<]+)<\/Name>/g)].map(([, name = ""]) => name);
}
