import { fromEnv } from "@aws-sdk/credential-provider-env";

/**
 * Replaces the SDK's default credential provider in every bundle (bundle.ts). Lambda functions read credentials from
 * their environment only, so the code that searches files, single sign-on and instance metadata is left out.
 */
export const defaultProvider = () => fromEnv();
