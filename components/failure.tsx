// Something of ours broke while a page was drawn: says so, and tries again. Nothing is loaded for it, so that it works
// without the server, too.
import { pagePath } from "@/messages/locales";
import type { FailureWords } from "./failure-words";
import { LonePage } from "./lone-page";
import { Arrival } from "./ui/arrival";
import { Button, buttonClasses } from "./ui/button";

export function Failure({ words, onRetry }: { words: FailureWords; onRetry: () => void }) {
  return (
    <Arrival>
      <LonePage title={words.title} lead={words.lead}>
        <Button onClick={onRetry}>{words.retry}</Button>
        {/* A document of its own: what broke may be what leads from page to page. */}
        <a href={pagePath(words.locale, "/")} className={buttonClasses({ look: "quiet" })}>
          {words.home}
        </a>
      </LonePage>
    </Arrival>
  );
}
