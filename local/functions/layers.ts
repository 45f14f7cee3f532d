import { existsSync } from "node:fs";
import path from "node:path";
import type { Context } from "../context.ts";
import { StartError } from "../start-error.ts";
import { resourcesOf } from "../template/resources.ts";

type Variables = Readonly<Record<string, string>>;

const mount = "/opt/";

/**
 * In Lambda the content of a function's layers lies under `/opt`. Here a variable that names a place there is given the
 * place in the layer's own folder; as in Lambda, a later layer hides an earlier one.
 * @throws StartError for a layer that isn't the template's, and for a place that no layer has
 */
export function layersOf(arns: readonly string[], { stack, scope }: Context): (variables: Variables) => Variables {
  const all = resourcesOf("AWS::Lambda::LayerVersion", stack.template, scope);
  const folders = arns.map((arn) => {
    const layer = all.find(({ logicalId }) => scope.ref(logicalId) === arn);
    const folder = layer && stack.assets.get(layer.properties.Content.S3Key);
    if (!folder) throw new StartError(`${arn} is no layer of the template`);
    return folder;
  });
  const place = (name: string, value: string) => {
    if (!value.startsWith(mount)) return value;
    const found = folders
      .toReversed()
      .map((folder) => path.join(folder, value.slice(mount.length)))
      .find(existsSync);
    if (!found) throw new StartError(`${name} is ${value}, which is in no layer of the function`);
    return found;
  };
  return (variables) =>
    Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, place(name, value)]));
}
