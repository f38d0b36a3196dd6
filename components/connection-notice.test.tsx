// What is said of the connection, and what happens to calls that are made without one.
import { act, render, screen } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";
import { ApiProblem, api } from "@/lib/api-client";
import { ConnectionNotice } from "./connection-notice";
import { fakeServer } from "./testing/fake-server";
import { t } from "./testing/texts";

beforeEach(() => {
  vi.useFakeTimers();
});

const pass = (seconds: number) => act(() => vi.advanceTimersByTimeAsync(seconds * 1000));

async function goes(state: "online" | "offline") {
  vi.spyOn(navigator, "onLine", "get").mockReturnValue(state === "online");
  await act(async () => void window.dispatchEvent(new Event(state)));
}

it("says after four seconds that an answer takes long, and is silent once it is here", async () => {
  let answer = (_: Response) => {};
  vi.stubGlobal("fetch", () => new Promise<Response>((resolve) => (answer = resolve)));
  render(<ConnectionNotice t={t} />);
  const call = api.sendAgain("challenge-1");

  await pass(3.9);
  expect(screen.getByRole("status")).toBeEmptyDOMElement();
  await pass(0.2);
  expect(screen.getByRole("status")).toHaveTextContent("This takes longer than usual.");

  answer(Response.json({}));
  await act(async () => void (await call));
  expect(screen.getByRole("status")).toBeEmptyDOMElement();
});

it("says that it is offline, and for a moment that it is not any more", async () => {
  render(<ConnectionNotice t={t} />);

  await goes("offline");
  expect(screen.getByRole("status")).toHaveTextContent("What you entered stays here");
  await goes("online");
  expect(screen.getByRole("status")).toHaveTextContent("You are online again.");
  await pass(4);
  expect(screen.getByRole("status")).toBeEmptyDOMElement();
});

it("goes on by itself with what was asked for offline", async () => {
  const server = fakeServer({ "POST /challenges/:id/attempts": "unreachable" });
  await goes("offline");
  const answered = vi.fn();
  const call = api.attempt("challenge-1", "123456").then(answered);
  await pass(60);
  expect(answered).not.toHaveBeenCalled();

  server.routes["POST /challenges/:id/attempts"] = { status: 201, body: { proof: "proof" } };
  await goes("online");
  await call;

  expect(answered.mock.calls).toEqual([[{ proof: "proof" }]]);
});

it("does not repeat what may have arrived before the connection broke", async () => {
  const server = fakeServer({ "POST /challenges/:id/attempts": "unreachable" });

  await expect(api.attempt("challenge-1", "123456")).rejects.toThrow(ApiProblem);
  await goes("offline");
  await goes("online");

  expect(server.calls).toHaveLength(1);
});

it("does not put off what cannot be taken back: by then the person may have thought better of it", async () => {
  const server = fakeServer({ "DELETE /account": "unreachable" });
  await goes("offline");

  await expect(api.deleteAccount("proof")).rejects.toThrow(ApiProblem);
  await goes("online");

  expect(server.calls).toHaveLength(1);
});
