// A picture with a piece that a slider moves into its gap. Nobody has to drag (WCAG 2.2, 2.5.7): keys, taps on
// the rail and two buttons move it as well. React renders when a puzzle comes or goes, never while the piece travels.
import {
  type CSSProperties,
  type PointerEvent as ReactPointerEvent,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { pathLength, pointAlong } from "@/lib/captcha/picture/path";
import type { Translate } from "@/messages/translator";
import type { CaptchaProps } from "../captcha-kinds";
import { problemSentence } from "../problem-sentence";
import { followPointer, Track } from "../slider-track";
import { Button } from "../ui/button";
import { classes } from "../ui/classes";
import { ChevronIcon, ReloadIcon } from "../ui/icons";
import type { BeginWork } from "../work/begin";
import { Picture, type PictureHandle, usualSize } from "./picture";
import { Rail, type RailHandle } from "./rail";
import { usePuzzles, type View } from "./use-puzzles";

export function PictureWay({
  t,
  onOther,
  ...props
}: CaptchaProps & {
  begin?: BeginWork;
  /** The person would rather do without the picture. */
  onOther: () => void;
}) {
  const statusId = useId();
  const [adjusting, setAdjusting] = useState(false);
  const [track] = useState(() => new Track());
  const rootRef = useRef<HTMLDivElement>(null);
  const pictureRef = useRef<PictureHandle>(null);
  const railRef = useRef<RailHandle>(null);
  /** Whether the pointer is down. */
  const pressedRef = useRef(false);

  const { view, renew, solve } = usePuzzles({
    ...props,
    held: () => pressedRef.current,
    onIssued() {
      track.clear();
      pressedRef.current = false;
      setAdjusting(false);
      const focused = document.activeElement;
      // The button that asked for this may just have gone.
      if (focused === document.body || rootRef.current?.contains(focused)) railRef.current?.focus();
    },
    onFailed: () => pictureRef.current?.shake(),
  });
  const { phase, puzzle } = view;
  const ready = phase === "ready";
  /** The person has done their part. */
  const placed = phase === "checking" || phase === "working" || phase === "solved";
  const length = puzzle ? pathLength(puzzle.path) : 0;
  const { width, pieceWidth } = puzzle ?? usualSize;

  // A new puzzle starts at its beginning, before the browser paints it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once per puzzle
  useLayoutEffect(() => {
    if (!puzzle) return;
    railRef.current?.moveTo(0);
    pictureRef.current?.draw(0);
  }, [puzzle?.puzzleId]);

  const submit = () => {
    const position = railRef.current?.value();
    if (!ready || !position) return;
    // Without a drag, the way ends when the person is content with it.
    if (adjusting) track.add(performance.now(), ...pointAlong(view.puzzle.path, position));
    void solve(position, track.points);
  };

  const press = (down: ReactPointerEvent) => {
    const box = pictureRef.current?.box();
    if (!ready || down.button !== 0 || !box) return;
    pressedRef.current = true;
    // The browser's own way lays out the page and dispatches four more events on every move: too much for a slow
    // phone. Ours puts the thumb where the pointer is, as that one does; what it prevents besides is the focus.
    down.preventDefault();
    railRef.current?.focus();
    followPointer(down.nativeEvent, {
      ...{ box, width, track },
      onMove: (x) => place(((x - pieceWidth / 2) / (width - pieceWidth)) * length),
      onEnd(how) {
        pressedRef.current = false;
        if (how === "dragged") submit();
        else setAdjusting(true);
      },
    });
  };

  const move = (position: number) => {
    if (!puzzle) return;
    pictureRef.current?.draw(position);
    if (pressedRef.current) return;
    // No pointer: the piece's own way is the track.
    track.add(performance.now(), ...pointAlong(puzzle.path, position));
    setAdjusting(true);
  };

  /** Moves thumb and piece to the nearest place on the path. */
  const place = (position: number) => {
    railRef.current?.moveTo(position);
    move(railRef.current?.value() ?? 0);
  };

  const nudge = (by: number) => {
    if (ready) place((railRef.current?.value() ?? 0) + by);
  };

  const troubled = view.phase === "refused" || view.said === "again" || view.said === "stillAgain";

  return (
    <div
      ref={rootRef}
      className="@container flex flex-col gap-4"
      // As wide as the piece, less the rim of the rail: on a straight path, thumb and piece travel together.
      style={{ "--thumb": `calc(${pieceWidth / width} * 100cqw - 0.5rem)` } as CSSProperties}
    >
      <Picture t={t} puzzle={puzzle} loading={phase === "loading"} ref={pictureRef} />
      <Rail
        {...{ t, phase, length }}
        describedBy={statusId}
        ref={railRef}
        onPress={press}
        onMove={move}
        onEnter={submit}
      />
      <div className="flex flex-col gap-1">
        <div className="flex min-h-11 items-center gap-2">
          {adjusting && ready && (
            <>
              <Button look="primary" size="small" onClick={submit}>
                {t("captcha.confirm")}
              </Button>
              <span dir="ltr" className="flex gap-2">
                <Button
                  look="secondary"
                  size="small"
                  aria-label={t("captcha.back")}
                  onClick={() => nudge(-2)}
                >
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
            id={statusId}
            role="status"
            className={classes(
              "flex-1 text-pretty text-sm",
              troubled ? "text-danger" : phase === "solved" ? "text-brand" : "text-muted",
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
            className="ms-auto -me-2 min-w-10 px-2.5!"
            waiting={placed}
            busy={phase === "loading"}
            onClick={() => void renew()}
          >
            {phase !== "loading" && <ReloadIcon className="size-5" />}
          </Button>
        </div>
        <Button look="quiet" size="small" className="-mb-2" waiting={placed} onClick={onOther}>
          {t("captcha.another")}
        </Button>
      </div>
    </div>
  );
}

/** What is going on, in words. */
function statusOf(view: View, t: Translate): string {
  switch (view.phase) {
    case "refused":
      return problemSentence(t, view.refusal);
    case "checking":
    case "working":
    case "solved":
      return t(`captcha.${view.phase}`);
    default:
      if (view.said !== "hint") return t(`captcha.${view.said}`);
      return t(view.phase === "loading" ? "captcha.loading" : "captcha.hint");
  }
}
