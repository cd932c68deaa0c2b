//! What we made of the words: a word explained, a slip put right, what we looked for, and doubt where there is some.

use super::question::SearchAnswer;
use crate::area::words::{Jargon, Urgent};
use crate::domain::wording::list;
use crate::domain::{Facet, Guess, SearchQuery};
use crate::ui::taken_away;
use crate::web::App;
use crate::web::links::address;
use leptos::prelude::*;

/// A guess in words, with the address without it.
pub struct GuessedView {
    /// What it says: "Near Chorley".
    pub words: String,
    /// The same search without it.
    pub without: String,
}

/// Every guess of a question, in words.
pub fn guesses(find: &SearchQuery, app: &App) -> Vec<GuessedView> {
    let guessed = &find.guessed;
    let label = |facet: Facet, slug: &String| app.area.vocabulary.label(facet, slug).to_owned();
    let labels = |facet: Facet, slugs: &[String]| list(&slugs.iter().map(|s| label(facet, s)).collect::<Vec<_>>());
    let words = |guess: Guess| match guess {
        Guess::Place => guessed.place.as_ref().map(|place| format!("Near {place}")),
        Guess::Need => (!guessed.needs.is_empty()).then(|| labels(Facet::Need, &guessed.needs)),
        // A chosen age stands before one that was heard.
        Guess::Age if find.age.is_some() => None,
        Guess::Age => guessed.age.map(|(from, to)| match (from, to) {
            (0, 0) => "A baby".to_owned(),
            (from, to) if from == to => format!("Age {from}"),
            (from, to) => format!("Age {from} to {to}"),
        }),
        Guess::When => (!guessed.when.is_empty()).then(|| labels(Facet::When, &guessed.when)),
        Guess::Mode => guessed.mode.as_ref().map(|mode| label(Facet::Mode, mode)),
    };
    let all = Guess::ALL.into_iter().filter_map(|guess| Some((guess, words(guess)?)));
    all.map(|(guess, words)| GuessedView { words, without: undone(find, guess) }).collect()
}

/// The same search with a guess undone.
fn undone(find: &SearchQuery, guess: Guess) -> String {
    let mut without = find.clone();
    without.undone.push(guess);
    address("/search", &without.pairs())
}

/// The word that a question asks about, explained.
pub fn jargon_box(jargon: &Jargon) -> AnyView {
    let Jargon { title, text, guide, .. } = jargon.clone();
    let (guide, more) = match guide.as_str() {
        "/glossary" => (format!("/glossary#{}", jargon.id()), "More words and what they mean"),
        _ => (guide, "Read our guide"),
    };
    let about = format!(" about {title}");
    view! {
        <aside class="card calm flow jargon" aria-labelledby="meaning">
            <h2 id="meaning" class="eyebrow">"What “"{title}"” means"</h2>
            <p>{text}</p>
            <p class="links"><a href=guide>{more}<span class="vh">{about}</span></a></p>
        </aside>
    }
    .into_any()
}

/// What to do now, where somebody may be in danger. It stands above everything else.
pub fn urgent_box(urgent: &Urgent) -> AnyView {
    let Urgent { title, text, ways, .. } = urgent.clone();
    let ways: Vec<_> = ways
        .into_iter()
        .map(|way| {
            let href = format!("tel:{}", way.call.replace(' ', ""));
            view! { <li>{way.who}": "<a href=href dir="ltr">{way.call}</a>", "{way.say}</li> }
        })
        .collect();
    view! {
        <aside class="card urgent flow" aria-labelledby="urgent">
            <h2 id="urgent">{title}</h2>
            <ul class="plain">{ways}</ul>
            <p>{text}</p>
        </aside>
    }
    .into_any()
}

/// Says so when the place that was named has a local offer of its own.
pub fn beyond(answer: &SearchAnswer, app: &App) -> Option<AnyView> {
    let place = answer.find.guessed.outside.clone()?;
    let area = app.area.name.clone();
    Some(
        view! { <p class="notice">{place}" has a local offer of its own, run by its own council. This one is for families in "{area}". Some services here also take families from outside: ask them."</p> }
            .into_any(),
    )
}

/// "Showing results for dyslexia, not spelt as you typed it. Search for disleksia, as you typed it." A slip sounds like the
/// word itself, so that it was put right is said.
pub fn put_right(answer: &SearchAnswer) -> Option<AnyView> {
    let right = answer.found.corrected.clone()?;
    let typed = answer.find.words.clone();
    let href = address("/search", &SearchQuery { as_typed: true, ..answer.find.clone() }.pairs());
    Some(
        view! {
            <p class="put-right">"Showing results for "<b>{right}</b>", not spelt as you typed it. "<a href=href>"Search for "{typed}", as you typed it"</a></p>
        }
        .into_any(),
    )
}

/// "We looked for", each guess with a link that undoes it.
pub fn looked_for(answer: &SearchAnswer, app: &App) -> Option<AnyView> {
    let guesses = guesses(&answer.find, app);
    if guesses.is_empty() || answer.found.total == 0 && answer.find.narrowing_age() == answer.find.age {
        return None;
    }
    let narrows = answer.find.age.is_none() && answer.find.narrowing_age().is_some();
    let say = if narrows {
        "We put first what fits, and left out what is for other ages. Press one to take it away."
    } else {
        "We put first what fits. Press one to take it away."
    };
    let links: Vec<_> = guesses.into_iter().map(|g| taken_away(g.words, g.without)).collect();
    Some(view! { <div class="looked-for"><p>"We looked for: "<span class="small quiet">{say}</span></p><ul class="chips chosen plain">{links}</ul></div> }.into_any())
}

/// Says so when what was found is not a good answer, and who to ask.
pub fn doubt(answer: &SearchAnswer, phone: &str) -> Option<AnyView> {
    let found = &answer.found;
    if found.confident
        || !found.named.is_empty()
        || answer.urgent.is_some()
        || !answer.ready
        || answer.find.words.is_empty()
        || found.total == 0
    {
        return None;
    }
    let missing = &found.unanswered;
    let say = if missing.is_empty() {
        "We found nothing that fits all of that. These fit a part of it.".to_owned()
    } else {
        let quoted: Vec<String> = missing.iter().map(|w| format!("“{w}”")).collect();
        format!("We found nothing about {}. These fit only a part of what you asked.", list(&quoted))
    };
    let call = (!phone.is_empty()).then(|| {
        let phone = phone.to_owned();
        view! { " Or phone "<span dir="ltr">{phone}</span>" and ask." }
    });
    let tell = tell(&answer.find);
    Some(
        view! { <div class="card warm flow doubt"><p class="lead">{say}</p><p class="links"><a href=tell>"Tell the council this is missing"</a>{call}</p></div> }
            .into_any(),
    )
}

/// The address that tells the council what was looked for, with the search filled in.
pub fn tell(find: &SearchQuery) -> String {
    address("/say", &find.pairs())
}
