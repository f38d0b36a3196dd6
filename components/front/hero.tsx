// What this is, in a sentence and a picture, and the ways in.
import Link from "next/link";
import { brand } from "@/lib/brand";
import { pagePath } from "@/messages/locales";
import type { Translate } from "@/messages/translator";
import { Gate } from "../gate";
import { buttonClasses } from "../ui/button";
import { JourneyPicture } from "./journey-picture";

export function Hero({ t }: { t: Translate }) {
  return (
    <section className="grid items-center gap-10 lg:grid-cols-[1fr_25rem] lg:gap-14">
      <div className="flex min-w-0 flex-col items-start gap-6">
        <h1 className="max-w-full text-balance font-semibold text-hero tracking-tight">{t("front.title")}</h1>
        <p className="max-w-2xl text-lg text-muted leading-relaxed">
          {t("front.lead", { name: brand.name })}
        </p>
        <div className="flex flex-wrap gap-3 max-sm:w-full max-sm:*:flex-auto max-sm:*:px-4">
          <Link href={pagePath(t.locale, "/sign-up")} className={buttonClasses({}, "px-7")}>
            {t("front.signUp")}
          </Link>
          <Link
            href={pagePath(t.locale, "/sign-in")}
            className={buttonClasses({ look: "secondary" }, "bg-transparent px-7")}
          >
            {t("front.signIn")}
          </Link>
        </div>
      </div>
      <div className="relative isolate flex justify-center overflow-hidden rounded-card bg-panel bg-linear-160 from-panel to-panel-deep px-5 py-12 forced-colors:border sm:px-10 lg:py-20">
        <Gate className="absolute -top-2 left-1/2 -z-10 h-[41rem] w-[31rem] -translate-x-1/2" />
        <JourneyPicture />
      </div>
    </section>
  );
}
