import { type GatewayEvent, requiredVariable } from "#shared/runtime/lambda.ts";

/** Asks the authorizer who sent a request. @returns the caller as JSON @throws Error if the authorizer fails */
export type AskAuthorizer = (event: GatewayEvent) => Promise<string>;

/** The environment of a function with public routes. */
export const authorizerEnvironment = { AUTHORIZER_FUNCTION: requiredVariable };

/** Beside this module, also in a bundle (infra/functions/bundle.ts). */
const clientProgram = new URL(`authorizer-client.${import.meta.url.endsWith(".ts") ? "ts" : "mjs"}`, import.meta.url);

/** Loads the client with the first token (docs/decisions/0043-load-rarely-used-code-on-demand.md). */
export function createLazyAuthorizer({ AUTHORIZER_FUNCTION }: { readonly AUTHORIZER_FUNCTION: string }): AskAuthorizer {
  let connected: Promise<AskAuthorizer> | undefined;
  const connect = async () => {
    const client = (await import(clientProgram.href)) as typeof import("./authorizer-client.ts");
    return client.connectAuthorizer(AUTHORIZER_FUNCTION);
  };
  return async (event) => {
    connected ??= connect();
    return (await connected)(event);
  };
}
