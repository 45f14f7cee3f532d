import { loadBranding } from "#shared/branding/branding.repository.ts";
import { defaultAccents } from "#shared/branding/colours.rules.ts";
import { loadConference } from "#shared/conferences/conferences.repository.ts";
import { findCheckedFile } from "#shared/documents/bucket.ts";
import type { ApiHandler } from "#shared/http/request.ts";
import type { Language } from "#shared/model/conference.ts";
import { DomainError } from "#shared/model/domain-error.ts";
import { createLinkPicture, derivePictureId, type LinkPicture, linkPictureSize } from "#shared/pages/link-preview.ts";
import { loadPage } from "#shared/pages/pages.repository.ts";
import type { Composition, DrawnItem } from "#shared/printing/composition.ts";
import type { FontCollection } from "#shared/printing/text/fonts.ts";
import { createPageComposer, type PageTextStyle, placeLogo } from "./branded-layout.ts";
import { drawPicture } from "./draw-picture.ts";
import type { PreviewSources } from "./preview-badges.ts";

type PictureField = "organization" | "title" | "days" | "place";

const styles: Readonly<Record<PictureField, PageTextStyle>> = {
  organization: { weight: "bold", largest: 40, smallest: 20, lines: 2, colour: "#46525f" },
  title: { weight: "bold", largest: 76, smallest: 26, lines: 6, colour: "#16202b" },
  days: { weight: "bold", largest: 40, smallest: 28, lines: 1 },
  place: { largest: 34, smallest: 22, lines: 2, colour: "#46525f", hasPageDirection: true },
};

const { width, height } = linkPictureSize;
const side = 72;

/** In pixels, for a left-to-right language. */
const areas = {
  band: { left: 0, top: 0, width: 28, height },
  head: { left: side, top: 48, width: width - 2 * side, height: 120 },
  title: { left: side, top: 190, width: width - 2 * side, height: 250 },
  facts: { left: side, top: 462, width: width - 2 * side, height: 130 },
};

/** The widest logo, and the space between it and the name. */
const [maxLogoWidth, logoGap] = [360, 32];

/** Places what the picture shows; one point is a pixel. A title that is too long ends with an ellipsis. */
export function composeLinkPicture(
  picture: LinkPicture,
  logo: Uint8Array | undefined,
  fonts: FontCollection,
): Composition<PictureField> {
  const { title, days, place, organization, colour = defaultAccents.light } = picture;
  const page = createPageComposer({ width, language: picture.language, styles, gap: 8 }, fonts);
  const head = placeLogo(logo, areas.head, maxLogoWidth, logoGap);
  const middle = { vertical: "middle" } as const;
  const items: DrawnItem<PictureField>[] = [
    { kind: "fill", box: page.place(areas.band), colour },
    ...(logo && head.logo ? [{ kind: "logo", box: page.place(head.logo), jpeg: logo } as const] : []),
    ...page.write(head.name, [["organization", organization]], middle),
    ...page.write(areas.title, [["title", title]], middle),
    ...page.write(areas.facts, [
      ["days", days, colour],
      ["place", place],
    ]),
  ];
  return { width, height, items };
}

/**
 * The picture that services show with a link to a listed conference, as a PNG.
 * @throws DomainError `not-found` for a conference that is not listed, and for a picture that showed something else
 */
export const getLinkPicture =
  ({ table, documents, fonts }: PreviewSources): ApiHandler<"getLinkPicture"> =>
  async ({ params: { conferenceId, language, pictureId } }) => {
    const [conference, branding, page] = await Promise.all([
      loadConference(table, conferenceId),
      loadBranding(table, conferenceId),
      loadPage(table, conferenceId),
    ]);
    const picture = createLinkPicture(conference, branding, language as Language);
    if (!page.listed || pictureId !== derivePictureId(picture)) throw new DomainError("not-found");
    const logo = picture.logo === undefined ? undefined : await findCheckedFile(documents, picture.logo);
    return drawPicture(composeLinkPicture(picture, logo, fonts));
  };
