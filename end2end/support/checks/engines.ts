// What two engines know of a page: axe and IBM's. Their source is run in the page as it is: nothing is asked of another host.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { CDPSession, Page } from '@playwright/test';

const require = createRequire(import.meta.url);
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const IBM = readFileSync(require.resolve('accessibility-checker-engine/ace.js'), 'utf8');

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Rules of axe that are not asked, and why. */
const NOT_OF_AXE: Record<string, string> = {
  'target-size': 'asks for 24 by 24 pixels and takes a third of the time: layout.ts asks for 44 by 44',
};

/** Rules of IBM's engine that are not asked, and why. */
const NOT_OF_IBM: Record<string, string> = {
  element_tabbable_unobscured: 'guesses from the boxes, in half of the time: keyboard.ts goes to every stop and sees whether it is covered',
};

/** What IBM's engine takes for a fault and is none: its rule, what its snippet has, and why. */
const FALSE_OF_IBM: { rule: string; snippet: RegExp; why: string }[] = [
  {
    rule: 'aria_form_label_unique',
    snippet: /^<form(?![^>]*\baria-label)/,
    why: 'a form without a name has no role (HTML-AAM): it is no landmark, and need not be told from others. What its button does is in the button',
  },
  {
    rule: 'aria_article_label_unique',
    snippet: /^<article class="card hit"/,
    why: 'providers name their listings themselves, and a feed has some of one name: each card says who runs it and where',
  },
];

interface Result {
  ruleId: string;
  value: [string, string];
  message: string;
  snippet: string;
  path: { dom: string };
}

declare global {
  interface Window {
    axe: { run: (context: Document, options: object) => Promise<{ passes: unknown[]; violations: { id: string; impact: string; nodes: { target: string[]; html: string; failureSummary?: string }[] }[] }> };
    ace: { Checker: new () => { rulesetRules: { WCAG_2_2: string[] }; check: (root: Document, guidelines: string[]) => Promise<{ results: Result[] }> } };
  }
}

/** One for each tab. */
const sessions = new WeakMap<Page, CDPSession>();

/**
 * Runs an engine's source in the page. Said in the browser's own protocol, because what runs so is parsed once for all pages
 * of a tab: `page.evaluate` would have it parsed on each.
 */
async function bring(page: Page, source: string): Promise<void> {
  let session = sessions.get(page);
  if (!session) sessions.set(page, (session = await page.context().newCDPSession(page)));
  const { exceptionDetails } = await session.send('Runtime.evaluate', { expression: source });
  if (exceptionDetails) throw new Error(`an engine did not start: ${exceptionDetails.text}`);
}

/** What axe finds on the page as it stands. */
export async function axe(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await bring(page, AXE);
  const options = { resultTypes: ['violations'], runOnly: TAGS, rules: Object.fromEntries(Object.keys(NOT_OF_AXE).map((rule) => [rule, { enabled: false }])) };
  const { looked, faults } = await page.evaluate(async (options) => {
    const { passes, violations } = await window.axe.run(document, options);
    const faults = violations.flatMap((v) =>
      v.nodes.slice(0, 3).map((node) => `${v.id} (${v.impact}): ${node.target.join(' ')} ${node.html.slice(0, 120)}. ${(node.failureSummary ?? '').replace(/\s+/g, ' ').slice(0, 200)}`),
    );
    return { looked: passes.length, faults };
  }, options);
  // It would be silent too if it had not run.
  if (looked < 10) faults.push(`axe had only ${looked} rules to ask`);
  return faults;
}

/** What IBM's engine is sure of on the page as it stands. */
export async function ibm(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'ace' in window))) await bring(page, IBM);
  const { looked, failed } = await page.evaluate(async (without) => {
    const checker = new window.ace.Checker();
    // Its own way of leaving out one rule leaves out all.
    checker.rulesetRules.WCAG_2_2 = checker.rulesetRules.WCAG_2_2.filter((rule) => !without.includes(rule));
    const { results } = await checker.check(document, ['WCAG_2_2']);
    return { looked: results.length, failed: results.filter(({ value }) => value[0] === 'VIOLATION' && value[1] === 'FAIL') };
  }, Object.keys(NOT_OF_IBM));
  const faults = failed
    .filter(({ ruleId, snippet }) => !FALSE_OF_IBM.some((known) => known.rule === ruleId && known.snippet.test(snippet)))
    .map(({ ruleId, message, snippet, path }) => `${ruleId}: ${message} ${snippet.slice(0, 120)} at ${path.dom.replace(/^\/html\[1\]\/body\[1\]/, '')}`);
  if (looked < 50) faults.push(`IBM's engine looked at only ${looked} things`);
  return faults.slice(0, 12);
}
