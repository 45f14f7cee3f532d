import { useEffect, useState } from "preact/hooks";

/** The location in a page, from the fragment, which no server receives: `#conference=idm-2015&step=2`. */
export type PageLocation = Readonly<Record<string, string>>;

const readLocation = (): PageLocation => Object.fromEntries(new URLSearchParams(location.hash.slice(1)));

const locationChangedEvent = "palais:location";

/** Navigates within the page and adds a history entry. */
export function navigate(pageLocation: PageLocation): void {
  history.pushState(null, "", `${location.pathname}#${new URLSearchParams(pageLocation)}`);
  dispatchEvent(new Event(locationChangedEvent));
}

/** As `navigate`, but replaces the history entry: for steps that must not be repeated, such as redeeming a link. */
export function replaceLocation(pageLocation: PageLocation): void {
  history.replaceState(null, "", `${location.pathname}#${new URLSearchParams(pageLocation)}`);
  dispatchEvent(new Event(locationChangedEvent));
}

/**
 * Follows the location.
 * @param names the parts that the caller reads: a change of others does not draw it again. Absent: all parts.
 */
export function useLocation(names?: readonly string[]): PageLocation {
  const read = () => {
    const whole = readLocation();
    return names ? Object.fromEntries(Object.entries(whole).filter(([name]) => names.includes(name))) : whole;
  };
  const [pageLocation, setPageLocation] = useState(read);
  useEffect(() => {
    const follow = () =>
      setPageLocation((before) => {
        const after = read();
        return buildHref(before) === buildHref(after) ? before : after;
      });
    const events = ["hashchange", "popstate", locationChangedEvent];
    for (const event of events) addEventListener(event, follow);
    return () => {
      for (const event of events) removeEventListener(event, follow);
    };
  }, []);
  return pageLocation;
}

/** A location as a link that can be shared; empty values are left out. */
export const buildHref = (pageLocation: Readonly<Record<string, string | undefined>>): string =>
  `#${new URLSearchParams(Object.entries(pageLocation).flatMap(([name, value]) => (value ? [[name, value]] : [])))}`;
