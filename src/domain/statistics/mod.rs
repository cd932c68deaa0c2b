//! Figures from elsewhere, each with who says so and when: how many children there are, how long they wait, what the
//! rules are. A figure that nobody published is a fact too, with who was asked and when.

mod need;
mod rule;
mod status;
mod wait;

pub use need::{Count, Figure, NeedMeasure};
pub use rule::Rule;
pub use status::{Notice, PathwayStatus};
pub use wait::{Wait, WaitFigures, WaitMeasure};

use jiff::civil::Date;

/// Counts below this are not shown, so that no child can be made out: the Department for Education's own threshold for
/// special educational needs statistics is the same.
pub const FEWEST_SHOWN: u32 = 5;

/// Where a figure stands: a loaded file and its line, the header being line 1.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Provenance {
    /// The file's name on this site.
    pub file: String,
    /// The line.
    pub line: u64,
}

/// Who says so, and on what terms it may be used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StatisticsSource {
    /// Who published what.
    pub title: String,
    /// Where it can be read.
    pub url: Option<String>,
    /// On what terms.
    pub licence: String,
}

/// Who was asked for a figure that is not published, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataRequest {
    /// Who.
    pub of: String,
    /// When; none when nobody has noted it.
    pub on: Option<Date>,
}

impl DataRequest {
    /// "We asked the trust on 2 March 2026, 120 days ago".
    pub fn words(&self, today: Date) -> String {
        match self.on {
            Some(on) => {
                let days = on.until(today).map_or(0, |span| span.get_days());
                let ago = match days {
                    0 => "today".to_owned(),
                    1 => "yesterday".to_owned(),
                    n => format!("{n} days ago"),
                };
                format!("We asked {} on {}, {ago}", super::wording::inside(&self.of), super::wording::date(on))
            }
            None => format!("We asked {}", super::wording::inside(&self.of)),
        }
    }
}

/// Everything that has been loaded, ready to be asked.
#[derive(Clone, Debug, Default)]
pub struct Statistics {
    /// How many children there are, of which need, where.
    pub figures: Vec<Figure>,
    /// How long they wait.
    pub waits: Vec<Wait>,
    /// Whether a way to help is open.
    pub notices: Vec<Notice>,
    /// Rules that differ from area to area.
    pub rules: Vec<Rule>,
}

impl Statistics {
    /// Puts what another file holds after what is there. Real figures are put in before the sample's, and what is there
    /// first is what counts.
    pub fn add(&mut self, other: Statistics) {
        self.figures.extend(other.figures);
        self.waits.extend(other.waits);
        self.notices.extend(other.notices);
        self.rules.extend(other.rules);
    }

    /// Figures of one measure and need, all of the newest year there is: never two years side by side.
    pub fn newest(&self, measure: NeedMeasure, need: Option<&str>) -> Vec<&Figure> {
        let of = |f: &&Figure| f.measure == measure && f.need.as_deref() == need;
        let Some(year) = self.figures.iter().filter(of).map(|f| f.year).max() else { return Vec::new() };
        self.figures.iter().filter(of).filter(|f| f.year == year).collect()
    }

    /// The figures of a pathway, an area and a measure, newest first.
    pub fn waits_of(&self, pathway: &str, area: &str, measure: WaitMeasure) -> Vec<&Wait> {
        let mut waits: Vec<&Wait> =
            self.waits.iter().filter(|w| w.pathway == pathway && w.area == area && w.measure == measure).collect();
        waits.sort_by_key(|w| std::cmp::Reverse(w.as_of));
        waits
    }

    /// What is said of a pathway in an area, newest first.
    pub fn notices_of(&self, pathway: &str, area: &str) -> Vec<&Notice> {
        let mut notices: Vec<&Notice> =
            self.notices.iter().filter(|n| n.pathway == pathway && n.area == area).collect();
        notices.sort_by_key(|n| std::cmp::Reverse(n.from));
        notices
    }

    /// The rule of an area on a topic, the newest.
    pub fn rule_of(&self, topic: &str, area: &str) -> Option<&Rule> {
        let mut best: Option<&Rule> = None;
        for rule in self.rules.iter().filter(|r| r.topic == topic && r.area == area) {
            if best.is_none_or(|b| rule.as_of > b.as_of) {
                best = Some(rule);
            }
        }
        best
    }
}
