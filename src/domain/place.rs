//! Where somebody is looking from.

use super::Point;

/// A place that was understood. It never filters: it gives distances and ranks what can be used from there first.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// What to call it: "PR1 2AB", "Burnley", "BB11".
    pub name: String,
    /// Where it is.
    pub point: Point,
    /// Whether distances from it are rough, because only an area and not a point was known.
    pub approximate: bool,
    /// The slug of the district it lies in, where that is certain.
    pub district: Option<String>,
    /// What was left unsaid: shown beside the field, not as an error.
    pub note: Option<String>,
}
