// Cases that gave no clear answer, counted by the kind of request: a harness that has gone blind for one
// kind must not hide among the many that it sees.

/** More unclear cases than this share of a kind, and than this number, are a failure. */
const SHARE = 0.05;
const SPARED = 3;

export class Unclear {
  #counts = new Map();  // type -> { asked, unclear }

  add(type, isUnclear) {
    const count = this.#counts.get(type) ?? { asked: 0, unclear: 0 };
    count.asked += 1;
    if (isUnclear) count.unclear += 1;
    this.#counts.set(type, count);
  }

  /** One sentence a kind that is over the limit. */
  failures() {
    return [...this.#counts].filter(([, { asked, unclear }]) => unclear > SPARED && unclear > asked * SHARE)
      .map(([type, { asked, unclear }]) => `${unclear} of ${asked} cases of ${type} came out unclear`);
  }
}
