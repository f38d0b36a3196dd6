// Our own captcha: a picture and a slider, or, for whoever cannot see or drag, work and a short wait in their place.
"use client";
import { useState } from "react";
import type { CaptchaProps } from "./captcha-kinds";
import { PictureWay } from "./slider/picture-way";
import { WorkWay } from "./slider/work-way";
import type { BeginWork } from "./work/begin";

export function SliderCaptcha({
  way: first = "picture",
  onWay,
  ...props
}: CaptchaProps & {
  /** How the work that comes with every puzzle is begun. */
  begin?: BeginWork;
}) {
  const [way, setWay] = useState(first);
  const choose = (next: typeof way) => {
    setWay(next);
    onWay?.(next);
  };
  return way === "picture" ? (
    <PictureWay {...props} onOther={() => choose("work")} />
  ) : (
    <WorkWay {...props} onOther={() => choose("picture")} />
  );
}
