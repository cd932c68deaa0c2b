//! What we know to fail, and when the site was looked at: `known-issues.toml` beside this file.

use super::criteria::Criterion;
use jiff::civil::Date;
use serde::{Deserialize, Deserializer, de::Error};

/// What the file holds.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnownIssues {
    /// When the automatic checks last ran over every page.
    #[serde(deserialize_with = "day")]
    pub checked: Date,
    /// When the statement was first written.
    #[serde(deserialize_with = "day")]
    pub prepared: Date,
    /// When it was last read against the site.
    #[serde(deserialize_with = "day")]
    pub reviewed: Date,
    /// What fails.
    #[serde(default, rename = "issue")]
    pub issues: Vec<Issue>,
}

/// Something that fails.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Issue {
    /// The criterion that it fails.
    #[serde(deserialize_with = "criterion")]
    pub criterion: Criterion,
    /// Where, in words.
    pub page: String,
    /// What happens there.
    pub what: String,
    /// Who meets it.
    pub who: String,
    /// When it was found.
    #[serde(deserialize_with = "day")]
    pub since: Date,
    /// By when it is to be mended.
    #[serde(deserialize_with = "day")]
    pub by: Date,
}

impl KnownIssues {
    /// Reads the file inside the binary.
    ///
    /// # Errors
    /// What is wrong with it, with its line. A test keeps it right.
    pub fn inside() -> Result<Self, String> {
        Self::read(include_str!("known-issues.toml"))
    }

    /// Reads such a file.
    ///
    /// # Errors
    /// What is wrong with it, with its line.
    pub fn read(text: &str) -> Result<Self, String> {
        let known: Self = toml::from_str(text).map_err(|e| format!("known-issues.toml: {e}"))?;
        let early = known.issues.iter().find(|i| i.by < i.since).map(|i| i.what.as_str());
        match early.or((known.reviewed < known.prepared).then_some("reviewed")) {
            Some(what) => Err(format!("known-issues.toml: “{what}” ends before it begins")),
            None => Ok(known),
        }
    }

    /// The day by which the statement should be read again: [within a
    /// year](https://www.gov.uk/guidance/make-your-website-or-app-accessible-and-publish-an-accessibility-statement).
    pub fn review_by(&self) -> Date {
        self.reviewed.saturating_add(jiff::Span::new().years(1))
    }
}

fn day<'de, D: Deserializer<'de>>(from: D) -> Result<Date, D::Error> {
    let written = toml::value::Datetime::deserialize(from)?;
    let day = if written.time.is_none() { written.to_string().parse().ok() } else { None };
    day.ok_or_else(|| D::Error::custom(format!("{written} is not a day: write it like 2026-11-22")))
}

fn criterion<'de, D: Deserializer<'de>>(from: D) -> Result<Criterion, D::Error> {
    let number = String::deserialize(from)?;
    Criterion::by_number(&number)
        .ok_or_else(|| D::Error::custom(format!("{number} is no criterion of WCAG 2.2 at level A or AA")))
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use jiff::civil::date;

    /// One thing that fails, in a file.
    pub const FIXTURE: &str = "checked = 2026-11-20\nprepared = 2026-11-01\nreviewed = 2026-11-22\n[[issue]]\ncriterion = \"1.4.10\"\npage = \"The <district> table\"\nwhat = \"It has to be moved sideways.\"\nwho = \"People who make text very large\"\nsince = 2026-11-10\nby = 2027-02-28\n";

    #[test]
    fn the_file_inside_is_right() {
        KnownIssues::inside().unwrap();
    }

    #[test]
    fn an_issue_is_read_with_its_criterion_and_days() {
        let known = KnownIssues::read(FIXTURE).unwrap();
        let [issue] = &known.issues[..] else { panic!("{known:?}") };
        assert_eq!(issue.criterion.name, "Reflow");
        assert_eq!((issue.since, issue.by), (date(2026, 11, 10), date(2027, 2, 28)));
        assert_eq!(known.review_by(), date(2027, 11, 22));
    }

    #[test]
    fn what_is_not_real_is_refused() {
        let wrong = |from: &str, to: &str| KnownIssues::read(&FIXTURE.replacen(from, to, 1)).unwrap_err();
        assert!(wrong("1.4.10", "1.4.6").contains("1.4.6 is no criterion"));
        assert!(wrong("1.4.10", "4.1.1").contains("4.1.1 is no criterion"));
        assert!(wrong("2027-02-28", "2027-02-30").contains("known-issues.toml"));
        assert!(wrong("2027-02-28", "2027-02-28T10:00:00").contains("is not a day"));
        assert!(wrong("2027-02-28", "2026-11-09").contains("ends before it begins"));
        assert!(wrong("2026-11-22", "2026-10-22").contains("reviewed"));
        assert!(wrong("who = ", "whom = ").contains("whom"));
        assert!(wrong("checked = 2026-11-20\n", "").contains("checked"));
    }
}
