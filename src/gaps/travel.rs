//! How far families have to go: miles from where children live to the nearest place they can use.

/// Children and how far they live from something they can use.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Home {
    /// Children the point stands for.
    pub children: u32,
    /// Miles in a straight line; none where there is nowhere to go.
    pub miles: Option<f64>,
}

/// How far the children of one district live from one kind of help.
#[derive(Clone, Debug, PartialEq)]
pub struct Burden {
    /// Miles, the mean over the children; none where there is nowhere to go.
    pub mean: Option<f64>,
    /// Miles from the homes that are furthest away.
    pub furthest: Option<f64>,
    /// Of the children, the share who live further than [`FAR_MILES`], 0 to 1.
    pub far_share: f64,
}

/// Further than this is far: the project's own line, about half an hour by car on Lancashire's roads.
pub const FAR_MILES: f64 = 10.0;

/// Reckons it. Where there is somewhere to go at all, every home has a distance.
pub fn burden(homes: &[Home]) -> Burden {
    let reached: Vec<(f64, f64)> = homes.iter().filter_map(|h| Some((f64::from(h.children), h.miles?))).collect();
    let children: f64 = reached.iter().map(|(n, _)| n).sum();
    if children <= 0.0 {
        return Burden { mean: None, furthest: None, far_share: 0.0 };
    }
    let mean = reached.iter().map(|(n, miles)| n * miles).sum::<f64>() / children;
    // Beginning with a zero that is no minus zero, which an empty sum is.
    let far = reached.iter().filter(|(_, miles)| *miles > FAR_MILES).fold(0.0, |sum, (n, _)| sum + n);
    let furthest = reached.iter().map(|(_, miles)| *miles).max_by(f64::total_cmp);
    Burden { mean: Some(mean), furthest, far_share: far / children }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn homes_count_by_their_children() {
        let home = |children, miles| Home { children, miles: Some(miles) };
        let all = burden(&[home(300, 2.0), home(100, 14.0)]);
        assert_eq!(all, Burden { mean: Some(5.0), furthest: Some(14.0), far_share: 0.25 });
        let none = burden(&[Home { children: 5, miles: None }]);
        assert_eq!(none, Burden { mean: None, furthest: None, far_share: 0.0 });
        assert_eq!(burden(&[]).mean, None);
        assert_eq!(burden(&[home(0, 3.0)]).mean, None, "nobody lives there: nothing is divided by zero");
    }
}
