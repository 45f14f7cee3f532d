import * as z from "zod/mini";

/** The event of GuardDuty for one object (its user guide, "Monitoring S3 object scans with Amazon EventBridge"). */
const scanResultEvent = z.object({
  detail: z.object({
    s3ObjectDetails: z.object({ objectKey: z.string(), eTag: z.string() }),
    scanResultDetails: z.object({ scanResultStatus: z.string() }),
  }),
});

export const parseScanResultEvent = (event: unknown) => z.parse(scanResultEvent, event).detail;
