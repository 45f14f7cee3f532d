import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import {
  type InspectionOrder,
  type InspectionVerdict,
  parseInspectionVerdict,
} from "#shared/documents/inspection.contract.ts";

/**
 * Inspects an upload.
 * @throws Error if the inspection fails for another reason than the file, so that it is repeated
 */
export type UploadInspector = (order: InspectionOrder) => Promise<InspectionVerdict>;

/** The function `document-inspect`, which has no permission for the table. */
export function connectUploadInspector(functionName: string): UploadInspector {
  const client = new LambdaClient({});
  return async (order) => {
    const { Payload, FunctionError } = await client.send(
      new InvokeCommand({ FunctionName: functionName, Payload: JSON.stringify(order) }),
    );
    if (FunctionError !== undefined) throw new Error(`the inspection failed: ${FunctionError}`);
    return parseInspectionVerdict(JSON.parse(Payload?.transformToString() ?? ""));
  };
}
