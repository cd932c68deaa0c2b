use super::*;
use crate::testing::{area, service, today};
use proptest::prelude::*;

fn values(query: &str) -> Values {
    Values(crate::testing::pairs(query))
}

fn read_into(step: Step, query: &str) -> (Service, Vec<String>) {
    let mut into = service("Club");
    let wrong = read(step, &values(query), &area(), today(), &mut into);
    (into, wrong.into_iter().map(|w| w.field).collect())
}

#[test]
fn what_is_shown_is_read_as_the_same_for_every_listing_of_the_sample() {
    let area = area();
    for service in &area.sample.services {
        for step in Step::ALL {
            let shown = show(step, service);
            let mut again = service.clone();
            let wrong = read(step, &shown, &area, today(), &mut again);
            // A made-up listing that is closing has no last day.
            assert!(wrong.is_empty() || step == Step::Running, "{} {step:?}: {wrong:?}", service.name);
            for field in step.fields() {
                assert!(field.same(service, &again), "{} {field:?}: {:?}", service.name, field.words(&again, &area));
            }
            assert!(shown.0.iter().all(|(name, _)| takes(step, name)), "{step:?}: {shown:?}");
        }
    }
}

#[test]
fn mistakes_are_named_beside_their_fields_and_what_is_right_is_taken() {
    let wrong = |step, query: &str| read_into(step, query).1;
    assert_eq!(wrong(Step::What, "name=&summary=+&description=x"), ["name", "summary", "category"]);
    assert_eq!(wrong(Step::What, "name=A&summary=B&category=gold"), ["category"]);
    assert_eq!(wrong(Step::What, &format!("name={}&summary=B&category=clubs", "x".repeat(200))), ["name"]);
    assert_eq!(wrong(Step::Who, "age-from=9&age-to=3&needs=unknown"), ["age-to"]);
    assert_eq!(wrong(Step::Who, "age-from=x&age-to=30&needs=these"), ["age-from", "age-to", "need"]);
    assert_eq!(wrong(Step::Who, "needs=any&need=asd"), ["needs"]);
    assert_eq!(wrong(Step::Place, "ehcp=perhaps&access=magic"), ["access", "ehcp"]);
    assert_eq!(wrong(Step::Where, "venue-1-postcode=nowhere&serves=these"), ["venue-1-postcode", "district"]);
    assert_eq!(wrong(Step::Where, "serves=these"), ["district"]);
    assert_eq!(wrong(Step::Where, "serves=everywhere&district=burnley"), ["serves"]);
    assert_eq!(wrong(Step::When, "time-1-day=MO&time-1-opens=5pm&time-1-closes=4pm"), ["time-1-closes"]);
    assert_eq!(wrong(Step::When, "time-2-opens=5pm&time-3-day=XX"), ["time-2-day", "time-3-day"]);
    assert_eq!(wrong(Step::Cost, "cost=pay&price-1-pounds=six"), ["price-1-pounds"]);
    assert_eq!(wrong(Step::Cost, "cost=pay"), ["price-1-pounds"]);
    assert_eq!(wrong(Step::Cost, "cost=free&price-1-pounds=4"), ["cost"]);
    assert_eq!(wrong(Step::Access, "fact-hoist=partly&note-quiet-space=soft"), ["note-hoist", "fact-quiet-space"]);
    assert_eq!(
        wrong(Step::Contact, "phone=ring+me&email=x&website=javascript:alert(1)"),
        ["phone", "email", "website"]
    );
    assert_eq!(wrong(Step::Running, "status=closing&note=Funds&ends=1+January+2020"), ["ends"]);
    assert_eq!(wrong(Step::Running, "status=paused&instead=https://evil.example/x"), ["note", "instead"]);
    assert_eq!(wrong(Step::Running, ""), ["status"]);
}

#[test]
fn a_price_of_five_pounds_is_low_and_an_unknown_one_is_never_free() {
    let cost = |query: &str| read_into(Step::Cost, query).0.cost;
    assert_eq!(cost("cost=pay&price-1-pounds=£4.50&price-1-what=a+session").band.as_deref(), Some("low"));
    assert_eq!(cost("cost=pay&price-1-pounds=5&price-2-pounds=5.01").band.as_deref(), Some("paid"));
    assert_eq!(cost("cost=unknown").band, None);
    assert_eq!(cost("").band, None);
    let prices = cost("cost=pay&price-1-pounds=4.5&price-1-what=a+session&price-3-pounds=1,200").prices;
    assert_eq!(prices.iter().map(|p| p.in_words()).collect::<Vec<_>>(), ["£4.50 a session", "£1200"]);
}

#[test]
fn a_price_that_can_be_read_as_two_is_asked_again_and_nothing_is_silently_another_sum() {
    let cost = |typed: &str| {
        let mut into = service("Club");
        let values = Values(vec![("cost".into(), "pay".into()), ("price-1-pounds".into(), typed.into())]);
        let wrong = read(Step::Cost, &values, &area(), today(), &mut into);
        (into.cost.prices.first().map(|p| p.pence), wrong.into_iter().map(|w| w.message).collect::<Vec<_>>())
    };
    for (typed, pence) in
        [("£4.5", 450), ("450p", 450), ("4 pounds 50", 450), ("1,000", 100_000), ("£1,000.50", 100_050)]
    {
        assert_eq!(cost(typed), (Some(pence), Vec::new()), "{typed}");
    }
    for (typed, message) in [
        ("4,50", "Write pounds and pence with a full stop, like 4.50"),
        ("4.50p", "Write pounds like 4.50, or pence like 50p, not both"),
        ("free", "If all of it is free, choose “It is free”. If only this is free, write 0"),
        ("four", "Write the price as numbers, like 4.50. “four” is none"),
    ] {
        assert_eq!(cost(typed), (None, vec![message.to_owned()]), "{typed}");
    }
}

#[test]
fn times_are_taken_as_people_type_them_and_asked_again_where_they_may_be_two() {
    let session = |opens: &str, closes: &str| {
        let mut into = service("Club");
        let values = Values(vec![
            ("time-1-day".into(), "MO".into()),
            ("time-1-opens".into(), opens.into()),
            ("time-1-closes".into(), closes.into()),
        ]);
        let wrong = read(Step::When, &values, &area(), today(), &mut into);
        let times = into.schedules.first().and_then(|s| s.opens.clone().zip(s.closes.clone()));
        (times, wrong.into_iter().map(|w| (w.field, w.message)).collect::<Vec<_>>())
    };
    let both = |opens: &str, closes: &str| (Some((opens.to_owned(), closes.to_owned())), Vec::new());
    assert_eq!(session("9.30 a.m.", "midday"), both("09:30", "12:00"));
    assert_eq!(session("0930", "5.15 p.m."), both("09:30", "17:15"));
    assert_eq!(session("9 o’clock", "half past eleven"), both("09:00", "11:30"));
    assert_eq!(session("10pm", "07:00"), both("22:00", "07:00"));
    let asked = |field: &str, message: &str| (None, vec![(field.to_owned(), message.to_owned())]);
    let closes = asked("time-1-closes", "Write 9:30am or 9:30pm, so that families know which");
    assert_eq!(session("7pm", "9.30"), closes, "never 14 hours by mistake");
    let opens = asked("time-1-opens", "Write 9:30am or 9:30pm, so that families know which");
    assert_eq!(session("9.30", "11pm"), opens);
    assert_eq!(session("9.30-ish", "noon").1[0].1, "Write one time, like 9:30am. If it changes, say so in the note");
    assert_eq!(session("after lunch", "4pm").1[0].1, "Write the time like 9:30am or 17:00. “after lunch” is none");
}

#[test]
fn a_telephone_is_a_number_and_what_another_directory_wrote_may_stay() {
    let phone = |typed: &str, before: Option<&str>| {
        let mut into = service("Club");
        into.phone = before.map(str::to_owned);
        let values = Values(vec![("phone".into(), typed.into())]);
        let wrong = read(Step::Contact, &values, &area(), today(), &mut into);
        (into.phone, wrong.into_iter().map(|w| w.message).collect::<Vec<_>>())
    };
    for typed in [
        "01772 000000",
        "+44 (0)1772 000 000",
        "0800 1111",
        "111",
        "01772 000000 ext 12",
        "01772 000000 or 07700 900123",
    ] {
        assert_eq!(phone(typed, None), (Some(typed.to_owned()), Vec::new()), "kept as it was typed");
    }
    let said = |typed: &str| phone(typed, Some("01772 000000"));
    let stays = Some("01772 000000".to_owned());
    let message = "Write the number with its area code, like 01772 000000".to_owned();
    assert_eq!(said("ring the office"), (stays.clone(), vec![message.clone()]));
    assert_eq!(
        said("562 345"),
        (stays, vec![format!("“562 345” is not a whole number. {}", message.replace("the number", "it"))])
    );
    assert_eq!(phone("Ask at the desk", Some("Ask at the desk")), (Some("Ask at the desk".to_owned()), Vec::new()));
    for service in &area().sample.services {
        let numbers = service.phone.as_deref().map(crate::domain::telephone::parse);
        assert!(numbers.is_none_or(|n| n.is_ok()), "{}: {:?}", service.name, service.phone);
    }
}

proptest! {
    #[test]
    fn any_form_is_read_and_what_is_shown_then_has_no_mistake(
        pairs in proptest::collection::vec((
            prop::sample::select(vec![
                "name", "summary", "description", "category", "age-from", "age-to", "needs", "need", "how", "ehcp",
                "venue-1-name", "venue-2-postcode", "venue-1-district", "serves", "district", "others", "time-1-day",
                "time-1-opens", "time-9-closes", "cost", "price-1-pounds", "price-2-what", "fact-hoist", "note-hoist",
                "phone", "email", "website", "status", "ends", "note", "instead",
            ]),
            prop_oneof![
                "\\PC{0,40}", "[0-9:.apm]{0,6}",
                prop::sample::select(vec!["burnley", "asd", "MO", "yes", "partly", "pay", "these", "PR1 2AB", "closing", "\u{0}\u{202e}"]).prop_map(str::to_owned),
            ],
        ), 0..12),
    ) {
        let values = Values(pairs.into_iter().map(|(n, v)| (n.to_owned(), v)).collect());
        for step in Step::ALL {
            let mut into = service("Club");
            into.categories = vec!["clubs".to_owned()];
            let wrong = read(step, &values, &area(), today(), &mut into);
            if wrong.is_empty() {
                let mut again = into.clone();
                let still = read(step, &show(step, &into), &area(), today(), &mut again);
                prop_assert!(still.is_empty(), "{:?} of {:?}", still, values);
                prop_assert!(step.fields().all(|f| f.same(&into, &again)), "{:?}: {:?} {:?}", step, into, again);
            }
        }
    }
}
