import type { Registration } from "#shared/model/registration.ts";
import { getDisplayName } from "#shared/registrations/names.rules.ts";
import { isLive, maskProtectedIdentity } from "#shared/registrations/registration.rules.ts";

/** The people of these categories and roles; a missing list limits nothing. */
export interface HolderFilter {
  readonly categories?: readonly string[] | undefined;
  readonly roles?: readonly string[] | undefined;
}

/**
 * The people with the longest and the shortest name on the badge; one person once. A protected person has the role that
 * staff see.
 */
export function findNameExtremes(registrations: readonly Registration[], filter: HolderFilter): Registration[] {
  const { categories, roles } = filter;
  const [first, ...others] = registrations.filter((each) => {
    const { category, role } = maskProtectedIdentity(each);
    return isLive(each) && (!categories || categories.includes(category)) && (!roles || roles.includes(role));
  });
  if (!first) return [];
  let [longest, shortest] = [first, first];
  for (const each of others) {
    if (measureName(each) > measureName(longest)) longest = each;
    if (measureName(each) < measureName(shortest)) shortest = each;
  }
  return longest === shortest ? [longest] : [longest, shortest];
}

/** The length of the name on the badge, of a protected person the alias. */
const measureName = (registration: Registration) => [...getDisplayName(registration)].length;
