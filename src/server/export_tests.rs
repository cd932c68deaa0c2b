//! Tables that one can download, through the real router: what a spreadsheet gets and what a program gets is the same.

use super::table;
use super::tests::{Site, site_on};
use crate::testing::{area, databases, today};
use crate::web::put_sample_in;
use axum::http::header;

async fn lines(site: &Site, path: &str) -> Vec<Vec<String>> {
    let answer = site.get(path).await;
    assert_eq!(answer.headers[header::CONTENT_TYPE], "text/csv; charset=utf-8", "{path}");
    let name = answer.headers[header::CONTENT_DISPOSITION].to_str().unwrap();
    assert!(name.starts_with("attachment; filename=\"") && name.ends_with(".csv\""), "{path}: {name}");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(answer.body.as_bytes());
    reader.records().map(|line| line.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[tokio::test]
async fn every_table_has_the_same_rows_and_sources_as_csv_and_as_json() {
    for store in databases().await {
        put_sample_in(&store, &area(), today()).await.unwrap();
        let site = site_on(store).await;
        let paths: Vec<&str> = table().iter().map(|route| route.path).collect();
        let tables = paths.iter().filter_map(|path| path.strip_suffix(".csv"));
        // The coverage matrix has a shape of its own as JSON.
        let tables: Vec<_> =
            tables.filter(|t| *t != "/gaps" && paths.contains(&format!("{t}.json").as_str())).collect();
        assert_eq!(tables.len(), 5, "{tables:?}");
        for one in tables {
            let csv = lines(&site, &format!("{one}.csv")).await;
            let json = site.json(&format!("{one}.json")).await;
            let (rows, sources) = (json["rows"].as_array().unwrap(), json["sources"].as_array().unwrap());
            // The columns, the day, and that the sample is loaded.
            assert_eq!(csv.len(), rows.len() + sources.len() + 3, "{one}");
            assert!(json["sample"] == true && csv.last().unwrap()[0].contains("made up"), "{one}");
            for (line, row) in csv[1..].iter().zip(rows) {
                for (column, text) in csv[0].iter().zip(line) {
                    let plain = row[column].as_str().map_or_else(|| row[column].to_string(), str::to_owned);
                    let plain = if row[column].is_null() { String::new() } else { plain };
                    assert!(*text == plain || *text == format!("'{plain}"), "{one}, {column}: {text} is not {plain}");
                }
            }
        }
    }
}
