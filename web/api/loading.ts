import { Unreachable } from "./client.ts";

/** A part of the page that is still to come. @throws Unreachable when it doesn't, so that people are told and can try again */
export const loading = <T>(part: Promise<T>): Promise<T> =>
  part.catch((cause: unknown) => {
    throw new Unreachable("a part of the page did not arrive", { cause });
  });
