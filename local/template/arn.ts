/** The region and the account of the local resources. The threads of functions load this file, so it imports nothing. */
export const localRegion = "eu-central-1";
export const localAccount = "000000000000";

export const toArn = (service: string, resource: string) =>
  `arn:aws:${service}:${localRegion}:${localAccount}:${resource}`;
