// Says at the end where the time went: minutes of work of each file, and of each check of a page.
import type { FullConfig, FullResult, Reporter, TestCase, TestResult, TestStep } from '@playwright/test/reporter';
import { basename } from 'node:path';

export default class Minutes implements Reporter {
  readonly #files = new Map<string, number>();
  readonly #checks = new Map<string, { took: number; times: number }>();
  #workers = 0;

  onBegin(config: FullConfig): void {
    this.#workers = config.workers;
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    const file = basename(test.location.file).replace(/\.(spec|ends)\.ts$/, '');
    this.#files.set(file, (this.#files.get(file) ?? 0) + result.duration);
  }

  onStepEnd(_: TestCase, __: TestResult, step: TestStep): void {
    if (step.category !== 'test.step' || basename(step.location?.file ?? '') !== 'look.ts') return;
    const what = step.title.replace(/( at|,).*/, '');
    const check = this.#checks.get(what) ?? { took: 0, times: 0 };
    this.#checks.set(what, { took: check.took + step.duration, times: check.times + 1 });
  }

  onEnd(result: FullResult): void {
    const minutes = (ms: number) => (ms / 60_000).toFixed(1);
    const files = [...this.#files].sort(([, a], [, b]) => b - a);
    const all = files.reduce((sum, [, took]) => sum + took, 0);
    console.log(`\nMinutes of work: ${files.map(([file, took]) => `${file} ${minutes(took)}`).join(', ')}.`);
    const checks = [...this.#checks].sort(([, a], [, b]) => b.took - a.took);
    if (checks.length > 0) {
      console.log(`Looking at pages: ${checks.map(([what, { took, times }]) => `${what} ${minutes(took)} (${times} times ${(took / times / 1_000).toFixed(2)} s)`).join(', ')}.`);
    }
    console.log(`Minutes in all: ${minutes(all)} of work in ${minutes(result.duration)}, ${this.#workers} at a time.`);
  }
}
