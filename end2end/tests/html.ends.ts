// Runs after all others: the HTML of every page that was looked at, read by the Nu HTML checker.
import { hasJava, invalid, kept } from '../support/html.ts';
import { expect, test } from '../support/test.ts';

const pages = kept().size;
if (hasJava) {
  test('every page that was looked at is valid HTML', () => {
    test.setTimeout(180_000);
    // A run of other tests alone looks at no page.
    if (pages > 0) expect(invalid()).toEqual([]);
    console.log(`${pages} pages were read by the Nu HTML checker`);
  });
} else {
  console.log('LACKING java: did not run "every page that was looked at is valid HTML"');
  if (process.env.CI) {
    test('java is there to check the HTML', () => {
      throw new Error('java is missing');
    });
  }
}
