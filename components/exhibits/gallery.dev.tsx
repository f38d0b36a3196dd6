// The page /components of `next dev`: exhibits under their names, with switches for the scheme and the direction.
"use client";
import { useEffect, useState } from "react";
import { colours } from "@/lib/brand";
import { direction, type Locale } from "@/messages/locales";
import { type Messages, translator } from "@/messages/translator";
import { Logo } from "../logo";
import { Button } from "../ui/button";
import { CaptchaExhibits } from "./captcha.dev";
import { ControlExhibits } from "./controls.dev";
import { FieldExhibits } from "./fields.dev";

export function Gallery({ locale, messages }: { locale: Locale; messages: Messages }) {
  const t = translator(locale, messages);
  const [scheme, setScheme] = useState<"light" | "dark">();
  const [dir, setDir] = useState<"ltr" | "rtl">(direction(locale));

  // Fields measure what a browser draws: not before there is one.
  const [here, setHere] = useState(false);
  useEffect(() => setHere(true), []);

  // On the document, so that dialogs and backgrounds follow.
  useEffect(() => {
    const { style } = document.documentElement;
    document.documentElement.dir = dir;
    const chosen = scheme ? Object.entries(colours[scheme]) : [];
    for (const name of Object.keys(colours.light)) style.removeProperty(`--${name}`);
    for (const [name, value] of chosen) style.setProperty(`--${name}`, value);
    style.colorScheme = scheme ?? "";
  }, [scheme, dir]);

  return (
    <div className="mx-auto flex max-w-6xl flex-col gap-16 px-4 pb-24 sm:px-8">
      <header className="sticky top-0 z-10 -mx-4 flex flex-wrap items-center gap-3 border-line border-b bg-canvas px-4 py-4">
        <Logo className="me-auto text-brand" />
        <Button look="secondary" size="small" onClick={() => setScheme(scheme === "dark" ? "light" : "dark")}>
          {scheme === "dark" ? "Light" : "Dark"}
        </Button>
        <Button look="secondary" size="small" onClick={() => setDir(dir === "rtl" ? "ltr" : "rtl")}>
          {dir === "rtl" ? "Left to right" : "Right to left"}
        </Button>
      </header>
      <main className="flex flex-col gap-16">
        <h1 className="font-semibold text-title tracking-tight">Components</h1>
        {here && (
          <>
            <FieldExhibits t={t} />
            <CaptchaExhibits t={t} />
            <ControlExhibits t={t} />
          </>
        )}
      </main>
    </div>
  );
}
