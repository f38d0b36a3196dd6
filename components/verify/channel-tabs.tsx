// By which channel a person wants to be reached: two tabs above the field.
"use client";
import { useRef } from "react";
import type { Channel } from "@/lib/contract";
import type { MessageKey, Translate } from "@/messages/translator";
import { MailIcon, PhoneIcon } from "../ui/icons";

const tabs: Record<Channel, { Icon: typeof MailIcon; name: MessageKey }> = {
  email: { Icon: MailIcon, name: "address.email" },
  sms: { Icon: PhoneIcon, name: "address.sms" },
};

/** What the panel below the tabs needs to belong to them. */
export const channelPanel = (channel: Channel) => ({
  role: "tabpanel",
  id: "address-panel",
  "aria-labelledby": `tab-${channel}`,
});

export function ChannelTabs({
  t,
  channels,
  channel,
  onChoose,
}: {
  t: Translate;
  channels: readonly Channel[];
  channel: Channel;
  onChoose: (channel: Channel) => void;
}) {
  const buttons = useRef<Partial<Record<Channel, HTMLButtonElement | null>>>({});
  return (
    <div
      role="tablist"
      aria-label={t("address.channel")}
      className="grid grid-cols-2 gap-1 rounded-control bg-sunken p-1"
    >
      {channels.map((each, index) => {
        const { Icon, name } = tabs[each];
        return (
          <button
            key={each}
            ref={(tab) => {
              buttons.current[each] = tab;
            }}
            type="button"
            role="tab"
            id={`tab-${each}`}
            aria-selected={each === channel}
            aria-controls="address-panel"
            tabIndex={each === channel ? 0 : -1}
            onClick={() => onChoose(each)}
            onKeyDown={(event) => {
              if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
              const other = channels[(index + 1) % channels.length] ?? each;
              onChoose(other);
              buttons.current[other]?.focus();
            }}
            className="flex min-h-11 items-center justify-center gap-2 rounded-[calc(var(--radius-control)-0.25rem)] font-semibold text-muted text-sm transition hover:text-ink aria-selected:bg-raised aria-selected:text-ink aria-selected:shadow-sm aria-selected:ring-1 aria-selected:ring-line forced-colors:aria-selected:border-2"
          >
            <Icon className="size-[1.125rem]" />
            {t(name)}
          </button>
        );
      })}
    </div>
  );
}
