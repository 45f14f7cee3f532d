/**
 * A resource with the changes of a request: what the request leaves out stays, and `null` takes a part away.
 * @param draft parsed by the contract
 */
export function mergeParts<Parts extends object>(before: Parts, draft: object): Parts {
  const changed = Object.entries(draft).filter(([, value]) => value !== undefined);
  const merged = { ...before, ...Object.fromEntries(changed) };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null)) as Parts;
}
