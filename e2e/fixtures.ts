// What the browser tests share: an address of one's own, the code as the outbox has it, the slider solved as a
// person does, and servers that end with their test.
import { type APIRequestContext, test as base, expect, type Locator, type Page } from "@playwright/test";
import type { KeptMessage, PuzzleResponse } from "@/lib/contract";
import { answerOf } from "./answer";
import { attempt, createAccount, earnToken, type Place, startChallenge } from "./client";
import { finger, type Hand, mouse, pause, slide } from "./hand";
import { type Server, spawnServer } from "./server";
import { type Shift, unasked, watchShifts } from "./steady";

export { expect, type Server };

/** Of the server for tests that are not about the captcha. */
export const withoutCaptcha = `http://localhost:${process.env.E2E_OPEN_PORT}`;

/** The newest puzzle that each page was given. */
const puzzles = new WeakMap<Page, PuzzleResponse>();

interface Fixtures {
  /** Nobody else's, in this run and any other. */
  email: string;
  /** A British mobile number, the way its owner would type it. */
  phone: string;
  /** What the pages' Content-Security-Policy has stopped so far. A test that wants some takes them out of here. */
  violations: string[];
  /** What has moved so far. A test that wants something to takes it out of here. */
  shifts: Shift[];
  /** Starts a server beside the one of this run; it ends with the test. */
  startServer: typeof spawnServer;
}

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: as below
  violations: async ({}, use) => {
    const violations: string[] = [];
    await use(violations);
    expect(violations).toEqual([]);
  },
  shifts: async ({ context }, use) => {
    const shifts = await watchShifts(context);
    await use(shifts);
    // What moves after a press was asked to, but is looked at now and then.
    if (shifts.length > 0) {
      test.info().annotations.push({ type: "shifts", description: JSON.stringify(shifts) });
    }
    // On other pages news arrive, such as a mail in the outbox; walks look at all of them (walk.ts).
    expect(unasked(shifts).filter(({ path }) => path.endsWith("/sign-up"))).toEqual([]);
  },
  // Every page is watched, whether its test asks or not.
  page: async ({ page, shifts: _ }, use) => use(page),
  context: async ({ context, violations }, use) => {
    context.on("console", (message) => {
      if (/content security policy/i.test(message.text())) violations.push(message.text());
    });
    context.on("response", async (response) => {
      if (!response.url().endsWith("/api/captcha/puzzles") || response.status() !== 201) return;
      const page = response.frame().page();
      // A page that has gone on takes its answers along.
      const puzzle = await response.json().catch(() => undefined);
      if (puzzle) puzzles.set(page, puzzle);
    });
    await use(context);
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names from the pattern
  email: async ({}, use) => use(`ada-${digits(9)}@example.com`),
  // biome-ignore lint/correctness/noEmptyPattern: as above
  phone: async ({}, use) => use(`07400${digits(6)}`),
  // biome-ignore lint/correctness/noEmptyPattern: as above
  startServer: async ({}, use) => {
    const servers: Server[] = [];
    await use(async (...how) => {
      const server = await spawnServer(...how);
      servers.push(server);
      return server;
    });
    await Promise.all(servers.map((server) => server.stop()));
  },
});

/** The newest message to an address (with certain words), once it has arrived; at this run's server, or another. */
export async function readMessage(
  request: APIRequestContext,
  address: string,
  origin = "",
  words = "",
): Promise<KeptMessage> {
  let message: KeptMessage | undefined;
  await expect(async () => {
    const kept: { messages: KeptMessage[] } = await (await request.get(`${origin}/api/outbox`)).json();
    message = kept.messages.find(({ to, text }) => to === address && text.includes(words));
    expect(message, `a message to ${address}`).toBeTruthy();
  }).toPass({ intervals: [50, 100, 250] });
  return message as KeptMessage;
}

export async function readCode(...of: Parameters<typeof readMessage>): Promise<string> {
  return (await readMessage(...of)).code;
}

/** Creates an account without a page, and says by which cookie its first session goes. */
export async function signUp(
  request: APIRequestContext,
  at: Place,
  email: string,
  details: object,
): Promise<string> {
  const captchaToken = at.settings.CAPTCHA === "off" ? "off" : await earnToken(at);
  const { body } = await startChallenge(at, email, captchaToken);
  const code = await readCode(request, email, at.origin);
  const { proof } = (await attempt(at, body.challengeId, code)).body;
  const { status, cookie } = await createAccount(at, proof, details);
  expect(status).toBe(201);
  return cookie;
}

/** Types an address and asks for a code, up to the open captcha. */
export async function askForCode(page: Page, email: string): Promise<void> {
  await page.goto("/sign-up");
  await page.getByLabel("Email address").fill(email);
  await page.getByRole("button", { name: "Get code" }).click();
}

/** Goes all the way to the code step, and waits for the code. */
export async function getCode(page: Page, email: string): Promise<string> {
  await askForCode(page, email);
  await solveSlider(page);
  return awaitCode(page, email);
}

/** As `getCode`, at the server without a captcha. */
export async function getCodeAtOnce(page: Page, email: string): Promise<string> {
  await askForCode(page, email);
  return awaitCode(page, email);
}

async function awaitCode(page: Page, email: string): Promise<string> {
  await expect(page.getByRole("heading", { name: "Check your email" })).toBeVisible();
  return readCode(page.request, email);
}

export function captcha(page: Page): { dialog: Locator; slider: Locator } {
  const slider = page.getByRole("slider");
  return { dialog: page.getByRole("dialog").filter({ has: slider }), slider };
}

/** The puzzle that a page shows, ready to be solved; with `after`, the next one after that. */
export async function shownPuzzle(page: Page, after?: PuzzleResponse): Promise<PuzzleResponse> {
  await expect(async () => {
    expect(puzzles.get(page)).toBeTruthy();
    expect(puzzles.get(page)?.puzzleId).not.toBe(after?.puzzleId);
  }).toPass({ intervals: [20, 50, 100] });
  const { slider } = captcha(page);
  await expect(slider).toBeEnabled();
  await expect(slider).toHaveValue("0");
  return puzzles.get(page) as PuzzleResponse;
}

/** Drags the piece into the hole, with a finger where there is a touch screen. */
export async function solveSlider(page: Page): Promise<void> {
  const touch = await page.evaluate(() => navigator.maxTouchPoints > 0);
  await solveWith(page, touch ? await finger(page) : mouse(page));
}

/** Puts the piece into the hole by keys alone. */
export async function solveByKeys(page: Page): Promise<void> {
  const { slider } = captcha(page);
  let puzzle = await shownPuzzle(page);
  await expect(slider).toBeFocused();
  for (let turn = 0; turn < 5; turn++) {
    const target = Math.round(await answerOf(puzzle.puzzleId));
    const off = async () => target - Number(await slider.inputValue());
    while ((await off()) > 30) await page.keyboard.press("PageUp");
    for (let steps = await off(); steps > 0; steps--) {
      await page.keyboard.press("ArrowRight");
      await pause(5 + Math.random() * 30);
    }
    await expect(slider).toHaveValue(String(target));
    const judged = page.waitForResponse((response) => response.url().endsWith("/solutions"));
    await page.keyboard.press("Enter");
    const { work } = (await judged).request().postDataJSON();
    expect(work).toMatchObject({ counter: expect.any(Number) });
    if ((await judged).ok()) return;
    puzzle = await shownPuzzle(page, puzzle);
  }
  throw new Error("The slider was not solved by keys in five turns");
}

/** A hand, too, is doubted now and then: a new picture is another turn. */
export async function solveWith(page: Page, hand: Hand): Promise<void> {
  let puzzle: PuzzleResponse | undefined;
  for (let turn = 0; turn < 3; turn++) {
    puzzle = await shownPuzzle(page, puzzle);
    if (await tryPosition(page, hand, await answerOf(puzzle.puzzleId))) return;
  }
  throw new Error("The slider was not solved in three turns");
}

/** Drags the piece to a position, in picture pixels, and says whether that was right. */
export async function tryPosition(page: Page, hand: Hand, position: number): Promise<boolean> {
  const judged = page.waitForResponse((response) => response.url().endsWith("/solutions"));
  await slide(hand, captcha(page).slider, position);
  return (await judged).status() === 201;
}

function digits(count: number): string {
  return Array.from({ length: count }, () => Math.floor(Math.random() * 10)).join("");
}
