//! Counts searches that find little: what was looked for, as one of the area's own words, where and for which ages.
//! Nothing about a person, and nothing a person typed; off when the council says so.

use super::app::App;
use crate::domain::{Facet, SearchQuery, SortOrder};
use crate::store::{Demand, OTHER};
use axum::http::HeaderMap;

/// So many results or fewer are few.
pub const FEW: u64 = 2;

/// Whether a family has just sent a search, and has not asked to be left out: who is signed in works here. Browsers say in `Sec-Fetch-Mode` whether a
/// page is gone to or fetched by a script, and in `Sec-Purpose` whether it is only fetched in advance.
pub fn may_count(headers: &HeaderMap) -> bool {
    let is = |name: &str, value: &str| headers.get(name).is_some_and(|v| v.as_bytes() == value.as_bytes());
    let gone_to = headers.get("sec-fetch-mode").is_none_or(|v| v == "navigate");
    let in_advance = headers.contains_key("sec-purpose") || is("purpose", "prefetch");
    let cookies = headers.get_all("cookie").iter().filter_map(|v| v.to_str().ok());
    let signed_in = cookies
        .flat_map(|line| line.split(';'))
        .any(|c| c.trim().split_once('=').is_some_and(|(name, _)| matches!(name, "session" | "__Host-session")));
    gone_to && !in_advance && !signed_in && !is("dnt", "1") && !is("sec-gpc", "1")
}

/// What a search that found so many is counted as; none when it found enough, or asked for nothing.
pub fn counted_as(app: &App, find: &SearchQuery, total: u64, confident: bool) -> Option<Demand> {
    let answered = total > FEW && confident;
    let asked_nothing = find.words.is_empty() && find.chosen.is_empty() && find.where_text.is_empty();
    if answered || asked_nothing {
        return None;
    }
    let district = find.chosen(Facet::District).first().cloned();
    let lived_in = find.from.as_ref().and_then(|p| p.district.clone());
    let age = find.age.map(|a| a.years()).or(find.guessed.age.map(|(from, _)| from));
    let bands = &app.area.vocabulary.age_bands;
    let band = age.and_then(|age| bands.iter().find(|b| (b.from..=b.to).contains(&age)));
    Some(Demand {
        day: app.clock.today(),
        looked_for: looked_for(app, find),
        district: district.or(lived_in).unwrap_or_default(),
        age_band: band.map(|b| b.slug.clone()).unwrap_or_default(),
        found: if total == 0 || !confident { "none" } else { "few" }.to_owned(),
    })
}

/// One of the area's kinds or needs: what was chosen, or else what the words name; otherwise only that it was another.
fn looked_for(app: &App, find: &SearchQuery) -> String {
    let kind = find.chosen(Facet::Category).first().cloned().or_else(|| app.area.kind_asked(&find.words));
    let need = find.chosen(Facet::Need).first().or(find.guessed.needs.first());
    match (kind, need) {
        (Some(kind), _) => format!("category:{kind}"),
        (None, Some(need)) => format!("need:{need}"),
        (None, None) => OTHER.to_owned(),
    }
}

impl App {
    /// Counts a search, where it may be counted. `network` is where it came from: see [`super::demand_counts::Counting::add`].
    pub fn count_search(&self, headers: &HeaderMap, network: &str, find: &SearchQuery, total: u64, confident: bool) {
        let in_order = find.sort == SortOrder::default();
        if !self.settings.count_searches || !in_order || !may_count(headers) || !self.engine.is_ready() {
            return;
        }
        if let Some(demand) = counted_as(self, find, total, confident) {
            self.counting.add(demand, network, self.clock.seconds());
        }
    }

    /// Writes down what was counted. What cannot be written is kept for the next time.
    pub async fn write_counts(&self) {
        let counts = self.counting.take();
        if counts.is_empty() {
            return;
        }
        if let Err(error) = self.store.add_demand(&counts).await {
            tracing::warn!(%error, "searches could not be counted and will be later");
            self.counting.put_back(counts);
        }
    }
}
