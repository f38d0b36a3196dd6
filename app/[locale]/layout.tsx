// The frame of every page: language, brand colours, global styles.
import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { pageLocale } from "@/app/page-locale";
import { FailureTexts } from "@/components/failure-texts";
import { appUrl } from "@/lib/app-url";
import { brand, colours } from "@/lib/brand";
import { brandCss } from "@/lib/brand-css";
import { pageTranslator } from "@/messages";
import { direction, locales } from "@/messages/locales";
import "../globals.css";

export const dynamicParams = false;

export function generateStaticParams() {
  return locales.map((locale) => ({ locale }));
}

export async function generateMetadata(): Promise<Metadata> {
  const locale = await pageLocale();
  const t = pageTranslator(locale, ["front"]);
  return {
    title: { default: brand.name, template: `%s · ${brand.name}` },
    description: t("front.description"),
    icons: {
      icon: [
        { url: "/icon.svg", type: "image/svg+xml" },
        { url: "/favicon.ico", sizes: "32x32" },
      ],
      apple: "/apple-touch-icon.png",
    },
    twitter: { card: "summary_large_image" },
    openGraph: { siteName: brand.name, type: "website", locale: locale.replace("-", "_") },
  };
}

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  viewportFit: "cover",
  // The page shrinks with the keyboard, so the code field stays in sight.
  interactiveWidget: "resizes-content",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: colours.light.canvas },
    { media: "(prefers-color-scheme: dark)", color: colours.dark.canvas },
  ],
};

/** Sites that show links want the whole address. Pages are made by the build: where it knows APP_URL, it is whole. */
const picture = `${appUrl()?.origin ?? ""}/social.png`;

export default async function RootLayout({ children }: { children: ReactNode }) {
  const locale = await pageLocale();
  return (
    <html lang={locale} dir={direction(locale)}>
      <body className="font-sans antialiased">
        <style href="brand" precedence="brand">
          {brandCss}
        </style>
        <meta property="og:image" content={picture} />
        <meta property="og:image:width" content="1200" />
        <meta property="og:image:height" content="630" />
        <meta property="og:image:alt" content={brand.name} />
        <FailureTexts locale={locale} />
        {children}
      </body>
    </html>
  );
}
