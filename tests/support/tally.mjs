// Named tests one after another, and the line that every layer ends with.
import './ending.mjs';

export class Tally {
  passed = 0;
  failed = 0;
  skipped = 0;
  /** What `fail` and `check` were told, one line each, for `merge` and `showFailures`. */
  failures = [];

  /** Runs a test; it fails by throwing. */
  async test(name, run) {
    try {
      await run();
      this.passed += 1;
    } catch (error) {
      this.failed += 1;
      console.log(`FAILED ${name}\n  ${String(error.stack ?? error).split('\n').slice(0, 12).join('\n  ')}`);
    }
  }

  pass(n = 1) {
    this.passed += n;
  }

  /** A failure of one line, kept until `showFailures`. */
  fail(message) {
    this.failed += 1;
    this.failures.push(message);
  }

  /** One of many checks; `message` is called where it fails. */
  check(condition, message) {
    if (condition) this.pass();
    else this.fail(message());
  }

  showFailures(most) {
    for (const failure of this.failures.slice(0, most)) console.log(`FAILED ${failure}`);
    if (this.failures.length > most) console.log(`and ${this.failures.length - most} more failures`);
  }

  /** Adds what another one has counted. */
  merge({ passed, failed, skipped, failures }) {
    this.passed += passed;
    this.failed += failed;
    this.skipped += skipped;
    this.failures.push(...failures);
  }

  /** A test that this machine cannot run. */
  skip(name, reason) {
    this.skipped += 1;
    console.log(`skipped ${name}: ${reason}`);
  }

  /** Adds the counts of a line "N passed, N failed[, N skipped]"; false where it is none. */
  add(line) {
    const counts = /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/.exec(line);
    if (!counts) return false;
    this.passed += Number(counts[1]);
    this.failed += Number(counts[2]);
    this.skipped += Number(counts[3] ?? 0);
    return true;
  }

  /**
   * "N passed, N failed[, N skipped]". A run without a test shows nothing: it has failed. A part of a run may be
   * one that this machine can't run at all.
   */
  lastLine({ isPart = false } = {}) {
    if (this.passed + this.failed + (isPart ? this.skipped : 0) === 0) {
      console.log('FAILED no test was run');
      this.failed = 1;
    }
    const skipped = this.skipped > 0 ? `, ${this.skipped} skipped` : '';
    return `${this.passed} passed, ${this.failed} failed${skipped}`;
  }

  /** Prints the last line and ends the process; `isPart`: another process adds this one's counts. */
  finish({ isPart = false } = {}) {
    console.log(this.lastLine({ isPart }));
    process.exit(this.failed > 0 ? 1 : 0);
  }
}
