// Sending on somebody's bill: past the cooldown, the rows of an address, a prefix, a country, a client and a day.
import { type Attack, atOnce, call, having, newIp, post, type Reply, result, tally } from "./attack";
import { digits, newMailbox, newNumber, send, start } from "./sign-up";

const more = (replies: readonly Reply[], most: number) => result(having(replies, 202) > most, tally(replies));

export const sending: readonly Attack[] = [
  {
    name: "asks for a hundred codes at once for one address",
    from: "CWE-367",
    on: "open",
    faults: ["limits are checked, then counted"],
    async run(at) {
      const address = newMailbox();
      return more(await atOnce(100, () => send(at, address)), 1);
    },
  },
  {
    name: "asks thirty times at once for a challenge's next code",
    from: "Ai-Council #113: resends are counted, then checked",
    on: "tight",
    faults: ["sends of one challenge are not kept apart"],
    async run(at) {
      const { path } = await start(at);
      await at.wait(1.1);
      const from = performance.now();
      const replies = await atOnce(30, () => post(at, `${path}/sends`));
      // On a busy machine a cooldown of a second may end meanwhile.
      return more(replies, 1 + Math.floor((performance.now() - from) / 1000));
    },
  },
  {
    name: "spells one mailbox in many ways",
    from: "CWE-180",
    on: "open",
    faults: ["capitals make another mailbox", "compatibility forms are other letters"],
    async run(at) {
      const [local] = newMailbox().split("@");
      const wide = (text = "") =>
        [...text].map((each) =>
          /[a-z0-9]/.test(each) ? String.fromCodePoint(each.charCodeAt(0) + 0xfee0) : each,
        );
      const spellings = [
        `${local}@bücher.example`,
        `${local}@xn--bcher-kva.example`,
        `${local}@BÜCHER.example`,
        `${local}@bu\u0308cher.EXAMPLE`,
        `${local?.toUpperCase()}@bücher.example`,
        `${wide(local).join("")}@bücher.example`,
        `${local}\uff20bücher.example`,
        `  ${local}@bücher.example\r\n`,
        `${local}@b\u00adücher.example`,
        `${local}@bücher。example`,
      ];
      const replies = [];
      for (const spelling of spellings) replies.push(await send(at, spelling));
      return more(replies, 1);
    },
  },
  {
    name: "gives one inbox many mailboxes",
    from: "CWE-799",
    on: "open",
    faults: ["every mailbox of an inbox is counted by itself"],
    async run(at) {
      const [local = ""] = newMailbox().replace("-", "").split("@");
      const dotted = `${local.slice(0, 3)}.${local.slice(3, 6)}.${local.slice(6)}`;
      const mailboxes = [local, `${local}+1`, dotted, `${dotted}+x+y`].map((name) => `${name}@gmail.com`);
      const replies = [];
      for (const mailbox of [...mailboxes, `${local}@googlemail.com`]) replies.push(await send(at, mailbox));
      return more(replies, 1);
    },
  },
  {
    name: "spells one number in many ways",
    from: "CWE-180",
    on: "open",
    faults: ["every spelling is a number of its own"],
    async run(at) {
      const number = newNumber();
      const rest = number.slice(3);
      const arabic = [...rest].map((digit) => String.fromCodePoint(0xff10 + Number(digit))).join("");
      const spellings = [
        ...[number, `0049${rest}`, `+49 ${rest}`, `+49 (${rest.slice(0, 3)}) ${rest.slice(3)}`],
        ...[
          `+49-${rest.slice(0, 3)}-${rest.slice(3)}`,
          `+49/${rest}`,
          `\u202a${number}\u202c`,
          `+49${arabic}`,
        ],
        ...[`+490${rest}`, `+49(0)${rest}`, ` ${number} `, `+49.${rest}`],
      ];
      const replies = [];
      for (const spelling of spellings)
        replies.push(await call(at, "POST", "/api/challenges", { body: asked(spelling) }));
      return more(replies, 1);
    },
  },
  {
    name: "comes from a new client each time to one address",
    from: "dub: one key for address and client together",
    on: "open",
    faults: ["limits of an address are counted per client"],
    async run(at) {
      const address = newMailbox();
      const replies = [];
      for (let nth = 0; nth < 10; nth++) replies.push(await send(at, address));
      return more(replies, 1);
    },
  },
  {
    name: "waits out every cooldown of one address",
    from: "CWE-799",
    on: "tight",
    faults: ["only the cooldown holds an address"],
    async run(at) {
      const address = newMailbox();
      const replies = [];
      for (let nth = 0; nth < 7; nth++) {
        if (nth > 0) await at.wait(1.1);
        replies.push(await send(at, address));
      }
      return more(replies, 5);
    },
  },
  {
    name: "comes from every address of one network",
    from: "CWE-799",
    on: "tight",
    faults: ["neighbours are strangers to each other"],
    async run(at) {
      const ips = Array.from({ length: 12 }, (_, nth) => `198.51.100.${nth + 1}`);
      return more(await Promise.all(ips.map((ip) => send(at, newMailbox(), {}, { ip }))), 7);
    },
  },
  {
    name: "writes to a new address each time from one client",
    from: "dub: one key for address and client together",
    on: "tight",
    faults: ["a client is counted per address"],
    async run(at) {
      const ip = newIp();
      return more(await atOnce(12, () => send(at, newMailbox(), {}, { ip })), 5);
    },
  },
  {
    name: "walks through a block of numbers",
    from: "CWE-799, as message pumping does",
    on: "tight",
    faults: ["no limit knows prefixes"],
    async run(at) {
      const prefix = `+49160${digits(4)}`;
      return more(await atOnce(10, (nth) => send(at, `${prefix}${nth}${digits(3)}`)), 3);
    },
  },
  {
    name: "earns by messages to a block of numbers, and enters no code",
    from: "CWE-799, as message pumping does",
    on: "open",
    faults: ["nobody counts the codes that nobody enters"],
    async run(at) {
      const prefix = `+49170${digits(4)}`;
      return more(await atOnce(16, (nth) => send(at, `${prefix}${10 + nth}${digits(2)}`)), 12);
    },
  },
  {
    name: "walks through the numbers of a country",
    from: "CWE-799, as message pumping does",
    on: "tight",
    faults: ["no limit knows countries"],
    async run(at) {
      return more(await atOnce(20, (nth) => send(at, `+33612${10 + nth}${digits(4)}`)), 6);
    },
  },
  {
    name: "sends to where it is dear, until the money is gone",
    from: "CWE-770",
    on: "tight",
    faults: ["nobody counts money"],
    run: async (at) => more(await atOnce(9, (nth) => send(at, `+8190${3000 + nth}${digits(4)}`)), 5),
  },
  {
    name: "sends to numbers whose owners earn by it",
    from: "CWE-799, as premium-rate fraud does",
    on: "open",
    faults: ["every kind of number is served"],
    async run(at) {
      const numbers = ["+499001234567", "+449098790000", "+19002345678", "+33899123456", "+34806123456"];
      const others = ["+448431234567", "+498001234567", "+18005551234"];
      const replies = [];
      for (const number of [...numbers, ...others]) replies.push(await send(at, number));
      return more(replies, 0);
    },
  },
  {
    name: "changes everything each time, until the money is gone",
    from: "CWE-770",
    on: "direct",
    last: true,
    faults: ["no limit knows the day"],
    run: async (at) => more(await atOnce(14, () => send(at, newMailbox())), 10),
  },
  {
    name: "spends the day's messages elsewhere, to close it for people who enter their codes",
    from: "CWE-645, as message pumping does",
    on: "direct",
    last: true,
    apart: true,
    faults: ["no share is kept for countries that verify", "no country is seen to verify"],
    async run(at) {
      await at.verified?.("DE");
      const pumped = [];
      do pumped.push(await send(at, `+33612${10 + pumped.length}${digits(4)}`));
      while (pumped.length < 14 && pumped.at(-1)?.status === 202);
      if (having(pumped, 429) === 0) throw new Error("nothing limits the day");
      const { status, text } = await send(at, newNumber());
      return result(status !== 202, `${tally(pumped)}; then ${status === 202 ? "202" : text.slice(0, 120)}`);
    },
  },
  {
    name: "asks without end from one client",
    from: "CWE-770",
    on: "tight",
    faults: ["limits count, but refuse nobody"],
    async run(at) {
      const ip = newIp();
      const replies = await atOnce(60, () => call(at, "GET", "/api/challenges/nobody", { ip }));
      return result(replies.length - having(replies, 429) > 40, tally(replies));
    },
  },
];

const asked = (address: string) => ({ channel: "sms", address, purpose: "sign-up", captchaToken: "off" });
