import type { PublishedKey } from "#shared/badges/token.ts";
import type { CheckInEvent, CheckInRules } from "#shared/check-in/check-in.rules.ts";
import type { ScanDirection, ScanRefusalReason, ScanVerdict } from "#shared/model/check-in.ts";
import type { ApiAnswer } from "../../kit/api/client.ts";

export type DeskConference = ApiAnswer<"getConference">;

/** The settings of a gate. */
export interface GateSettings {
  readonly gate: string;
  readonly direction: ScanDirection;
  readonly zone?: string;
  readonly sessionId?: string;
}

/** The stored gate list without its rows. */
export interface StoredGateList extends CheckInRules {
  readonly conferenceTag: string;
  readonly keys: readonly PublishedKey[];
  /** The position of the next refresh. */
  readonly since: string | null;
  /** When it was fetched, by the device's clock, in ms since 1970. */
  readonly at: number;
  /** How far the device's clock is behind the server's, in ms. */
  readonly offset: number;
}

/** The desk of this device. */
export interface StoredDesk {
  readonly conference: DeskConference;
  readonly settings: GateSettings;
  readonly list?: StoredGateList;
  /** The incidents that were dismissed on this device. */
  readonly dismissedScanIds?: readonly string[];
}

/** Why the operator admitted a person in spite of a refusal. */
export interface ScanOverride {
  readonly reason: string;
}

/** A person that this gate admitted. It stays until a later list contains the scan. */
export interface AdmittedScan {
  readonly scanId: string;
  readonly checkIn: CheckInEvent;
  readonly token: string;
  /** By the device's clock, as the API expects. */
  readonly at: string;
  readonly settings: GateSettings;
  readonly override?: ScanOverride;
  /** Whether the server has received it. */
  readonly isSent: boolean;
}

/** An admitted scan that contradicts the check-in history, as the server found. */
export interface GateIncident {
  readonly scanId: string;
  readonly registrationId: string;
  readonly reason: ScanRefusalReason;
  readonly at: string;
  readonly direction: ScanDirection;
  readonly gate?: string;
  readonly override?: ScanOverride;
  /** The scan that it contradicts. */
  readonly contradictedScan?: { readonly gate: string; readonly at: string };
}

export interface ScannedPerson {
  readonly nameOnBadge: string;
  readonly category: string;
  readonly organization?: string | undefined;
  /** The URL of the photo, valid for one minute; only online. */
  readonly photo?: string | undefined;
}

/** The shown result of one scan. `undecided`: there is no list yet, or the browser cannot verify badges. */
export interface ScanResult {
  readonly scanId: string;
  readonly token: string;
  readonly verdict: ScanVerdict | { readonly verdict: "undecided" };
  /** Why the history objects to an admission, which is an incident. */
  readonly conflict?: ScanRefusalReason | undefined;
  readonly person?: ScannedPerson | undefined;
  readonly settings: GateSettings;
  /** Decided by this gate offline. */
  readonly offline: boolean;
  readonly at: string;
}

/** `signed-out`: the network may be available, but the session has ended. */
export type NetworkState = "connecting" | "online" | "offline" | "signed-out";

/** The state of the gate for display. */
export interface GateState {
  readonly desk: StoredDesk;
  readonly network: NetworkState;
  /** The number of scans that the server has not received. */
  readonly pendingCount: number;
  /** The incidents that are not dismissed on this device. */
  readonly openIncidents: readonly GateIncident[];
  /** The number of people inside, as far as this gate knows. */
  readonly inside: number;
  /** Why the last synchronization failed, unless it was the network. */
  readonly problem?: unknown;
  readonly scanResult?: ScanResult | undefined;
}
