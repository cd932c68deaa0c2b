//! A transcript: what was done on a journey through the site, and what a screen reader said. The files are in
//! `end2end/screen-reader/transcripts`; `build.rs` puts them into the binary.

use crate::domain::wording::{date, day_typed};
use jiff::civil::Date;

/// A journey and what was heard on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Journey {
    /// The last part of its address.
    pub slug: String,
    /// What somebody wants.
    pub title: String,
    /// What happens, in a sentence.
    pub about: String,
    /// The addresses it goes over, with parameters in braces.
    pub pages: Vec<String>,
    /// When it was heard.
    pub on: Date,
    /// With which programs: "Orca 43.1 and Chromium 156".
    pub with: String,
    /// Its parts, in their order.
    pub parts: Vec<TranscriptPart>,
}

impl Journey {
    /// How many steps it has.
    pub fn steps(&self) -> u64 {
        self.parts.iter().map(|part| part.steps.len() as u64).sum()
    }
}

/// A part of a journey.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TranscriptPart {
    /// What it is called; none where a journey begins without a name.
    pub name: Option<String>,
    /// What was done, one after the other.
    pub steps: Vec<TranscriptStep>,
}

/// Something that was done, and what was heard then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TranscriptStep {
    /// What was done.
    pub done: JourneyOutcome,
    /// The phrases, in their order; none where nothing was said.
    pub heard: Vec<String>,
}

/// What somebody does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JourneyOutcome {
    /// Opens an address.
    Opens(String),
    /// Types something, with its quotes, or what it is in words.
    Types(String),
    /// Presses keys at once, by their names on a keyboard.
    Presses(Vec<String>),
    /// Waits for what the page says by itself.
    Waits,
}

/// Reads a transcript. `name` is its path inside the folder without `.txt`; one in a folder of its own (`firefox/...`) is
/// the same journey in another browser, and says so.
///
/// # Errors
/// What is wrong with it, with the line.
pub fn read(name: &str, text: &str) -> Result<Journey, String> {
    let (head, body) = text.split_once("\n\n").ok_or("there is no blank line after the first lines")?;
    let mut lines = head.lines();
    let title = lines.next().and_then(|l| l.strip_prefix("# ")).ok_or("line 1 is not “# ” and a title")?.trim();
    let mut fields: [Option<&str>; 3] = [None; 3];
    for (at, line) in lines.enumerate() {
        let (name, value) = line.split_once(": ").ok_or(format!("line {} is not a name, “: ” and a value", at + 2))?;
        let place = ["About", "Pages", "Heard"].iter().position(|n| *n == name);
        *place.and_then(|p| fields.get_mut(p)).ok_or(format!("line {}: {name} is not known", at + 2))? =
            Some(value.trim());
    }
    let [Some(about), Some(pages), Some(heard)] = fields else {
        return Err("About, Pages and Heard must all be there".to_owned());
    };
    let (on, with) = heard.split_once(" with ").ok_or("Heard is not a day, “ with ” and programs")?;
    let day = day_typed(on, Date::MIN).filter(|day| date(*day) == on).ok_or(format!("Heard: {on} is no day"))?;
    let parts = parts(body, head.lines().count() + 2)?;
    let (slug, title) = match name.split_once('/') {
        Some((browser, name)) => {
            (format!("{name}-in-{browser}"), format!("{title}, in {}", crate::domain::wording::capital(browser)))
        }
        None => (name.to_owned(), title.to_owned()),
    };
    if title.is_empty() || crate::domain::slug::slug(&slug) != slug {
        return Err(format!("“{slug}” is no address: use small letters, digits and hyphens"));
    }
    Ok(Journey {
        slug,
        title,
        about: about.to_owned(),
        pages: pages.split_whitespace().map(str::to_owned).collect(),
        on: day,
        with: with.to_owned(),
        parts,
    })
}

fn parts(body: &str, first_line: usize) -> Result<Vec<TranscriptPart>, String> {
    let mut parts = vec![TranscriptPart::default()];
    for (at, line) in body.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let fault = |what: &str| format!("line {}: {what}", first_line + at);
        if let Some(name) = line.strip_prefix("## ") {
            parts.push(TranscriptPart { name: Some(name.trim().to_owned()), steps: Vec::new() });
        } else if let Some(text) = line.strip_prefix("> ") {
            let done = done(text).ok_or_else(|| fault(&format!("“{text}” is nothing that we know how to say")))?;
            let part = parts.last_mut().ok_or_else(|| fault("there is no part"))?;
            part.steps.push(TranscriptStep { done, heard: Vec::new() });
        } else if let Some(phrase) = line.strip_prefix("  ") {
            let step = parts.last_mut().and_then(|part| part.steps.last_mut());
            let step = step.ok_or_else(|| fault("something is heard before anything was done"))?;
            if phrase.trim() != "(silence)" {
                step.heard.push(phrase.trim().to_owned());
            }
        } else {
            return Err(fault("begins with none of “## ”, “> ” and two spaces"));
        }
    }
    if parts.first().is_some_and(|part| part.steps.is_empty()) {
        parts.remove(0);
    }
    match parts.iter().find(|part| part.steps.is_empty()) {
        Some(part) => Err(format!("the part “{}” has no step", part.name.as_deref().unwrap_or_default())),
        None if parts.is_empty() => Err("there is no step".to_owned()),
        None => Ok(parts),
    }
}

fn done(text: &str) -> Option<JourneyOutcome> {
    match text.split_once(' ') {
        Some(("opens", address)) => Some(JourneyOutcome::Opens(address.to_owned())),
        Some(("types", what)) => Some(JourneyOutcome::Types(what.replacen('"', "“", 1).replacen('"', "”", 1))),
        Some(_) => None,
        None if text == "waits" => Some(JourneyOutcome::Waits),
        None => Some(JourneyOutcome::Presses(text.split('+').map(key).collect())),
    }
}

/// What is written on a key, by its name in X.
fn key(name: &str) -> String {
    let lower = name.to_lowercase();
    let label = match lower.as_str() {
        "return" | "kp_enter" => "Enter",
        "ctrl" | "control" => "Ctrl",
        "up" => "Up arrow",
        "down" => "Down arrow",
        "left" => "Left arrow",
        "right" => "Right arrow",
        "prior" | "page_up" => "Page up",
        "next" | "page_down" => "Page down",
        "kp_insert" => "Insert",
        "space" => "Space bar",
        _ => return crate::domain::wording::capital(name),
    };
    label.to_owned()
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// A small journey with everything that a transcript can hold.
    pub const FIXTURE: &str = "# Find a made-up club\nAbout: A parent looks for a club near home.\nPages: / /services/{slug}\nHeard: 22 November 2026 with Orca 43.1 and Chromium 156\n\n\
> opens /\n  Page has 5 headings.\n> Tab\n  Skip to main content link.\n\n## The <question>\n\n> types \"club\"\n  (silence)\n> ctrl+Home\n  What would help?\n  entry.\n> waits\n  5 services found.\n";

    #[test]
    fn a_transcript_is_read_into_its_parts_and_steps() {
        let journey = read("made-up", FIXTURE).unwrap();
        assert_eq!((journey.slug.as_str(), journey.title.as_str()), ("made-up", "Find a made-up club"));
        assert_eq!(journey.pages, ["/", "/services/{slug}"]);
        assert_eq!(
            (journey.on, journey.with.as_str()),
            (jiff::civil::date(2026, 11, 22), "Orca 43.1 and Chromium 156")
        );
        assert_eq!(journey.steps(), 5);
        let [start, question] = &journey.parts[..] else { panic!("{journey:?}") };
        assert_eq!((start.name.as_deref(), question.name.as_deref()), (None, Some("The <question>")));
        assert_eq!(start.steps[1].done, JourneyOutcome::Presses(vec!["Tab".to_owned()]));
        assert_eq!(
            question.steps[0],
            TranscriptStep { done: JourneyOutcome::Types("“club”".to_owned()), heard: Vec::new() }
        );
        assert_eq!(question.steps[1].done, JourneyOutcome::Presses(vec!["Ctrl".to_owned(), "Home".to_owned()]));
        assert_eq!(question.steps[1].heard, ["What would help?", "entry."]);
        assert_eq!(question.steps[2].done, JourneyOutcome::Waits);
        let firefox = read("firefox/made-up", FIXTURE).unwrap();
        assert_eq!(
            (firefox.slug.as_str(), firefox.title.as_str()),
            ("made-up-in-firefox", "Find a made-up club, in Firefox")
        );
    }

    #[test]
    fn what_is_malformed_is_said_with_its_line() {
        let wrong = |from: &str, to: &str| read("made-up", &FIXTURE.replacen(from, to, 1)).unwrap_err();
        assert!(wrong("# Find", "Find").contains("line 1"));
        assert!(wrong("About: ", "About ").contains("line 2"));
        assert!(wrong("Pages", "Seiten").contains("line 3: Seiten"));
        assert!(wrong("Heard: 22 November 2026", "Heard: 32 November 2026").contains("32 November 2026 is no day"));
        assert!(wrong("Heard: 22 November 2026", "Heard: 22 November").contains("is no day"));
        assert!(wrong(" with ", " by ").contains("Heard"));
        assert!(wrong("  Page has", "Page has").contains("line 7"));
        assert!(wrong("> opens /\n", "").contains("line 6: something is heard"));
        assert!(wrong("> waits", "> sighs loudly").contains("“sighs loudly”"));
        assert!(wrong("> types", "## Another\n> types").contains("“The <question>” has no step"));
        assert!(
            read("made-up", "").is_err()
                && read("made-up", "# A\nAbout: b\nPages: /\nHeard: 1 May 2026 with x\n\n").is_err()
        );
        assert!(read("Made Up", FIXTURE).unwrap_err().contains("no address"));
    }
}
