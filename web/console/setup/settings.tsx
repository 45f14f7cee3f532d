import { useLazyComponent } from "../../kit/hooks/use-lazy-component.ts";
import { buildHref, useLocation } from "../../kit/hooks/use-location.ts";
import { useConsoleContext } from "../console-context.ts";
import { useTranslation } from "../translations.ts";
import { isSetupSection, type SettingsSection, type SetupSection, settingsSections } from "./settings-sections.ts";

/** The settings of a conference: a menu, and one section at a time. */
export function SettingsView() {
  const { t } = useTranslation();
  const { settings } = useConsoleContext();
  const { section: named } = useLocation();
  const section = settingsSections.find((each) => each === named) ?? "basics";
  return (
    <div class="settings">
      <nav class="settings-menu" aria-label={t("settingsSection.menu")}>
        <ul class="plain-list">
          {settingsSections.map((each) => (
            <li key={each}>
              <a
                class="settings-link"
                href={buildHref({ conference: settings.conferenceId, view: "settings", section: each })}
                aria-current={each === section ? "page" : undefined}
              >
                {t(`settingsSection.${each}`)}
              </a>
            </li>
          ))}
          <li>
            <a class="settings-link" href={buildHref({ copy: settings.conferenceId })}>
              {t("copy.open")}
            </a>
          </li>
        </ul>
      </nav>
      {isSetupSection(section) ? <CommonSection section={section} /> : <OwnSection section={section} />}
    </div>
  );
}

/** A section that is saved together with others. */
function CommonSection({ section }: { readonly section: SetupSection }) {
  const { t } = useTranslation();
  const View = useLazyComponent(() => import("./setup.tsx").then((part) => part.SetupView));
  return View ? <View section={section} /> : <p aria-busy="true">{t("common.loading")}</p>;
}

/** A section that is saved by itself. Its code is loaded when it is opened. */
function OwnSection({ section }: { readonly section: Exclude<SettingsSection, SetupSection> }) {
  const { t } = useTranslation();
  return (
    <div class="sheet dense-sheet stack-wide">
      <h1>{t("nav.settings")}</h1>
      {section === "form" ? <FormSection /> : <PagesSection />}
    </div>
  );
}

function FormSection() {
  const { t } = useTranslation();
  const Builder = useLazyComponent(() => import("../form-builder/form-builder.tsx").then((part) => part.FormBuilder));
  return Builder ? <Builder /> : <p aria-busy="true">{t("common.loading")}</p>;
}

function PagesSection() {
  const { t } = useTranslation();
  const Pages = useLazyComponent(() => import("../pages/pages-and-branding.tsx").then((part) => part.PagesAndBranding));
  return Pages ? <Pages /> : <p aria-busy="true">{t("common.loading")}</p>;
}
