// Leads to the same page in another language, and remembers which. Links in a popover, so that it works before, and
// without, any script.
"use client";
import { usePathname } from "next/navigation";
import { type Locale, languageNames, localeCookie, locales, pagePath } from "@/messages/locales";
import { buttonClasses } from "./ui/button";
import { classes } from "./ui/classes";
import { GlobeIcon } from "./ui/icons";

const aYear = 365 * 24 * 60 * 60;

export function LanguageSwitcher({
  locale,
  label,
  className,
}: {
  locale: Locale;
  /** "Language", in the page's. */
  label: string;
  className?: string;
}) {
  const path = usePathname();
  // The server sees the language in a path that has none in the browser.
  const page = path === `/${locale}` || path.startsWith(`/${locale}/`) ? path.slice(locale.length + 1) : path;
  return (
    <div className={className}>
      <button
        type="button"
        popoverTarget="languages"
        aria-label={`${label}: ${languageNames[locale]}`}
        className={buttonClasses({ look: "quiet", size: "small" }, "font-normal text-muted")}
      >
        <GlobeIcon className="size-[1.125rem]" />
        {languageNames[locale]}
      </button>
      <nav
        popover="auto"
        id="languages"
        aria-label={label}
        className="m-auto mb-4 w-[min(24rem,calc(100vw-2rem))] rounded-card border border-line bg-surface p-3 text-ink shadow-card sm:mb-auto"
      >
        <ul className="grid grid-cols-2 gap-1">
          {locales.map((each) => (
            <li key={each}>
              <a
                href={pagePath(each, page || "/")}
                hrefLang={each}
                lang={each}
                aria-current={each === locale || undefined}
                onClick={() => {
                  // biome-ignore lint/suspicious/noDocumentCookie: the other way is not in every browser, and waits
                  document.cookie = `${localeCookie}=${each}; path=/; max-age=${aYear}; samesite=lax`;
                }}
                className={classes(
                  "flex min-h-11 items-center rounded-control px-3 text-sm hover:bg-sunken",
                  each === locale && "bg-brand-soft font-semibold text-brand",
                )}
              >
                <bdi>{languageNames[each]}</bdi>
              </a>
            </li>
          ))}
        </ul>
      </nav>
    </div>
  );
}
