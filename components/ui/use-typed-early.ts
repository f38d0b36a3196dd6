// What was typed into a field of a prerendered page before its scripts had come. React would overwrite it.
"use client";
import { type RefObject, useLayoutEffect } from "react";

/** @param take is given it, once, before anything is drawn anew */
export function useTypedEarly(
  input: RefObject<HTMLInputElement | null>,
  value: string,
  take: (typed: string) => void,
): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: only then; afterwards React hears of it
  useLayoutEffect(() => {
    const typed = input.current?.value;
    if (typed && typed !== value) take(typed);
  }, []);
}
