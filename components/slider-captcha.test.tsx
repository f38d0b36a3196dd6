// Our own captcha: the slider by keyboard and pointer, the track it records, what follows a failure, the work beside
// it, and the way without a picture.
import { act, fireEvent, render, screen, waitFor } from "@testing-library/react";
import type { ComponentProps } from "react";
import { describe, expect, it, vi } from "vitest";
import type { Solution } from "@/lib/contract";
import { CaptchaDialog } from "./captcha-dialog";
import { SliderCaptcha } from "./slider-captcha";
import { Track } from "./slider-track";
import { fakeServer, type Reply, refusal } from "./testing/fake-server";
import { t } from "./testing/texts";
import { tinySolution, tinyWork } from "./testing/work";
import type { BeginWork } from "./work/begin";

let issued = 0;
const puzzle = (): Reply => ({
  status: 201,
  body: {
    puzzleId: `puzzle-${++issued}`,
    width: 320,
    height: 180,
    background: "data:image/png;base64,",
    piece: "data:image/png;base64,",
    pieceWidth: 60,
    pieceHeight: 60,
    // Two legs of 100: along, then down.
    path: [
      [0, 20],
      [100, 20],
      [100, 120],
    ],
    expiresIn: 120,
    work: tinyWork,
  },
});
const solved: Reply = { status: 201, body: { captchaToken: "token", expiresIn: 180 } };

async function draw(solution: Reply = solved, props: Partial<ComponentProps<typeof SliderCaptcha>> = {}) {
  issued = 0;
  const server = fakeServer({
    "POST /captcha/puzzles": puzzle,
    "POST /captcha/puzzles/:id/solutions": solution,
  });
  const onSolved = vi.fn();
  const { container, unmount } = render(
    <SliderCaptcha t={t} purpose="sign-up" onSolved={onSolved} {...props} />,
  );
  const slider = screen.getByRole<HTMLInputElement>("slider");
  await waitFor(() => expect(slider).not.toHaveAttribute("aria-disabled"));
  const picture = screen.getByRole("img", { name: /picture/ });
  const piece = () => container.querySelectorAll("img")[1] as HTMLImageElement;
  const solution1 = () =>
    server.calls.find((call) => call.route.endsWith("/solutions"))?.body as Solution | undefined;
  return { server, onSolved, slider, picture, piece, unmount, solution: solution1 };
}

/** What a range input does when its value changes. */
function slideTo(slider: HTMLInputElement, value: number) {
  fireEvent.input(slider, { target: { value: String(value) } });
}

it("moves the piece along every leg of the path, by the distance travelled", async () => {
  const { slider, piece } = await draw();
  expect(slider).toHaveAttribute("max", "200");
  expect(piece().style.transform).toBe(`translate(0%, ${(20 / 60) * 100}%)`);

  slideTo(slider, 100);
  expect(piece().style.transform).toBe(`translate(${(100 / 60) * 100}%, ${(20 / 60) * 100}%)`);

  slideTo(slider, 150);
  expect(piece().style.transform).toBe(`translate(${(100 / 60) * 100}%, ${(70 / 60) * 100}%)`);
});

it("asks for a stronger puzzle, either way, when the server wanted one more", async () => {
  const server = fakeServer({ "POST /captcha/puzzles": refusal(429, "rate-limited", { retryAfter: 5 }) });
  const target = { channel: "email", address: "ada@example.com" } as const;
  const dialog = (more: number, way: "picture" | "work") => (
    <CaptchaDialog
      {...{ t, target, more, purpose: "sign-up", onSolved: vi.fn(), onClose: vi.fn() }}
      kind="slider"
      Captcha={(props) => <SliderCaptcha {...props} way={way} />}
    />
  );
  const bodies = () => server.to("POST /captcha/puzzles").map(({ body }) => body);
  const { unmount } = render(dialog(0, "picture"));
  await waitFor(() => expect(bodies()).toHaveLength(1));
  unmount();
  render(dialog(1, "picture"));
  await waitFor(() => expect(bodies()).toHaveLength(2));
  render(dialog(1, "work"));
  await waitFor(() => expect(bodies()).toHaveLength(3));

  const asked = { purpose: "sign-up", ...target };
  expect(bodies()).toEqual([asked, { ...asked, strong: true }, { ...asked, strong: true, picture: false }]);
});

it("tells assistive technology where it stands", async () => {
  const { slider } = await draw();

  slideTo(slider, 120);

  expect(slider).toHaveAccessibleName("Slide the piece into the gap");
  expect(slider).toHaveAttribute("aria-valuetext", "60 %");
});

it("is solved by keyboard: move, then Enter", async () => {
  const { slider, solution, onSolved } = await draw();

  slideTo(slider, 119);
  slideTo(slider, 120);
  fireEvent.keyDown(slider, { key: "Enter" });

  await waitFor(() => expect(onSolved).toHaveBeenCalledWith("token"));
  expect(solution()?.position).toBe(120);
  expect(solution()?.track?.map(([, x, y]) => [x, y])).toEqual([
    [100, 39],
    [100, 40],
    [100, 40],
  ]);
  expect(solution()?.track?.[0]?.[0]).toBe(0);
});

it("offers a button to confirm, and two to adjust, once it was moved without dragging", async () => {
  const { slider, solution, onSolved } = await draw();
  expect(screen.queryByRole("button", { name: "Confirm" })).not.toBeInTheDocument();

  slideTo(slider, 100);
  fireEvent.click(screen.getByRole("button", { name: "A little back" }));
  fireEvent.click(screen.getByRole("button", { name: "Confirm" }));

  await waitFor(() => expect(onSolved).toHaveBeenCalled());
  expect(solution()?.position).toBe(98);
});

it("records the way of a drag in picture pixels and submits on release", async () => {
  const { slider, solution, onSolved } = await draw();
  // Drawn at twice its size, a little off the corner of the page.
  vi.spyOn(HTMLElement.prototype, "getBoundingClientRect").mockReturnValue(new DOMRect(10, 30, 640, 360));

  pointer(slider, "pointerdown", 30, 430, 1000);
  pointer(document, "pointermove", 130, 432, 1016);
  slideTo(slider, 60);
  pointer(document, "pointermove", 231, 430, 1032);
  slideTo(slider, 120);
  pointer(document, "pointerup", 231, 430, 1050);

  await waitFor(() => expect(onSolved).toHaveBeenCalledWith("token"));
  expect(solution()).toEqual({
    position: 120,
    track: [
      [0, 10, 200],
      [16, 60, 201],
      [32, 110.5, 200],
      [50, 110.5, 200],
    ],
    work: { ...tinySolution, time: expect.any(Number) },
  });
});

it("has the thumb where the pointer is, within the rail", async () => {
  const { slider } = await draw();
  vi.spyOn(HTMLElement.prototype, "getBoundingClientRect").mockReturnValue(new DOMRect(10, 30, 640, 360));
  const at = (x: number) => {
    pointer(document, "pointermove", x, 430, 1016);
    return slider.value;
  };

  pointer(slider, "pointerdown", 10 + 60, 430, 1000);

  expect(slider).toHaveFocus();
  // As wide as the piece, in a picture of twice its size: the middle of the thumb has 520 to go.
  expect(slider).toHaveValue("0");
  expect(at(70 + 260)).toBe("100");
  expect(at(70 + 520)).toBe("200");
  expect(at(70 + 900)).toBe("200");
  expect(at(0)).toBe("0");
});

it("takes a tap on the rail as a first guess that can be adjusted", async () => {
  const { slider, server } = await draw();

  pointer(slider, "pointerdown", 100, 100, 0);
  slideTo(slider, 90);
  pointer(document, "pointerup", 101, 100, 80);

  expect(await screen.findByRole("button", { name: "Confirm" })).toBeInTheDocument();
  expect(server.calls).toHaveLength(1);
});

it("gives a new puzzle after a failure, says why, and starts from the beginning", async () => {
  const { slider, server, onSolved } = await draw(refusal(403, "captcha-failed"));
  slider.focus();

  slideTo(slider, 80);
  fireEvent.keyDown(slider, { key: "Enter" });

  expect(await screen.findByText("That was not quite it, here is a new one.")).toBeInTheDocument();
  await waitFor(() => expect(server.to("POST /captcha/puzzles")).toHaveLength(2));
  await waitFor(() => expect(slider).toHaveValue("0"));
  await waitFor(() => expect(slider).toHaveFocus());
  expect(onSolved).not.toHaveBeenCalled();
});

it("submits nothing before the piece was moved", async () => {
  const { slider, server } = await draw();

  fireEvent.keyDown(slider, { key: "Enter" });

  expect(server.calls).toHaveLength(1);
});

it("says what is wrong when no puzzle can be had, and tries again on demand", async () => {
  const server = fakeServer({
    "POST /captcha/puzzles": refusal(429, "rate-limited", { retryAfter: 30, limit: "ip-puzzles-minute" }),
  });
  render(<SliderCaptcha t={t} purpose="sign-up" onSolved={() => undefined} />);
  expect(await screen.findByText(/from your network.*in 30 seconds/)).toBeInTheDocument();

  server.routes["POST /captcha/puzzles"] = puzzle;
  fireEvent.click(screen.getByRole("button", { name: "New picture" }));

  await waitFor(() => expect(screen.getByRole("slider")).not.toHaveAttribute("aria-disabled"));
});

it("replaces a puzzle before it runs out of time", async () => {
  vi.useFakeTimers();
  const server = fakeServer({ "POST /captcha/puzzles": puzzle });
  render(<SliderCaptcha t={t} purpose="sign-up" onSolved={() => undefined} />);
  await act(() => vi.advanceTimersByTimeAsync(116_000));
  expect(server.calls).toHaveLength(1);

  await act(() => vi.advanceTimersByTimeAsync(2_000));

  expect(server.calls).toHaveLength(2);
  expect(screen.getByText("That one ran out of time, here is a new one.")).toBeInTheDocument();
});

it("keeps the shape of a very long way in 300 points", () => {
  const track = new Track();

  for (let i = 0; i <= 5000; i++) track.add(500 + i, i, 0);

  expect(track.points.length).toBeLessThanOrEqual(300);
  expect(track.points[0]).toEqual([0, 0, 0]);
  expect(track.points.at(-1)).toEqual([5000, 5000, 0]);
});

/** Work that ends when a test says so. */
function workByHand() {
  const begun: { finish: () => Promise<void>; stopped: boolean }[] = [];
  const begin: BeginWork = () => {
    let done = (_solution: typeof tinySolution) => {};
    const solution = new Promise<typeof tinySolution>((resolve) => {
      done = resolve;
    });
    const work = { finish: () => act(async () => done(tinySolution)), stopped: false };
    begun.push(work);
    return {
      solution,
      stop() {
        work.stopped = true;
      },
    };
  };
  return { begin, begun };
}

const confirm = (slider: HTMLElement) => fireEvent.keyDown(slider, { key: "Enter" });
const another = () => screen.getByRole("button", { name: "Verify another way" });

describe("The work beside the sliding", () => {
  it("begins with the puzzle, and is waited for once the piece is in its place", async () => {
    const { begin, begun } = workByHand();
    const { slider, solution, onSolved } = await draw(solved, { begin });
    expect(begun).toHaveLength(1);

    vi.useFakeTimers();
    slideTo(slider, 120);
    confirm(slider);
    expect(screen.getByRole("status")).toHaveTextContent("Checking…");
    await act(() => vi.advanceTimersByTimeAsync(2500));
    expect(screen.getByRole("status")).toHaveTextContent(/your device is still working/);
    expect(solution()).toBeUndefined();
    vi.useRealTimers();
    await begun[0]?.finish();

    await waitFor(() => expect(onSolved).toHaveBeenCalledWith("token"));
    expect(solution()).toMatchObject({ position: 120, work: tinySolution });
  });

  it("ends when its puzzle is replaced, and when the captcha is closed", async () => {
    const { begin, begun } = workByHand();
    const { unmount } = await draw(solved, { begin });

    fireEvent.click(screen.getByRole("button", { name: "New picture" }));
    await waitFor(() => expect(begun).toHaveLength(2));
    expect(begun.map(({ stopped }) => stopped)).toEqual([true, false]);
    unmount();

    expect(begun.map(({ stopped }) => stopped)).toEqual([true, true]);
  });

  it("submits nothing any more when the captcha was closed meanwhile", async () => {
    const { begin, begun } = workByHand();
    const { slider, solution, unmount } = await draw(solved, { begin });
    slideTo(slider, 120);
    confirm(slider);

    unmount();
    await begun[0]?.finish();

    expect(solution()).toBeUndefined();
  });
});

it("mentions the other way after two failures in a row", async () => {
  const { slider, server } = await draw(refusal(403, "captcha-failed"));
  for (const turn of [2, 3]) {
    slideTo(slider, 80);
    confirm(slider);
    await waitFor(() => expect(server.to("POST /captcha/puzzles")).toHaveLength(turn));
    await waitFor(() => expect(slider).not.toHaveAttribute("aria-disabled"));
  }

  expect(screen.getByRole("status")).toHaveTextContent(/You can also verify another way/);
});

describe("The address that the code is to go to", () => {
  const target = { channel: "email", address: "jane@example.com" } as const;

  it("is told with every puzzle, so that its captcha token serves no other", async () => {
    const { server } = await draw(solved, { target });
    fireEvent.click(another());
    await waitFor(() => expect(server.to("POST /captcha/puzzles")).toHaveLength(2));

    expect(server.calls.map(({ body }) => body)).toEqual([
      { purpose: "sign-up", ...target },
      { purpose: "sign-up", ...target, picture: false },
    ]);
  });

  it.each([
    refusal(422, "address-unsupported"),
    refusal(400, "invalid-request", { errors: [{ pointer: "/address", detail: "no address" }] }),
  ])("is handed back when there is no captcha for it: $body.code", async (reply) => {
    fakeServer({ "POST /captcha/puzzles": reply });
    const onAddressRefused = vi.fn();
    render(
      <SliderCaptcha {...{ t, target, onAddressRefused }} purpose="sign-up" onSolved={() => undefined} />,
    );

    await waitFor(() => expect(onAddressRefused).toHaveBeenCalledWith(reply.body));
  });
});

describe("Another way", () => {
  const without: Reply = {
    status: 201,
    body: { puzzleId: "blind", expiresIn: 120, solvableIn: 3, work: tinyWork },
  };

  async function goAnotherWay(reply: Reply = without) {
    const { begin, begun } = workByHand();
    const page = await draw(solved, { begin });
    page.server.routes["POST /captcha/puzzles"] = reply;
    vi.useFakeTimers();
    fireEvent.click(another());
    await act(() => vi.advanceTimersByTimeAsync(0));
    return { ...page, begun };
  }
  const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));
  const bar = () => screen.getByRole("progressbar", { name: "Progress of the check" });

  it("has no picture and nothing to drag, and takes the keyboard along", async () => {
    await goAnotherWay();

    expect(screen.queryByRole("img")).not.toBeInTheDocument();
    expect(screen.queryByRole("slider")).not.toBeInTheDocument();
    expect(screen.getByRole("region", { name: "Verify without a picture" })).toHaveFocus();
  });

  it("submits by itself, but not before it may", async () => {
    const { server, begun, onSolved } = await goAnotherWay();
    expect(screen.getByRole("status")).toHaveTextContent("It takes about 3 seconds");
    await begun[1]?.finish();
    await pass(2000);
    expect(screen.getByText("About one second to go")).toBeInTheDocument();
    expect(bar()).toHaveAttribute("aria-valuenow", "63");
    expect(server.to("POST /captcha/puzzles/blind/solutions")).toEqual([]);

    await pass(1000);

    expect(onSolved).toHaveBeenCalledWith("token");
    expect(server.to("POST /captcha/puzzles/blind/solutions").map(({ body }) => body)).toEqual([
      { work: tinySolution },
    ]);
    expect(screen.getByRole("status")).toHaveTextContent("Done.");
  });

  it("does not pretend to know how long a slow device needs", async () => {
    const { begun, onSolved } = await goAnotherWay();

    await pass(5000);
    expect(bar()).not.toHaveAttribute("aria-valuenow");
    expect(screen.getByText(/needs a moment longer/)).toBeInTheDocument();
    await begun[1]?.finish();

    expect(onSolved).toHaveBeenCalledWith("token");
  });

  it("leads back to a new picture, and its work ends", async () => {
    const { begun, server } = await goAnotherWay();
    server.routes["POST /captcha/puzzles"] = puzzle;

    fireEvent.click(screen.getByRole("button", { name: "Use the picture instead" }));
    await pass(0);

    expect(screen.getByRole("slider")).toHaveFocus();
    expect(begun.map(({ stopped }) => stopped)).toEqual([true, true, false]);
    await pass(4000);
    expect(server.to("POST /captcha/puzzles/blind/solutions")).toEqual([]);
  });

  it("says why it did not work, and tries again on demand", async () => {
    const { server } = await goAnotherWay(
      refusal(429, "rate-limited", { retryAfter: 30, limit: "ip-puzzles-minute" }),
    );
    expect(screen.getByRole("status")).toHaveTextContent(/from your network.*in 30 seconds/);
    expect(screen.queryByRole("progressbar")).not.toBeInTheDocument();

    server.routes["POST /captcha/puzzles"] = without;
    fireEvent.click(screen.getByRole("button", { name: "Try again" }));
    await pass(0);

    expect(bar()).toBeInTheDocument();
    expect(screen.getByRole("region")).toHaveFocus();
  });
});

/** jsdom has no PointerEvent with coordinates and time of our choice. */
function pointer(target: Element | Document, type: string, clientX: number, clientY: number, at: number) {
  const event = new MouseEvent(type, { bubbles: true, clientX, clientY, button: 0 });
  Object.defineProperty(event, "timeStamp", { value: at });
  fireEvent(target, event);
}
