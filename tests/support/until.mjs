// Waiting for a condition instead of for a time.

/** More than anything takes on a machine that does ten other things; only a hang gets there. */
const CEILING = 120_000;

/** Tries until `attempt` gives something true; gives that. What it throws counts as "not yet". */
export async function until(attempt, { limit = CEILING, pause = 25, what = String(attempt) } = {}) {
  const deadline = Date.now() + limit;
  for (;;) {
    let problem;
    try {
      const value = await attempt();
      if (value) return value;
    } catch (error) {
      problem = error;
    }
    if (Date.now() > deadline) throw problem ?? new Error(`not within ${limit} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
