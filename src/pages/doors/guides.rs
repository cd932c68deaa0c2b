//! Understand it: short guides and the words people use.

use super::text;
use crate::ui::Door;
use crate::web::{App, Failure, Visitor};
use axum::extract::{Path, State};
use axum::response::Response;
use leptos::prelude::*;

/// Address, name, and a line about each guide.
const GUIDES: &[(&str, &str, &str)] = &[
    ("first-steps", "First steps", "You think your child needs extra help"),
    ("ehc-plan-dates", "EHC plans", "What an education, health and care plan is, and how to ask"),
    ("disagree-with-a-decision", "When you disagree", "Somebody said no, or not enough"),
    ("short-breaks", "Short breaks", "Time off for you, something good for your child"),
    ("getting-to-school", "Getting to school", "Help with travel"),
    ("growing-up", "Growing up", "What changes between 14 and 25"),
];

/// `/guides`.
///
/// # Errors
/// When the database does not answer.
pub async fn list_guides(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    text(&app, &visitor, "Understand it", Door::Guides, true, || {
        let guides: Vec<_> = GUIDES
            .iter()
            .map(|(slug, name, say)| {
                let href = format!("/guides/{slug}");
                view! { <li><a href=href>{*name}</a>" "<span>{*say}</span></li> }
            })
            .collect();
        view! {
            <p class="lead">"What happens next, and who decides."</p>
            <ul class="tasks plain">{guides}</ul>
            <p class="links"><a href="/glossary">"What the words mean"</a></p>
        }
        .into_any()
    })
    .await
}

/// `/guides/{slug}`.
///
/// # Errors
/// Not found when there is no such guide; broken when the database does not answer.
pub async fn show_guide(
    State(app): State<App>,
    Path(slug): Path<String>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let (slug, name, _) = GUIDES.iter().find(|(s, ..)| *s == slug).ok_or(Failure::NotFound)?;
    text(&app, &visitor, name, Door::Guides, false, || guide(slug)).await
}

fn guide(slug: &str) -> AnyView {
    match slug {
        "first-steps" => view! {
            <p class="lead">"You know your child best. If something worries you, say so."</p>
            <ol class="steps">
                <li><b>"Talk to nursery, school or college."</b>" Ask for the SENCO, the teacher in charge of extra help. Under five and at home: ask your health visitor."</li>
                <li><b>"Agree what to try."</b>" They should write down what they will do, and when you will look at it together. This is called assess, plan, do, review."</li>
                <li><b>"Look again."</b>" If it is not enough, more help can be asked for. You can ask too."</li>
            </ol>
            <p>"You do not need a diagnosis to get help at school. The Children and Families Act 2014 goes by what your child needs."</p>
            <p class="links"><a href="/search?category=information">"Free advice and groups for parents"</a></p>
        }.into_any(),
        "ehc-plan-dates" => view! {
            <p class="lead">"An education, health and care (EHC) plan says what help your child must get. The council decides, and must follow set dates."</p>
            <ol class="steps">
                <li><b>"Ask for an assessment."</b>" You can ask the council yourself, in writing. So can a young person over 16, or a school."</li>
                <li><b>"The council decides if it will assess."</b>" It must tell you why if it says no, and how to appeal."</li>
                <li><b>"People who know your child write what they see."</b>" You do too."</li>
                <li><b>"You get a draft."</b>" Read it with somebody. You can ask for changes and name a school."</li>
                <li><b>"The plan is made final, and looked at every year."</b></li>
            </ol>
            <p>"The dates are in the Special Educational Needs and Disability Regulations 2014. Ask the council for yours in writing."</p>
            <p class="links"><a href="/search?category=ehc-plans">"Help with EHC plans"</a></p>
        }.into_any(),
        "disagree-with-a-decision" => view! {
            <p class="lead">"No is not always the last word. You can ask again, and there is free help to do it."</p>
            <ol class="steps">
                <li><b>"Ask for the reason in writing."</b>" Who decided, when, and on what grounds?"</li>
                <li><b>"Talk to somebody who takes no side."</b>" Every area has a free information, advice and support service for SEND, called SENDIASS."</li>
                <li><b>"Try mediation."</b>" For decisions about EHC plans the council must offer it. The letter says how and by when."</li>
                <li><b>"Appeal."</b>" The First-tier Tribunal (SEND) can change many decisions about EHC plans. The letter must say by when you have to appeal."</li>
            </ol>
            <p>"For other things, use the service’s own complaint procedure first. Then, for councils, the Local Government and Social Care Ombudsman; for the NHS, the Parliamentary and Health Service Ombudsman."</p>
            <p class="links"><a href="/search?category=complaints">"People who can help you disagree"</a></p>
        }.into_any(),
        "short-breaks" => view! {
            <p class="lead">"A short break is time off for you and something good for your child. Asking is not failing."</p>
            <p>"Councils must offer a range: by day and overnight, at home and away, evenings, weekends and holidays. This is the Breaks for Carers of Disabled Children Regulations 2011. They must publish a short breaks statement that says what there is and who can have it."</p>
            <p>"Some breaks you can just book. Others need an assessment. If a rule seems to shut your child out, ask for an assessment all the same: rules are a guide."</p>
            <p class="links"><a href="/search?category=short-breaks">"Short breaks"</a></p>
            <p class="links"><a href="/search?category=short-breaks&access=self-referral">"Short breaks you can ask for yourself"</a></p>
        }.into_any(),
        "getting-to-school" => view! {
            <p class="lead">"The council must give some children free travel to school: because of distance, an unsafe route, low income, or special needs or disability."</p>
            <p>"Ask the council’s travel team, in writing, and say why your child cannot walk there even if you went too. If it says no, you can appeal in two steps. The law is the Education Act 1996, section 508B, with the government’s guidance on home to school travel."</p>
            <p>"After 16 the rules change. The council must publish a statement every year that says what it offers."</p>
            <p class="links"><a href="/search?category=travel">"Help with getting about"</a></p>
        }.into_any(),
        _ => view! {
            <p class="lead">"Things change between 14 and 25. Planning should begin in Year 9, when your child is 13 or 14."</p>
            <p>"Ask at the next review: what about work or college, a home, friends and health? These are the four parts of preparing for adulthood."</p>
            <p>"At 16 young people begin to make some decisions themselves. At 18 health and social care move to adult services: ask who will take over, and meet them before."</p>
            <p class="links"><a href="/search?category=adulthood">"Help with growing up"</a></p>
        }.into_any(),
    }
}

/// `/glossary`.
///
/// # Errors
/// When the database does not answer.
pub async fn show_glossary(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let mut words = app.area.words().jargon.clone();
    words.sort_by_key(|word| word.title.to_lowercase());
    text(&app, &visitor, "What the words mean", Door::Guides, false, || {
        let words: Vec<_> = words
            .into_iter()
            .map(|word| {
                let more = (word.guide != "/glossary").then(|| {
                    let about = format!(" about {}", word.title);
                    view! { " "<a href=word.guide.clone()>"Read our guide"<span class="vh">{about}</span></a> }
                });
                let id = word.id();
                view! { <div id=id><dt>{word.title}</dt><dd>{word.text}{more}</dd></div> }
            })
            .collect();
        view! { <p class="lead">"People who work with children use many short words. Here is what they mean."</p><dl class="sum-list card">{words}</dl> }.into_any()
    })
    .await
}
