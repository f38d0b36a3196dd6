// What takes the place of everything, where even the frame of the pages broke: it brings its own.
"use client";
import { useState } from "react";
import { Failure } from "@/components/failure";
import { failureWords } from "@/components/failure-words";
import { brandCss } from "@/lib/brand";
import "./globals.css";

export default function GlobalError() {
  const [words] = useState(failureWords);
  return (
    <html lang={words.locale} dir={words.dir}>
      <body className="font-sans antialiased">
        <title>{words.title}</title>
        <style href="brand" precedence="brand">
          {brandCss}
        </style>
        <Failure words={words} onRetry={() => location.reload()} />
      </body>
    </html>
  );
}
