// What was typed as an address, taken along from page to page: from the sign-up to the sign-in, and on to a new
// password. For this tab and no longer than it.
import type { AddressForm } from "./address-step";

const key = "firstgate.address";

export function keepDraft(draft: AddressForm) {
  try {
    sessionStorage.setItem(key, JSON.stringify(draft));
  } catch {}
}

/** What was typed on the page before, once. */
export function takeDraft(): AddressForm | undefined {
  try {
    const kept = sessionStorage.getItem(key);
    sessionStorage.removeItem(key);
    return kept ? (JSON.parse(kept) as AddressForm) : undefined;
  } catch {
    return undefined;
  }
}
