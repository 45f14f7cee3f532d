import type { ComponentChildren } from "preact";
import type { ShownBranding } from "../branding/use-branding.ts";
import { getLocalizedText, type PageTranslator } from "../i18n/translations.tsx";
import { LanguageSelect } from "./language-select.tsx";
import { WaitingNotice, WaitingTextProvider } from "./waiting-notice.tsx";

interface PageShellProps {
  readonly reader: PageTranslator<`frame.${"skip" | "language" | "foot" | "waiting"}`>;
  /** Buttons beside the language selector. */
  readonly tools?: ComponentChildren;
  readonly home?: string;
  /** The organization in whose name the page speaks; Palais by default. */
  readonly branding?: ShownBranding | undefined;
  readonly wide?: boolean;
  readonly children: ComponentChildren;
}

/** A button and not a link, because the fragment of the address contains the location in the page. */
function focusMain(): void {
  document.getElementById("main")?.focus();
}

/** The logo and the name of the organization, or those of Palais. */
function ShellMark({
  branding,
  language,
}: {
  readonly branding: ShownBranding | undefined;
  readonly language: string;
}) {
  const name = branding?.name && getLocalizedText(branding.name, language);
  if (branding?.logoPath !== undefined)
    return (
      <>
        <img class="shell-logo" src={branding.logoPath} alt={name ? "" : "Palais"} />
        {name && <bdi>{name}</bdi>}
      </>
    );
  return (
    <>
      <svg viewBox="0 0 32 32" fill="currentColor" aria-hidden="true">
        <path d="M16 4 28 11v2.500H4V11zM6.500 15.500h3.500V23H6.500zm7.750 0h3.500V23h-3.500zm7.750 0h3.500V23H22zM4 25h24v3H4z" />
      </svg>
      <bdi>{name ?? "Palais"}</bdi>
    </>
  );
}

/** The frame of every page: header with the language selector, main content, footer. */
export function PageShell({ reader, tools, home = "/", wide, branding, children }: PageShellProps) {
  const { t } = reader;
  return (
    <WaitingTextProvider text={t("frame.waiting")}>
      <div class={wide ? "shell wide" : "shell"}>
        <button type="button" class="skip button secondary" onClick={focusMain}>
          {t("frame.skip")}
        </button>
        <header class="shell-head">
          <a class="shell-mark" href={home}>
            <ShellMark branding={branding} language={reader.language} />
          </a>
          <div class="shell-tools">
            {tools}
            <LanguageSelect reader={reader} />
          </div>
        </header>
        <main class="shell-main" id="main" tabIndex={-1}>
          {children}
          <WaitingNotice />
        </main>
        <footer class="shell-foot">{t("frame.foot")}</footer>
      </div>
    </WaitingTextProvider>
  );
}
