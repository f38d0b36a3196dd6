// A picture with a piece that a slider moves into its gap. The slider is a native range input, so arrow keys,
// clicks on the rail and assistive technology work; nobody has to drag (WCAG 2.2, 2.5.7).
// Moving draws through refs: React renders when a puzzle comes or goes, never while the piece travels.
"use client";
import {
  type CSSProperties,
  type PointerEvent as ReactPointerEvent,
  useEffect,
  useRef,
  useState,
} from "react";
import { ApiProblem, api } from "@/lib/api-client";
import { pathLength, pointAlong } from "@/lib/captcha/picture/path";
import type { Purpose, PuzzleResponse } from "@/lib/contract";
import type { Translate } from "@/messages/translator";
import { problemSentence, type Refusal } from "./problem-sentence";
import { followPointer, Track } from "./slider-track";
import { Button } from "./ui/button";
import { classes } from "./ui/classes";
import { ArrowIcon, CheckIcon, ChevronIcon, ReloadIcon } from "./ui/icons";
import { Spinner } from "./ui/spinner";
import { momentIn, secondsUntil } from "./use-seconds-left";

/** The size of the pictures that lib/captcha draws: space kept free until the first one is here. */
const usualSize = { width: 320, height: 200, pieceWidth: 60 };

/** A new puzzle comes this many seconds before the old one ends, so that none ends under the finger. */
const renewEarly = 3;

type Said = "hint" | "again" | "expired";

type View =
  | { phase: "loading"; puzzle?: PuzzleResponse; said: Said }
  | { phase: "ready" | "checking" | "solved"; puzzle: PuzzleResponse; endsAt: number; said: Said }
  | { phase: "refused"; puzzle?: PuzzleResponse; refusal: Refusal };

export function SliderCaptcha({
  t,
  purpose,
  onSolved,
}: {
  t: Translate;
  purpose: Purpose;
  onSolved: (captchaToken: string) => void;
}) {
  const [view, setView] = useState<View>({ phase: "loading", said: "hint" });
  const [adjusting, setAdjusting] = useState(false);
  const rootRef = useRef<HTMLDivElement>(null);
  const pictureRef = useRef<HTMLDivElement>(null);
  const pieceRef = useRef<HTMLImageElement>(null);
  const rangeRef = useRef<HTMLInputElement>(null);
  const fillRef = useRef<HTMLDivElement>(null);
  const carrierRef = useRef<HTMLDivElement>(null);
  const [track] = useState(() => new Track());
  /** Whether the pointer is down. */
  const pressedRef = useRef(false);

  /** Only the puzzle that was asked for last is shown. */
  const orderRef = useRef(0);

  const puzzle = view.puzzle;
  const ready = view.phase === "ready";
  const length = puzzle ? pathLength(puzzle.path) : 0;
  const { width, height, pieceWidth } = puzzle ?? usualSize;

  const draw = (position: number) => {
    const range = rangeRef.current;
    if (!range) return;
    const part = length > 0 ? position / length : 0;
    const percent = Math.round(part * 100);
    range.setAttribute("aria-valuetext", t("captcha.position", { percent }));
    const along = `translateX(calc(${part} * (100% - var(--thumb))))`;
    if (carrierRef.current) carrierRef.current.style.transform = along;
    if (fillRef.current)
      fillRef.current.style.transform = `translateX(calc(${part - 1} * (100% - var(--thumb))))`;
    if (pieceRef.current && puzzle) {
      const [left, top] = pointAlong(puzzle.path, position);
      // In shares of the piece itself, so the picture may be drawn at any size.
      pieceRef.current.style.transform = `translate(${(left / puzzle.pieceWidth) * 100}%, ${(top / puzzle.pieceHeight) * 100}%)`;
    }
  };

  const issue = async (said: Said) => {
    const order = ++orderRef.current;
    setView((now) => ({ phase: "loading", puzzle: now.puzzle, said }));
    try {
      const next = await api.issuePuzzle(purpose);
      if (order !== orderRef.current) return;
      track.clear();
      pressedRef.current = false;
      setAdjusting(false);
      setView({ phase: "ready", puzzle: next, endsAt: momentIn(next.expiresIn - renewEarly), said });
      const focused = document.activeElement;
      // The button that asked for this may just have gone.
      if (focused === document.body || rootRef.current?.contains(focused))
        rangeRef.current?.focus({ preventScroll: true });
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      if (order !== orderRef.current) return;
      setView((now) => ({ phase: "refused", puzzle: now.puzzle, refusal: error.problem }));
    }
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: the first puzzle comes once
  useEffect(() => {
    void issue("hint");
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a timer per puzzle, and only while it waits
  useEffect(() => {
    if (view.phase !== "ready") return;
    let timer: ReturnType<typeof setTimeout>;
    const renew = () => {
      const later = secondsUntil(view.endsAt);
      // Nobody looks, or the piece is on its way: not now.
      if (later === 0 && !document.hidden && !pressedRef.current) void issue("expired");
      else timer = setTimeout(renew, Math.max(1, later) * 1000);
    };
    timer = setTimeout(renew, secondsUntil(view.endsAt) * 1000);
    return () => clearTimeout(timer);
  }, [view]);

  const submit = async () => {
    const range = rangeRef.current;
    if (view.phase !== "ready" || !range || Number(range.value) === 0) return;
    setView({ ...view, phase: "checking" });
    const position = Number(range.value);
    // Without a drag, the way ends when the person is content with it.
    if (adjusting) track.add(performance.now(), ...pointAlong(view.puzzle.path, position));
    try {
      const solution = { position, track: track.points };
      const { captchaToken } = await api.solvePuzzle(view.puzzle.puzzleId, solution);
      // Closed while it was checked: the person has changed their mind.
      if (!rangeRef.current) return;
      setView({ ...view, phase: "solved" });
      onSolved(captchaToken);
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      if (error.code !== "captcha-failed") {
        setView({ phase: "refused", puzzle: view.puzzle, refusal: error.problem });
        return;
      }
      shake(pictureRef.current);
      await issue("again");
    }
  };

  const press = (down: ReactPointerEvent) => {
    const box = pictureRef.current?.getBoundingClientRect();
    if (!ready || down.button !== 0 || !box) return;
    pressedRef.current = true;
    followPointer(down.nativeEvent, {
      ...{ box, width, track },
      onEnd(how) {
        pressedRef.current = false;
        if (how === "cancelled") return setAdjusting(true);
        // After the input's own last event.
        setTimeout(() => (how === "dragged" ? submit() : setAdjusting(true)));
      },
    });
  };

  /** The slider has moved, by whatever means. */
  const move = () => {
    const range = rangeRef.current;
    if (!range || !puzzle) return;
    const position = Number(range.value);
    draw(position);
    if (pressedRef.current) return;
    // No pointer: the piece's own way is the track.
    const [left, top] = pointAlong(puzzle.path, position);
    track.add(performance.now(), left, top);
    setAdjusting(true);
  };

  const nudge = (by: number) => {
    const range = rangeRef.current;
    if (!range || !ready) return;
    range.value = String(Number(range.value) + by);
    move();
  };

  const shownRef = useRef<string | undefined>(undefined);
  /** A new puzzle starts at its beginning, before the browser paints it. */
  const place = (piece: HTMLImageElement | null) => {
    pieceRef.current = piece;
    if (!piece || !puzzle || shownRef.current === puzzle.puzzleId) return;
    shownRef.current = puzzle.puzzleId;
    if (rangeRef.current) rangeRef.current.value = "0";
    draw(0);
  };

  const troubled = view.phase === "refused" || ("said" in view && view.said === "again");

  return (
    // The piece travels as the picture is drawn, from left to right, also in right-to-left pages.
    <div
      ref={rootRef}
      className="@container flex flex-col gap-4"
      // As wide as the piece, less the rim of the rail: on a straight path, thumb and piece travel together.
      style={{ "--thumb": `calc(${pieceWidth / width} * 100cqw - 0.5rem)` } as CSSProperties}
    >
      <div
        ref={pictureRef}
        dir="ltr"
        style={{ aspectRatio: `${width} / ${height}` }}
        className="relative w-full select-none overflow-hidden rounded-inner bg-sunken"
      >
        {puzzle ? (
          <div
            className={classes("size-full transition-opacity", view.phase === "loading" && "opacity-40")}
            role="img"
            aria-label={t("captcha.picture")}
          >
            {/* biome-ignore lint/performance/noImgElement: a data URL has nothing to optimise */}
            <img src={puzzle.background} alt="" draggable={false} className="size-full" />
            {/* biome-ignore lint/performance/noImgElement: a data URL has nothing to optimise */}
            <img
              key={puzzle.puzzleId}
              ref={place}
              src={puzzle.piece}
              alt=""
              draggable={false}
              className="absolute top-0 left-0 will-change-transform"
              style={{ width: `${(puzzle.pieceWidth / width) * 100}%` }}
            />
          </div>
        ) : (
          view.phase === "loading" && <div className="size-full animate-breathe bg-line" />
        )}
      </div>

      <div
        dir="ltr"
        className={classes(
          "relative h-14 rounded-full bg-sunken p-1 ring-1 ring-line ring-inset transition-opacity forced-colors:border",
          !ready && view.phase !== "solved" && view.phase !== "checking" && "opacity-60",
        )}
      >
        <input
          ref={rangeRef}
          type="range"
          min={0}
          max={Math.floor(length) || 100}
          step={1}
          defaultValue={0}
          aria-label={t("captcha.slider")}
          aria-disabled={!ready || undefined}
          onPointerDown={press}
          onInput={move}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            void submit();
          }}
          className={classes(
            "peer absolute inset-x-1 inset-y-1 z-10 m-0 h-12 w-[calc(100%-0.5rem)] appearance-none bg-transparent opacity-0",
            "touch-none [&::-webkit-slider-runnable-track]:h-12",
            "[&::-webkit-slider-thumb]:h-12 [&::-webkit-slider-thumb]:w-(--thumb) [&::-webkit-slider-thumb]:appearance-none",
            "[&::-moz-range-thumb]:h-12 [&::-moz-range-thumb]:w-(--thumb) [&::-moz-range-thumb]:border-0",
            ready ? "cursor-grab active:cursor-grabbing" : "pointer-events-none",
          )}
        />
        <div className="absolute inset-1 overflow-hidden rounded-full">
          <div
            ref={fillRef}
            className="size-full rounded-full bg-brand/25 will-change-transform"
            style={{ transform: "translateX(calc(-1 * (100% - var(--thumb))))" }}
          />
        </div>
        <div
          ref={carrierRef}
          className={classes(
            "pointer-events-none absolute inset-1 will-change-transform *:transition",
            "peer-focus-visible:*:outline-2 peer-focus-visible:*:outline-brand peer-focus-visible:*:outline-offset-2",
            "peer-active:*:scale-95",
          )}
        >
          <div className="flex h-12 w-(--thumb) items-center justify-center rounded-full bg-brand text-on-brand shadow-thumb forced-colors:border">
            {view.phase === "checking" ? (
              <Spinner />
            ) : view.phase === "solved" ? (
              <CheckIcon className="size-6" />
            ) : (
              <ArrowIcon className="size-6" />
            )}
          </div>
        </div>
      </div>

      <div className="flex min-h-11 items-center gap-2">
        {adjusting && ready && (
          <>
            <Button look="primary" size="small" onClick={() => void submit()}>
              {t("captcha.confirm")}
            </Button>
            <span dir="ltr" className="flex gap-2">
              <Button look="secondary" size="small" aria-label={t("captcha.back")} onClick={() => nudge(-2)}>
                <ChevronIcon className="size-5 rotate-90" />
              </Button>
              <Button
                look="secondary"
                size="small"
                aria-label={t("captcha.forward")}
                onClick={() => nudge(2)}
              >
                <ChevronIcon className="size-5 -rotate-90" />
              </Button>
            </span>
          </>
        )}
        <p
          role="status"
          className={classes(
            "flex-1 text-pretty text-sm",
            troubled ? "text-danger" : view.phase === "solved" ? "text-brand" : "text-muted",
            adjusting && ready && "sr-only",
          )}
        >
          {adjusting && ready ? t("captcha.adjust") : statusOf(view, t)}
        </p>
        <Button
          look="quiet"
          size="small"
          aria-label={t("captcha.reload")}
          title={t("captcha.reload")}
          className="ms-auto -me-2 px-2.5!"
          waiting={view.phase === "checking" || view.phase === "solved"}
          busy={view.phase === "loading"}
          onClick={() => void issue("hint")}
        >
          {view.phase !== "loading" && <ReloadIcon className="size-5" />}
        </Button>
      </div>
    </div>
  );
}

/** What is going on, in words. */
function statusOf(view: View, t: Translate): string {
  if (view.phase === "refused") return problemSentence(t, view.refusal);
  if (view.phase === "checking" || view.phase === "solved") return t(`captcha.${view.phase}`);
  if (view.said !== "hint") return t(`captcha.${view.said}`);
  return t(view.phase === "loading" ? "captcha.loading" : "captcha.hint");
}

function shake(picture: HTMLElement | null) {
  if (!picture?.animate || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const steps = [0, -7, 6, -5, 3, 0].map((x) => ({ transform: `translateX(${x}px)` }));
  picture.animate(steps, { duration: 320, easing: "ease-in-out" });
}
