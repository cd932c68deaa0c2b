//! Kinds and states: the words of the code and those that the databases take are the same.

use super::mail::MailState;
use super::query::{query_list, query_of};
use super::*;
use crate::domain::{DraftState, MessageKind, RevisionKind, RevisionSide, Role, Side, Status};
use crate::testing::databases;

/// The words that a column takes; none where it takes any.
pub fn known_words(table: &str, column: &str) -> Option<Vec<&'static str>> {
    Some(match (table, column) {
        ("draft", "state") => DraftState::ALL.map(DraftState::word).to_vec(),
        ("draft", "side") => Side::ALL.map(Side::word).to_vec(),
        ("draft_message", "kind") => MessageKind::ALL.map(MessageKind::word).to_vec(),
        ("revision", "kind") => RevisionKind::ALL.map(RevisionKind::word).to_vec(),
        ("revision", "side") => RevisionSide::ALL.map(RevisionSide::word).to_vec(),
        ("account", "role") => Role::ALL.map(Role::word).to_vec(),
        _ => return None,
    })
}

/// Adds a row to a table that has one word in a column, and says whether the database took it.
async fn add(store: &Store, table: &str, column: &str, word: &str, n: usize) -> Result<u64, StoreError> {
    let of = |name: &str, usual: &str| if name == column { word.to_owned() } else { usual.to_owned() };
    let sql = match table {
        "draft" => format!(
            "INSERT INTO draft (id, service_id, organization_id, state, version, document, saved, saved_by, side) \
             VALUES ('{column}{n}', '{column}{n}', 'o', '{}', 1, '', 1, '', '{}')",
            of("state", "writing"),
            of("side", "council")
        ),
        "draft_message" => format!(
            "INSERT INTO draft_message (id, draft_id, at, version, kind, who, text) \
             VALUES ('m{n}', 'state0', 1, 1, '{word}', '', '')"
        ),
        "revision" => format!(
            "INSERT INTO revision (service_id, number, kind, side, who, note, document) \
             VALUES ('{column}', {n}, '{}', '{}', '', '', '')",
            of("kind", "edit"),
            of("side", "council")
        ),
        "account" => {
            format!("INSERT INTO account (id, email, role, created) VALUES ('{n}', '{n}@x.example', '{word}', 1)")
        }
        "mail" => format!(
            "INSERT INTO mail (id, recipient, subject, body, created, next_try, state) \
             VALUES ('m{n}', '', '', '', 1, 1, {word})"
        ),
        _ => format!(
            "INSERT INTO service_summary (service_id, changed, slug, name, words, name_key, organization_name, status, \
             checked_on, modified_on) SELECT id, 1, '', '', '', '', '', '{word}', '', '' FROM service WHERE slug = 's{n}'"
        ),
    };
    store.db.execute(query_of(&[sql.leak()])).await
}

#[tokio::test]
async fn every_known_kind_and_state_is_taken_and_no_other() {
    let states = [MailState::Waiting, MailState::Sent, MailState::GivenUp].map(|s| s.number().to_string());
    let statuses = [Status::Active, Status::Paused, Status::Closing, Status::Expected, Status::Withdrawn]
        .map(|s| serde_json::to_value(s).unwrap().as_str().unwrap().to_owned());
    for store in databases().await {
        for n in 0..=statuses.len() {
            let sql = format!(
                "INSERT INTO service (id, slug, source, digest, document, changed) VALUES ('s{n}', 's{n}', '', '', '', 1)"
            );
            store.db.execute(query_of(&[sql.leak()])).await.unwrap();
        }
        let columns = [
            ("draft", "state"),
            ("draft", "side"),
            ("draft_message", "kind"),
            ("revision", "kind"),
            ("revision", "side"),
            ("account", "role"),
            ("mail", "state"),
            ("service_summary", "status"),
        ];
        for (table, column) in columns {
            let words: Vec<String> = match (table, known_words(table, column)) {
                (_, Some(words)) => words.into_iter().map(str::to_owned).collect(),
                ("mail", None) => states.to_vec(),
                (_, None) => statuses.to_vec(),
            };
            for (n, word) in words.iter().enumerate() {
                assert_eq!(add(&store, table, column, word, n).await.unwrap(), 1, "{table} {column} {word}");
            }
            let unknown = if table == "mail" { "7" } else { "unheard-of" };
            let refused = add(&store, table, column, unknown, words.len()).await;
            assert!(!refused.unwrap_err().is_unavailable(), "{table} {column}");
            let update = format!("UPDATE {table} SET {column} = '{unknown}'");
            store.db.execute(query_of(&[update.leak()])).await.unwrap_err();
        }
    }
}

#[tokio::test]
async fn a_list_of_any_length_finds_exactly_what_it_names() {
    for store in databases().await {
        for n in 0..5 {
            let sql = format!(
                "INSERT INTO service (id, slug, source, digest, document, changed) VALUES ('s{n}', 's{n}', '', '', '', 1)"
            );
            store.db.execute(query_of(&[sql.leak()])).await.unwrap();
        }
        for most in 0..5 {
            let ids: Vec<String> = (0..most).map(|n| format!("s{n}")).collect();
            let found = query_list(&["SELECT id FROM service WHERE id IN"], &ids, "ORDER BY id");
            assert_eq!(store.db.fetch_scalars::<String>(found).await.unwrap(), ids);
        }
    }
}
