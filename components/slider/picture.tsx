// The picture and the piece that travels over it. The piece is drawn through a handle, never by rendering.
import { type Ref, useImperativeHandle, useRef } from "react";
import { pointAlong } from "@/lib/captcha/picture/path";
import type { PuzzleResponse } from "@/lib/contract";
import type { Translate } from "@/messages/translator";
import { classes } from "../ui/classes";

/** The size of the pictures that lib/captcha draws: space kept free until the first one is here. */
export const usualSize = { width: 320, height: 200, pieceWidth: 60 };

export interface PictureHandle {
  /** Where it is on the page. */
  box(): DOMRect | undefined;
  /** Draws the piece at a distance along its path. */
  draw(position: number): void;
  /** Says no. */
  shake(): void;
}

export function Picture({
  t,
  puzzle,
  loading,
  ref,
}: {
  t: Translate;
  puzzle: PuzzleResponse | undefined;
  loading: boolean;
  ref: Ref<PictureHandle>;
}) {
  const boxRef = useRef<HTMLDivElement>(null);
  const pieceRef = useRef<HTMLImageElement>(null);
  const { width, height } = puzzle ?? usualSize;

  useImperativeHandle(ref, () => ({
    box: () => boxRef.current?.getBoundingClientRect(),
    draw(position) {
      if (!pieceRef.current || !puzzle) return;
      const [left, top] = pointAlong(puzzle.path, position);
      // In shares of the piece itself, so the picture may be drawn at any size.
      pieceRef.current.style.transform = `translate(${(left / puzzle.pieceWidth) * 100}%, ${(top / puzzle.pieceHeight) * 100}%)`;
    },
    shake() {
      if (!boxRef.current?.animate || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
      const steps = [0, -7, 6, -5, 3, 0].map((x) => ({ transform: `translateX(${x}px)` }));
      boxRef.current.animate(steps, { duration: 320, easing: "ease-in-out" });
    },
  }));

  return (
    // The piece travels as the picture is drawn, from left to right, also in right-to-left pages.
    <div
      ref={boxRef}
      dir="ltr"
      style={{ aspectRatio: `${width} / ${height}` }}
      className="relative w-full select-none overflow-hidden rounded-inner bg-sunken"
    >
      {puzzle ? (
        <div
          className={classes("size-full transition-opacity", loading && "opacity-40")}
          role="img"
          aria-label={t("captcha.picture")}
        >
          {/* biome-ignore lint/performance/noImgElement: a data URL has nothing to optimise */}
          <img src={puzzle.background} alt="" draggable={false} className="size-full" />
          {/* biome-ignore lint/performance/noImgElement: a data URL has nothing to optimise */}
          <img
            key={puzzle.puzzleId}
            ref={pieceRef}
            src={puzzle.piece}
            alt=""
            draggable={false}
            className="absolute top-0 left-0 will-change-transform"
            style={{ width: `${(puzzle.pieceWidth / width) * 100}%` }}
          />
        </div>
      ) : (
        loading && <div className="size-full animate-breathe bg-line" />
      )}
    </div>
  );
}
