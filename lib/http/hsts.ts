// Where the public origin is https, browsers are told to come by nothing else (RFC 6797). Said here, not in
// next.config.ts: what stands there is fixed when the application is built, and APP_URL is not known then.

export const hstsHeader = "Strict-Transport-Security";

/** A year (ASVS 3.4.1). Subdomains are left out: they may be somebody else's, and it cannot be taken back. */
const policy = "max-age=31536000";

export function hstsFor(publicUrl: URL | undefined): string | undefined {
  // A browser that was told so of localhost would refuse whatever else is developed there.
  return publicUrl?.protocol === "https:" && publicUrl.hostname !== "localhost" ? policy : undefined;
}
