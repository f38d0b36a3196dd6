import "server-only";
// The register of providers: a new vendor is one file and one line here.

export const providerNames = ["outbox"] as const;
export type ProviderName = (typeof providerNames)[number];
