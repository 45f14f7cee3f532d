import type { CallsOf } from "../valid-call.ts";

export const frontCalls: CallsOf<"front"> = {
  openapi: { may: ["public"] },
};
