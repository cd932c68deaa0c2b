//! What is refused, and with which words; what is kept.

use super::*;
use crate::domain::statistics::{Count, NeedMeasure, WaitMeasure};
use crate::testing::{area, today};

fn needs(rows: &str) -> Result<StatisticsFile, Vec<RowFault>> {
    let text = format!("{}\n{rows}", needs::COLUMNS.join(","));
    read("needs", text.as_bytes(), &area(), today())
}

fn refused(rows: &str) -> String {
    needs(rows).unwrap_err().iter().map(RowFault::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_right_file_is_read_and_small_counts_are_kept_nowhere() {
    let file = needs(
        "sen-support,asd,E07000117,2025,412,DfE,https://example.org,OGL,,\n\
         sen-support,msi,E07000117,2025,3,DfE,,OGL,,\n\
         sen-support,hi,E07000117,2025,c,DfE,,OGL,,\n\
         sen-support,,E07000118,2025,,DfE,,OGL,The council,2025-03-01\n",
    )
    .unwrap();
    assert_eq!((file.sort, file.rows), (FileKind::Needs, 4));
    let counts: Vec<_> = file.evidence.figures.iter().map(|f| f.count.clone()).collect();
    assert_eq!(counts[..3], [Count::Known(412), Count::Few, Count::Hidden]);
    assert!(matches!(&counts[3], Count::NotPublished(Some(asked)) if asked.of == "The council"));
    assert!(file.text.contains("msi,E07000117,2025,<5,") && !file.text.contains(",3,"), "{}", file.text);
    let again = read("needs", file.text.as_bytes(), &area(), today()).unwrap();
    assert_eq!(again.evidence.figures, file.evidence.figures, "what is kept says the same");
    assert_eq!(file.evidence.newest(NeedMeasure::SenSupport, Some("asd"))[0].row.line, 2);
}

#[test]
fn a_small_count_cannot_be_reckoned_from_the_others() {
    let file = needs(
        "ehc-plans,,E07000117,2025,33,DfE,,OGL,,\nehc-plans,asd,E07000117,2025,20,DfE,,OGL,,\n\
         ehc-plans,hi,E07000117,2025,10,DfE,,OGL,,\nehc-plans,msi,E07000117,2025,3,DfE,,OGL,,\n",
    )
    .unwrap();
    let counts: Vec<_> = file.evidence.figures.iter().map(|f| f.count.clone()).collect();
    assert_eq!(counts, [Count::Known(33), Count::Known(20), Count::Hidden, Count::Few]);
    assert!(file.text.contains("ehc-plans,hi,E07000117,2025,c,"), "{}", file.text);
}

#[test]
fn every_fault_is_named_with_its_line_and_nothing_is_loaded() {
    let said = refused(
        "sen-support,asd,E07000117,2025,412,DfE,,OGL,,\n\
         sen-support,asd,E09000001,2025,1,DfE,,OGL,,\n\
         sen-support,asd,E07000118,2025,-4,DfE,,OGL,,\n\
         sen-support,asd,E07000119,2024,10,DfE,,OGL,,\n\
         sen-support,asd,E07000120,2025,10,,,OGL,,\n\
         pupils,asd,E07000121,2025,10,DfE,,,,\n\
         sen-support,dragons,E07000121,2025,1.5,DfE,,OGL,,\n\
         sen-support,asd,E07000117,2025,many,DfE,ftp://x,OGL,,\n\
         sen-support,asd,E07000122,2031,,DfE,,OGL,,\n",
    );
    for words in [
        "line 3: E09000001 is no district of Lancashire",
        "line 4: -4 in “count” is below 0",
        "line 5: is of 2024, and line 2 of 2025: one file holds one year",
        "line 6: “source” is empty",
        "line 7: “pupils” in “measure” is not one of children, sen-support, ehc-plans",
        "line 7: “licence” is empty",
        "line 8: “dragons” is no need of the school census",
        "line 8: 1.5 in “count” is no whole number",
        "line 9: “many” in “count” is no number",
        "line 9: “url” does not begin with https://",
        "line 10: “2031” in “year” is no year",
        "line 10: “count” is empty",
    ] {
        assert!(said.contains(words), "{words}\nis not in\n{said}");
    }
    assert!(
        refused("children,,E07000117,2021,9,ONS,,OGL,,\nchildren,,E07000117,2021,9,ONS,,OGL,,\n")
            .contains("line 3: says the same as line 2")
    );
}

#[test]
fn files_that_are_no_figures_are_refused_in_words() {
    let said = |bytes: &[u8]| read("x", bytes, &area(), today()).unwrap_err()[0].to_string();
    assert!(said(b"").contains("no file of figures we know"));
    assert!(said(b"\x00\xff\xfe").contains("line 1: not UTF-8"));
    assert!(
        said(
            b"measure,need
sen-support,asd"
        )
        .contains("it lacks: district_code")
    );
    assert!(said(b"a,b\n1,2\n\xe9,3").contains("line 3: not UTF-8"));
    let header = needs::COLUMNS.join(",");
    assert!(said(header.as_bytes()).contains("no row under"));
    assert!(said(format!("{header},extra\n").as_bytes()).contains("the column “extra”"));
    assert!(said(format!("{header}\nchildren,,E07000117\n").as_bytes()).contains("line 2: has 3 fields"));
    assert!(said(&vec![b'a'; LARGEST + 1]).contains("larger than"));
    let marked = format!("\u{feff}{header}\nchildren,,E07000117,2021,900,ONS,,OGL,,\n");
    assert!(read("x", marked.as_bytes(), &area(), today()).is_ok(), "a byte order mark is no fault");
}

#[test]
fn waits_must_make_sense() {
    let all = |rows: &str| {
        let text = format!("{}\n{rows}", waits::COLUMNS.join(","));
        read("w", text.as_bytes(), &area(), today())
    };
    let good =
        "speech-and-language,east-lancashire,referral-to-first-appointment,A trust,2026-09-30,20,40,3,55,S,,OGL,,\n";
    let file = all(good).unwrap();
    let wait = &file.evidence.waits[0];
    assert_eq!((wait.measure, wait.median()), (WaitMeasure::FirstAppointment, Some(20.0)));
    assert_eq!(wait.figures.as_ref().unwrap().waiting, Some(Count::Few));
    let said = |row: &str| all(row).unwrap_err().iter().map(RowFault::to_string).collect::<Vec<_>>().join("\n");
    for (from, to, words) in [
        (",55,", ",155,", "155 in “within_18_weeks_percent” is over 100"),
        (",40,", ",10,", "nine in ten cannot wait less (10) than half do (20)"),
        ("2026-09-30", "2027-09-30", "is still to come"),
        ("2026-09-30", "last week", "is no day"),
        ("east-lancashire", "atlantis", "“atlantis” is no area that speech-and-language is run in"),
        ("speech-and-language", "flying", "“flying” in “pathway” is not one of"),
        (",20,40,3,55,", ",,,,,", "has no figure"),
        (",20,", ",-2,", "-2 in “median_weeks” is below 0"),
        (",20,", ",NaN,", "is no number"),
        (",20,", ",1e1,", "is no number"),
        (",20,", ",+20,", "is no number"),
        (",20,40,", ",\"20,5\",40,", "“20,5” in “median_weeks” is no number: write it without commas"),
    ] {
        let row = good.replacen(from, to, 1);
        assert!(said(&row).contains(words), "{words}\nis not in\n{}", said(&row));
    }
}

#[test]
fn the_sample_figures_are_right() {
    let area = area();
    assert_eq!(area.sample.figures.len(), 4);
    for (name, text) in &area.sample.figures {
        if let Err(faults) = read(name, text.as_bytes(), &area, today()) {
            panic!("{name}: {}", faults.iter().map(RowFault::to_string).collect::<Vec<_>>().join("\n"));
        }
        assert!(text.lines().skip(1).all(|l| l.contains("Made up for the sample offer")), "{name} says it is made up");
    }
    assert!(area.sample.history.month.iter().all(|m| m.can_use.values().all(|n| n.len() == area.districts.len())));
}

proptest::proptest! {
    #[test]
    fn no_bytes_break_it(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..300)) {
        let _ = read("x", &bytes, &area(), today());
    }

    #[test]
    fn no_row_breaks_it(fields in proptest::collection::vec("[ -~é“\\u{202e}]{0,12}", 14)) {
        let quoted = fields.iter().map(|f| f.replace(['"', ','], "")).collect::<Vec<_>>();
        for sort in FileKind::ALL {
            let columns = sort.columns();
            let text = format!("{}\n{}\n", columns.join(","), quoted[..columns.len()].join(","));
            let _ = read("x", text.as_bytes(), &area(), today());
        }
    }
}
