import { QrCode } from "../kit/qr-code.tsx";
import type { StaffReader } from "./staff-words.ts";
import type { Question } from "./steps.ts";

interface Props {
  readonly t: StaffReader["t"];
  readonly question: Question & { readonly kind: "authenticator" };
}

/** How somebody sets up their second factor: by camera, on this device, or by typing its key. */
export function Authenticator({ t, question: { email, key } }: Props) {
  const address = addressOf(email, key);
  return (
    <div class="stack">
      <p>{t("authenticator.lead")}</p>
      <QrCode text={address} alt={t("authenticator.alt")} />
      <p>
        <a href={address}>{t("authenticator.here")}</a>
      </p>
      <p>
        {t("authenticator.key")}
        <br />
        <code dir="ltr">{key.match(/.{1,4}/g)?.join(" ")}</code>
      </p>
      <p class="soft">{t("authenticator.lost")}</p>
    </div>
  );
}

/** What authenticators read: https://github.com/google/google-authenticator/wiki/Key-Uri-Format */
const addressOf = (email: string, key: string): string =>
  `otpauth://totp/Palais:${encodeURIComponent(email)}?secret=${key}&issuer=Palais`;
