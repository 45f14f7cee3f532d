import { announce } from "../../kit/components/announce.ts";
import { Button } from "../../kit/components/button.tsx";
import { QrCode } from "../../kit/components/qr-code.tsx";
import { useConsoleContext } from "../console-context.ts";
import { useTranslation } from "../translations.ts";

/** Where people register, as a link and as a code for posters and slides. */
export function PublicAddress() {
  const { t } = useTranslation();
  const { conferenceId } = useConsoleContext().settings;
  const address = `${location.origin}/?conference=${conferenceId}`;
  const copy = () =>
    navigator.clipboard.writeText(address).then(
      () => announce(t("publicAddress.copied")),
      // Without the permission, the address can still be selected.
      () => {},
    );
  return (
    <section class="card public-address" aria-labelledby="address-title">
      <div class="stack-tight">
        <h3 id="address-title">{t("publicAddress.title")}</h3>
        <p class="soft small">{t("publicAddress.lead")}</p>
        <p class="public-address-link">
          <a href={address}>
            <bdi dir="ltr">{address}</bdi>
          </a>
        </p>
        <Button kind="secondary" small onPress={() => void copy()}>
          {t("publicAddress.copy")}
        </Button>
      </div>
      <QrCode text={address} alt={t("publicAddress.code")} />
    </section>
  );
}
