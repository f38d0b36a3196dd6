// The frame of every page: language, brand colours, global styles.
import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { brand, brandCss, colours } from "@/lib/brand";
import { defaultLocale, direction, pageTranslator } from "@/messages";
import "./globals.css";

const locale = defaultLocale;
const t = pageTranslator(locale, ["front"]);

export const metadata: Metadata = {
  title: { default: brand.name, template: `%s · ${brand.name}` },
  description: t("front.description"),
};

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

export default function RootLayout({ children }: { children: ReactNode }) {
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
