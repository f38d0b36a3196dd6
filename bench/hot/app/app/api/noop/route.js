// The least that a route of Next can do: what everything else in the table is compared with.
export const dynamic = "force-dynamic";

export const GET = () => Response.json({ status: "up" });

/** The same with a body to read. */
export const POST = async (request) => Response.json({ read: Object.keys(await request.json()).length });
