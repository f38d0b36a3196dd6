// What an entry of the browser's history holds of ours, so that Back leads one step back and a refresh stays.
import type { Step } from "./verify/journey";

export interface Place {
  /** Which part of a page is shown in place of the whole. */
  view?: string;
  /** The step within it. */
  step?: Step;
}

export function placeInHistory(): Place {
  const { view, step } = (history.state ?? {}) as Place;
  return { ...(view && { view }), ...(step && { step }) };
}

/** Changes where the present entry is. */
export const replacePlace = (place: Place) => history.replaceState(place, "");

/** Goes on to an entry of its own. */
export const pushPlace = (place: Place) => history.pushState(place, "");
