import { useEffect } from "preact/hooks";

function setIndexable(isIndexable: boolean): void {
  const found = document.head.querySelector('meta[name="robots"]');
  if (isIndexable) found?.remove();
  if (isIndexable || found) return;
  const meta = document.createElement("meta");
  meta.name = "robots";
  meta.content = "noindex";
  document.head.append(meta);
}

/**
 * Tells search engines whether they may list this page, as long as it is shown; without it they may not. They run the
 * scripts, and read the page as it is then.
 */
export function useIndexable(isIndexable: boolean): void {
  useEffect(() => {
    setIndexable(isIndexable);
    return () => setIndexable(false);
  }, [isIndexable]);
}
