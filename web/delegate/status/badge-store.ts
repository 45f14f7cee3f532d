/** A badge code that was shown in this tab. It is stored for offline use until sign-out. */
export interface StoredBadge {
  readonly serial: number;
  readonly token: string;
}

const badgeKeyPrefix = "palais.badge.";

export function findStoredBadge(registrationId: string): StoredBadge | undefined {
  return (
    (JSON.parse(sessionStorage.getItem(badgeKeyPrefix + registrationId) ?? "null") as StoredBadge | null) ?? undefined
  );
}

export function storeBadge(registrationId: string, badge: StoredBadge): void {
  sessionStorage.setItem(badgeKeyPrefix + registrationId, JSON.stringify(badge));
}

export function clearStoredBadges(): void {
  for (const name of Object.keys(sessionStorage)) if (name.startsWith(badgeKeyPrefix)) sessionStorage.removeItem(name);
}
