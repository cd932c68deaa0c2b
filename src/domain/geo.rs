//! Points on the map and the distance between them.

use serde::{Deserialize, Serialize};

/// A point in WGS 84 degrees.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Degrees north.
    pub lat: f64,
    /// Degrees east (negative in Lancashire).
    pub lon: f64,
}

/// Mean radius of the Earth in miles (6,371.0088 km, IUGG).
const EARTH_MILES: f64 = 3_958.761_3;

impl Point {
    /// A point somewhere in or near the British Isles. Others (0,0 and swapped pairs are common faults) are refused.
    pub fn near_britain(lat: f64, lon: f64) -> Option<Self> {
        ((49.0..=61.5).contains(&lat) && (-11.0..=2.5).contains(&lon)).then_some(Self { lat, lon })
    }

    /// Straight-line miles to another point (haversine).
    pub fn miles_to(self, other: Point) -> f64 {
        let (a, b) = (self.lat.to_radians(), other.lat.to_radians());
        let dlat = (other.lat - self.lat).to_radians() / 2.0;
        let dlon = (other.lon - self.lon).to_radians() / 2.0;
        let h = dlat.sin().powi(2) + a.cos() * b.cos() * dlon.sin().powi(2);
        2.0 * EARTH_MILES * h.sqrt().min(1.0).asin()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn burnley_to_chorley_is_about_eighteen_miles() {
        let burnley = Point { lat: 53.7919, lon: -2.2517 };
        let chorley = Point { lat: 53.6595, lon: -2.6431 };
        let miles = burnley.miles_to(chorley);
        assert!((17.5..19.0).contains(&miles), "{miles}");
    }

    proptest! {
        #[test]
        fn distance_is_the_same_both_ways(a in 49.0..61.0f64, b in -10.0..2.0f64, c in 49.0..61.0f64, d in -10.0..2.0f64) {
            let (p, q) = (Point { lat: a, lon: b }, Point { lat: c, lon: d });
            prop_assert!((p.miles_to(q) - q.miles_to(p)).abs() < 1e-6);
            prop_assert!(p.miles_to(p) < 1e-6);
        }
    }
}
