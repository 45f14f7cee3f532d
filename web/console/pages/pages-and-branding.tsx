import { useTranslation } from "../translations.ts";
import { BrandingForm } from "./branding-form.tsx";
import { PageForm } from "./page-form.tsx";
import { PublicAddress } from "./public-address.tsx";

/** How the organization appears, and what the page of the conference says. Each is saved by itself. */
export function PagesAndBranding() {
  const { t } = useTranslation();
  return (
    <section class="stack-wide" aria-labelledby="pages-title">
      <h2 id="pages-title">{t("pages.title")}</h2>
      <PublicAddress />
      <BrandingForm />
      <PageForm />
    </section>
  );
}
