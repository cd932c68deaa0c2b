// What the fault tests share: figures of many requests, and waiting until something works.
import { setTimeout as moment } from 'node:timers/promises';
import { expect } from '@playwright/test';

/** What families read, with a listing that a search brings. */
export async function familyPages(address: string): Promise<string[]> {
  const results = await (await fetch(`${address}/search.json?q=club`)).text();
  const listing = /\/services\/[a-z0-9-]+/.exec(results)![0];
  const pages = ['/', '/search?q=club', '/search?q=respite&where=Burnley', '/search.json?q=club', '/districts', '/districts/burnley', '/gaps', '/gaps/compare', '/waiting-times', '/guides', listing, `${listing}/history`];
  for (const page of pages) expect((await sample(address, page)).status, page).toBe(200);
  return pages;
}

/** A request that was answered, or was not: status 0. */
export interface Sample {
  path: string;
  status: number;
  /** Milliseconds. */
  took: number;
}

/** Asks for a page and measures it. */
export async function sample(address: string, path: string, init: RequestInit = {}): Promise<Sample> {
  const began = performance.now();
  try {
    const answer = await fetch(address + path, { redirect: 'manual', signal: AbortSignal.timeout(20_000), ...init });
    await answer.arrayBuffer();
    return { path, status: answer.status, took: performance.now() - began };
  } catch {
    return { path, status: 0, took: performance.now() - began };
  }
}

/** Asks for pages in turn, several at once, until told to stop. */
export function load(address: string, paths: string[], atOnce: number): { samples: Sample[]; stop: () => Promise<Sample[]> } {
  const samples: Sample[] = [];
  let on = true;
  const workers = Array.from({ length: atOnce }, async (_, worker) => {
    for (let n = worker; on; n += 1) samples.push(await sample(address, paths[n % paths.length]!));
  });
  const stop = async () => {
    on = false;
    await Promise.all(workers);
    return samples;
  };
  return { samples, stop };
}

/** The value below which a share of the numbers lies; 0 where there are none. */
export function quantile(numbers: number[], share: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** "1,204 answers: 200 × 1,204; p50 3 ms, p99 12 ms, slowest 40 ms". */
export function summary(samples: Sample[]): string {
  const counts = new Map<number, number>();
  for (const { status } of samples) counts.set(status, (counts.get(status) ?? 0) + 1);
  const took = samples.map((s) => s.took);
  const said = [...counts].map(([status, n]) => `${status} × ${n}`).join(', ');
  return `${samples.length} answers: ${said}; p50 ${quantile(took, 0.5).toFixed(0)} ms, p99 ${quantile(took, 0.99).toFixed(0)} ms, slowest ${Math.max(0, ...took).toFixed(0)} ms`;
}

/** Tries until it works. Gives back after how many milliseconds that was. */
export async function until(works: () => Promise<boolean>, within: number, what: string): Promise<number> {
  const began = performance.now();
  for (;;) {
    if (await works()) return performance.now() - began;
    expect(performance.now() - began, `milliseconds until ${what}`).toBeLessThan(within);
    await moment(50);
  }
}
