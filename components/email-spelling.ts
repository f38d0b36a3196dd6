// Slips in e-mail addresses: those without a doubt are mended in silence (`tidyEmail`), others are asked about
// (`likelyEmail`). Brings a list of the world's mailboxes along, so it is imported late.

/**
 * Where people have mailboxes: never doubted, and what a slip close by probably meant. Those at the front of a
 * line are the likelier ones. A company's domain is not here, and is not doubted unless it is one slip away.
 */
const mailboxes = [
  "gmail.com googlemail.com",
  "outlook.com outlook.fr outlook.de outlook.es outlook.it outlook.jp outlook.kr outlook.pt outlook.cl outlook.in",
  "outlook.sa outlook.co.id outlook.co.th outlook.com.br outlook.com.au outlook.com.tr outlook.com.vn",
  "hotmail.com hotmail.co.uk hotmail.fr hotmail.de hotmail.it hotmail.es hotmail.nl hotmail.be hotmail.se",
  "hotmail.ca hotmail.ch hotmail.gr hotmail.co.jp hotmail.co.th hotmail.com.br hotmail.com.ar hotmail.com.tr",
  "live.com live.co.uk live.fr live.nl live.de live.it live.be live.ca live.cn live.jp live.se live.com.mx msn.com",
  "yahoo.com yahoo.co.uk yahoo.co.jp yahoo.co.in yahoo.co.id yahoo.co.kr yahoo.co.th yahoo.co.nz yahoo.co.za",
  "yahoo.fr yahoo.de yahoo.es yahoo.it yahoo.ca yahoo.in yahoo.ie yahoo.gr yahoo.se yahoo.no yahoo.dk yahoo.pl",
  "yahoo.ro yahoo.com.br yahoo.com.ar yahoo.com.mx yahoo.com.tw yahoo.com.hk yahoo.com.sg yahoo.com.ph yahoo.com.vn",
  "yahoo.com.my yahoo.com.tr yahoo.com.au ymail.com rocketmail.com myyahoo.com",
  "icloud.com me.com mac.com proton.me protonmail.com pm.me tutanota.com tuta.io fastmail.com hey.com duck.com",
  "zoho.com mail.com email.com gmx.com gmx.net gmx.de gmx.at gmx.ch gmx.fr gmx.co.uk aol.com aol.de aol.co.uk",
  "qq.com foxmail.com 163.com 126.com yeah.net sina.com sina.cn sohu.com aliyun.com 139.com 189.cn vip.163.com",
  "naver.com daum.net hanmail.net kakao.com nate.com docomo.ne.jp ezweb.ne.jp au.com softbank.ne.jp i.softbank.jp",
  "nifty.com web.de t-online.de freenet.de arcor.de posteo.de mailbox.org bluewin.ch sunrise.ch chello.at aon.at",
  "mail.ru bk.ru list.ru inbox.ru internet.ru yandex.ru yandex.com ya.ru rambler.ru ukr.net seznam.cz email.cz",
  "wp.pl o2.pl onet.pl interia.pl orange.fr wanadoo.fr free.fr sfr.fr laposte.net bbox.fr neuf.fr libero.it",
  "virgilio.it alice.it tiscali.it tim.it tin.it telefonica.net terra.es terra.com.br uol.com.br bol.com.br ig.com.br",
  "globo.com globomail.com sapo.pt ziggo.nl kpnmail.nl planet.nl xs4all.nl telenet.be skynet.be telia.com online.no",
  "btinternet.com virginmedia.com sky.com talktalk.net ntlworld.com blueyonder.co.uk bigpond.com optusnet.com.au",
  "xtra.co.nz comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net earthlink.net juno.com",
  "rogers.com shaw.ca sympatico.ca telus.net videotron.ca rediffmail.com prodigy.net.mx mynet.com walla.co.il",
].flatMap((line) => line.split(" "));

/** Real domains that are one slip away from a mailbox. */
const real = new Set([
  ...mailboxes,
  "cloud.com",
  "outlook.co",
  "gail.com",
  "grange.fr",
  "rail.com",
  "never.com",
]);

/** Ends that no domain has (IANA's list of top-level domains), and the end that was meant. */
const ends: Record<string, string> = Object.fromEntries(
  [
    "com:con cmo ocm vom xom cim comm coom cpm clm c0m como comn cok cin cpom",
    "net:ner nte nett ney ent nrt",
    "org:ogr rog orgg orh",
  ]
    .map((line) => line.split(":") as [string, string])
    .flatMap(([end, slips]) => slips.split(" ").map((slip) => [slip, end])),
);

/** The address without what certainly does not belong to it: space, invisible signs, full width, what surrounds it. */
export function tidyEmail(typed: string): string {
  const plain = typed.normalize("NFKC").replace(/[\s\p{Cf}]/gu, "");
  return plain
    .replace(/。/g, ".")
    .replace(/^.*<(.+@.+)>.*$/, "$1")
    .replace(/^(mailto:|[<("'.,;:])+/i, "")
    .replace(/[>)"'.,;:、]+$/, "");
}

/** The address that was probably meant, where that is another one. */
export function likelyEmail(typed: string): string | undefined {
  const tidy = tidyEmail(typed);
  const at = tidy.lastIndexOf("@");
  const local = tidy
    .slice(0, at)
    .replace(/@+$/, "")
    .replace(/\.{2,}/g, ".")
    .replace(/^\.|\.$/g, "");
  if (at < 1 || local === "" || local.includes("@")) return undefined;
  const domain = tidy.slice(at + 1).toLowerCase();
  const likely = `${local}@${likelyDomain(domain)}`;
  return likely.toLowerCase() === tidy.toLowerCase() ? undefined : likely;
}

function likelyDomain(typed: string): string {
  const domain = typed.replace(/[.,]+/g, ".").replace(/^\.|\.$/g, "");
  if (real.has(domain)) return domain;
  const end = domain.slice(domain.lastIndexOf(".") + 1);
  const ended = domain.includes(".") && ends[end] ? domain.slice(0, -end.length) + ends[end] : domain;
  if (real.has(ended)) return ended;
  const found = ended.includes(".") ? nearest(ended) : undotted(ended);
  return found ?? ended;
}

/** "gmail" or "gmailcom": the dot was forgotten, or what follows it. */
function undotted(domain: string): string | undefined {
  return mailboxes.find((each) => {
    const [name = ""] = each.split(".");
    return domain === name || slips(domain, each.replaceAll(".", ""), 1) <= (name.length > 4 ? 1 : 0);
  });
}

/** The mailbox that is one slip away, or two in a long name. Short names have too many real neighbours. */
function nearest(domain: string): string | undefined {
  const [name = "", end = ""] = parts(domain);
  const far = (mailbox: string) => {
    const [itsName = "", itsEnd = ""] = parts(mailbox);
    const inName = slips(name, itsName, 2);
    const inEnd = slips(end, itsEnd, 1);
    const most = itsName.length > 6 ? 2 : itsName.length > 4 ? 1 : 0;
    const fits = inName <= most && inEnd <= (itsEnd.length > 2 ? 1 : 0);
    return fits ? inName + inEnd : Number.POSITIVE_INFINITY;
  };
  const [best] = mailboxes
    .map((mailbox) => ({ mailbox, distance: far(mailbox) }))
    .sort((one, other) => one.distance - other.distance);
  return best && best.distance < Number.POSITIVE_INFINITY ? best.mailbox : undefined;
}

/** "yahoo.co.uk" as "yahoo" and "co.uk". */
function parts(domain: string): [string, string] {
  const dot = domain.indexOf(".");
  return [domain.slice(0, dot), domain.slice(dot + 1)];
}

/** How many letters were left out, put in, hit wrong or swapped with the next (Damerau and Levenshtein). */
function slips(typed: string, meant: string, most: number): number {
  if (Math.abs(typed.length - meant.length) > most) return most + 1;
  let before: number[] = [];
  let last = Array.from({ length: meant.length + 1 }, (_, column) => column);
  for (let row = 1; row <= typed.length; row++) {
    const next = [row];
    for (let column = 1; column <= meant.length; column++) {
      const same = typed[row - 1] === meant[column - 1];
      const swapped = typed[row - 1] === meant[column - 2] && typed[row - 2] === meant[column - 1];
      next[column] = Math.min(
        (last[column] ?? 0) + 1,
        (next[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (before[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    before = last;
    last = next;
  }
  return last[meant.length] ?? 0;
}
