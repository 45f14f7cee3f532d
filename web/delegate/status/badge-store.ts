/** The codes of badges that were shown in this tab, so that they are there without a network; gone at sign-out. */
export interface KeptBadge {
  readonly serial: number;
  readonly token: string;
}

const prefix = "palais.badge.";

export function readBadge(registrationId: string): KeptBadge | undefined {
  return (JSON.parse(sessionStorage.getItem(prefix + registrationId) ?? "null") as KeptBadge | null) ?? undefined;
}

export function keepBadge(registrationId: string, badge: KeptBadge): void {
  sessionStorage.setItem(prefix + registrationId, JSON.stringify(badge));
}

export function forgetBadges(): void {
  for (const name of Object.keys(sessionStorage)) if (name.startsWith(prefix)) sessionStorage.removeItem(name);
}
