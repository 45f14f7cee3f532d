import { useTranslation } from "./translations.ts";

/** A number in the digits of the reader's language. */
export function LocalizedNumber({ value }: { readonly value: number }) {
  const { language } = useTranslation();
  return <>{new Intl.NumberFormat(language).format(value)}</>;
}
