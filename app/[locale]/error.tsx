// What takes the place of a page that broke.
"use client";
import { useState } from "react";
import { Failure } from "@/components/failure";
import { failureWords } from "@/components/failure-words";

export default function PageError({ reset }: { reset: () => void }) {
  const [words] = useState(failureWords);
  return <Failure words={words} onRetry={reset} />;
}
