//! How unequal it is: a plain sentence, then the numbers with their intervals, then how they were computed.

use crate::domain::wording::{count, thousands};
use crate::gaps::{Matrix, inequality};
use leptos::prelude::*;

/// A plain sentence first, the numbers after it, and how they were computed.
pub fn how_unequal(whole: &Matrix, by_district: &[u64]) -> Option<AnyView> {
    let rates = inequality::rates(&whole.districts, by_district);
    let both = inequality::extremes(&rates)?;
    let name = |rate: &inequality::Rate| whole.districts[rate.district].name.clone();
    let (best, worst) = (name(&both.best), name(&both.worst));
    let said = match (both.apart, both.times) {
        (false, _) => {
            format!(
                "For every 1,000 {}, no district has so much more than another that it could not be chance.",
                whole.per
            )
        }
        (true, Some(times)) => format!(
            "For every 1,000 {}, there are {times:.1} times as many services that families can use in {best} as in {worst}.",
            whole.per
        ),
        (true, None) => format!("A family in {worst} can use nothing; a family in {best} can."),
    };
    let numbers = |rate: &inequality::Rate| {
        format!(
            "{}: {} for {} {}, which is {:.1} for every 1,000 (95% interval {:.1} to {:.1})",
            name(rate),
            count(rate.services, "service", "services"),
            thousands(rate.children.into()),
            whole.per,
            rate.per_1000,
            rate.low,
            rate.high
        )
    };
    let gini = match inequality::gini(&rates) {
        Some(gini) => format!(
            "Gini coefficient over the districts, weighted by their number: {gini:.2} (0 is the same for every child)."
        ),
        None => format!("No Gini coefficient is given: there are fewer than {} services.", inequality::FEWEST_FOR_GINI),
    };
    Some(view! {
        <section class="flow section-gap" aria-labelledby="unequal">
            <h2 id="unequal">"How unequal is it?"</h2>
            <p>{said}</p>
            <ul><li>{numbers(&both.best)}"."</li><li>{numbers(&both.worst)}"."</li><li>{gini}</li></ul>
            <p class="small quiet">"Intervals are exact Poisson limits (Garwood, Biometrika 28, 1936). Districts are not put in order where their intervals overlap. A service that takes families from several districts counts in each."</p>
        </section>
    }
    .into_any())
}
