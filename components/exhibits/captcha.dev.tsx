// SliderCaptcha in all of its states: the server's part is played here, as each exhibit needs it.
import { useState } from "react";
import type { Translate } from "@/messages/translator";
import { SliderCaptcha } from "../slider-captcha";
import { Exhibit, Shelf } from "./exhibit.dev";
import { playServer } from "./play-server.dev";

export function CaptchaExhibits({ t }: { t: Translate }) {
  // Before the first exhibit asks for its puzzle.
  useState(playServer);
  return (
    <Shelf name="SliderCaptcha">
      <Exhibit state="a picture (real: slide it)">
        <Slider t={t} plays="real" />
      </Exhibit>
      <Exhibit state="being drawn">
        <Slider t={t} plays="silent" />
      </Exhibit>
      <Exhibit state="not to be had">
        <Slider t={t} plays="refused" />
      </Exhibit>
      <Exhibit state="fits, wherever you put it">
        <Slider t={t} plays="fits" />
      </Exhibit>
      <Exhibit state="never fits: a new picture each time">
        <Slider t={t} plays="misses" />
      </Exhibit>
      <Exhibit state="is being checked, once you have slid it">
        <Slider t={t} plays="checks" />
      </Exhibit>
      <Exhibit state="no picture: starting">
        <Slider t={t} plays="silent" way="work" />
      </Exhibit>
      <Exhibit state="no picture: at work, then done">
        <Slider t={t} plays="fits" way="work" />
      </Exhibit>
      <Exhibit state="no picture: not to be had">
        <Slider t={t} plays="refused" way="work" />
      </Exhibit>
    </Shelf>
  );
}

function Slider({
  t,
  plays,
  way,
}: {
  t: Translate;
  plays: "real" | "silent" | "refused" | "fits" | "misses" | "checks";
  way?: "work";
}) {
  return (
    <SliderCaptcha
      t={t}
      purpose="sign-up"
      target={{ channel: "email", address: `${plays}@exhibits.example` }}
      {...(way && { way })}
      onSolved={() => undefined}
    />
  );
}
