//! Turns what was typed for "where do you live?" into a place, with the postcode table where it is loaded.

use super::app::App;
use super::last_known::or_kept;
use crate::area::LocationQuery;
use crate::domain::{FieldError, Place, Postcode, SearchQuery};
use crate::store::StoreError;

/// Fills in the place of a question, or says beside the field why there is none. The rest is answered all the same.
///
/// # Errors
/// When the database does not answer.
pub async fn resolve(app: &App, find: &mut SearchQuery) -> Result<(), StoreError> {
    let say = |message: String| FieldError { field: "where", message };
    match app.area.parse_location(&find.where_text) {
        LocationQuery::Nothing => find.from = find.guessed.place.as_deref().and_then(|name| app.area.by_name(name)),
        LocationQuery::Place(place) => find.from = Some(place),
        LocationQuery::Postcode(code) => match by_postcode(app, &code).await? {
            Some(place) => find.from = Some(place),
            None => find.errors.push(say(format!(
                "We do not know the postcode {code}. Check it, or type the first half, a town or a district in {}",
                app.area.name
            ))),
        },
        LocationQuery::Elsewhere(code) => find
            .errors
            .push(say(format!("{code} is not in {}. Type a postcode, a town or a district here", app.area.name))),
        LocationQuery::Unknown(text) => find.errors.push(say(format!(
            "We do not know “{text}”. Type a postcode, like {}, or a town or district in {}",
            example(app),
            app.area.name
        ))),
    }
    if find.from.is_none() {
        let needs_place = [
            (find.radius.is_some(), "radius", "how far you can travel"),
            (find.sort == crate::domain::SortOrder::Nearest, "sort", "nearest first"),
        ];
        for (_, field, what) in needs_place.into_iter().filter(|(asked, ..)| *asked) {
            find.errors.push(FieldError { field, message: format!("To use {what}, tell us where you live") });
        }
    }
    Ok(())
}

/// An exact point and district where the table knows the postcode; the middle of its first half where it does not.
async fn by_postcode(app: &App, code: &Postcode) -> Result<Option<Place>, StoreError> {
    // Without the table the first half of the postcode serves, as it does where no table is loaded.
    if let Some(row) = or_kept(&app.store, Some(None), app.store.postcode(code)).await? {
        let district = row.district_code.as_deref().and_then(|c| app.area.district_by_code(c));
        let outside = || format!("{code} is outside {}. We show what you can use here", app.area.name);
        let note = if district.is_none() {
            Some(outside())
        } else {
            row.ended.then(|| format!("{code} is an old postcode. We used the place it stood for"))
        };
        return Ok(Some(Place {
            name: code.to_string(),
            point: row.point,
            approximate: false,
            district: district.map(|d| d.slug.clone()),
            note,
        }));
    }
    Ok(app.area.by_outward_code(&code.outward()).map(|place| Place {
        name: place.name.clone(),
        note: Some(place.note.unwrap_or_else(|| {
            format!("We do not know exactly where {code} is, so distances are from the middle of {}", place.name)
        })),
        ..place
    }))
}

/// An outward code of the area, to show what a postcode looks like.
fn example(app: &App) -> &str {
    app.area.outcodes.values().find(|o| o.only_district().is_some()).map_or("AB1", |o| o.code.as_str())
}
