import * as z from "zod/mini";
import { refusalReasons } from "#shared/domain/entry.ts";
import { line, lines, time } from "./fields.ts";

export const badgeRequest = z.strictObject({ reason: z.optional(lines(500).check(z.minLength(1))) });

export const badgeAnswer = z.object({ serial: z.int(), token: z.string(), pdf: z.string() });

export const badgeKeysAnswer = z.object({
  items: z.array(z.object({ keyId: z.string(), algorithm: z.literal("Ed25519"), publicKey: z.string() })),
  next: z.null(),
});

const scanId = z.string().check(z.regex(/^[\x21-\x7e]{1,100}$/));

export const scans = z.strictObject({
  gate: line(60),
  direction: z.enum(["in", "out"]),
  scans: z
    .array(
      z.strictObject({ scanId, token: z.string().check(z.maxLength(600)), at: time, offline: z.optional(z.boolean()) }),
    )
    .check(
      z.minLength(1),
      z.maxLength(200),
      z.refine((all) => new Set(all.map((each) => each.scanId)).size === all.length, { error: "duplicate" }),
    ),
});

export const scansAnswer = z.object({
  items: z.array(
    z.object({
      scanId: z.string(),
      verdict: z.enum(["admit", "refuse"]),
      reason: z.optional(z.enum(refusalReasons)),
      message: z.optional(z.string()),
      person: z.optional(
        z.object({ nameOnBadge: z.string(), category: z.string(), organization: z.optional(z.string()) }),
      ),
    }),
  ),
  next: z.null(),
});

export const headcountAnswer = z.object({
  inside: z.int(),
  gates: z.array(z.object({ gate: z.string(), inside: z.int() })),
});
