// Which part of the account is open in place of the whole: an entry of its own in the browser's history, so that Back
// closes it and a refresh stays.
"use client";
import { useEffect, useState } from "react";
import { placeInHistory, pushPlace } from "../history-place";

const views = ["name", "email", "phone", "password", "delete"] as const;
export type View = (typeof views)[number];

export function useView() {
  const [view, setView] = useState<View>();

  useEffect(() => {
    const follow = () => setView(views.find((each) => each === placeInHistory().view));
    follow();
    window.addEventListener("popstate", follow);
    return () => window.removeEventListener("popstate", follow);
  }, []);

  return {
    view,
    open(next: View) {
      pushPlace({ view: next });
      setView(next);
    },
    /** However many steps were taken in it. */
    close() {
      const { view: here, step = "address" } = placeInHistory();
      setView(undefined);
      if (here) history.go(step === "address" ? -1 : -2);
    },
  };
}
