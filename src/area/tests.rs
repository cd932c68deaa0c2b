use super::*;
use crate::domain::{Facet, Postcode};

fn area() -> Area {
    Area::embedded().expect("the embedded pack is right")
}

#[test]
fn lancashire_has_twelve_districts_and_their_children() {
    let area = area();
    assert_eq!(area.districts.len(), 12);
    // Census 2021 (ONS): usual residents aged 0 to 25 in the twelve districts.
    assert_eq!(area.districts.iter().map(|d| d.children_0_25).sum::<u32>(), 368_122);
    for district in &area.districts {
        assert_eq!(district.children_by_age.iter().sum::<u32>(), district.children_0_25, "{}", district.name);
        assert!(!district.towns.is_empty() && !district.neighbours.is_empty(), "{}", district.name);
        for neighbour in &district.neighbours {
            assert!(area.district(neighbour).unwrap().neighbours.contains(&district.slug), "{neighbour}");
        }
    }
}

#[test]
fn the_fourteen_top_kinds_stand_in_the_vocabulary() {
    let area = area();
    assert_eq!(area.vocabulary.categories.len(), 14);
    assert_eq!(area.vocabulary.top_category("overnight-breaks"), Some("short-breaks"));
    assert_eq!(area.vocabulary.top_category("short-breaks"), Some("short-breaks"));
    for facet in Facet::ALL {
        assert!(!area.vocabulary.values(facet).is_empty(), "{facet:?}");
    }
}

#[test]
fn places_are_understood_as_people_type_them() {
    let area = area();
    let place = |text: &str| match area.parse_location(text) {
        LocationQuery::Place(place) => place,
        other => panic!("{text}: {other:?}"),
    };
    assert_eq!(place("burnley").district.as_deref(), Some("burnley"));
    assert_eq!(place(" West  Lancashire ").district.as_deref(), Some("west-lancashire"));
    assert_eq!(place("Padiham").district.as_deref(), Some("burnley"));
    let bb11 = place("bb11");
    assert!(bb11.approximate);
    assert_eq!(bb11.district.as_deref(), Some("burnley"));
    assert_eq!(place("PR3").district, None, "PR3 falls across three districts");
    assert!(place("PR3").note.is_some());
    assert_eq!(place("Chorley PR7").name, "Chorley");
    assert_eq!(area.parse_location("Chorley PR7 1AB"), LocationQuery::Postcode(Postcode::parse("PR7 1AB").unwrap()));
    assert_eq!(area.parse_location("M1"), LocationQuery::Elsewhere("M1".into()));
    assert_eq!(area.parse_location("Atlantis"), LocationQuery::Unknown("Atlantis".into()));
    assert_eq!(area.parse_location("  "), LocationQuery::Nothing);
}

#[test]
fn a_pack_that_names_what_it_has_not_is_refused_with_the_reason() {
    let folder = tempfile::tempdir().unwrap();
    let error = Area::from_folder(folder.path()).unwrap_err().to_string();
    assert!(error.contains("area.toml"), "{error}");
}
