// Guessing: more guesses than three at a code, more than ten a day at an address, and a right code used twice.
import { type Attack, atOnce, having, post, result, tally } from "./attack";
import { guess, newMailbox, send, start, wrongCodes } from "./sign-up";

const judged = (count: number, most: number) =>
  result(count > most, `${count} guesses were judged, of ${most}`);

export const guessing: readonly Attack[] = [
  {
    name: "guesses on after the third wrong code",
    from: "CWE-307",
    on: "open",
    faults: ["wrong codes do not end a challenge"],
    async run(at) {
      const started = await start(at);
      const replies = [];
      for (const code of wrongCodes(started.code, 6)) replies.push(await guess(at, started, code));
      return judged(having(replies, 422), 3);
    },
  },
  {
    name: "sends thirty wrong codes at once",
    from: "logto, better-auth: attempts are checked, then counted",
    on: "open",
    faults: ["attempts are checked before they are counted"],
    async run(at) {
      const started = await start(at);
      const codes = wrongCodes(started.code, 30);
      return judged(having(await atOnce(30, (nth) => guess(at, started, codes[nth] ?? "")), 422), 3);
    },
  },
  {
    name: "hides the right code among thirty guesses at once",
    from: "better-auth #8067: one code, many requests at once",
    on: "open",
    faults: ["attempts are checked before they are counted"],
    async run(at) {
      const started = await start(at);
      const codes = [...wrongCodes(started.code, 29), started.code];
      const replies = await atOnce(30, (nth) => guess(at, started, codes[nth] ?? ""));
      return result(having(replies, 201) > 0 && having(replies, 422) > 2, tally(replies));
    },
  },
  {
    name: "uses the right code twenty times at once",
    from: "better-auth #8067: one code, many requests at once",
    on: "open",
    faults: ["a right code does not end its challenge"],
    async run(at) {
      const started = await start(at);
      const replies = await atOnce(20, () => guess(at, started, started.code));
      return result(having(replies, 201) > 1, tally(replies));
    },
  },
  {
    name: "guesses on in fresh challenges after ten wrong codes",
    from: "NIST SP 800-63B-4 3.1.3.2: a new code must not reset the count",
    on: "tight",
    faults: ["wrong codes are counted per challenge only", "the count of wrong codes is not asked"],
    async run(at) {
      const address = newMailbox();
      let guesses = 0;
      for (let challenges = 0; challenges < 5; challenges++) {
        if (challenges > 0) await at.wait(1.1);
        const { status, body } = await send(at, address);
        if (status !== 202) break;
        const path = `/api/challenges/${body.challengeId}`;
        // Guesses of six digits: this is about their number.
        for (const code of ["000000", "000001", "000002"])
          if ((await guess(at, { path }, code)).status === 422) guesses += 1;
      }
      return judged(guesses, 12);
    },
  },
  {
    name: "guesses on after a code was sent again",
    from: "Clinical-Insight-Engine #2351: a code sent again resets the attempts",
    on: "tight",
    faults: ["a code sent again resets the attempts"],
    async run(at) {
      const started = await start(at);
      const replies = [];
      for (const code of wrongCodes(started.code, 2)) replies.push(await guess(at, started, code));
      await at.wait(1.1);
      const again = await post(at, `${started.path}/sends`);
      for (const code of wrongCodes(started.code, 4)) replies.push(await guess(at, started, code));
      return result(again.status === 202 && having(replies, 422) > 3, tally(replies));
    },
  },
];
