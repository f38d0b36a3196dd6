// Locking somebody out: spending guesses, sends and challenges on the address of a person who waits for a code.
import { type Attack, atOnce, expectStatus, post, result, type Target, tally } from "./attack";
import { guess, newMailbox, newNumber, type Started, send, start } from "./sign-up";
import { earn } from "./slider";

/** Whether the owner's code works no more. */
async function ended(at: Target, owner: Started) {
  const { status, code } = await guess(at, owner, owner.code);
  return result(status !== 201, `the owner's code is answered with ${code ?? status}`);
}

export const lockOut: readonly Attack[] = [
  {
    name: "spends wrong codes on an address, to end the code that is on its way to it",
    from: "dub: failures counted by e-mail lock its owner out",
    on: "tight",
    faults: ["too many wrong codes end every challenge of the address"],
    async run(at) {
      const address = newMailbox("ada");
      const owner = await start(at, address);
      for (let challenges = 0; challenges < 4; challenges++) {
        await at.wait(1.1);
        const { status, body } = await send(at, address);
        if (status !== 202) break;
        const path = `/api/challenges/${body.challengeId}`;
        for (const code of ["000000", "000001", "000002"]) await guess(at, { path }, code);
      }
      return ended(at, owner);
    },
  },
  {
    name: "asks for another code, to void the one that is on its way",
    from: "CWE-645",
    on: "tight",
    faults: ["a new challenge voids those before it"],
    async run(at) {
      const address = newMailbox("ada");
      const owner = await start(at, address);
      await at.wait(1.1);
      await start(at, address);
      return ended(at, owner);
    },
  },
  {
    name: "spends the attempts of a challenge that it does not hold",
    from: "CWE-645",
    on: "open",
    faults: ["an address names its challenge"],
    async run(at) {
      const address = newMailbox("ada");
      const owner = await start(at, address);
      const { challengeId } = owner;
      const ids = [address, encodeURIComponent(address), challengeId.slice(0, -1), challengeId.toLowerCase()];
      for (const id of ids)
        for (let nth = 0; nth < 3; nth++) await guess(at, { path: `/api/challenges/${id}` }, "000000");
      return ended(at, owner);
    },
  },
  {
    name: "keeps asking, so that the cooldown never ends",
    from: "CWE-645",
    on: "tight",
    faults: ["a refused send begins the cooldown anew"],
    async run(at) {
      const address = newMailbox("ada");
      await start(at, address);
      const replies = [];
      for (let nth = 0; nth < 4; nth++) {
        await at.wait(0.3);
        replies.push(...(await atOnce(3, () => send(at, address))));
      }
      // One of theirs may have been first after the cooldown: that is a message to the owner, too.
      const after = [...replies, await send(at, address)];
      return result(!after.some(({ status }) => status === 202), tally(after));
    },
  },
  {
    name: "uses up the hour of an address, to close it for somebody who works for it",
    from: "CWE-645",
    on: "strict",
    faults: ["work for an address opens nothing", "nobody is asked for more work, nor may ask"],
    async run(at) {
      const address = newNumber();
      const { path } = await start(at, address);
      // Its fifth message is the last of the hour. On a busy machine the one before may still be on its way.
      for (let sends = 1, asked = 0; sends < 5; asked++) {
        if (asked === 15) throw new Error("strangers were refused");
        await at.wait(1.1);
        if ((await post(at, `${path}/sends`)).status === 202) sends += 1;
      }
      await at.wait(1.1);
      // As the page asks that was refused.
      const captchaToken = await earn(at, { channel: "sms", address, strong: true });
      const reply = await send(at, address, { captchaToken });
      const closed = reply.body?.limit === "address-hour";
      if (!closed) expectStatus(reply, 202);
      return result(closed, `somebody who worked for it is answered with ${reply.code ?? reply.status}`);
    },
  },
  {
    name: "uses up a row of its own, to close it for others",
    from: "CWE-645",
    on: "tight",
    faults: ["all clients are one"],
    async run(at) {
      const ip = "192.0.2.77";
      await atOnce(8, () => send(at, newMailbox(), {}, { ip }));
      const { status, text } = await send(at, newMailbox("ada"));
      return result(status !== 202, status === 202 ? "others send on" : text.slice(0, 100));
    },
  },
];
