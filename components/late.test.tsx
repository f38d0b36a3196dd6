// A part that comes late is drawn, whenever it comes.
import { useLayoutEffect } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { late } from "./late";
import { t } from "./testing/texts";

// Outside of act there is time between drawing and effects, as in a browser.
beforeEach(() => {
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", false);
});

const box = document.createElement("div");
const root = createRoot(box);
afterEach(() => root.unmount());

it("is drawn also when it arrives between the drawing of its place and what follows that", async () => {
  const Part = late(async () => () => <p>Here.</p>);
  function Page() {
    useLayoutEffect(() => Part.ahead(), []);
    return <Part t={t} />;
  }
  root.render(<Page />);

  await vi.waitFor(() => expect(box).toHaveTextContent("Here."));
});
