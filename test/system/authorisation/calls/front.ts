import type { CallsOf } from "../valid-call.ts";

export const frontCalls: CallsOf<"front"> = {
  frontPage: { may: ["public"] },
  openapi: { may: ["public"] },
};
