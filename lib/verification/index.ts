// Verification: prove that someone controls an address. Start a challenge, send its code (again),
// check attempts, hand out a proof. Pure: what it touches comes in through ports.
import { type Address, keptAddress, maskAddress, parseAddress } from "../address";
import type { AttemptResponse, ChallengeResponse, ChallengeStatus, Channel, Purpose } from "../contract";
import { networkOf } from "../network";
import { openToWork } from "../open-to-work";
import type { Demand, Pass, Place, Reservation, RowState, StoredCode, Subject } from "../ports";
import { isOutage, Problem } from "../problem";
import { aboutAddress, aboutOf } from "./about";
import { amends } from "./amends";
import { bills as billsOf } from "./bills";
import { codes } from "./codes";
import type { Parts } from "./parts";
import { codePolicy, proofLifetimeSeconds } from "./policy";
import { standing as standingOf } from "./standing";
import { vague } from "./vague";
import { witness } from "./witness";

/** What a send answers at once, and the delivery that is to follow the response. */
export interface Sent {
  challenge: ChallengeResponse;
  deliver: () => Promise<void>;
}

interface Sending {
  id: string;
  address: Address;
  subject: Subject;
  ip: string;
  place: Place;
  /** Codes of the challenge, this one included. */
  sends: number;
  /** What paid for the first of them. */
  pass?: Pass;
}

export interface Checked {
  earned: AttemptResponse;
  note: () => Promise<void>;
}

export function verification(parts: Parts) {
  const { captcha, challenges, limits, table, keyring, dispatch, tallies, clock } = parts;

  const mend = amends(parts);
  const bills = billsOf(parts);
  const standing = standingOf(parts);
  const said = witness(parts);
  const { issue, digestOf, settle } = codes({ ...parts, mend, bills, standing });

  const windowsOf = ({ counted }: Address): Demand => ({
    ...{ subject: "address", id: counted },
    rows: ["address-cooldown", "address-hour", "address-day"],
    guards: ["address-failures-day"],
  });

  /** Every row of a send, in one step. */
  async function reserve(sending: Sending): Promise<Reservation> {
    const { address, ip, sends, pass } = sending;
    const proven = standing.isProven(address);
    const client: Demand = { subject: "ip", id: ip, rows: ofClient };
    const network: Demand = { subject: "network", id: networkOf(ip), rows: ofNetwork };
    const demands = [windowsOf(address), client, network, ...bills.code(address, proven)];
    try {
      const taken = await limits.take(...(pass?.strong ? demands.map(waive) : demands));
      said.granted(address, taken.rows);
      return taken;
    } catch (error) {
      said.refused(address, error);
      const isForUnproven = error instanceof Problem && error.members.limit?.endsWith("-unproven");
      // A process that had not heard of the country lately knows better now.
      if (!proven && isForUnproven && (await standing.refresh(address))) return reserve(sending);
      // Whoever holds a challenge for the address knows of its sends.
      const holder = sends > 1;
      throw vague(error, table, (row) => row.startsWith("ip-") || (holder && row.startsWith("address-")));
    }
  }

  const admission = (ip: string): Demand => ({ subject: "ip", id: ip, rows: ofRequests });
  const admit = (ip: string) => limits.take(admission(ip));

  function respond(
    id: string,
    subject: Subject,
    expiresAt: number,
    sends: number,
    rows: RowState[],
  ): Omit<ChallengeResponse, "delivery"> {
    return {
      challengeId: id,
      channel: subject.channel,
      sentTo: maskAddress(subject.channel, subject.address),
      codeLength: codePolicy.length,
      expiresIn: Math.max(0, Math.ceil((expiresAt - clock.now()) / 1000)),
      resendIn: rows.find((row) => row.row === "address-cooldown" && row.remaining < 1)?.resetIn ?? 0,
      sendsLeft: Math.min(
        codePolicy.sends - sends,
        ...rows
          .filter((row) => row.row === "address-hour" || row.row === "address-day")
          .map((row) => row.remaining),
      ),
    };
  }

  /**
   * Reserves the limits and stores the code side by side, in one round trip; if one is refused, the other is
   * undone. A place among the deliveries is held from before that until the delivery has ended.
   */
  async function send(
    sending: Sending,
    store: (code: StoredCode, reserving: Promise<Reservation>) => Promise<void>,
    undo: (code: StoredCode) => Promise<void>,
  ): Promise<Sent> {
    const { id, address, subject, place, sends } = sending;
    const { stored, beganAt, deliver } = issue(id, subject, address);
    const reserving = reserve(sending);
    const [taking, storing] = await Promise.allSettled([reserving, store(stored, reserving)]);
    // What is taken back travels ahead of whatever this client asks next: nobody waits for it.
    if (taking.status === "rejected") {
      if (isOutage(taking.reason)) void forget(sending, beganAt, () => undo(stored));
      else if (storing.status === "fulfilled") void mend(() => undo(stored), codePolicy.lifetimeSeconds);
      throw taking.reason;
    }
    const taken = taking.value;
    if (storing.status === "rejected") {
      if (isOutage(storing.reason)) void forget(sending, beganAt, () => undo(stored));
      void taken.refund().catch(() => {});
      throw storing.reason;
    }
    return {
      challenge: { ...respond(id, subject, stored.expiresAt, sends, taken.rows), delivery: "queued" },
      async deliver() {
        try {
          await deliver(taken);
        } finally {
          place.release();
        }
      },
    };
  }

  /**
   * After an outage: what was asked of the store has happened, or has not, or will once it wakes up. Nobody gets
   * this code, so nobody shall wait for it or solve another captcha; what was counted beyond the cooldown stays
   * counted.
   */
  async function forget({ address, pass }: Sending, beganAt: number, undo: () => Promise<void>) {
    await mend(async () => {
      await undo();
      await limits.releaseCooldown(address, beganAt);
    }, table["address-cooldown"].seconds);
    // Once only: by a second try it may have been put to use.
    await pass?.restore().catch(() => {});
  }

  /** Holds a place for a send that may still be refused. */
  function holding(attempt: (place: Place) => Promise<Sent>): Promise<Sent> {
    const place = dispatch.reserve();
    return attempt(place).catch((error) => {
      place.release();
      throw error;
    });
  }

  return {
    /**
     * Order: redeem the captcha token within the limit per client, and hear of the country's standing; reserve
     * every row and store the digest; answer. Two store round trips. Accounts are not looked up: known and
     * unknown addresses behave alike.
     * @throws Problem
     */
    async start(request: {
      channel: Channel;
      address: string;
      purpose: Purpose;
      locale: string;
      captchaToken?: string | undefined;
      ip: string;
      browser?: string | undefined;
    }): Promise<Sent> {
      const address = parseAddress(request.channel, request.address);
      const { channel, purpose, locale, ip } = request;
      const begin = async (place: Place) => {
        const bearer = { purpose, address, ip, browser: request.browser };
        const heard = standing.refresh(address);
        const pass = await captcha.redeem(request.captchaToken, bearer, admission(ip));
        await heard;

        const { value, country } = address;
        const subject: Subject = { channel, address: value, ...(country && { country }), purpose, locale };
        const failuresKey = limits.failuresKey(address);
        const id = keyring.mint(tagOf(failuresKey));
        // Nobody knows the id until we answer, so a refusal just drops it.
        return send(
          { id, address, subject, ip, place, sends: 1, pass },
          (code) => challenges.put(id, { subject, failuresKey, code }),
          () => challenges.drop(id),
        );
      };
      return aboutAddress(keyring, address, async () => {
        if (dispatch.routeTo(address).length === 0) throw new Problem("address-unsupported");
        return holding(begin);
      });
    },

    /** Sends a new code within the challenge. @throws Problem */
    async sendAgain(id: string, ip: string): Promise<Sent> {
      return holding(async (place) => {
        const [, found] = await Promise.all([admit(ip), challenges.read(id)]);
        if (!found) throw new Problem("challenge-gone");
        await settle(id, found);
        const { subject } = found;
        const address = keptAddress(subject);
        const again = () =>
          send(
            { id, address, subject, ip, place, sends: found.sends + 1 },
            async (code, reserving) => {
              let outcome = await challenges.addCode(id, code);
              // Simultaneous sends may reach the codes in another order than the limits, which decide.
              if (outcome === "busy") {
                await reserving;
                outcome = await challenges.addCode(id, code, true);
              }
              if (outcome !== "added") throw new Problem("challenge-gone");
            },
            (code) => challenges.dropCode(id, code.digest),
          );
        return aboutAddress(keyring, address, again);
      });
    },

    /** @throws Problem */
    async read(id: string, ip: string): Promise<ChallengeStatus> {
      const [, found] = await Promise.all([admit(ip), challenges.read(id)]);
      if (!found) throw new Problem("challenge-gone");
      const delivery = await settle(id, found);
      const rows = await limits.read(windowsOf(keptAddress(found.subject)));
      return {
        ...respond(id, found.subject, found.code.expiresAt, found.sends, rows),
        delivery,
        attemptsLeft: codePolicy.attempts - found.attempts,
      };
    },

    /**
     * Checks a code: the right one consumes the challenge and earns a proof. One store round trip.
     * @returns also what is to be noted after the response
     * @throws Problem
     */
    async attempt(id: string, code: string, ip: string): Promise<Checked> {
      if (!keyring.knows(id)) {
        await admit(ip);
        throw new Problem("challenge-gone");
      }
      const proof = keyring.mint(slotOf(id));
      const outcome = await challenges.attempt(id, {
        digest: digestOf(id, code),
        admission: admission(ip),
        proof: { id: proof, expiresAt: clock.now() + proofLifetimeSeconds * 1000 },
      });
      if (outcome.kind === "gone") throw new Problem("challenge-gone");
      const { subject, kind } = outcome;
      if (kind === "wrong") {
        const wrong = new Problem("code-incorrect", { attemptsLeft: outcome.attemptsLeft });
        wrong.about = () => aboutOf(keyring, keptAddress(subject));
        throw wrong;
      }
      return {
        earned: { proof, expiresIn: proofLifetimeSeconds },
        note: async () => {
          const address = keptAddress(subject);
          const { country = "" } = address;
          const { provider } = outcome;
          await Promise.all([
            provider && tallies.count(provider, country, "verified"),
            limits.giveBack(...bills.verified(address)),
          ]);
        },
      };
    },
  };
}

export type Verification = ReturnType<typeof verification>;

/** Which rows count a send, of whom. */
const ofClient = ["ip-sends-day"] as const;
const ofNetwork = ["network-sends-day"] as const;

/** Which rows count a request. */
const ofRequests = ["ip-requests-minute"] as const;

/** For whoever did more work for the address than usual: what strangers did to it is counted, and refuses nobody. */
function waive(demand: Demand): Demand {
  const rows = (open: boolean) => demand.rows.filter((row) => openToWork.has(row) === open);
  return { ...demand, rows: rows(false), waived: rows(true) };
}

/** The slot of an id of ours. Challenge, proof and failures of one address share it, and so one node. */
const slotOf = (id: string) => id.slice(0, 3);

/** The same of a key, whose hash tag it is. */
const tagOf = (key: string) => /\{(.*?)\}/.exec(key)?.[1] ?? "";
