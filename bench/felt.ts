// How fast the sign-up feels on a slow phone: the production build in Chromium with a processor four times as slow as
// this one. How long until a press and a key are answered on the screen, and what a frame of the slider costs. No test:
// the figures are the machine's, too.
import { type CDPSession, chromium, devices, type Locator, type Page } from "@playwright/test";
import { limits } from "@/e2e/instances";
import { spawnServer } from "@/e2e/server";
import { browserArguments, findBrowser } from "../scripts/browser.mjs";

const slowdown = 4;
const frameMs = 1000 / 60;
/** What a person still takes for at once. */
const atOnceMs = 50;
const presses = 7;
/** Until a page does nothing by itself any more. */
const restMs = 800;

export async function benchFelt(): Promise<number> {
  const rows = limits({
    "address-cooldown": "100/60",
    "address-hour": "100/3600",
    "address-day": "100/86400",
  });
  const settings = { DEMO: "1", LIMITS: rows };
  const [server, open] = await Promise.all([
    spawnServer({ ...settings, CAPTCHA: "slider" }),
    spawnServer({ ...settings, CAPTCHA: "off" }),
  ]);
  await Promise.all([server.opened, open.opened]);
  const browser = await chromium.launch({ executablePath: findBrowser(), args: browserArguments });
  const context = await browser.newContext({ ...devices["Pixel 7"], deviceScaleFactor: 1, locale: "en-GB" });
  await context.addInitScript(watchAnswers);
  const answers: Record<string, Answer[]> = {};
  const note = (what: string, answer: Answer) => {
    answers[what] = [...(answers[what] ?? []), answer];
  };
  const drags: Drag[] = [];

  for (let nth = 0; nth < presses; nth++) {
    const page = await context.newPage();
    const slow = await slowed(page);
    await page.goto(`${server.origin}/en/sign-up`);
    await page.waitForTimeout(restMs);
    const address = page.getByLabel("Email address");
    await address.focus();
    note(
      "a key in the address",
      await slowestEvent(page, () => address.pressSequentially(`p${nth}@example.com`)),
    );
    note("Get code", await answered(slow, page, page.getByRole("button", { name: "Get code" })));
    const slider = page.getByRole("dialog").getByRole("slider");
    await slider.click({ trial: true });
    await page.waitForTimeout(restMs);
    drags.push(await drag(page, slow, slider));
    await slider.focus();
    await page.keyboard.press("ArrowRight");
    note("Confirm", await answered(slow, page, page.getByRole("button", { name: "Confirm" })));

    await page.goto(`${open.origin}/en/sign-up`);
    await page.waitForTimeout(restMs);
    await address.fill(`q${nth}@example.com`);
    await page.getByRole("button", { name: "Get code" }).click();
    const again = page.getByRole("button", { name: "Send again", exact: true });
    await again.waitFor();
    await page.waitForTimeout(restMs);
    note("Send again", await answered(slow, page, again));
    note(
      "a digit of the code",
      await slowestEvent(page, () => page.getByLabel("Code").pressSequentially("12345")),
    );
    await page.evaluate(() => localStorage.clear());
    await page.close();
  }
  await browser.close();
  await Promise.all([server.stop(), open.stop()]);
  return report(answers, drags);
}

function report(answers: Record<string, Answer[]>, drags: Drag[]): number {
  console.log(`On a processor ${slowdown} times as slow, ${presses} times each, in ms:\n`);
  const line = (what: string, ...cells: (number | string)[]) =>
    console.log([what.padEnd(34), ...cells.map((cell) => String(cell).padStart(14))].join(""));
  line("from … to its answer on the screen", "median", "worst", "main thread");
  const late: string[] = [];
  for (const [what, all] of Object.entries(answers)) {
    const all_ms = all.map(({ ms }) => ms);
    const works = all.flatMap(({ work }) => work ?? []);
    const work = works.length > 0 ? middle(works) : undefined;
    line(what, middle(all_ms).toFixed(0), Math.max(...all_ms).toFixed(0), work?.toFixed(0) ?? "");
    if ((work ?? middle(all_ms)) > atOnceMs) late.push(what);
  }

  const of = (part: (drag: Drag) => number) => middle(drags.map(part));
  console.log("\nWhile the slider is dragged:");
  line("main thread for a frame, mean", of(({ work, frames }) => work / frames).toFixed(1));
  line("busiest frame's length of it", of(({ busiest }) => busiest).toFixed(1));
  line("of it, for a move's events", of(({ events, moves }) => events / moves).toFixed(2));
  line("frames in time, with the drawing", `${(100 * of(({ inTime }) => inTime)).toFixed(0)} %`);
  console.log("\nWithout a graphics card the processor draws, too: the last line is this machine's.");
  for (const what of late) console.log(`${what} takes more than ${atOnceMs} ms.`);
  const slow = of(({ busiest }) => busiest) > frameMs;
  if (slow) console.log("The main thread does not keep up with 60 frames a second.");
  return late.length > 0 || slow ? 1 : 0;
}

const middle = (numbers: number[]) => numbers.toSorted((one, other) => one - other)[numbers.length >> 1] ?? 0;

async function slowed(page: Page): Promise<CDPSession> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
  return devtools;
}

interface Watch {
  /** From the last press to the paint after the first change of the page. */
  answer?: number;
  events: number[];
}
declare global {
  interface Window {
    felt: Watch;
  }
}

/** Runs in the page, before anything of its own. */
function watchAnswers() {
  const felt: Watch = { events: [] };
  window.felt = felt;
  new PerformanceObserver((list) => {
    for (const { duration, name } of list.getEntries())
      if (/^(key|input)/.test(name)) felt.events.push(duration);
  }).observe({ type: "event", durationThreshold: 16 } as PerformanceObserverInit);
  window.addEventListener(
    "click",
    ({ timeStamp }) => {
      const changes = new MutationObserver(() => {
        changes.disconnect();
        // Painted is what was changed before a frame, once a message that was sent in it arrives.
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => {
            felt.answer = performance.now() - timeStamp;
          };
          port2.postMessage(0);
        });
      });
      changes.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    },
    true,
  );
}

/** Until the first change after a press is on the screen: in all, and of it what the main thread worked. */
async function answered(devtools: CDPSession, page: Page, button: Locator): Promise<Answer> {
  await page.evaluate(() => {
    window.felt.answer = undefined;
  });
  const { result: ms, events } = await traced(devtools, async () => {
    await button.click({ noWaitAfter: true });
    return page
      .waitForFunction(() => window.felt.answer)
      .then((answer) => answer.jsonValue() as Promise<number>);
  });
  const click = events.find(({ name, args }) => name === "EventDispatch" && args.data?.type === "click");
  const from = click?.ts ?? 0;
  const within = tasksOf(events, click).filter(({ ts, dur = 0 }) => ts + dur > from && ts < from + ms * 1000);
  // What a task had done before the click is a press and a focus, a person's finger earlier.
  const early = within.filter(({ ts }) => ts < from).reduce((sum, { ts }) => sum + (from - ts) / 1000, 0);
  return { ms, work: Math.max(0, processorMs(within) - early) };
}

/** The longest time from a key to the paint after it, in steps of 8 ms; what took less than two is not told. */
async function slowestEvent(page: Page, type: () => Promise<void>): Promise<Answer> {
  await page.evaluate(() => {
    window.felt.events = [];
  });
  await type();
  await page.waitForTimeout(300);
  return { ms: await page.evaluate(() => Math.max(16, ...window.felt.events)) };
}

interface Answer {
  ms: number;
  /** Of the main thread, in ms of a processor. */
  work?: number;
}

interface Drag {
  moves: number;
  frames: number;
  /** Share of the frames that came within the time of one and a half. */
  inTime: number;
  /** Of the main thread, in ms: all of it, in the busiest frame's length, for the events of the pointer. */
  work: number;
  busiest: number;
  events: number;
}

interface TraceEvent {
  name: string;
  ph: string;
  ts: number;
  dur?: number;
  /** Of the processor's time: others on this machine do not count. */
  tdur?: number;
  pid: number;
  tid: number;
  args: { data?: { type?: string }; name?: string };
}

/** There and back, a move every 8 ms as a quick mouse makes them, and let go where nothing is submitted. */
async function drag(page: Page, devtools: CDPSession, slider: Locator): Promise<Drag> {
  const rail = await slider.boundingBox();
  if (!rail) throw new Error("The slider is not to be seen");
  const y = rail.y + rail.height / 2;
  const mouse = (type: "mouseMoved" | "mousePressed" | "mouseReleased", x: number) =>
    devtools.send("Input.dispatchMouseEvent", { type, x, y, button: "left", buttons: 1, clickCount: 1 });
  const from = rail.x + rail.height / 2;
  const way = rail.width - rail.height;
  await mouse("mousePressed", from);
  let moves = 0;
  const { result: stamps, events } = await traced(devtools, async () => {
    const times = page.evaluate(
      () =>
        new Promise<number[]>((resolve) => {
          const stamps: number[] = [];
          const tick = (stamp: number) => {
            stamps.push(stamp);
            if (stamp - (stamps[0] as number) < 1500) requestAnimationFrame(tick);
            else resolve(stamps);
          };
          requestAnimationFrame(tick);
        }),
    );
    const began = performance.now();
    for (let ms = 0; ms < 1600; ms = performance.now() - began) {
      void mouse("mouseMoved", from + way * 0.9 * Math.sin((Math.PI * ms) / 1600));
      moves += 1;
      await new Promise((next) => setTimeout(next, 8));
    }
    return times;
  });
  await mouse("mouseMoved", from);
  await mouse("mouseReleased", from);
  return { moves, ...framesOf(stamps), ...workOf(events) };
}

function framesOf(stamps: number[]) {
  const lengths = stamps.slice(1).map((stamp, nth) => stamp - (stamps[nth] as number));
  return {
    frames: Math.max(1, lengths.length),
    inTime: lengths.filter((length) => length < frameMs * 1.5).length / Math.max(1, lengths.length),
  };
}

function workOf(events: TraceEvent[]): Pick<Drag, "work" | "busiest" | "events"> {
  const moved = events.filter(
    ({ name, args }) => name === "EventDispatch" && /move|input$/.test(args.data?.type ?? ""),
  );
  const [first] = moved;
  const tasks = tasksOf(events, first);
  const frames = new Map<number, number>();
  for (const { ts, dur = 0, tdur = dur } of tasks) {
    const frame = Math.floor(ts / 1000 / frameMs);
    frames.set(frame, (frames.get(frame) ?? 0) + tdur / 1000);
  }
  return { work: processorMs(tasks), busiest: Math.max(0, ...frames.values()), events: processorMs(moved) };
}

async function traced<Result>(devtools: CDPSession, work: () => Promise<Result>) {
  const events: TraceEvent[] = [];
  const take = ({ value }: { value: unknown[] }) => events.push(...(value as TraceEvent[]));
  devtools.on("Tracing.dataCollected", take);
  const done = new Promise((resolve) => devtools.once("Tracing.tracingComplete", resolve));
  await devtools.send("Tracing.start", {
    transferMode: "ReportEvents",
    traceConfig: { includedCategories: ["toplevel", "devtools.timeline"] },
  });
  const result = await work();
  await devtools.send("Tracing.end");
  await done;
  devtools.off("Tracing.dataCollected", take);
  return { result, events };
}

/** All that the thread did which heard of an event: the page's own. */
function tasksOf(events: TraceEvent[], heard: TraceEvent | undefined): TraceEvent[] {
  return events.filter(
    ({ name, pid, tid }) =>
      name === "ThreadControllerImpl::RunTask" && pid === heard?.pid && tid === heard.tid,
  );
}

function processorMs(events: TraceEvent[]): number {
  return events.reduce((sum, { dur = 0, tdur = dur }) => sum + tdur / 1000, 0);
}
