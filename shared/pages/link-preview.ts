import { deriveId } from "#shared/dynamodb/keys.ts";
import { formatConferenceDays } from "#shared/i18n/dates.ts";
import { joinPlace } from "#shared/i18n/place.ts";
import { type Branding, linkPreviewPath } from "#shared/model/branding.ts";
import { type Conference, getTextInLanguage, type Language } from "#shared/model/conference.ts";

/** What the picture of a link to a conference shows. */
export interface LinkPicture {
  readonly language: Language;
  readonly title: string;
  readonly days: string;
  readonly place: string;
  readonly organization: string | undefined;
  readonly colour: string | undefined;
  readonly logo: string | undefined;
}

/** What the picture shows in a language. */
export function createLinkPicture(conference: Conference, branding: Branding, language: Language): LinkPicture {
  const { title, venue } = conference;
  return {
    language,
    title: getTextInLanguage(title, language),
    days: formatConferenceDays(conference, language),
    place: joinPlace([venue.name, venue.city], language),
    organization: branding.name && getTextInLanguage(branding.name, language),
    colour: branding.colour,
    logo: branding.logo,
  };
}

/** The identifier of a picture, which follows from what it shows: another picture has another address. */
export const derivePictureId = (picture: LinkPicture): string => deriveId("link-picture", JSON.stringify(picture));

/** The path of the picture below the address of the site. */
export const getPicturePath = (conferenceId: string, picture: LinkPicture): string =>
  `${linkPreviewPath}/${conferenceId}/${picture.language}/${derivePictureId(picture)}`;

/** In pixels: the shape that services show whole. */
export const linkPictureSize = { width: 1_200, height: 630 } as const;
