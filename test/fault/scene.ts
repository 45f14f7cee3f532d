import type { BadgeSigner } from "#shared/badge/token.ts";
import type { CommandStore } from "#shared/commands/command-store.ts";

/** One thing that somebody does, and whether the table shows it. */
export interface Deed {
  run(table: CommandStore): Promise<unknown>;
  isDone(): Promise<boolean>;
  /** An event brings it: whatever it fails with, it comes again, and must be done then. */
  readonly comesAgain?: boolean;
}

/** A conference that stands ready, and what is to be done at the same time. */
export interface Scene {
  readonly conferenceId: string;
  readonly deeds: readonly Deed[];
  /** What is wrong beside the seats, in a sentence each. */
  readonly wrongs?: () => Promise<readonly string[]>;
}

/** Prepares a scene on the table itself. */
export type Path = (direct: CommandStore, signer: BadgeSigner) => Promise<Scene>;
