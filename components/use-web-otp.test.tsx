// The code of a text message, where the browser hands it over.
import { act, render } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { useWebOtp } from "./use-web-otp";

function Step({ active, onCode }: { active: boolean; onCode: (code: string) => void }) {
  useWebOtp(active, onCode);
  return null;
}

function stubBrowser() {
  const asked: { otp: object; signal: AbortSignal; settle: (credential: object | null) => void }[] = [];
  vi.stubGlobal("OTPCredential", class {});
  vi.stubGlobal("navigator", {
    credentials: {
      get: (ask: { otp: object; signal: AbortSignal }) =>
        new Promise((settle, fail) => {
          asked.push({ ...ask, settle });
          ask.signal.addEventListener("abort", () => fail(new DOMException("", "AbortError")));
        }),
    },
  });
  return asked;
}

it("hands over the code that the browser read from the message", async () => {
  const asked = stubBrowser();
  const onCode = vi.fn();
  render(<Step active onCode={onCode} />);
  expect(asked).toHaveLength(1);
  expect(asked[0]?.otp).toEqual({ transport: ["sms"] });

  await act(async () => asked[0]?.settle({ code: "123456" }));

  expect(onCode.mock.calls).toEqual([["123456"]]);
});

it("stops asking once a code is there, and when the step is left", () => {
  const asked = stubBrowser();
  const page = render(<Step active onCode={() => undefined} />);
  page.rerender(<Step active={false} onCode={() => undefined} />);
  expect(asked[0]?.signal.aborted).toBe(true);

  page.rerender(<Step active onCode={() => undefined} />);
  page.unmount();
  expect(asked.map(({ signal }) => signal.aborted)).toEqual([true, true]);
});

it("asks nothing by e-mail, nor of a browser that knows nothing of it", () => {
  const asked = stubBrowser();
  render(<Step active={false} onCode={() => undefined} />);
  vi.stubGlobal("OTPCredential", undefined);
  Reflect.deleteProperty(window, "OTPCredential");
  render(<Step active onCode={() => undefined} />);

  expect(asked).toEqual([]);
});
