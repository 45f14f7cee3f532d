import type { KeptConflict, KeptDesk, Shown } from "./kept.ts";

/** `signed-out`: the network may be there, but nobody is signed in any more. */
export type Network = "connecting" | "online" | "offline" | "signed-out";

/** What the page shows of the gate. */
export interface GateState {
  readonly desk: KeptDesk;
  readonly network: Network;
  /** How many passages the server hasn't heard of. */
  readonly waiting: number;
  /** What nobody at this device has looked into yet. */
  readonly toLookInto: readonly KeptConflict[];
  /** How many are inside, as far as this gate knows. */
  readonly inside: number;
  /** Why the last exchange failed, if it wasn't for the network. */
  readonly problem?: unknown;
  readonly shown?: Shown | undefined;
}
