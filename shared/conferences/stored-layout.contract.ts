import * as z from "zod/mini";
import { count, optionalText, text } from "#shared/contracts/stored-fields.ts";
import { layoutNames } from "#shared/model/badge-layout.ts";

const millimetres = z.number();
/** Left, top, width and height. */
const box = z.array(millimetres).check(z.minLength(4), z.maxLength(4));
const placed = { box, withoutPhoto: z.optional(box) };

const badgeText = z.object({
  field: text,
  weight: z.optional(z.enum(["regular", "bold"])),
  largest: z.number(),
  smallest: z.number(),
  lines: z.optional(count),
  holds: z.optional(z.number()),
  colour: optionalText,
});

const badgePart = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("texts"),
    ...placed,
    texts: z.array(badgeText),
    align: z.optional(z.enum(["start", "centre", "end"])),
    vertical: z.optional(z.enum(["top", "middle", "bottom"])),
    gap: z.optional(z.number()),
  }),
  z.object({ kind: z.literal("fill"), ...placed, colour: text }),
  z.object({ kind: z.literal(["photo", "code", "logo"]), ...placed }),
]);

/** A layout of badges as it is stored. Its numbers are in no range, because earlier rules may have had others. */
export const storedLayout = z.union([
  z.enum(layoutNames),
  z.object({ size: z.object({ width: millimetres, height: millimetres }), parts: z.array(badgePart) }),
]);
