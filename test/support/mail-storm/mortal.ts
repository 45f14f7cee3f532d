import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Table } from "#shared/dynamodb/table.ts";
import type { Random } from "../random.ts";

/** The process has ended: nothing that was still to be done is done. */
export class SandboxCrash extends Error {}

/** As many calls as a batch of ten mails takes. */
const maxCallsBeforeCrash = 40;

/** One sandbox of a function, that may end at any call it makes: before the call, or after it took effect. */
export class CrashingSandbox {
  readonly #random: Random;
  #callsLeft: number;
  isDead = false;

  /** @param chance how likely it ends, at one of the first calls that it makes */
  constructor(random: Random, chance: number) {
    this.#random = random;
    this.#callsLeft = random.chance(chance) ? random.below(maxCallsBeforeCrash) : Number.POSITIVE_INFINITY;
  }

  /** Makes the call unless the sandbox has ended. If it ends during the call, the answer is lost. */
  async call<T>(work: () => Promise<T>): Promise<T> {
    if (this.isDead) throw new SandboxCrash();
    const dies = this.#callsLeft <= 0;
    const before = this.#random.chance(0.5);
    this.#callsLeft -= 1;
    if (dies) this.isDead = true;
    if (dies && before) throw new SandboxCrash();
    const answer = await work();
    if (this.isDead) throw new SandboxCrash();
    return answer;
  }

  /** The table as this sandbox reaches it. */
  table({ client, name }: Table): Table {
    const send = (command: Parameters<DynamoDBClient["send"]>[0]) => this.call(() => client.send(command));
    return { client: { send } as unknown as DynamoDBClient, name };
  }
}
