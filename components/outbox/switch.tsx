// Where there is no room for both: chooses between the phone and the mail inbox.
import type { Channel } from "@/lib/contract";
import type { Translate } from "@/messages/translator";
import { classes } from "../ui/classes";
import { MailIcon, PhoneIcon } from "../ui/icons";

const devices = [
  { channel: "sms", Icon: PhoneIcon, name: "outbox.phone.name" },
  { channel: "email", Icon: MailIcon, name: "outbox.mail.name" },
] as const;

export function DeviceSwitch({
  t,
  shown,
  counts,
  news,
  onShow,
  className,
}: {
  t: Translate;
  shown: Channel;
  counts: Record<Channel, number>;
  /** Something came to the one that is not shown. */
  news: boolean;
  onShow: (channel: Channel) => void;
  className?: string;
}) {
  return (
    <fieldset className={classes("rounded-control bg-sunken p-1 ring-1 ring-line ring-inset", className)}>
      <legend className="sr-only">{t("outbox.show")}</legend>
      <div className="grid grid-cols-2 gap-1">
        {devices.map(({ channel, Icon, name }) => {
          const here = channel === shown;
          return (
            <button
              key={channel}
              type="button"
              aria-pressed={here}
              onClick={() => onShow(channel)}
              className={classes(
                "flex min-h-11 items-center justify-center gap-2 rounded-inner font-semibold text-sm transition",
                here ? "bg-surface text-ink shadow-xs ring-1 ring-line" : "text-muted hover:text-ink",
              )}
            >
              <Icon className="size-[1.125rem]" />
              {t(name)}
              <span className="font-normal text-muted tabular-nums">{counts[channel]}</span>
              {news && !here && (
                <span className="size-2 animate-arrive rounded-full bg-brand">
                  <span className="sr-only">{t("outbox.news")}</span>
                </span>
              )}
            </button>
          );
        })}
      </div>
    </fieldset>
  );
}
