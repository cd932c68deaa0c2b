//! `/accessibility`: the statement that the law asks for, in the government's model form, made from data so that it
//! cannot go stale by itself: [the sample statement](https://www.gov.uk/government/publications/sample-accessibility-statement)
//! under [regulation 8](https://www.legislation.gov.uk/uksi/2018/952/regulation/8) of the Public Sector Bodies (Websites and
//! Mobile Applications) (No. 2) Accessibility Regulations 2018.

use super::known_issues::{Issue, KnownIssues};
use super::sounds::{TITLE, journeys};
use super::statements::statement;
use super::transcript::Journey;
use crate::area::Contact;
use crate::domain::wording::{count, date, list};
use crate::ui::scroll_table;
use crate::web::{App, Failure, Visitor};
use axum::extract::State;
use axum::response::Response;
use jiff::civil::Date;
use leptos::prelude::*;
use std::collections::BTreeSet;

/// What the page is made from.
struct Says<'a> {
    council: &'a str,
    site: Option<&'a str>,
    contact: &'a Contact,
    known: &'a KnownIssues,
    journeys: &'a [Journey],
    today: Date,
}

/// `/accessibility`.
///
/// # Errors
/// When the database does not answer.
pub async fn show_accessibility(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let contact = app.contact(app.has_sample().await?);
    let known = KnownIssues::inside().map_err(Failure::Broken)?;
    let (area, settings, today) = (app.area.clone(), app.settings.clone(), app.clock.today());
    statement(&app, &visitor, "Accessibility", move || {
        let (council, site) = (area.council.as_str(), settings.base_url.as_deref());
        page(&Says { council, site, contact: &contact, known: &known, journeys: journeys(), today })
    })
    .await
}

fn page(says: &Says) -> AnyView {
    let site = says.site.map_or_else(|| "this site".to_owned(), |url| format!("this site, {url}"));
    let council = says.council;
    let scope = format!(
        "This statement is about every page of {site}. That includes the pages for people who run services and for council staff, and what they write on them. {council} publishes it."
    );
    view! {
        <p class="lead">"We want everyone to be able to use this site: with a keyboard, a screen reader, large text, a magnifier, on an old phone, or on paper."</p>
        <p>{scope}</p>
        <h2>"What you can do"</h2>
        <ul>
            <li>"Use every page without a mouse and without JavaScript"</li>
            <li>"Make the text four times as large. Only wide tables then move sideways, each in a box of its own"</li>
            <li>"Choose colours, text size and spacing on the "<a href="/preferences">"preferences page"</a></li>
            <li>"Listen to it with a screen reader"</li>
            <li>"Print every page"</li>
        </ul>
        {status(says)}
        {not_accessible(says)}
        {tested(says)}
        {help(says)}
        {dates(says)}
    }
    .into_any()
}

fn status(says: &Says) -> AnyView {
    let council = says.council;
    let promise = format!(
        "{council} is committed to making this site accessible. The Public Sector Bodies (Websites and Mobile Applications) (No. 2) Accessibility Regulations 2018 ask for it. They ask for the Web Content Accessibility Guidelines, version 2.2, level AA."
    );
    let status = if says.known.issues.is_empty() {
        "We know of no part that fails. People who use assistive technology every day have not tested it yet, so we do not say that it meets the rules in full."
    } else {
        "This site is partially compliant with them, because of what is listed below."
    };
    view! { <h2>"How far it meets the rules"</h2><p>{promise}</p><p><b>{status}</b></p> }.into_any()
}

fn not_accessible(says: &Says) -> AnyView {
    let issues = &says.known.issues;
    let rest = view! { <p>"We leave nothing out because mending it would be too much work. Nothing here is let off by the regulations."</p> };
    if issues.is_empty() {
        return view! { <h2>"What does not work yet"</h2><p>"Nothing that we know of. If you find something, tell us: it will stand here until it is mended."</p>{rest} }.into_any();
    }
    let columns = ["Where", "What happens", "Who it affects", "Rule", "Found", "To be fixed"].map(str::to_owned);
    let rows = issues.iter().map(|issue| row(issue, says.today)).collect();
    let caption = count(issues.len() as u64, "thing that does not work", "things that do not work");
    view! {
        <h2>"What does not work yet"</h2>
        <p>"These break the guidelines. Each stays here until it is mended."</p>
        <div class="card source-rows">{scroll_table("issues", caption, columns.into(), rows, false)}</div>
        {rest}
    }
    .into_any()
}

fn row(issue: &Issue, today: Date) -> (AnyView, Vec<AnyView>) {
    let by = if issue.by < today {
        format!("Was to be fixed by {}. It is late.", date(issue.by))
    } else {
        format!("By {}", date(issue.by))
    };
    let cells = [issue.what.clone(), issue.who.clone(), issue.criterion.words(), date(issue.since), by];
    (issue.page.clone().into_any(), cells.map(IntoAny::into_any).into())
}

fn tested(says: &Says) -> AnyView {
    let checked = format!(
        "On {} programs checked every page, in each state it can be in: with and without JavaScript, in light and in dark colours. They looked at:",
        date(says.known.checked)
    );
    view! {
        <h2>"How we tested it"</h2>
        <p>{checked}</p>
        <ul>
            <li>"the rules that a program can check: axe, and IBM Equal Access"</li>
            <li>"the code of the pages: the Nu HTML checker"</li>
            <li>"windows 320 pixels wide, text twice as large, and wider spaces between letters and lines"</li>
            <li>"using it with the keyboard alone, and room for a finger on everything that can be pressed"</li>
            <li>"the colours that a device sets for high contrast, and paper"</li>
        </ul>
        {listened(says.journeys)}
        <p>"People who use assistive technology every day have not tested it yet. It has not been tried with NVDA, JAWS, VoiceOver, TalkBack or Dragon."</p>
    }
    .into_any()
}

/// Which journeys were heard, with what, and when.
fn listened(journeys: &[Journey]) -> AnyView {
    let days = || journeys.iter().map(|j| j.on);
    let (Some(oldest), Some(newest)) = (days().min(), days().max()) else {
        return view! { <p>"No journey through it has been written down with a screen reader yet."</p> }.into_any();
    };
    let with: BTreeSet<&str> = journeys.iter().map(|j| j.with.as_str()).collect();
    let with: Vec<&str> = with.into_iter().collect();
    let when = if oldest == newest {
        format!("on {}", date(oldest))
    } else {
        format!("between {} and {}", date(oldest), date(newest))
    };
    let journeys = count(journeys.len() as u64, "journey", "journeys");
    let said = format!(
        "A screen reader was listened to on {journeys} through the site, {when}, with {}. What it said is written down word for word.",
        list(&with)
    );
    view! { <p>{said}</p><p class="links"><a href="/accessibility/how-it-sounds">{TITLE}</a></p> }.into_any()
}

fn help(says: &Says) -> AnyView {
    let Says { council, contact, .. } = says;
    let tell = match (contact.phone.is_empty(), contact.email.is_empty()) {
        (true, true) => format!(
            "Tell {council}, through its switchboard. A number for this site is shown here as soon as the council gives us one."
        ),
        (false, true) => format!("Phone {}.", contact.phone),
        (true, false) => format!("Email {}.", contact.email),
        (false, false) => format!("Phone {} or email {}.", contact.phone, contact.email),
    };
    let reply = if contact.reply.is_empty() { String::new() } else { format!(" You get an answer {}.", contact.reply) };
    view! {
        <h2>"If something does not work for you"</h2>
        <p>{tell}" Say which page it is and what you need."{reply}" You can also ask for anything here on paper, in large print, in braille, in Easy Read or by phone."</p>
        <h2>"If you are not happy with the answer"</h2>
        <p>"Contact the "<a href="https://www.equalityadvisoryservice.com/">"Equality Advisory and Support Service (EASS)"</a>". The Equality and Human Rights Commission (EHRC) enforces the regulations."</p>
    }
    .into_any()
}

/// When it was written and read, and whether it should have been read again.
fn dates(says: &Says) -> AnyView {
    let KnownIssues { prepared, reviewed, .. } = says.known;
    let by = date(says.known.review_by());
    let next = if says.known.review_by() < says.today {
        format!("It should have been reviewed by {by}, and has not been.")
    } else {
        format!("It should be reviewed by {by}.")
    };
    let written =
        format!("This statement was prepared on {} and last reviewed on {}. {next}", date(*prepared), date(*reviewed));
    view! { <h2>"About this statement"</h2><p>{written}</p> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::super::{known_issues, transcript};
    use super::*;
    use jiff::civil::date as day;

    fn text(known: &str, journeys: &[Journey], contact: &Contact, today: Date) -> String {
        let known = KnownIssues::read(known).unwrap();
        let says = Says { council: "The Council", site: None, contact, known: &known, journeys, today };
        let html = Owner::new().with(|| page(&says).to_html()).replace("<!>", "");
        assert!(!html.contains("<district>"), "what is in the file is text");
        let page = scraper::Html::parse_fragment(&html);
        page.root_element().text().collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn plain(known: &str, today: Date) -> String {
        text(known, &[], &Contact::default(), today)
    }

    #[test]
    fn with_an_issue_the_site_is_partially_compliant_and_the_issue_is_told() {
        let said = plain(known_issues::tests::FIXTURE, day(2026, 11, 22));
        for part in [
            "This site is partially compliant with them",
            "1 thing that does not work",
            "The <district> table",
            "It has to be moved sideways.",
            "People who make text very large",
            "1.4.10 Reflow, level AA",
            "By 28 February 2027",
            "On 20 November 2026 programs checked every page",
            "prepared on 1 November 2026 and last reviewed on 22 November 2026. It should be reviewed by 22 November 2027.",
        ] {
            assert!(said.contains(part), "{part} is not in: {said}");
        }
        assert!(!said.contains("We know of no part that fails"), "{said}");
    }

    #[test]
    fn what_is_late_says_so() {
        let on_the_day = plain(known_issues::tests::FIXTURE, day(2027, 2, 28));
        assert!(on_the_day.contains("By 28 February 2027"), "{on_the_day}");
        let late = plain(known_issues::tests::FIXTURE, day(2027, 11, 23));
        assert!(late.contains("Was to be fixed by 28 February 2027. It is late."), "{late}");
        assert!(late.contains("It should have been reviewed by 22 November 2027, and has not been."), "{late}");
    }

    #[test]
    fn without_an_issue_no_more_is_claimed_than_is_known() {
        let file = known_issues::tests::FIXTURE.split("[[issue]]").next().unwrap();
        let said = plain(file, day(2026, 11, 22));
        assert!(said.contains("We know of no part that fails.") && said.contains("do not say that it meets the rules"));
        assert!(!said.contains("compliant") && said.contains("No journey through it has been written down"), "{said}");
        assert!(!said.contains("You get an answer"), "nobody has said how soon: {said}");
    }

    #[test]
    fn what_was_heard_is_counted_with_its_days_and_programs() {
        let one = transcript::read("made-up", transcript::tests::FIXTURE).unwrap();
        let other = Journey { on: day(2026, 10, 2), with: "Orca 43.1 and Firefox 140".to_owned(), ..one.clone() };
        let contact = Contact { reply: "within 5 working days".to_owned(), ..Contact::default() };
        let said = text(known_issues::tests::FIXTURE, &[one, other], &contact, day(2026, 11, 22));
        let heard = "A screen reader was listened to on 2 journeys through the site, between 2 October 2026 and 22 November 2026, with Orca 43.1 and Chromium 156 and Orca 43.1 and Firefox 140.";
        assert!(said.contains(heard), "{said}");
        assert!(
            said.contains("How this site sounds") && said.contains("You get an answer within 5 working days."),
            "{said}"
        );
    }
}
