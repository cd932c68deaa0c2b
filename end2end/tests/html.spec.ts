// The HTML of every page, read by the Nu HTML checker: no errors.
import { hasJava, invalid } from '../support/html.ts';
import { expect, test } from '../support/test.ts';
import { PAGES, prepare } from '../support/pages.ts';

if (hasJava) {
  test('every page is valid HTML', async ({ browser }) => {
    test.setTimeout(180_000);
    const pages = new Map<string, Buffer>();
    for (const item of PAGES) {
      const context = await browser.newContext();
      const page = await context.newPage();
      const answer = await page.request.get(await prepare(page, item));
      expect(answer.status(), item.name).toBe(item.status ?? 200);
      pages.set(item.name, await answer.body());
      await context.close();
    }
    expect(invalid(pages)).toEqual([]);
  });
} else {
  console.log('LACKING java: did not run "every page is valid HTML"');
  if (process.env.CI) {
    test('java is there to check the HTML', () => {
      throw new Error('java is missing');
    });
  }
}
