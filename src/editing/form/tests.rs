use super::*;
use crate::testing::{area, service, today};
use proptest::prelude::*;

fn values(query: &str) -> Values {
    Values(crate::testing::pairs(query))
}

fn read_into(step: FormStep, query: &str) -> (Service, Vec<String>) {
    let mut into = service("Club");
    let wrong = read(step, &values(query), &area(), today(), &mut into);
    (into, wrong.into_iter().map(|w| w.field).collect())
}

#[test]
fn what_is_shown_is_read_as_the_same_for_every_listing_of_the_sample() {
    let area = area();
    for service in &area.sample.services {
        for step in FormStep::ALL {
            let shown = show(step, service, &area);
            let mut again = service.clone();
            let wrong = read(step, &shown, &area, today(), &mut again);
            assert!(wrong.is_empty(), "{} {step:?}: {wrong:?}", service.name);
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
    assert_eq!(wrong(FormStep::What, "name=&summary=+&description=x"), ["name", "summary", "category"]);
    assert_eq!(wrong(FormStep::What, "name=A&summary=B&category=gold"), ["category"]);
    assert_eq!(wrong(FormStep::What, &format!("name={}&summary=B&category=clubs", "x".repeat(200))), ["name"]);
    assert_eq!(wrong(FormStep::Who, "age-from=9&age-to=3&needs=unknown"), ["age-to"]);
    assert_eq!(wrong(FormStep::Who, "age-from=x&age-to=30&needs=these"), ["age-from", "age-to", "need"]);
    assert_eq!(wrong(FormStep::Who, "needs=any&need=asd"), ["needs"]);
    assert_eq!(wrong(FormStep::Place, "ehcp=perhaps&access=magic"), ["access", "ehcp"]);
    assert_eq!(wrong(FormStep::Where, "venue-1-postcode=nowhere&serves=these"), ["venue-1-postcode", "district"]);
    assert_eq!(wrong(FormStep::Where, "serves=these"), ["district"]);
    assert_eq!(wrong(FormStep::Where, "serves=everywhere&district=burnley"), ["serves"]);
    assert_eq!(wrong(FormStep::When, "time-1-day=MO&time-1-opens=5pm&time-1-closes=4pm"), ["time-1-closes"]);
    assert_eq!(wrong(FormStep::When, "time-2-opens=5pm&time-3-day=XX"), ["time-2-day", "time-3-day"]);
    assert_eq!(wrong(FormStep::Cost, "cost=pay&price-1-pounds=six"), ["price-1-pounds"]);
    assert_eq!(wrong(FormStep::Cost, "cost=pay"), ["price-1-pounds"]);
    assert_eq!(wrong(FormStep::Cost, "cost=free&price-1-pounds=4"), ["cost"]);
    assert_eq!(wrong(FormStep::Access, "fact-hoist=partly&note-quiet-space=soft"), ["note-hoist", "fact-quiet-space"]);
    assert_eq!(
        wrong(FormStep::Contact, "phone=ring+me&email=x&website=javascript:alert(1)"),
        ["phone", "email", "website"]
    );
    assert_eq!(wrong(FormStep::Running, "status=closing&note=Funds&ends=1+January+2020"), ["ends"]);
    assert_eq!(wrong(FormStep::Running, "status=paused&instead=https://evil.example/x"), ["note", "instead"]);
    assert_eq!(wrong(FormStep::Running, ""), ["status"]);
}

#[test]
fn a_price_of_five_pounds_is_low_and_an_unknown_one_is_never_free() {
    let cost = |query: &str| read_into(FormStep::Cost, query).0.cost;
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
        let wrong = read(FormStep::Cost, &values, &area(), today(), &mut into);
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
        let wrong = read(FormStep::When, &values, &area(), today(), &mut into);
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
        let wrong = read(FormStep::Contact, &values, &area(), today(), &mut into);
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
        for step in FormStep::ALL {
            let mut into = service("Club");
            into.categories = vec!["clubs".to_owned()];
            let wrong = read(step, &values, &area(), today(), &mut into);
            if wrong.is_empty() {
                let mut again = into.clone();
                let still = read(step, &show(step, &into, &area()), &area(), today(), &mut again);
                prop_assert!(still.is_empty(), "{:?} of {:?}", still, values);
                prop_assert!(step.fields().all(|f| f.same(&into, &again)), "{:?}: {:?} {:?}", step, into, again);
            }
        }
    }
}

/// One line as an import stores it, also longer than the form takes.
fn a_line(most: usize) -> impl Strategy<Value = String> {
    proptest::string::string_regex(&format!("[A-Za-z0-9’“”,.;:&é-]([A-Za-z0-9 ’“”,.;:&é-]{{0,{most}}}[a-z0-9])?"))
        .unwrap()
        .prop_map(|text| one_line(&text))
}

/// A slug that this area pack knows, or one of another pack.
fn a_slug(facet: Facet) -> impl Strategy<Value = String> {
    let known: Vec<String> = area().vocabulary.values(facet).iter().map(|v| v.slug.clone()).collect();
    prop_oneof![4 => prop::sample::select(known), 1 => Just("of-another-pack".to_owned())]
}

fn slugs(facet: Facet) -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(a_slug(facet), 0..4).prop_map(|mut slugs| {
        let mut seen = std::collections::BTreeSet::new();
        slugs.retain(|s| seen.insert(s.clone()));
        slugs
    })
}

fn a_district() -> impl Strategy<Value = String> {
    let known: Vec<String> = area().districts.iter().map(|d| d.slug.clone()).collect();
    prop_oneof![4 => prop::sample::select(known), 1 => Just("of-another-pack".to_owned())]
}

fn some<S: Strategy>(of: S) -> impl Strategy<Value = Option<S::Value>> {
    prop::option::of(of)
}

fn a_location() -> impl Strategy<Value = crate::domain::Location> {
    let postcode = prop::sample::select(vec!["PR1 2AB", "BB11 1NL"]).prop_map(crate::domain::Postcode::parse);
    let point = some(
        (53.6f64..54.2, -3.0f64..-2.0).prop_map(|(lat, lon)| crate::domain::Point::near_britain(lat, lon).unwrap()),
    );
    (
        some(a_line(200)),
        some(a_line(200)),
        some(a_line(40)),
        prop_oneof![Just(None), postcode],
        point,
        some(a_district()),
        some(a_line(600)),
    )
        .prop_map(|(name, address, town, postcode, point, district, access_note)| crate::domain::Location {
            name,
            address,
            town,
            postcode,
            point,
            district,
            access_note,
        })
}

fn a_schedule() -> impl Strategy<Value = crate::domain::Schedule> {
    let days = prop::sample::subsequence(crate::domain::Schedule::DAYS.to_vec(), 0..=7);
    let time = || {
        prop::sample::select(vec!["00:00", "09:00", "12:00", "17:30", "24:00", "ab:cd", "1::00"])
            .prop_map(str::to_owned)
    };
    (days, some(time()), some(time()), some(a_line(250))).prop_map(|(days, opens, closes, note)| {
        crate::domain::Schedule { days: days.into_iter().map(str::to_owned).collect(), opens, closes, note }
    })
}

prop_compose! {
    fn a_cost()(
        band in some(prop::sample::select(vec!["free", "low", "paid", "means-tested", "pay", "unknown", "sliding-scale"])),
        detail in some(a_line(500)),
        prices in prop::collection::vec((0u32..2_000_000, some(a_line(150))), 0..4),
    ) -> crate::domain::CostOption {
        let prices = prices.into_iter().map(|(pence, what)| crate::domain::Price { pence, what }).collect();
        crate::domain::CostOption { band: band.map(str::to_owned), detail, prices }
    }
}

prop_compose! {
    fn what_and_who()(
        name in a_line(200), summary in a_line(300), description in a_line(300), categories in slugs(Facet::Category),
        ages in (some(0u8..=120), some(0u8..=120)), needs in slugs(Facet::Need), any in 0u8..3, level in some(a_slug(Facet::Level)),
        access in slugs(Facet::Access), how in some(a_line(1_200)), decides in some(a_line(700)), wait in some(a_line(400)),
    ) -> Service {
        let mut one = service("Club");
        (one.name, one.summary, one.description, one.categories) = (name, summary, description, categories);
        one.ages = crate::domain::AgeRange::new(ages.0, ages.1);
        one.needs = match any {
            0 => crate::domain::NeedsServed::Any,
            1 if !needs.is_empty() => crate::domain::NeedsServed::These(needs),
            _ => crate::domain::NeedsServed::NotTold,
        };
        (one.level, one.access, one.how_to_get_a_place, one.who_decides, one.wait) = (level, access, how, decides, wait);
        one
    }
}

prop_compose! {
    /// A listing as an import, an older area pack or this form may have stored it.
    fn stored()(
        one in what_and_who(), modes in slugs(Facet::Mode), locations in prop::collection::vec(a_location(), 0..24),
        serves in 0u8..3, districts in prop::collection::btree_set(a_district(), 0..4), others in prop::collection::vec(a_line(60), 1..3),
        schedules in prop::collection::vec(a_schedule(), 0..24), when in slugs(Facet::When), cost in a_cost(),
        features in prop::collection::btree_map(a_slug(Facet::Features), (0u8..3, some(a_line(400))), 0..4),
        status in (0u8..5, some(a_line(700)), any::<bool>(), any::<bool>()),
    ) -> Service {
        use crate::domain::{Fact, ServiceArea, State, Status};
        let mut one = one;
        (one.modes, one.locations, one.schedules, one.when, one.cost) = (modes, locations, schedules, when, cost);
        one.service_area = match serves {
            0 => ServiceArea::NotTold,
            1 => ServiceArea::Everywhere,
            _ => ServiceArea::Areas { districts: districts.into_iter().collect(), others },
        };
        let states = [State::Yes, State::Partly, State::No];
        one.features = features.into_iter().map(|(slug, (n, note))| (slug, Fact { state: states[usize::from(n)], note })).collect();
        let all = [Status::Active, Status::Paused, Status::Closing, Status::Expected, Status::Withdrawn];
        one.status = all[usize::from(status.0)];
        one.status_note = status.1;
        one.ends_on = status.2.then(|| jiff::civil::date(2026, 3, 31));
        one.instead = status.3.then(|| "another-club-1a2b".to_owned());
        one
    }
}

/// Sets a field of a form as somebody types it.
fn typed(mut values: Values, name: &str, value: &str) -> Values {
    values.0.retain(|(n, _)| n != name);
    values.put(name, value);
    values
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn what_nobody_touches_stays_to_the_letter_and_is_no_mistake(one in stored()) {
        for step in FormStep::ALL {
            let mut again = one.clone();
            let mut wrong = read(step, &show(step, &one, &area()), &area(), today(), &mut again);
            // A listing without a kind of help cannot be found: whoever opens that step is asked for one.
            wrong.retain(|w| w.field != "category");
            prop_assert!(wrong.is_empty(), "{:?}: {:?}", step, wrong);
            prop_assert_eq!(&again, &one, "{:?}", step);
        }
    }

    #[test]
    fn who_changes_one_of_several_alike_changes_that_one(one in stored()) {
        let touched = |step: FormStep, name: &str| {
            let mut again = one.clone();
            let wrong = read(step, &typed(show(step, &one, &area()), name, "Something new"), &area(), today(), &mut again);
            let first = format!("{}-", name.rsplit_once('-').unwrap().0);
            let others: Vec<_> = wrong.iter().filter(|w| !w.field.starts_with(&first) && w.field != "cost").cloned().collect();
            (again, wrong.is_empty(), others)
        };
        if one.locations.len() > 1 {
            let (again, read, others) = touched(FormStep::Where, "venue-1-name");
            prop_assert!(others.is_empty(), "{:?}", others);
            prop_assert_eq!(&again.locations[1..], &one.locations[1..]);
            prop_assert!(!read || again.locations[0].name.as_deref() == Some("Something new"));
        }
        if one.schedules.len() > 1 {
            let (again, read, others) = touched(FormStep::When, "time-1-note");
            // A session that says nothing at all is none.
            prop_assert!(others.is_empty(), "{:?}", others);
            prop_assert_eq!(&again.schedules[1..], &one.schedules[1..]);
            prop_assert!(!read || again.schedules[0].note.as_deref() == Some("Something new"));
        }
        if one.cost.prices.len() > 1 {
            let (again, _, others) = touched(FormStep::Cost, "price-1-what");
            prop_assert!(others.is_empty(), "{:?}", others);
            prop_assert_eq!(&again.cost.prices[1..], &one.cost.prices[1..]);
        }
    }
}

#[test]
fn ages_and_bands_that_came_from_elsewhere_are_shown_and_kept_when_something_beside_them_changes() {
    let mut one = service("Club");
    one.ages = crate::domain::AgeRange::new(Some(0), Some(99));
    let mut again = one.clone();
    let wrong =
        read(FormStep::Who, &typed(show(FormStep::Who, &one, &area()), "age-from", "2"), &area(), today(), &mut again);
    assert_eq!((wrong.len(), again.ages), (0, crate::domain::AgeRange::new(Some(2), Some(99))));
    let wrong =
        read(FormStep::Who, &typed(show(FormStep::Who, &one, &area()), "age-to", "98"), &area(), today(), &mut again);
    assert_eq!(wrong.iter().map(|w| w.field.as_str()).collect::<Vec<_>>(), ["age-to"], "nobody has typed 99");

    one.cost.band = Some("sliding-scale".into());
    let shown = show(FormStep::Cost, &one, &area());
    assert_eq!(other_band(shown.text("cost")), Some("sliding-scale"));
    let mut again = one.clone();
    assert_eq!(read(FormStep::Cost, &typed(shown.clone(), "detail", "Ask us."), &area(), today(), &mut again), []);
    assert_eq!((again.cost.band.as_deref(), again.cost.detail.as_deref()), (Some("sliding-scale"), Some("Ask us.")));
    let mut again = one.clone();
    assert_eq!(read(FormStep::Cost, &typed(shown, "cost", "free"), &area(), today(), &mut again), []);
    assert_eq!(again.cost.band.as_deref(), Some("free"));

    one.features.insert("of-another-pack".into(), crate::domain::Fact { state: crate::domain::State::Yes, note: None });
    let mut again = one.clone();
    read(
        FormStep::Access,
        &typed(show(FormStep::Access, &one, &area()), "fact-hoist", "yes"),
        &area(),
        today(),
        &mut again,
    );
    assert_eq!(again.features.keys().collect::<Vec<_>>(), ["hoist", "of-another-pack"]);
}

#[test]
fn more_groups_than_there_is_room_for_are_named_and_not_dropped() {
    let mut values = Values::default();
    (1..=25).for_each(|n| values.put(format!("price-{n}-pounds"), "4"));
    values.put("cost", "pay");
    let mut into = service("Club");
    let wrong = read(FormStep::Cost, &values, &area(), today(), &mut into);
    assert_eq!(wrong.iter().map(|w| w.field.as_str()).collect::<Vec<_>>(), ["price-21-pounds"]);
}

#[test]
fn a_price_chooses_the_band_of_the_area_whatever_it_is_called() {
    let area = crate::testing::small_area();
    let band = |query: &str| {
        let mut into = service("Club");
        let wrong = read(FormStep::Cost, &values(query), &area, today(), &mut into);
        assert!(wrong.is_empty(), "{query}: {wrong:?}");
        into.cost.band.unwrap_or_default()
    };
    for (pounds, slug) in [("1.50", "small-change"), ("2", "small-change"), ("2.01", "middling"), ("11", "dear")] {
        assert_eq!(band(&format!("cost=pay&price-1-is=1&price-1-pounds={pounds}")), slug, "{pounds}");
    }
    assert_eq!(band("cost=free"), "nothing-to-pay");
    assert_eq!(band("cost=pay&detail=Ask"), "dear");
    let offered: Vec<_> = cost_kinds(&area.vocabulary).into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(offered, ["free", "pay", "unknown"], "nothing here depends on an income");
    let mut middling = service("Club");
    middling.cost.band = Some("middling".to_owned());
    assert_eq!(show(FormStep::Cost, &middling, &area).text("cost"), "pay");
}
