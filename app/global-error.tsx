// What takes the place of everything, where even the frame of the pages broke. It comes with every page, so it is small:
// nothing but words and a button, in the colours that the document had.
"use client";
import { useState } from "react";
import { failureWords } from "@/components/failure-words";
import "./globals.css";

export default function GlobalError() {
  const [words] = useState(failureWords);
  return (
    <html lang={words.locale} dir={words.dir}>
      <body className="font-sans">
        <title>{words.title}</title>
        <main className="mx-auto flex min-h-dvh max-w-md flex-col items-start justify-center gap-4 p-4">
          <h1 className="font-semibold text-title">{words.title}</h1>
          <p>{words.lead}</p>
          <button
            type="button"
            onClick={() => location.reload()}
            className="min-h-12 rounded-control border border-edge px-5 font-semibold"
          >
            {words.retry}
          </button>
        </main>
      </body>
    </html>
  );
}
