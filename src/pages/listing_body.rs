//! A listing as families see it: what it is in one sentence, then how to get a place.

use super::listing_words::{cost, needed, takes};
use crate::area::Area;
use crate::domain::wording::{capital, date, list, with_the, within};
use crate::domain::{Facet, Location, NeedsServed, Schedule, SearchQuery, Service, Status};
use crate::islands::SaveButton;
use crate::ui::{CardView, fact_word, freshness_words};
use crate::web::{App, Visitor};
use leptos::prelude::*;

/// The listing itself, without the way back: also for those who look at a draft of it. `instead` is the address and the
/// name of what to use instead.
pub fn listing_body(
    service: &Service,
    app: &App,
    visitor: &Visitor,
    phone: String,
    instead: Option<(String, String)>,
) -> AnyView {
    let by = service.organization.as_ref().map(|o| {
        let by = format!("Run by {}", o.name);
        view! { <p class="quiet by">{by}</p> }
    });
    let fresh = freshness_words(service, app.clock.today());
    let fresh_class = if fresh.late { "fresh late" } else { "fresh" };
    let status = service.status.sentence().map(|sentence| {
        let note = service.status_note.clone().map(|n| view! { " "{n} });
        let sentence = match (service.status, service.ends_on) {
            (Status::Closing, Some(day)) => format!("This service ends on {}.", date(day)),
            _ => sentence.to_owned(),
        };
        let instead = instead.map(|(slug, name)| {
            let to = format!("/services/{slug}");
            view! { <p>"You can use this instead: "<a href=to>{name}</a></p> }
        });
        view! { <div class="notice"><p><b>{sentence}</b>{note}</p>{instead}</div> }
    });
    let paragraphs: Vec<_> =
        service.description.split("\n\n").filter(|p| !p.is_empty() && *p != service.summary).map(paragraph).collect();
    let about = (!paragraphs.is_empty()).then(|| view! { <h2 id="about">"About it"</h2>{paragraphs} });
    // A draft has no address yet.
    let history = (!service.slug.is_empty()).then(|| {
        let to = format!("/services/{}/history", service.slug);
        view! { <p class="links"><a href=to>"What changed, and when"</a></p> }
    });
    let (name, saved, back) = (service.name.clone(), visitor.list.has(service.id), visitor.address.clone());
    let save = view! { <SaveButton service=service.id name saved back/> }.into_any();
    view! {
        <div class="split end">
            <div class="flow">
                <h1>{service.name.clone()}</h1>
                {by}
                {status}
                <p class="lead">{service.summary.clone()}</p>
                <p class=fresh_class>{fresh.words}" "<a href="#proof">"How we know"</a></p>
                <div class="row list-actions"><a class="btn" href="#ask">"How to get a place"</a>{save}</div>
                <h2 id="short">"In short"</h2>
                {in_short(service, &app.area)}
                {about}
                <h2 id="can">"Can we get in and join in?"</h2>
                {access(service, &app.area)}
            </div>
            <div class="flow beside">
                {ask(service, &app.area)}
                {another_way(phone)}
                {wrong(service)}
            </div>
            <div class="flow">
                <h2 id="proof">"How we know this is right"</h2>
                {proof(service)}
                {history}
            </div>
        </div>
    }
    .into_any()
}

/// A paragraph; lines that begin with a hyphen are a list.
fn paragraph(text: &str) -> AnyView {
    let lines: Vec<&str> = text.lines().collect();
    if lines.iter().all(|l| l.starts_with("- ")) {
        let items: Vec<_> = lines.iter().map(|l| view! { <li>{l[2..].to_owned()}</li> }).collect();
        return view! { <ul>{items}</ul> }.into_any();
    }
    let mut parts = Vec::new();
    for (n, line) in lines.iter().enumerate() {
        if n > 0 {
            parts.push(view! { <br/> }.into_any());
        }
        parts.push((*line).to_owned().into_any());
    }
    view! { <p>{parts}</p> }.into_any()
}

fn in_short(service: &Service, area: &Area) -> AnyView {
    let mut rows: Vec<(&'static str, Vec<AnyView>)> = Vec::new();
    let said = |text: String| vec![view! { {text} }.into_any()];
    let untold = || vec![CardView::NotTold.show()];
    rows.push(("Who it is for", who(service, area).map_or_else(untold, said)));
    let times: Vec<String> = service.schedules.iter().map(Schedule::in_words).filter(|s| !s.is_empty()).collect();
    let other: Vec<&str> = service.when.iter().map(|w| area.vocabulary.label(Facet::When, w)).collect();
    let when = match (times.is_empty(), other.is_empty()) {
        (false, _) => times.into_iter().map(|t| view! { {t} }.into_any()).collect(),
        (true, false) => said(capital(&list(&other).to_lowercase())),
        (true, true) => untold(),
    };
    rows.push(("When", when));
    rows.push(("Where", places(service, area)));
    rows.push(("Where you need to live", said(takes(service, area, &SearchQuery::default()))));
    rows.push(("Cost", cost(&service.cost, area).map_or_else(untold, said)));
    if let Some(direct) = service.direct_payment {
        rows.push((
            "Direct payments",
            said(
                if direct { "You can pay with a direct payment" } else { "You cannot pay with a direct payment" }
                    .to_owned(),
            ),
        ));
    }
    rows.push((
        "Education, health and care (EHC) plan",
        service.ehcp.map_or_else(untold, |r| said(needed(r).to_owned())),
    ));
    rows.push(("Diagnosis", service.diagnosis.map_or_else(untold, |r| said(needed(r).to_owned()))));
    rows.push((
        "Phone",
        service.phone.clone().map_or_else(untold, |n| vec![view! { <span dir="ltr">{n}</span> }.into_any()]),
    ));
    if let Some(email) = service.email.clone() {
        let to = format!("mailto:{email}");
        rows.push(("Email", vec![view! { <a href=to>{email}</a> }.into_any()]));
    }
    if let Some(website) = service.website.clone() {
        let name = format!("Visit {} website", with_the(&service.name));
        rows.push(("Website", vec![view! { <a href=website rel="noreferrer nofollow">{name}</a> }.into_any()]));
    }
    let rows: Vec<_> = rows
        .into_iter()
        .map(|(label, values)| {
            let values: Vec<_> = values.into_iter().map(|v| view! { <dd>{v}</dd> }).collect();
            view! { <div><dt>{label}</dt>{values}</div> }
        })
        .collect();
    view! { <dl class="sum-list card">{rows}</dl> }.into_any()
}

/// Ages and needs in one answer; none when neither was told.
fn who(service: &Service, area: &Area) -> Option<String> {
    let needs = match &service.needs {
        NeedsServed::NotTold => None,
        NeedsServed::Any => Some("every kind of need".to_owned()),
        NeedsServed::These(needs) => {
            let labels: Vec<&str> = needs.iter().map(|n| area.vocabulary.label(Facet::Need, n)).collect();
            Some(labels.join("; "))
        }
    };
    let ages = service.ages.map(|r| capital(&r.in_words()));
    match (ages, needs) {
        (Some(ages), Some(needs)) => Some(format!("{ages}. For: {needs}")),
        (Some(ages), None) => Some(format!("{ages}. Which needs: not told to us")),
        (None, Some(needs)) => Some(format!("Ages not told to us. For: {needs}")),
        (None, None) => None,
    }
}

fn places(service: &Service, area: &Area) -> Vec<AnyView> {
    if service.locations.is_empty() {
        let modes: Vec<&str> = service.modes.iter().map(|m| area.vocabulary.label(Facet::Mode, m)).collect();
        if modes.is_empty() {
            return vec![CardView::NotTold.show()];
        }
        return vec![capital(&list(&modes).to_lowercase()).into_any()];
    }
    service.locations.iter().map(place).collect()
}

fn place(location: &Location) -> AnyView {
    let mut parts: Vec<String> = Vec::new();
    for part in [&location.name, &location.address, &location.town].into_iter().flatten() {
        if !parts.iter().any(|p| p == part) {
            parts.push(part.clone());
        }
    }
    parts.extend(location.postcode.iter().map(ToString::to_string));
    let text = if parts.is_empty() { "Address not told to us".to_owned() } else { parts.join(", ") };
    text.into_any()
}

/// Every access fact there is to ask about, told or not, with its reason.
fn access(service: &Service, area: &Area) -> AnyView {
    let features = area.vocabulary.values(Facet::Features);
    let row = |slug: &str, label: &str| {
        let fact = service.features.get(slug);
        let note = fact.and_then(|f| f.note.clone()).map(|n| view! { <p>{n}</p> });
        view! { <li><div><b>{format!("{label}:")}</b>" "{fact_word(fact).show()}</div>{note}</li> }.into_any()
    };
    let (told, untold): (Vec<_>, Vec<_>) = features.iter().partition(|v| service.features.contains_key(&v.slug));
    let notes: Vec<_> =
        service.locations.iter().filter_map(|l| l.access_note.clone()).map(|n| view! { <p>{n}</p> }).collect();
    let told_rows: Vec<_> = told.iter().map(|v| row(&v.slug, &v.label)).collect();
    let missing: Vec<String> = untold.iter().map(|v| within(&v.label)).collect();
    let list_told = (!told_rows.is_empty()).then(|| view! { <ul class="access plain card">{told_rows}</ul> });
    let ask = (!missing.is_empty()).then(|| {
        let names = list(&missing);
        view! { <p><span class="state unknown">"Not told to us:"</span>" "{names}". Phone before you go."</p> }
    });
    view! { {notes}{list_told}{ask} }.into_any()
}

fn proof(service: &Service) -> AnyView {
    let mut dated: Vec<AnyView> = Vec::new();
    if let Some(checked) = service.checked {
        let words = format!("Checked by {}.", checked.by_words());
        dated.push(
            view! { <li><time datetime=checked.on.to_string()>{date(checked.on)}</time>" "{words}</li> }.into_any(),
        );
    }
    if let Some(day) = service.modified.filter(|d| service.checked.is_none_or(|c| c.on != *d)) {
        dated.push(
            view! { <li><time datetime=day.to_string()>{date(day)}</time>" Last changed where it came from."</li> }
                .into_any(),
        );
    }
    if dated.is_empty() {
        return view! { <p>"Nobody has told us when this was last checked. Phone before you go."</p> }.into_any();
    }
    let due = service.checked.map(|c| {
        let words = format!("Next check due by {}.", date(c.due()));
        view! { <p>{words}</p> }
    });
    view! { <ul class="proof plain">{dated}</ul>{due} }.into_any()
}

/// How to get a place and who decides.
fn ask(service: &Service, area: &Area) -> AnyView {
    let ways: Vec<&str> = service.access.iter().map(|a| area.vocabulary.label(Facet::Access, a)).collect();
    let mut steps: Vec<AnyView> = Vec::new();
    match (&service.how_to_get_a_place, ways.is_empty()) {
        (Some(how), _) => steps.push(view! { <li><b>"What to do first:"</b>" "{how.clone()}</li> }.into_any()),
        (None, false) => {
            steps.push(view! { <li><b>"What to do first:"</b>" "{format!("{}.", ways.join(", or "))}</li> }.into_any())
        }
        (None, true) => {}
    }
    if let Some(who) = service.who_decides.clone() {
        steps.push(view! { <li><b>"Who decides?"</b>" "{who}</li> }.into_any());
    }
    if let Some(wait) = service.wait.clone() {
        steps.push(view! { <li><b>"How long is the wait?"</b>" "{wait}</li> }.into_any());
    }
    let untold = service
        .who_decides
        .is_none()
        .then(|| view! { <p>"Who decides: "<span class="state unknown">"Not told to us"</span></p> });
    let ways_line = (!ways.is_empty()).then(|| view! { <p><b>"Ways to get a place: "</b>{ways.join("; ")}</p> });
    let level = service.level.as_deref().map(|l| {
        let label = area.vocabulary.label(Facet::Level, l).to_owned();
        view! { <p><b>"Open to: "</b>{label}</p> }
    });
    let nothing = steps
        .is_empty()
        .then(|| view! { <p>"Nobody has told us how to get a place. Phone or email them and ask."</p> });
    let steps = (!steps.is_empty()).then(|| view! { <ol class="steps">{steps}</ol> });
    let refused = area.texts.refused.as_ref().map(|slug| {
        let href = format!("/guides/{slug}");
        view! { <p><b>"If they say no: "</b><a href=href>"get free help to ask again"</a></p> }
    });
    view! {
        <section class="card flow" aria-labelledby="ask">
            <h2 id="ask">"How to get a place"</h2>
            {nothing}{steps}{untold}{ways_line}{level}
            {refused}
        </section>
    }
    .into_any()
}

fn another_way(phone: String) -> AnyView {
    let phone = (!phone.is_empty())
        .then(|| view! { <p>"Or phone "<span dir="ltr">{phone}</span>" and we will read it to you."</p> });
    view! {
        <section class="card calm flow screen-only" aria-labelledby="ways">
            <h2 id="ways">"Get this another way"</h2>
            <p>"Print this page: it fits on paper, with the address and phone number. A library can print it for you."</p>
            <p>"Save it, and it goes on your list, which prints as one page."</p>
            <p class="links"><a href="/preferences">"Large text and other colours"</a></p>
            {phone}
        </section>
    }
    .into_any()
}

fn wrong(service: &Service) -> AnyView {
    let about = format!("with {}", service.name);
    view! {
        <section class="card warm flow screen-only" aria-labelledby="wrong">
            <h2 id="wrong">"Is something wrong?"</h2>
            <p>"Tell the council, and tell the people who run it."</p>
            <p class="links"><a href="/say">"Something is wrong"<span class="vh">{about}</span></a></p>
        </section>
    }
    .into_any()
}
