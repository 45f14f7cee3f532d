import { createContext } from "preact";
import { useEffect } from "preact/hooks";
import { type ApiAnswer, callApi } from "../api/client.ts";
import { useLoaded } from "../api/use-loaded.ts";
import { getLocalizedText, setSiteName } from "../i18n/translations.tsx";

export type ShownBranding = ApiAnswer<"getBranding">;

/** The branding of the page, for its parts. */
export const BrandingContext = createContext<ShownBranding | undefined>(undefined);

const toRule = ({ accent, strong, tint }: NonNullable<ShownBranding["palette"]>["light"]) =>
  `:root{--blue:${accent};--blue-strong:${strong};--tint:${tint};--un:${accent}}`;

/** A style sheet of the document, because the content security policy admits no styles in elements. */
const createSheet = ({ light, dark }: NonNullable<ShownBranding["palette"]>) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`${toRule(light)}@media(prefers-color-scheme:dark){${toRule(dark)}}`);
  return sheet;
};

/**
 * How the organization of a conference appears; `undefined` until it is loaded, and if that fails. The page has its
 * colours and its name meanwhile.
 */
export function useBranding(conferenceId: string | null | undefined, language: string): ShownBranding | undefined {
  const { loaded } = useLoaded<ShownBranding | undefined>(
    async (signal) => (conferenceId ? callApi("getBranding", { params: { conferenceId }, signal }) : undefined),
    [conferenceId],
  );
  const branding = conferenceId && loaded.state === "ready" ? loaded.value : undefined;
  useEffect(() => {
    setSiteName(branding?.name && getLocalizedText(branding.name, language));
    // Browsers of before 2023 keep the usual colours.
    if (!branding?.palette || !("adoptedStyleSheets" in document)) return;
    document.adoptedStyleSheets = [createSheet(branding.palette)];
    return () => {
      document.adoptedStyleSheets = [];
    };
  }, [branding, language]);
  return branding;
}
