//! `/accessibility/how-it-sounds`: what a screen reader says on journeys through this site, word for word.

use super::transcript::{Journey, JourneyOutcome, TranscriptPart, TranscriptStep, read};
use crate::domain::wording::{count, date, list};
use crate::pages::layout::{PageMeta, answer};
use crate::ui::breadcrumbs;
use crate::web::{App, Failure, Visitor};
use axum::extract::{Path, State};
use axum::response::Response;
use leptos::prelude::*;
use std::sync::LazyLock;

mod embedded {
    include!(concat!(env!("OUT_DIR"), "/transcripts.rs"));
}

/// Those that can be read, by their names. A test says which cannot.
static JOURNEYS: LazyLock<Vec<Journey>> = LazyLock::new(|| {
    let files = embedded::TRANSCRIPTS.iter().copied();
    #[cfg(test)]
    let files = files.chain([("made-up", super::transcript::tests::FIXTURE)]);
    files.filter_map(|(name, text)| read(name, text).ok()).collect()
});

/// Every journey in this binary.
pub fn journeys() -> &'static [Journey] {
    &JOURNEYS
}

/// What the pages are called.
pub const TITLE: &str = "How this site sounds";

/// `/accessibility/how-it-sounds`.
///
/// # Errors
/// When the database does not answer.
pub async fn list_transcripts(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let about = PageMeta { title: TITLE.to_owned(), ..PageMeta::default() };
    answer(&app, &visitor, about, || all_page(journeys())).await
}

/// `/accessibility/how-it-sounds/{slug}`.
///
/// # Errors
/// Not found when there is no such journey; broken when the database does not answer.
pub async fn show_transcript(
    State(app): State<App>,
    Path(slug): Path<String>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let journey = journeys().iter().find(|j| j.slug == slug).ok_or(Failure::NotFound)?;
    let about = PageMeta { title: format!("How it sounds: {}", journey.title), ..PageMeta::default() };
    answer(&app, &visitor, about, || one_page(journey)).await
}

/// "Heard on 22 November 2026 with Orca 43.1 and Chromium 156."
fn heard(journey: &Journey) -> String {
    format!("Heard on {} with {}.", date(journey.on), journey.with)
}

fn all_page(journeys: &[Journey]) -> AnyView {
    let each: Vec<_> = journeys
        .iter()
        .map(|journey| {
            let href = format!("/accessibility/how-it-sounds/{}", journey.slug);
            let heard = format!("{} {}.", heard(journey), count(journey.steps(), "step", "steps"));
            view! { <li class="card"><h3><a href=href>{journey.title.clone()}</a></h3><p>{journey.about.clone()}</p><p class="small quiet">{heard}</p></li> }
        })
        .collect();
    let each = if each.is_empty() {
        view! { <p class="notice">"There are none yet. We will show them here as soon as they are written down."</p> }
            .into_any()
    } else {
        view! { <ul class="plain flow">{each}</ul> }.into_any()
    };
    view! {
        {breadcrumbs([("/accessibility", "Accessibility")])}
        <div class="prose flow">
            <h1>{TITLE}</h1>
            <p class="lead">"Some people listen to this site and do not see it. Here you can read what they hear, word for word."</p>
            <h2>"What a screen reader is"</h2>
            <p>"It is a program that reads a page aloud, or shows it in braille under your fingers. People who are blind use one. So do people who see little, and some who find reading hard."</p>
            <p>"You move with keys and not with a mouse: from link to link, from heading to heading, or line by line. After the words it says what they are, such as “link” or “heading level 2”."</p>
            <h2>"How to read these pages"</h2>
            <p>"Each step says which key was pressed, and then what was heard. “Nothing” means that the screen reader stayed silent."</p>
            <p>"A computer pressed the keys and wrote down what was said. It is a check that we repeat. It is not the same as a test by people who use a screen reader every day."</p>
            <h2>"Journeys"</h2>
            {each}
        </div>
    }
    .into_any()
}

fn one_page(journey: &Journey) -> AnyView {
    let mut first = 1;
    let parts: Vec<_> = journey
        .parts
        .iter()
        .map(|part| {
            let start = first;
            first += part.steps.len();
            part_view(part, start)
        })
        .collect();
    let pages = list(&journey.pages);
    view! {
        {breadcrumbs([("/accessibility", "Accessibility"), ("/accessibility/how-it-sounds", TITLE)])}
        <div class="prose flow">
            <h1>{format!("How it sounds: {}", journey.title)}</h1>
            <p class="lead">{journey.about.clone()}</p>
            <p class="small quiet">{heard(journey)}" Pages: "<span dir="ltr">{pages}</span></p>
            {parts}
            <p class="links section-gap"><a href="/accessibility">"Tell us if something does not work for you"</a></p>
        </div>
    }
    .into_any()
}

/// The numbers go on from part to part.
fn part_view(part: &TranscriptPart, first: usize) -> AnyView {
    let name = part.name.clone().unwrap_or_else(|| "The start".to_owned());
    let start = (first > 1).then(|| first.to_string());
    let steps: Vec<_> = part.steps.iter().map(step_view).collect();
    view! { <h2>{name}</h2><ol class="sounds" start=start>{steps}</ol> }.into_any()
}

/// Text and nothing else: the links and headings that were heard are no links and headings here.
fn step_view(step: &TranscriptStep) -> AnyView {
    let done = match &step.done {
        JourneyOutcome::Opens(address) if address == "/" => "You open the home page".into_any(),
        JourneyOutcome::Opens(address) => view! { "You open "<span dir="ltr">{address.clone()}</span> }.into_any(),
        JourneyOutcome::Types(what) => format!("You type {what}").into_any(),
        JourneyOutcome::Waits => "You wait".into_any(),
        JourneyOutcome::Presses(keys) => {
            let keys: Vec<_> = keys
                .iter()
                .enumerate()
                .map(|(n, key)| {
                    let plus = if n == 0 { "" } else { " + " };
                    view! { {plus}<kbd>{key.clone()}</kbd> }
                })
                .collect();
            view! { "You press "{keys} }.into_any()
        }
    };
    let heard = if step.heard.is_empty() {
        view! { <p class="heard quiet">"You hear: nothing"</p> }.into_any()
    } else {
        let phrases: Vec<_> = step.heard.iter().map(|p| view! { <span>{p.clone()}</span>" " }).collect();
        view! { <p class="heard"><span class="vh">"You hear: "</span>{phrases}</p> }.into_any()
    };
    view! { <li><p class="did">{done}</p>{heard}</li> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};

    #[test]
    fn every_transcript_can_be_read_and_has_an_address_of_its_own() {
        let mut slugs = BTreeSet::new();
        for (name, text) in embedded::TRANSCRIPTS {
            let journey = read(name, text).unwrap_or_else(|wrong| panic!("{name}.txt: {wrong}"));
            assert!(slugs.insert(journey.slug.clone()), "{name}.txt: its address {} is taken", journey.slug);
        }
    }

    #[test]
    fn the_binary_holds_the_transcripts_that_are_there() {
        let mut there = BTreeMap::new();
        let root = std::path::Path::new("end2end/screen-reader/transcripts");
        let mut folders = vec![root.to_owned()];
        while let Some(folder) = folders.pop() {
            for path in std::fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path()) {
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|e| e == "txt") {
                    let name = path.strip_prefix(root).unwrap().with_extension("").to_string_lossy().into_owned();
                    there.insert(name, std::fs::read_to_string(path).unwrap());
                }
            }
        }
        let inside: BTreeMap<String, String> =
            embedded::TRANSCRIPTS.iter().map(|(n, t)| ((*n).to_owned(), (*t).to_owned())).collect();
        assert_eq!(inside, there, "built before the folder was there: `touch build.rs` and build again");
    }

    #[test]
    fn with_no_transcript_the_page_says_so() {
        let page = Owner::new().with(|| all_page(&[]).to_html());
        assert!(page.contains("There are none yet") && !page.contains("<li class=\"card\">"), "{page}");
    }
}
