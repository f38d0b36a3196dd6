// Draws a page's component before a fake server, with a router that only notes where it was sent.
import { render } from "@testing-library/react";
import {
  AppRouterContext,
  type AppRouterInstance,
} from "next/dist/shared/lib/app-router-context.shared-runtime";
import type { ReactElement } from "react";
import { vi } from "vitest";
import { fakeServer, type Reply } from "./fake-server";

export function drawPage(page: ReactElement, routes: Parameters<typeof fakeServer>[0]) {
  const server = fakeServer(routes);
  const replace = vi.fn();
  const router = { replace } as unknown as AppRouterInstance;
  const drawn = render(<AppRouterContext value={router}>{page}</AppRouterContext>);
  return { server, replace, ...drawn };
}

/** A challenge as the server first describes it. */
export const challenge = {
  challengeId: "challenge-1",
  channel: "email",
  sentTo: "j•••@example.com",
  codeLength: 6,
  expiresIn: 300,
  resendIn: 42,
  sendsLeft: 4,
  delivery: "sent",
};

export const config = (part: object = {}): Reply => ({
  body: {
    channels: ["email", "sms"],
    captcha: { kind: "off" },
    countries: ["US", "GB"],
    codeLength: 6,
    locales: ["en"],
    ...part,
  },
});

export const proven: Reply = { status: 201, body: { proof: "proof", expiresIn: 600 } };

/** What every page needs on the way to a proof. */
export const onTheWay: Parameters<typeof fakeServer>[0] = {
  "GET /config": config(),
  "POST /challenges": { status: 202, body: challenge },
  "GET /challenges/:id": { body: { ...challenge, attemptsLeft: 3 } },
  "POST /challenges/:id/attempts": proven,
};

export const account = {
  id: "account-1",
  name: "Jane" as string | null,
  email: "jane@example.com" as string | null,
  phone: null as string | null,
  hasPassword: true,
  createdAt: "2026-01-31T12:00:00.000Z",
};
