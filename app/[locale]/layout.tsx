// The frame of every page: language, brand colours, global styles.
import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { pageLocale } from "@/app/page-locale";
import { brand, brandCss, colours } from "@/lib/brand";
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

export default async function RootLayout({ children }: { children: ReactNode }) {
  const locale = await pageLocale();
  return (
    <html lang={locale} dir={direction(locale)}>
      <body className="font-sans antialiased">
        <style href="brand" precedence="brand">
          {brandCss}
        </style>
        {children}
      </body>
    </html>
  );
}
