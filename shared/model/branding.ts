import type { Conference, LocalizedText } from "./conference.ts";

/** How an organization appears on its pages, emails, letters and lists. It is an item of its own, which no submission reads. */
export interface Branding {
  /** Increases by 1 with each change; `0` if nothing was set yet. */
  readonly version: number;
  /** The uploaded picture. A published copy of it is a public file. */
  readonly logo?: string;
  /** `#rrggbb`; its contrast passes WCAG 2.2 AA. */
  readonly colour?: string;
  readonly name?: LocalizedText;
  /** The address that participants write to. It replaces the address of the conference. */
  readonly contact?: string;
  readonly website?: string;
}

export const noBranding: Branding = { version: 0 };

/** A conference as its participants see it: with the organization's name, colour and address. It is never stored. */
export interface BrandedConference extends Conference {
  readonly branding?: Branding;
}

/** The conference with the organization's address in place of its own. */
export const brandConference = (conference: Conference, branding: Branding): BrandedConference => ({
  ...conference,
  ...(branding.contact !== undefined && { contact: branding.contact }),
  branding,
});

/** The papers of a poster. */
export const posterPapers = ["a4", "a3"] as const;
export type PosterPaper = (typeof posterPapers)[number];

/** The public files of the site that are not part of a deployment. Their names never get other content. */
export const brandingFolder = "branding";

/** The path of the published logo below the address of the site. */
export const getLogoPath = (logo: string): string => `/${brandingFolder}/${logo}.jpg`;

/** Where link previews are below the address of the site. Caches keep them. */
export const linkPreviewPath = "/v1/public/previews";
