//! What has changed since an earlier month: what was lost and what was gained.

/// One kind in one district, then and now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DistrictChange {
    /// The district's place.
    pub district: usize,
    /// The kind's place.
    pub kind: usize,
    /// Services then.
    pub before: u64,
    /// Services now.
    pub now: u64,
}

impl DistrictChange {
    /// How many more; below 0, how many fewer.
    pub fn by(&self) -> i64 {
        let signed = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        signed(self.now) - signed(self.before)
    }
}

/// The months of a year before and a month, as "2026-03": the one to compare with is a year back, or else the oldest.
pub fn compared_with<'a>(months: &'a [String], now: &str) -> Option<&'a String> {
    let (year, month) = now.split_once('-')?;
    let before = format!("{:04}-{month}", year.parse::<i32>().ok()?.checked_sub(1)?);
    months.iter().find(|m| **m == before).or_else(|| months.iter().find(|m| m.as_str() < now))
}

/// The losses, greatest first; a district and kind that lost its last service before one that kept some.
pub fn losses(changes: &[DistrictChange]) -> Vec<&DistrictChange> {
    let mut lost: Vec<&DistrictChange> = changes.iter().filter(|c| c.by() < 0).collect();
    lost.sort_by_key(|c| (c.now > 0, c.by(), c.district, c.kind));
    lost
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_back_is_compared_or_else_the_oldest_there_is() {
        let months: Vec<String> = ["2025-11", "2026-02", "2026-10"].map(str::to_owned).to_vec();
        assert_eq!(compared_with(&months, "2026-11").unwrap(), "2025-11");
        assert_eq!(compared_with(&months[1..], "2026-11").unwrap(), "2026-02");
        assert_eq!(compared_with(&months[..1], "2025-11"), None);
        assert_eq!(compared_with(&[], "2026-11"), None);
        assert_eq!(compared_with(&months, "soon"), None);
    }

    #[test]
    fn the_last_one_lost_comes_first() {
        let change = |district, before, now| DistrictChange { district, kind: 0, before, now };
        let all = [change(0, 9, 5), change(1, 1, 0), change(2, 3, 3), change(3, 1, 4)];
        assert_eq!(losses(&all).iter().map(|c| c.district).collect::<Vec<_>>(), [1, 0]);
    }
}
