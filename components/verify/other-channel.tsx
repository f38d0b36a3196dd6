// The other way to reach a person, offered where nothing more goes to the address at hand.
import type { Channel } from "@/lib/contract";
import type { Translate } from "@/messages/translator";
import type { Refusal } from "../problem-sentence";
import { Button } from "../ui/button";

/** Limits of an address that only another day lifts. */
const longLimits = new Set<string | undefined>(["address-day", "address-failures-day"]);

export const lastsLong = ({ limit }: Refusal) => longLimits.has(limit);

export function OtherChannelButton({
  t,
  channel,
  onChoose,
}: {
  t: Translate;
  channel: Channel;
  onChoose: (channel: Channel) => void;
}) {
  return (
    <Button look="quiet" size="small" className="-ms-3.5" onClick={() => onChoose(channel)}>
      {t(channel === "email" ? "code.useEmail" : "code.useSms")}
    </Button>
  );
}
