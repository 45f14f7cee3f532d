import * as z from "zod/mini";
import { papers } from "#shared/domain/badge-layout.ts";
import { layoutChoice } from "./badge-layout.ts";

/** A layout to look at before it is the conference's: its own, if none is given. */
export const badgePreview = z.strictObject({
  layout: z.optional(layoutChoice),
  paper: z._default(z.enum(papers), "single"),
});
