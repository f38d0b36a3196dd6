// Loads a vendor's script once, from the vendor. One that failed, or took too long, may be tried again.
const patienceMs = 15_000;

const loading = new Map<string, Promise<void>>();

/** @param name under which the script is known; the address may differ from time to time */
export function loadVendorScript(name: string, src: string): Promise<void> {
  const known = loading.get(name);
  if (known) return known;
  const script = document.createElement("script");
  script.src = src;
  script.async = true;
  const loaded = new Promise<void>((done, failed) => {
    const timer = setTimeout(() => failed(new Error(`${name} took too long`)), patienceMs);
    script.onload = () => {
      clearTimeout(timer);
      done();
    };
    script.onerror = () => {
      clearTimeout(timer);
      failed(new Error(`${name} did not load`));
    };
  }).catch((error) => {
    forgetVendorScript(name);
    throw error;
  });
  script.dataset.vendor = name;
  loading.set(name, loaded);
  document.head.append(script);
  return loaded;
}

/** For one that came without what it should bring: somebody in between may have answered. */
export function forgetVendorScript(name: string): void {
  loading.delete(name);
  document.head.querySelector(`script[data-vendor="${name}"]`)?.remove();
}
