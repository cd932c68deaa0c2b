//! Words that depend on a number or a name, through the real router.

use super::tests::{empty_site, site_of};
use crate::testing::service;
use uuid::Uuid;

#[tokio::test]
async fn a_name_that_begins_with_the_is_said_once() {
    let with_website =
        |name: &str| crate::domain::Service { website: Some("https://club.example.org".to_owned()), ..service(name) };
    let site = site_of(&[with_website("The Hub"), with_website("Kestrel Club")]).await;
    assert!(site.get("/services/the-hub").await.body.contains("Visit the Hub website"));
    assert!(site.get("/services/kestrel-club").await.body.contains("Visit the Kestrel Club website"));
}

#[tokio::test]
async fn one_service_that_is_gone_is_and_two_are() {
    let site = empty_site().await;
    let gone = |n: u128| Uuid::from_u128(n).simple().to_string();
    let said = async |list: String| site.get_with("/list", "cookie", &format!("list={list}")).await.texts("p.notice");
    assert_eq!(said(gone(1)).await, ["1 service you saved is no longer listed."]);
    assert_eq!(said(format!("{}.{}", gone(1), gone(2))).await, ["2 services you saved are no longer listed."]);
}
