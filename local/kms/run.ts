import type { Server } from "node:http";
import type { Context } from "../context.ts";
import { resourcesOf } from "../template/resources.ts";
import { type LocalKey, openKey } from "./key-store.ts";
import { startKms } from "./server.ts";

/** Brings up the keys of the template. */
export function runKeys({ stack, scope, house }: Context, port: number): Promise<Server> {
  const keys = new Map<string, LocalKey>();
  for (const { logicalId, properties } of resourcesOf("AWS::KMS::Key", stack.template, scope)) {
    const key = openKey(house.home.keys, logicalId, properties.KeySpec);
    keys.set(scope.ref(logicalId), key);
    keys.set(scope.attribute(logicalId, "Arn"), key);
  }
  return startKms(port, keys);
}
