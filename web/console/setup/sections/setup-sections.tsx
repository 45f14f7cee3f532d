import { useContext } from "preact/hooks";
import { buildHref } from "../../../kit/hooks/use-location.ts";
import { ConsoleContext } from "../../console-context.ts";
import { useTranslation } from "../../translations.ts";
import type { SetupSection } from "../settings-sections.ts";
import type { SetupEditing } from "../setup-draft.ts";
import { BadgeSection } from "./badge-section.tsx";
import { BasicsSection } from "./basics-section.tsx";
import { CategoriesSection } from "./categories-section.tsx";
import { CountriesSection } from "./countries-section.tsx";
import { EmailSection } from "./email-section.tsx";
import { LetterSection } from "./letter-section.tsx";
import { RolesSection } from "./roles-section.tsx";
import { RegistrationPeriod, SeatingSection, SetupNumberFields } from "./seating-section.tsx";
import { SessionsSection } from "./sessions-section.tsx";
import { StaffSection } from "./staff-section.tsx";
import { TargetsSection } from "./targets-section.tsx";

interface SetupSectionsProps {
  /** Absent for a new conference, which shows only what has no default. */
  readonly section: SetupSection | undefined;
  readonly editing: SetupEditing;
}

/** The fields of a section of the settings. */
export function SetupSections({ section, editing }: SetupSectionsProps) {
  const { t } = useTranslation();
  const settings = useContext(ConsoleContext)?.settings;
  switch (section) {
    case undefined:
      return (
        <>
          <BasicsSection {...editing} />
          <section class="stack">
            <h2>{t("setup.seating")}</h2>
            <RegistrationPeriod {...editing} />
          </section>
          <CategoriesSection {...editing} />
        </>
      );
    case "basics":
      return <BasicsSection {...editing} />;
    case "categories":
      return (
        <>
          <CategoriesSection {...editing} />
          <RolesSection {...editing} />
          <CountriesSection {...editing} />
        </>
      );
    case "programme":
      return (
        <>
          <SessionsSection {...editing} />
          {settings && (
            <p>
              <a href={buildHref({ conference: settings.conferenceId, view: "programme" })}>{t("nav.programme")}</a>
            </p>
          )}
        </>
      );
    case "capacity":
      return (
        <>
          <SeatingSection {...editing} />
          <TargetsSection {...editing} />
        </>
      );
    case "emails":
      return <EmailSection {...editing} />;
    case "badges":
      return <BadgeSection {...editing} />;
    case "letters":
      return <LetterSection {...editing} />;
    case "staff":
      return <StaffSection {...editing} />;
    case "privacy":
      return (
        <section class="stack">
          <h2>{t("settingsSection.privacy")}</h2>
          <SetupNumberFields editing={editing} paths={["retentionDays", "documentRetentionDays"]} />
        </section>
      );
  }
}
