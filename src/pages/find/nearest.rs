//! The nearest alternatives: one filter let go at a time, each with what changes and how many there are then.

use crate::domain::search_query::Condition;
use crate::domain::wording::{capital, within};
use crate::domain::{Facet, Meaning, SearchQuery, SortOrder};
use crate::search::SearchResults;
use crate::web::links::{address, search_without};
use crate::web::{App, Failure, resolve};

/// Fewer good results than this, and alternatives are shown.
pub const FEW: u64 = 5;
/// The most alternatives that are shown.
const MOST: usize = 6;

/// One thing let go.
#[derive(Clone, Debug, PartialEq)]
pub struct Alternative {
    /// The parameter that changes.
    pub param: &'static str,
    /// What changes: "Up to 12 miles further".
    pub change: String,
    /// The search with it changed.
    pub href: String,
    /// How many services there are then.
    pub count: u64,
}

/// Alternatives for a question that found few.
///
/// # Errors
/// When the index or the database does not answer.
pub async fn alternatives(app: &App, find: &SearchQuery, found: &SearchResults) -> Result<Vec<Alternative>, Failure> {
    if found.total >= FEW && found.confident {
        return Ok(Vec::new());
    }
    let mut all = Vec::new();
    all.extend(further(app, find, found).await?);
    all.extend(other_ages(find, found));
    all.extend(next_door(app, find, found));
    all.extend(from_afar(app, find, found).await?);
    all.extend(let_go(find, found));
    all.extend(fewer_words(app, find, found).await?);
    // Without a word there may be fewer, and still a good answer where there was none.
    all.retain(|a| a.count > found.total || (a.param == "q" && !found.confident));
    all.truncate(MOST);
    Ok(all)
}

/// The next one past the radius.
async fn further(app: &App, find: &SearchQuery, found: &SearchResults) -> Result<Option<Alternative>, Failure> {
    let Some(radius) = find.radius.filter(|_| find.from.is_some()) else { return Ok(None) };
    let asked = SearchQuery {
        radius: None,
        sort: SortOrder::Nearest,
        page: 1 + (found.total / SearchQuery::PER_PAGE as u64) as u32,
        ..find.clone()
    };
    let hits = app.engine.find(&asked).await?.hits;
    let Some(miles) = hits.iter().filter_map(|h| h.miles).find(|m| *m > f64::from(radius)) else { return Ok(None) };
    let reach = SearchQuery::RADII
        .into_iter()
        .find(|r| f64::from(*r) >= miles)
        .unwrap_or_else(|| miles.ceil().min(100.0) as u16);
    if f64::from(reach) < miles {
        return Ok(None);
    }
    let wider = SearchQuery { radius: Some(reach), ..find.clone() };
    let count = app.engine.find(&wider).await?.total;
    let more = (miles - f64::from(radius)).ceil().max(1.0) as u64;
    let miles = if more == 1 { "1 mile further".to_owned() } else { format!("{more} miles further") };
    Ok(Some(Alternative { param: "radius", change: miles, href: address("/search", &wider.pairs()), count }))
}

/// The nearest ages, older and younger, for which there is more.
fn other_ages(find: &SearchQuery, found: &SearchResults) -> Vec<Alternative> {
    let Some(age) = find.narrowing_age() else { return Vec::new() };
    let Some(counts) = found.counts.get(&Facet::Age) else { return Vec::new() };
    let at = usize::from(age.years());
    let here = counts.get(at).copied().unwrap_or(0);
    // Those that have not told us stay in at every age: the total differs from the count of the told by them.
    let untold = found.total.saturating_sub(here);
    let mut all = Vec::new();
    let older = (at + 1..counts.len()).find(|n| counts[*n] > here);
    let younger = (0..at).rev().find(|n| counts[*n] > here);
    let to = |n: usize, change: String| {
        let mut pairs: Vec<_> = find.pairs().into_iter().filter(|(name, _)| *name != "age").collect();
        pairs.push(("age", n.to_string()));
        Alternative { param: "age", change, href: address("/search", &pairs), count: counts[n] + untold }
    };
    all.extend(older.map(|n| to(n, format!("Takes ages {n} and over"))));
    all.extend(
        younger.map(|n| to(n, if n == 0 { "Takes babies".to_owned() } else { format!("Takes ages up to {n}") })),
    );
    all
}

/// A district next door that has more: ask whether they take yours.
fn next_door(app: &App, find: &SearchQuery, found: &SearchResults) -> Option<Alternative> {
    let [home] = find.chosen(Facet::District) else { return None };
    let counts = found.counts.get(&Facet::District)?;
    let neighbours = &app.area.district(home)?.neighbours;
    let each = app.area.districts.iter().zip(counts).filter(|(d, n)| neighbours.contains(&d.slug) && **n > found.total);
    let (district, count) = each.max_by_key(|(_, n)| **n)?;
    let mut asked = find.clone();
    asked.chosen.insert(Facet::District, vec![district.slug.clone()]);
    let change = format!(
        "Next door: takes families in {}. Ask if they would take a family from {}",
        district.name,
        app.area.district_name(home)
    );
    Some(Alternative { param: "district", change, href: address("/search", &asked.pairs()), count: *count })
}

/// Online or by phone, from wherever one lives.
async fn from_afar(app: &App, find: &SearchQuery, found: &SearchResults) -> Result<Option<Alternative>, Failure> {
    let placed = find.radius.is_some() || !find.chosen(Facet::District).is_empty();
    if !placed || !find.chosen(Facet::Mode).is_empty() {
        return Ok(None);
    }
    let remote: Vec<_> = app.area.vocabulary.meaning_this(Meaning::Remote).collect();
    if remote.is_empty() {
        return Ok(None);
    }
    let mut asked = SearchQuery { radius: None, ..find.clone() };
    asked.chosen.insert(Facet::Mode, remote.iter().map(|mode| mode.slug.clone()).collect());
    let count = app.engine.find(&asked).await?.total;
    let change = capital(&remote.iter().map(|mode| within(&mode.label)).collect::<Vec<_>>().join(" or "));
    // It may be fewer than there are: what counts is that there is something to use from home.
    let count = if count > found.total { count } else { 0 };
    Ok(Some(Alternative { param: "mode", change, href: address("/search", &asked.pairs()), count }))
}

/// One filter let go.
fn let_go(find: &SearchQuery, found: &SearchResults) -> Vec<Alternative> {
    let words = |param: &str| match param {
        "need" => "Has told us of other needs",
        "category" => "Another kind of help",
        "level" => "Open to others: it may need a referral or an assessment",
        "access" => "Another way to get a place: it may need a referral",
        "cost" => "At another cost, or nobody has told us the cost",
        "mode" => "Given in another way",
        "when" => "At another time, or nobody has told us when",
        "features" => "Nobody has told us about getting in, or it is different",
        "ehcp" => "Needs an EHC plan, or has not told us",
        "diagnosis" => "Needs a diagnosis, or has not told us",
        "direct-payment" => "Takes no direct payments, or has not told us",
        "checked" => "Checked longer ago",
        "district" => "In any district",
        "radius" => "At any distance",
        _ => "",
    };
    let params: Vec<&'static str> = Facet::ALL
        .iter()
        .map(|f| f.param())
        .chain(Condition::ALL.iter().map(|p| p.param().0))
        .chain(["checked", "radius"])
        .collect();
    let each = params.into_iter().filter_map(|param| {
        let more = found.lifted.get(param).copied().filter(|n| *n > 0)?;
        let change = words(param);
        (!change.is_empty()).then(|| Alternative {
            param,
            change: change.to_owned(),
            href: search_without(find, param, None),
            count: found.total + more,
        })
    });
    let mut each: Vec<_> = each.collect();
    each.sort_by_key(|a| std::cmp::Reverse(a.count));
    each
}

/// The same without one word.
async fn fewer_words(app: &App, find: &SearchQuery, found: &SearchResults) -> Result<Vec<Alternative>, Failure> {
    let mut all = Vec::new();
    // A word that nothing here speaks of goes first; then the least telling.
    let words = found.unanswered.iter().chain(found.words.iter().filter(|w| !found.unanswered.contains(w)));
    for word in words.take(2) {
        let text = found.corrected.clone().unwrap_or_else(|| find.words.clone());
        let Some(rest) = leave_out(&text, word) else { continue };
        let mut asked = SearchQuery { words: rest, undone: find.undone.clone(), page: 1, ..find.clone() };
        asked.guessed = app.area.read_question(&asked.words, &asked.undone);
        if asked.where_text.is_empty() {
            asked.from = None;
        }
        resolve(app, &mut asked).await?;
        asked.errors.clear();
        let answer = app.engine.find(&asked).await?;
        let helps = if found.confident { answer.total > found.total } else { answer.confident && answer.total > 0 };
        if helps {
            let change = format!("Without “{word}”");
            all.push(Alternative { param: "q", change, href: address("/search", &asked.pairs()), count: answer.total });
        }
    }
    Ok(all)
}

/// A text without a run of words; none where nothing would be left.
fn leave_out(text: &str, words: &str) -> Option<String> {
    let (text, out): (Vec<&str>, Vec<&str>) = (text.split(' ').collect(), words.split(' ').collect());
    let same = |run: &[&str]| run.iter().zip(&out).all(|(a, b)| a.eq_ignore_ascii_case(b));
    let at = text.windows(out.len()).position(same)?;
    let rest: Vec<&str> =
        text.iter().enumerate().filter(|(n, _)| !(at..at + out.len()).contains(n)).map(|(_, w)| *w).collect();
    (!rest.is_empty()).then(|| rest.join(" "))
}
