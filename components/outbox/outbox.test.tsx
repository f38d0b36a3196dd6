// The outbox page in a browser without a server: what exists, what arrives, and what a tap does.
import { act, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { renderToString } from "react-dom/server";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { KeptMessage } from "@/lib/contract";
import { pageMessages } from "@/messages";
import { Outbox } from "./outbox";

const texts = pageMessages("en", ["outbox"]);
const berlin = "+4915123456789";
const london = "+447911123456";

/** Stands in for the browser's stream of events; the test is the server. */
class FakeEvents {
  static last: FakeEvents;
  readonly CLOSED = 2;
  readyState = 0;
  onopen?: () => void;
  onmessage?: (event: { data: string }) => void;
  onerror?: () => void;
  close = vi.fn();

  constructor(readonly url: string) {
    FakeEvents.last = this;
  }
}

/** What GET /api/outbox says. */
let list: KeptMessage[];

beforeEach(() => {
  list = [];
  vi.stubGlobal("EventSource", FakeEvents);
  vi.stubGlobal("fetch", async () => Response.json({ messages: list }));
});

afterEach(() => vi.unstubAllGlobals());

function sms(sequence: number, more: Partial<KeptMessage> = {}): KeptMessage {
  const code = String(100_000 + sequence);
  return {
    sequence,
    sentAt: new Date(Date.UTC(2026, 0, 5, 12, 0, sequence)).toISOString(),
    channel: "sms",
    to: berlin,
    code,
    locale: "en",
    text: `Firstgate: ${code} is your code.`,
    ...more,
  };
}

function email(sequence: number, more: Partial<KeptMessage> = {}): KeptMessage {
  const { code } = sms(sequence);
  const subject = `${code} is your Firstgate code`;
  const html = `<p>Use <b>${code}</b></p><script>alert(1)</script>`;
  return sms(sequence, { channel: "email", to: "ada@example.com", subject, html, ...more });
}

const show = (...kept: KeptMessage[]) => render(<Outbox locale="en" messages={texts} kept={kept} />);
const phone = () => screen.getByRole("region", { name: "Phone" });
const mail = () => screen.getByRole("region", { name: "Mail" });
const arrives = (message: KeptMessage) =>
  act(() => FakeEvents.last.onmessage?.({ data: JSON.stringify(message) }));

it("shows the messages that exist, each on its device", () => {
  show(email(2), sms(1));
  expect(phone()).toHaveTextContent("Firstgate: 100001 is your code.");
  expect(phone()).not.toHaveTextContent("100002");
  expect(within(mail()).getByRole("heading", { name: "100002 is your Firstgate code" })).toBeVisible();
  expect(mail()).toHaveTextContent("ada@example.com");
});

it("has the codes in the HTML of the server, with times that do not depend on its zone", () => {
  const html = renderToString(<Outbox locale="en" messages={texts} kept={[email(2), sms(1)]} />);
  expect(html).toContain("100001");
  expect(html).toContain("100002");
  expect(html).toContain('<time dateTime="2026-01-05T12:00:01.000Z"');
  expect(html).toContain("12:00 UTC");
});

it("adds what arrives, and announces it politely", () => {
  show(sms(1));
  arrives(sms(2, { to: london }));
  expect(phone()).toHaveTextContent("Firstgate: 100002 is your code.");
  const news = screen.getByText(`New text message to ${london}. The code is 100002.`);
  expect(news).toHaveAttribute("aria-live", "polite");
});

it("opens a mail that arrives, until somebody has chosen another one", async () => {
  show(email(2), email(1));
  arrives(email(3));
  expect(within(mail()).getByRole("heading", { name: /^100003/ })).toBeVisible();

  await userEvent.click(within(mail()).getByRole("button", { name: /100001 is your Firstgate code/ }));
  arrives(email(4));
  expect(within(mail()).getByRole("heading", { name: /^100001/ })).toBeVisible();
});

it("catches up on what was sent while nobody listened, and shows nothing twice", async () => {
  show(sms(1));
  list = [sms(2), sms(1)];
  act(() => FakeEvents.last.onopen?.());
  expect(screen.getByText("Live")).toBeVisible();
  await waitFor(() => expect(phone()).toHaveTextContent("100002"));
  arrives(sms(2));
  expect(within(phone()).getAllByRole("listitem")).toHaveLength(2);
});

it("keeps the messages of a restarted server apart from those before", () => {
  show(sms(1));
  arrives(sms(1, { sentAt: "2026-01-05T13:00:00.000Z", code: "777777", text: "777777 is your code." }));
  expect(within(phone()).getAllByRole("listitem")).toHaveLength(2);
});

it("says when it is no longer live", () => {
  show();
  act(() => FakeEvents.last.onopen?.());
  FakeEvents.last.readyState = 0;
  act(() => FakeEvents.last.onerror?.());
  expect(screen.getByText("Connecting…")).toBeVisible();
  FakeEvents.last.readyState = 2;
  act(() => FakeEvents.last.onerror?.());
  expect(screen.getByText("Not live. Reload the page.")).toBeVisible();
});

it("stops listening when the page is left", () => {
  const { unmount } = show();
  unmount();
  expect(FakeEvents.last.close).toHaveBeenCalledOnce();
});

it("groups text messages by number, the newest at the bottom", () => {
  show(sms(3), sms(2, { to: london }), sms(1));
  const groups = within(phone()).getAllByRole("region");
  expect(groups.map((group) => group.textContent)).toEqual([
    expect.stringMatching(/\+44 7911 123456.*100002/),
    expect.stringMatching(/\+49 1512 3456789.*100001.*100003/),
  ]);
});

it("copies the code of one message and says so", async () => {
  const user = userEvent.setup();
  show(sms(2), sms(1));
  await user.click(within(phone()).getByRole("button", { name: "Copy code 100001" }));
  expect(await navigator.clipboard.readText()).toBe("100001");
  const [button, news] = await within(phone()).findAllByText("Copied");
  expect(button).toHaveFocus();
  expect(news).toHaveRole("status");
});

it("says when copying did not work", async () => {
  const user = userEvent.setup();
  vi.spyOn(navigator.clipboard, "writeText").mockRejectedValue(new Error("not allowed"));
  show(email(1));
  await user.click(within(mail()).getAllByRole("button", { name: "Copy code 100001" })[1] as HTMLElement);
  expect(await within(mail()).findAllByText("Could not copy")).toHaveLength(2);
});

it("draws a mail in a frame that may do nothing", () => {
  show(email(1));
  const frame = screen.getByTitle("Email: 100001 is your Firstgate code");
  expect(frame).toHaveAttribute("sandbox", "");
  expect(frame).toHaveAttribute("srcdoc", expect.stringContaining("<b>100001</b>"));
});

it("shows the text of a mail that has no HTML", () => {
  const { html: _, ...plain } = email(1, { text: "Use 100001, please." });
  show(plain);
  expect(mail()).toHaveTextContent("Use 100001, please.");
});

it("lets a small screen choose the device, and marks news on the other one", async () => {
  show(sms(1));
  const toMail = screen.getByRole("button", { name: /^Mail/ });
  const toPhone = screen.getByRole("button", { name: /^Phone/ });
  await userEvent.click(toMail);
  expect(toMail).toHaveAttribute("aria-pressed", "true");
  expect(toPhone).not.toHaveAccessibleName(/new message/);

  arrives(sms(2));
  expect(toMail).toHaveAttribute("aria-pressed", "true");
  expect(toPhone).toHaveAccessibleName(/new message/);
  await userEvent.click(toPhone);
  expect(screen.queryByText("new message")).not.toBeInTheDocument();
});

it("follows the newest message to its device while nobody has chosen one", () => {
  show();
  expect(screen.getByRole("button", { name: /^Phone/ })).toHaveAttribute("aria-pressed", "true");
  arrives(email(1));
  expect(screen.getByRole("button", { name: /^Mail/ })).toHaveAttribute("aria-pressed", "true");
  arrives(sms(2));
  expect(screen.getByRole("button", { name: /^Phone/ })).toHaveAttribute("aria-pressed", "true");
  expect(screen.queryByText("new message")).not.toBeInTheDocument();
});

it("explains itself when it is empty, and leads to the sign-up", () => {
  show();
  expect(phone()).toHaveTextContent("No text messages yet");
  expect(mail()).toHaveTextContent("No emails yet");
  for (const link of screen.getAllByRole("link", { name: /^Sign up/ })) {
    expect(link).toHaveAttribute("href", "/en/sign-up");
  }
  expect(screen.getByRole("note")).toHaveTextContent("For development and demonstrations only");
});
