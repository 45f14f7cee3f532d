import { useEffect, useState } from "preact/hooks";

/** Where in a page one is stands in the fragment, which no server sees: `#conference=idm-2015&step=2`. */
export type Place = Readonly<Record<string, string>>;

const read = (): Place => Object.fromEntries(new URLSearchParams(location.hash.slice(1)));

const changed = "palais:place";

/** Goes somewhere else in the page; back leads back. */
export function go(place: Place): void {
  history.pushState(null, "", `${location.pathname}#${new URLSearchParams(place)}`);
  dispatchEvent(new Event(changed));
}

/** As `go`, without a way back: for what must not be done twice, such as opening a link. */
export function replace(place: Place): void {
  history.replaceState(null, "", `${location.pathname}#${new URLSearchParams(place)}`);
  dispatchEvent(new Event(changed));
}

export function usePlace(): Place {
  const [place, setPlace] = useState(read);
  useEffect(() => {
    const follow = () => setPlace(read());
    const names = ["hashchange", "popstate", changed];
    for (const name of names) addEventListener(name, follow);
    return () => {
      for (const name of names) removeEventListener(name, follow);
    };
  }, []);
  return place;
}
