// Named tests one after another, and the line that every layer ends with.
export class Tally {
  passed = 0;
  failed = 0;
  skipped = 0;

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

  /** Prints the last line and ends the process. */
  finish() {
    const skipped = this.skipped > 0 ? `, ${this.skipped} skipped` : '';
    console.log(`${this.passed} passed, ${this.failed} failed${skipped}`);
    process.exit(this.failed > 0 ? 1 : 0);
  }
}
