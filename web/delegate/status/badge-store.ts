import { badgeKeyPrefix } from "../../kit/storage/stored-data.ts";

/** A badge code that was shown in this tab. It is stored for offline use until the session ends. */
export interface StoredBadge {
  readonly serial: number;
  readonly token: string;
}

export function findStoredBadge(registrationId: string): StoredBadge | undefined {
  return (
    (JSON.parse(sessionStorage.getItem(badgeKeyPrefix + registrationId) ?? "null") as StoredBadge | null) ?? undefined
  );
}

export function storeBadge(registrationId: string, badge: StoredBadge): void {
  sessionStorage.setItem(badgeKeyPrefix + registrationId, JSON.stringify(badge));
}
