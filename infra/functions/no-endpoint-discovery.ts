/**
 * Replaces the SDK's cache of discovered endpoints in every bundle (bundle.ts). DynamoDB never requires endpoint discovery,
 * and no function enables it, so the client creates the cache and does not use it. The original needs a library for it.
 */
export class EndpointCache {}
