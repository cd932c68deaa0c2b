// A transcript: what was done and what was heard, as text that is read and reviewed like code. The site shows the same
// files at /accessibility/how-it-sounds.

export interface Step {
  /** "Tab", "opens /search", "types “club”"; or the name of a part, which begins with "## ". */
  done: string;
  /** The phrases that were heard, in their order. */
  heard: string[];
}

export interface Head {
  title: string;
  about: string;
  /** Routes that the journey goes over. */
  pages: readonly string[];
  /** "22 November 2026 with Orca 43.1 and Chromium 156". */
  heard: string;
}

export function written(head: Head, steps: readonly Step[]): string {
  const lines = [`# ${head.title}`, `About: ${head.about}`, `Pages: ${head.pages.join(' ')}`, `Heard: ${head.heard}`, ''];
  return `${[...lines, ...steps.flatMap(stepLines)].join('\n')}\n`;
}

function stepLines({ done, heard }: Step): string[] {
  if (done.startsWith('## ')) return ['', done, ''];
  return [`> ${done}`, ...(heard.length ? heard : ['(silence)']).map((phrase) => `  ${phrase}`)];
}

/** A transcript without the day on which it was heard, and with what: that alone is no change to review. */
export function undated(text: string): string {
  return text.replace(/^Heard: .*\n/m, '');
}
