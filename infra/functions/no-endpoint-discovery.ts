/**
 * Replaces the SDK's endpoint discovery in every bundle (bundle.ts). DynamoDB never requires it, and no function enables
 * it, so the cache of endpoints and its library are left out.
 */
export const resolveEndpointDiscoveryConfig = <Config>(config: Config): Config => config;

export const NODE_ENDPOINT_DISCOVERY_CONFIG_OPTIONS = {
  environmentVariableSelector: () => false,
  configFileSelector: () => false,
  default: false,
};
