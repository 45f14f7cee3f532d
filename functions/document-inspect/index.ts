import { restrictOutgoingHosts } from "#shared/runtime/outgoing-hosts.ts";
import { inspectUpload } from "./inspect-upload.ts";

/** No variables: the function knows no resource, and its role may use none. */
export type DocumentInspectEnvironment = Record<never, string>;

const { OUTGOING_HOSTS: hosts } = process.env;
if (hosts !== undefined) restrictOutgoingHosts(hosts);

export const handler = inspectUpload;
