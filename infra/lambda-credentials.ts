import { fromEnv } from "@aws-sdk/credential-provider-env";

/**
 * Stands in every bundle for the SDK's search for credentials (infra/bundle.ts): a Lambda function has them in its
 * environment, and nowhere else. The search through files, single sign-on and instance metadata would be carried by each.
 */
export const defaultProvider = () => fromEnv();
