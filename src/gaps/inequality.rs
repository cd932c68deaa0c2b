//! How unequal it is: rates with exact intervals, the best beside the worst, and one figure for all districts.
//!
//! Intervals: exact Poisson limits at 95% (F. Garwood, "Fiducial limits for the Poisson distribution", Biometrika 28,
//! 1936). The one figure: the Gini coefficient of services over districts, weighted by children (M. O. Lorenz's curve,
//! Publications of the American Statistical Association 9, 1905). Few services say little: nothing is put in order
//! whose intervals overlap, and no coefficient is given under [`FEWEST_FOR_GINI`] services.

use super::matrix::DistrictRow;
use statrs::distribution::{ChiSquared, ContinuousCDF};

/// Fewer services than this, and a coefficient would be noise.
pub const FEWEST_FOR_GINI: u64 = 200;

/// Services for every 1,000 of the people in a district, with its 95% interval.
#[derive(Clone, Debug, PartialEq)]
pub struct Rate {
    /// The district's place.
    pub district: usize,
    /// Services a family there can use.
    pub services: u64,
    /// Those for whom it is computed, above 0.
    pub children: u32,
    /// Services for every 1,000 of them.
    pub per_1000: f64,
    /// The lower end of the interval, for every 1,000.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// The best beside the worst.
#[derive(Clone, Debug, PartialEq)]
pub struct Extremes {
    /// The highest rate.
    pub best: Rate,
    /// The lowest rate.
    pub worst: Rate,
    /// How many times the lowest the highest is; none when the lowest is nothing.
    pub times: Option<f64>,
    /// Whether the intervals stay apart: if not, the difference may be chance.
    pub apart: bool,
}

/// Exact 95% limits of a count.
pub fn limits(count: u64) -> (f64, f64) {
    let quantile = |degrees: f64, share: f64| ChiSquared::new(degrees).map_or(0.0, |d| d.inverse_cdf(share) / 2.0);
    let n = count as f64;
    let low = if count == 0 { 0.0 } else { quantile(2.0 * n, 0.025) };
    (low, quantile(2.0 * n + 2.0, 0.975))
}

/// The rate of each district whose people are known.
pub fn rates(districts: &[DistrictRow], services: &[u64]) -> Vec<Rate> {
    let each = districts.iter().zip(services).enumerate();
    each.filter_map(|(district, (row, services))| {
        let children = row.people.filter(|n| *n > 0)?;
        let per = |n: f64| n * 1000.0 / f64::from(children);
        let (low, high) = limits(*services);
        Some(Rate {
            district,
            services: *services,
            children,
            per_1000: per(*services as f64),
            low: per(low),
            high: per(high),
        })
    })
    .collect()
}

/// The best and the worst; none under two districts.
pub fn extremes(rates: &[Rate]) -> Option<Extremes> {
    let by_rate = |a: &&Rate, b: &&Rate| a.per_1000.total_cmp(&b.per_1000);
    let (best, worst) = (rates.iter().max_by(by_rate)?, rates.iter().min_by(by_rate)?);
    if rates.len() < 2 || best.per_1000 <= 0.0 {
        return None;
    }
    let times = (worst.per_1000 > 0.0).then(|| best.per_1000 / worst.per_1000);
    Some(Extremes { best: best.clone(), worst: worst.clone(), times, apart: best.low > worst.high })
}

/// 0 where every child has the same, towards 1 where one district has all; none with few services.
pub fn gini(rates: &[Rate]) -> Option<f64> {
    let services: u64 = rates.iter().map(|r| r.services).sum();
    let children: f64 = rates.iter().map(|r| f64::from(r.children)).sum();
    if services < FEWEST_FOR_GINI || children <= 0.0 {
        return None;
    }
    let mut sorted: Vec<&Rate> = rates.iter().collect();
    sorted.sort_by(|a, b| a.per_1000.total_cmp(&b.per_1000));
    let (mut area, mut have) = (0.0, 0.0);
    for rate in sorted {
        let share = rate.services as f64 / services as f64;
        area += f64::from(rate.children) / children * (2.0 * have + share);
        have += share;
    }
    Some(1.0 - area)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(people: Option<u32>) -> DistrictRow {
        DistrictRow { slug: String::new(), name: String::new(), code: String::new(), children: None, people }
    }

    #[test]
    fn limits_are_those_of_the_tables() {
        // Garwood's table: 0 (0, 3.689), 1 (0.0253, 5.572), 10 (4.795, 18.39), 100 (81.36, 121.63).
        for (count, low, high) in [(0, 0.0, 3.689), (1, 0.0253, 5.572), (10, 4.795, 18.39), (100, 81.36, 121.63)] {
            let (l, h) = limits(count);
            assert!((l - low).abs() < 0.01 && (h - high).abs() < 0.01, "{count}: {l} {h}");
        }
    }

    #[test]
    fn a_district_without_children_has_no_rate_and_breaks_nothing() {
        let all = rates(&[row(Some(1000)), row(None), row(Some(0)), row(Some(2000))], &[10, 5, 5, 0]);
        assert_eq!(all.iter().map(|r| r.district).collect::<Vec<_>>(), [0, 3]);
        let both = extremes(&all).unwrap();
        assert_eq!((both.times, both.apart), (None, true));
        assert!(extremes(&all[..1]).is_none() && extremes(&[]).is_none());
        assert!(!extremes(&rates(&[row(Some(1000)), row(Some(1000))], &[10, 12])).unwrap().apart, "may be chance");
    }

    #[test]
    fn the_coefficient_is_zero_for_equals_and_near_one_for_one_who_has_all() {
        let equal = rates(&[row(Some(1000)), row(Some(3000))], &[100, 300]);
        assert!(gini(&equal).unwrap().abs() < 1e-9);
        let rows: Vec<DistrictRow> = (0..100).map(|_| row(Some(1000))).collect();
        let mut services = vec![0; 100];
        services[7] = 500;
        assert!((gini(&rates(&rows, &services)).unwrap() - 0.99).abs() < 1e-9);
        assert_eq!(gini(&rates(&rows[..2], &[50, 60])), None, "too few to say");
    }
}
