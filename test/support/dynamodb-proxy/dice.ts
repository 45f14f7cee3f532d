import { Random } from "../random.ts";
import { type Chance, chances, type Faults } from "./faults.ts";

/** What befalls one call: each fault that strikes it, with a number from 0 until 1 that says where. */
export type Fate = { readonly [Fault in Chance]?: number };

/** A number for a text (FNV-1a), to give each stream a seed of its own. */
function hash(text: string): number {
  let mixed = 2166136261;
  for (let index = 0; index < text.length; index += 1) mixed = Math.imul(mixed ^ text.charCodeAt(index), 16777619);
  return mixed | 0;
}

/**
 * Decides what befalls each call, in the order of arrival. Each fault has its own stream of numbers for each kind of
 * call, two for every call whether it strikes or not: so neither another fault nor another read shifts it, and a
 * higher rate strikes whom the lower one struck, and more.
 */
export class Dice {
  readonly #faults: Faults;
  readonly #streams = new Map<string, Random>();

  constructor(faults: Faults) {
    this.#faults = faults;
  }

  cast(action: string): Fate {
    const { only } = this.#faults;
    const isSafe = only.length > 0 && !only.includes(action);
    const struck = chances.flatMap((fault) => {
      const stream = this.#stream(fault, action);
      const [chance, where] = [stream.next(), stream.next()];
      return !isSafe && chance < this.#faults[fault] ? [[fault, where] as const] : [];
    });
    return Object.fromEntries(struck);
  }

  #stream(fault: Chance, action: string): Random {
    const name = `${fault} ${action}`;
    const stream = this.#streams.get(name) ?? new Random(this.#faults.seed ^ hash(name));
    this.#streams.set(name, stream);
    return stream;
  }
}
