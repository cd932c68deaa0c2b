//! The queue against a mail server that refuses us, refuses a recipient, hangs and drops the connection.

use super::queue::Mailer;
use super::stub::{Does, Stub};
use super::{Outbox, SenderAddress, Smtp, Transport};
use crate::store::{QueuedMail, SignIn, Store};
use crate::testing::databases;
use std::sync::Arc;
use std::time::Duration;

const NOW: i64 = 1_795_000_000;

fn mail(id: &str) -> QueuedMail {
    QueuedMail {
        id: id.into(),
        recipient: format!("{id}@example.org"),
        subject: "A decision".into(),
        body: "“Yes”: https://example.org/provider\n".into(),
        created: NOW,
        tries: 0,
    }
}

/// A link that was asked for, with its mail.
async fn ask(store: &Store, id: &str, now: i64) {
    let sign_in = SignIn {
        token_hash: id.into(),
        code_hash: id.into(),
        browser_hash: id.into(),
        account: None,
        expires: now + 600,
        registers: None,
    };
    let body = "https://example.org/sign-in/link/secret\n".into();
    store.begin_sign_in(&sign_in, Some(&QueuedMail { body, created: now, ..mail(id) }), now).await.unwrap();
}

fn way(stub: &Stub) -> Arc<dyn Transport> {
    let sender = SenderAddress::new("Local Offer <noreply@example.org>", "example.org").unwrap();
    Arc::new(Smtp::new(&stub.address(), sender).unwrap().with_patience(Duration::from_millis(400)))
}

fn at(command: &'static str, does: Does) -> impl Fn(&str) -> Option<Does> + Send + Sync {
    move |said: &str| said.starts_with(command).then_some(does)
}

#[tokio::test]
async fn a_server_that_refuses_our_password_loses_no_mail_and_is_tried_again_later() {
    for store in databases().await {
        let stub = Stub::start(at("AUTH", Does::Says("535 5.7.8 authentication failed for a@example.org")));
        let (mailer, way) = (Mailer::default(), way(&stub));
        store.queue_mail(&mail("a")).await.unwrap();
        store.queue_mail(&mail("b")).await.unwrap();
        assert_eq!(mailer.turn(&store, &way, NOW).await.unwrap(), 0);
        let fault = mailer.server_fault().unwrap();
        assert_eq!(fault.since, NOW);
        assert!(fault.said.contains("535 5.7.8") && !fault.said.contains("a@example.org"), "{}", fault.said);
        let met = *stub.met.lock().unwrap();
        mailer.turn(&store, &way, NOW + 14).await.unwrap();
        assert_eq!(*stub.met.lock().unwrap(), met, "nothing is tried while the server rests");
        // For three months, twice a day.
        for turn in 1..180 {
            mailer.turn(&store, &way, NOW + turn * 43_200).await.unwrap();
        }
        assert_eq!(store.mail_counts().await.unwrap(), (2, 0, 0), "no try counts that was not the mail's fault");
        assert_eq!(mailer.server_fault().unwrap().since, NOW);
        stub.behaves(|_| None);
        assert_eq!(mailer.turn(&store, &way, NOW + 180 * 43_200).await.unwrap(), 2);
        assert_eq!(store.mail_counts().await.unwrap(), (0, 2, 0));
        assert_eq!(mailer.server_fault(), None);
    }
}

#[tokio::test]
async fn other_faults_of_the_settings_lose_no_mail_either() {
    let store = crate::testing::sqlite().await;
    store.queue_mail(&mail("a")).await.unwrap();
    let (mut now, mailer) = (NOW, Mailer::default());
    for (command, says) in [
        ("CONNECT", "554 no mail here"),
        ("EHLO", "502 not known"),
        ("AUTH", "534 5.7.9 too weak"),
        ("AUTH", "538 5.7.11 encrypt first"),
        ("MAIL", "530 5.7.0 sign in first"),
        ("MAIL", "550 5.7.60 you are not this sender"),
        ("RCPT", "503 5.5.1 bad sequence"),
        ("RCPT", "504 5.5.4 not done here"),
        ("RCPT", "421 4.3.2 closing"),
    ] {
        now += 1_000;
        let stub = Stub::start(at(command, Does::Says(says)));
        mailer.turn(&store, &way(&stub), now).await.unwrap();
        assert!(mailer.server_fault().is_some_and(|f| f.said.contains(&says[..3])), "{says}");
        assert_eq!(store.mail_counts().await.unwrap(), (1, 0, 0), "{says}");
    }
}

#[tokio::test]
async fn a_recipient_that_does_not_exist_is_given_up_and_holds_up_nobody() {
    for store in databases().await {
        let stub = Stub::start(at("RCPT TO:<gone@", Does::Says("550 5.1.1 <gone@example.org>: no such user")));
        let (mailer, way) = (Mailer::default(), way(&stub));
        for id in ["gone", "here"] {
            ask(&store, id, NOW).await;
        }
        mailer.turn(&store, &way, NOW).await.unwrap();
        assert_eq!(store.mail_counts().await.unwrap(), (0, 1, 1));
        assert_eq!(*stub.taken.lock().unwrap(), ["here@example.org"]);
        assert_eq!(mailer.server_fault(), None);
        assert_eq!(store.mail_bodies().await.unwrap(), ["", ""], "no link is left, sent or given up");
    }
}

#[tokio::test]
async fn a_policy_holds_up_its_own_mail_alone() {
    let store = crate::testing::sqlite().await;
    let stub = Stub::start(at("RCPT TO:<far@", Does::Says("554 5.7.1 relay access denied")));
    let (mailer, way) = (Mailer::default(), way(&stub));
    for id in ["far", "here"] {
        store.queue_mail(&mail(id)).await.unwrap();
    }
    mailer.turn(&store, &way, NOW).await.unwrap();
    assert_eq!((store.mail_counts().await.unwrap(), mailer.server_fault()), ((1, 1, 0), None));
}

#[tokio::test]
async fn a_server_that_hangs_costs_one_wait_and_not_one_for_each_mail() {
    for store in databases().await {
        for does in [Does::Hangs, Does::Drops] {
            let stub = Stub::start(at("CONNECT", does));
            let (mailer, way) = (Mailer::default(), way(&stub));
            for n in 0..6 {
                let _ = store.queue_mail(&mail(&format!("{does:?}{n}"))).await;
            }
            let before = store.mail_counts().await.unwrap();
            let turns = async {
                for second in 0..10 {
                    mailer.turn(&store, &way, NOW + second).await.unwrap();
                }
            };
            // One wait of 0.4 s and a little, where six mails one after the other would take 2.4 s and more.
            tokio::time::timeout(Duration::from_secs(2), turns).await.expect("one wait");
            assert!(*stub.met.lock().unwrap() <= 4, "a few at once, then none");
            assert_eq!(store.mail_counts().await.unwrap(), before, "all of them wait");
            assert!(mailer.server_fault().is_some());
            stub.behaves(|_| None);
            while mailer.turn(&store, &way, NOW + 60).await.unwrap() > 0 {}
            assert_eq!(store.mail_counts().await.unwrap().0, 0);
        }
    }
}

#[tokio::test]
async fn a_mail_at_which_the_server_hangs_holds_up_itself_alone() {
    let store = crate::testing::sqlite().await;
    let stub = Stub::start(at("RCPT TO:<odd@", Does::Hangs));
    let (mailer, way) = (Mailer::default(), way(&stub));
    for id in ["odd", "a", "b", "c", "d"] {
        store.queue_mail(&mail(id)).await.unwrap();
    }
    while mailer.turn(&store, &way, NOW).await.unwrap() > 0 {}
    assert_eq!(store.mail_counts().await.unwrap(), (1, 4, 0));
    // Alone, it looks like a fault of the server; its tries count all the same, and it ends.
    let mut now = NOW;
    for _ in 0..20 {
        now += 6 * 3_600 + 300;
        mailer.turn(&store, &way, now).await.unwrap();
    }
    assert_eq!(store.mail_counts().await.unwrap(), (0, 4, 1));
}

#[tokio::test]
async fn mail_to_sign_in_goes_first_and_never_late() {
    for store in databases().await {
        let stub = Stub::start(|_| None);
        let (mailer, way) = (Mailer::default(), way(&stub));
        for n in 0..9 {
            store.queue_mail(&mail(&format!("notice{n}"))).await.unwrap();
        }
        ask(&store, "jo", NOW).await;
        mailer.turn(&store, &way, NOW).await.unwrap();
        assert!(stub.taken.lock().unwrap().contains(&"jo@example.org".to_owned()), "before the six that wait longer");
        while mailer.turn(&store, &way, NOW).await.unwrap() > 0 {}
        assert_eq!(store.mail_counts().await.unwrap(), (0, 10, 0));
        // The server is away for ten minutes: a link that has ended is no longer sent, and stands nowhere.
        stub.behaves(at("CONNECT", Does::Drops));
        ask(&store, "late", NOW + 1_000).await;
        store.queue_mail(&mail("notice")).await.unwrap();
        mailer.turn(&store, &way, NOW + 1_000).await.unwrap();
        stub.behaves(|_| None);
        mailer.turn(&store, &way, NOW + 1_600).await.unwrap();
        assert_eq!(store.mail_counts().await.unwrap(), (0, 11, 1));
        assert!(!stub.taken.lock().unwrap().contains(&"late@example.org".to_owned()));
        assert!(store.mail_bodies().await.unwrap().iter().all(String::is_empty));
        // Also while nothing is sent at all.
        stub.behaves(at("CONNECT", Does::Drops));
        ask(&store, "later", NOW + 2_000).await;
        mailer.turn(&store, &way, NOW + 2_000).await.unwrap();
        mailer.turn(&store, &way, NOW + 2_599).await.unwrap();
        assert_eq!(store.mail_counts().await.unwrap().0, 1);
        mailer.turn(&store, &way, NOW + 2_600).await.unwrap();
        assert_eq!(store.mail_counts().await.unwrap(), (0, 11, 2));
        store.forget_done_mail(NOW + 31 * 86_400).await.unwrap();
        assert_eq!(store.mail_counts().await.unwrap(), (0, 0, 0), "who was written to is forgotten after a month");
    }
}

#[tokio::test]
async fn an_outbox_that_cannot_be_written_loses_no_mail() {
    let store = crate::testing::sqlite().await;
    let folder = tempfile::tempdir().unwrap();
    // A file stands where the folder should be.
    let taken = folder.path().join("outbox");
    std::fs::write(&taken, "").unwrap();
    let sender = SenderAddress::new("a@example.org", "example.org").unwrap();
    let (mailer, way) = (Mailer::default(), Arc::new(Outbox { folder: taken, sender }) as Arc<dyn Transport>);
    store.queue_mail(&mail("a")).await.unwrap();
    for turn in 0..30 {
        mailer.turn(&store, &way, NOW + turn * 86_400).await.unwrap();
    }
    assert_eq!(store.mail_counts().await.unwrap(), (1, 0, 0));
    assert!(mailer.server_fault().is_some());
}
