import "server-only";
// What a process does before it serves: check the settings, open store and database (which runs the migrations),
// learn which pages were built, and say how to come back.
import { type Introduce, introduction } from "./http/introduce";
import { readPrerendered } from "./http/prerendered";
import { refuseStart } from "./refuse-start";
import type { Services } from "./services";

/** Where the build lies, from the project's folder. */
export const buildFolder = ".next";

export interface Booted {
  services: Services;
  introduce: Introduce;
}

/** @param open gives the services; whatever is wrong with them ends the process */
export async function boot(open: () => Promise<Services>): Promise<Booted> {
  try {
    const services = await open();
    const { env, parts, drawAhead } = services;
    // In development pages are made of other scripts, as they are asked for.
    const introduce = introduction(services, env.production ? readPrerendered(buildFolder) : undefined);
    // Connections and tables are ready then for the first request; what is down now may come later.
    await Promise.allSettled(Object.values(parts).map((check) => check()));
    if (env.production) drawAhead?.();
    return { services, introduce };
  } catch (error) {
    // Thrown where Next calls us, it would be logged while the server goes on to listen.
    return refuseStart(error);
  }
}
