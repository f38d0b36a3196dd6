// What takes the place of something else: glides in, and takes the focus to its heading unless a field of its own
// has it, so that keyboard and screen reader are where the news is.
"use client";
import { type ReactNode, useEffect, useRef } from "react";

export function Arrival({
  still = false,
  children,
}: {
  /** It has been here from the beginning. */
  still?: boolean;
  children: ReactNode;
}) {
  const box = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, as it arrives
  useEffect(() => {
    if (still || box.current?.contains(document.activeElement)) return;
    box.current?.querySelector<HTMLElement>("h1, h2")?.focus();
  }, []);
  return (
    <div ref={box} className={still ? undefined : "animate-arrive"}>
      {children}
    </div>
  );
}
