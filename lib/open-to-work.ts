// Limits that strangers can fill for somebody else: they are open to whoever does more work for the address. The page
// knows by them when another check helps.
export const openToWork: ReadonlySet<string | undefined> = new Set([
  "address-hour",
  "prefix-unverified-hour",
]);
