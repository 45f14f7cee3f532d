import type { Erasure } from "#shared/domain/erased.ts";

/** The proof that somebody is erased, without that by which the rest was found. */
export const receipt = ({ left: _, ...erasure }: Erasure) => erasure;
