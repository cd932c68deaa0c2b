// What axe knows of a page, in lines for a person to read.
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What is wrong with the page as it stands. */
export async function axe(page: Page): Promise<string[]> {
  const answer = await new AxeBuilder({ page })
    .withTags(TAGS)
    .options({ rules: { 'target-size': { enabled: true } } })
    .analyze();
  expect(answer.passes.length, 'axe looked at the page').toBeGreaterThan(10);
  return answer.violations.flatMap((v) => v.nodes.slice(0, 3).map((node) => `${v.id} (${v.impact}): ${node.target.join(' ')} ${node.html.slice(0, 120)}. ${node.failureSummary?.replace(/\s+/g, ' ').slice(0, 200)}`));
}
