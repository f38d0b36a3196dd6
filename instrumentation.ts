// Runs once, before Next answers: a wrong setting stops it here, by name. A server of ours has done all of it.
export async function register() {
  if (process.env.NEXT_RUNTIME === "nodejs") await import("./lib/boot-next");
}
