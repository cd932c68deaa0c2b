//! Rules that differ from area to area.

use super::Check;
use super::row::DataRow;
use crate::domain::statistics::Rule;

pub const COLUMNS: &[&str] =
    &["topic", "area", "value", "detail", "from", "as_of", "source", "url", "licence", "asked_of", "asked_on"];

pub fn read(row: &mut DataRow<'_>, check: &mut Check<'_>) -> Option<Rule> {
    let all = &check.area.policies;
    let names: Vec<&str> = all.topics.iter().map(|t| t.slug.as_str()).collect();
    let topic = row.one_of("topic", |text| all.topics.iter().find(|t| t.slug == text), &names);
    let area = row.needed("area");
    if let Some(topic) = topic
        && !area.is_empty()
        && !all.areas_of(topic).any(|a| a.slug == area)
    {
        let known: Vec<&str> = all.areas_of(topic).map(|a| a.slug.as_str()).collect();
        row.fault(format!("“{area}” has no rule of its own on {}: those are {}", topic.slug, known.join(", ")));
    }
    let value = row.number("value", 1_000_000.0);
    let (detail, from, as_of) = (row.text("detail"), row.day("from", check.today), row.day("as_of", check.today));
    if as_of.is_none() && row.text("as_of").is_empty() {
        row.fault("“as_of” is empty: say when somebody looked");
    }
    let (source, asked) = (row.source(true), row.asked(check.today));
    if value.is_none() && row.text("value").is_empty() && asked.is_none() {
        row.fault("“value” is empty: for a rule that is not published, say who was asked in “asked_of”");
    }
    let (topic, as_of) = (topic?.slug.clone(), as_of?);
    check.only_once(row, format!("{topic} {area} {as_of}"));
    Some(Rule { topic, area, value, detail, from, as_of, asked, source, row: row.of(check.file) })
}
