//! The queue and the outbox.

use super::queue::work;
use super::*;
use crate::store::Store;
use crate::testing::databases;
use std::sync::{Arc, Mutex};

/// A way out that fails as it is told.
struct Told(Mutex<Vec<Result<(), MailError>>>, Mutex<Vec<String>>);

impl Transport for Told {
    fn send<'a>(&'a self, mail: &'a QueuedMail) -> Pin<Box<dyn Future<Output = Result<(), MailError>> + Send + 'a>> {
        self.1.lock().unwrap().push(mail.id.clone());
        let answer = self.0.lock().unwrap().pop().unwrap_or(Ok(()));
        Box::pin(async move { answer })
    }
}

impl Told {
    /// With answers in their order, from the last to the first.
    fn new(answers: Vec<Result<(), MailError>>) -> Arc<Self> {
        Arc::new(Told(Mutex::new(answers), Mutex::default()))
    }
}

/// One turn of the queue: how many mails were tried.
async fn tried(store: &Store, told: &Arc<Told>, now: i64) -> usize {
    let transport: Arc<dyn Transport> = told.clone();
    work(store, &transport, now).await.unwrap().tried
}

fn one(id: &str, created: i64) -> QueuedMail {
    QueuedMail {
        id: id.into(),
        recipient: "jo@example.org".into(),
        subject: "Grüße".into(),
        body: "A line.\n\nhttps://example.org/sign-in/link/x\n".into(),
        created,
        tries: 0,
    }
}

#[tokio::test]
async fn a_mail_is_tried_again_later_and_later_and_never_lost() {
    for store in databases().await {
        store.queue_mail(&one("a", 1_000)).await.unwrap();
        let later = || Err(MailError::Later("busy".into()));
        let told = Told::new(vec![Ok(()), later(), later()]);
        assert_eq!(tried(&store, &told, 1_000).await, 1);
        assert_eq!(tried(&store, &told, 1_059).await, 0, "not before a minute");
        assert_eq!(tried(&store, &told, 1_060).await, 1);
        assert_eq!(tried(&store, &told, 1_060 + 119).await, 0, "then two");
        assert_eq!(tried(&store, &told, 1_060 + 120).await, 1);
        assert_eq!(tried(&store, &told, 1_000_000).await, 0, "sent is sent");
        assert_eq!(store.mail_counts().await.unwrap(), (0, 1, 0));
        assert_eq!(*told.1.lock().unwrap(), ["a", "a", "a"], "the same Message-ID each time");
    }
}

#[tokio::test]
async fn what_can_never_be_sent_is_given_up_and_said() {
    for store in databases().await {
        store.queue_mail(&one("a", 0)).await.unwrap();
        store.queue_mail(&one("b", 0)).await.unwrap();
        let told = Told::new(vec![Ok(()), Err(MailError::Never("no such address".into()))]);
        assert_eq!(tried(&store, &told, 0).await, 2, "one that fails does not hold up the next");
        assert_eq!(store.mail_counts().await.unwrap(), (0, 1, 1));
        // A process that dies while sending: another takes the mail when it has been held long enough.
        store.queue_mail(&one("c", 10)).await.unwrap();
        assert_eq!(store.take_mail(10, 10 + 120, 9).await.unwrap().len(), 1);
        assert_eq!(store.take_mail(100, 220, 9).await.unwrap().len(), 0, "held");
        assert_eq!(store.take_mail(130, 250, 9).await.unwrap()[0].tries, 2);
    }
}

#[tokio::test]
async fn the_outbox_holds_whole_mails_that_any_program_opens() {
    let folder = tempfile::tempdir().unwrap();
    let sender = SenderAddress::new("Local Offer <noreply@example.org>", "example.org").unwrap();
    let outbox = Outbox { folder: folder.path().join("outbox"), sender };
    let mail = one("a", 1_795_000_000);
    outbox.send(&mail).await.unwrap();
    outbox.send(&mail).await.unwrap();
    let files: Vec<_> = std::fs::read_dir(folder.path().join("outbox")).unwrap().flatten().collect();
    assert_eq!(files.len(), 1, "the same mail is the same file");
    let text = std::fs::read_to_string(files[0].path()).unwrap();
    for words in [
        "From: \"Local Offer\" <noreply@example.org>",
        "To: jo@example.org",
        "Message-ID: <a@example.org>",
        "https://example.org/sign-in/link/x",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
    let wrong = QueuedMail { recipient: "jo@example.org\r\nBcc: x@example.org".into(), ..mail };
    assert!(matches!(outbox.send(&wrong).await, Err(MailError::Never(_))), "an address cannot add a header");
}

#[test]
fn mail_is_never_sent_in_the_clear_to_another_machine() {
    let sender = SenderAddress::new("a@example.org", "example.org").unwrap();
    let of = |url: &str| Smtp::new(url, sender.clone());
    for clear in [
        "smtp://mail.example.org",
        "smtp://localhost.example.org:25",
        "smtp://u:p@mail.example.org",
        "smtp://mail.example.org?tls=opportunistic",
        "smtp://mail.example.org?x=tls=required",
        "http://localhost",
        "localhost:25",
        "smtp://",
        "",
    ] {
        assert!(of(clear).is_err(), "{clear}");
    }
    for fine in [
        "smtps://mail.example.org",
        "smtp://mail.example.org?tls=required",
        "smtps://jo%40example.org:p%3Aw+rd@mail.example.org:465",
        "smtp://127.0.0.1:2525",
        "smtp://[::1]:2525",
        "smtp://localhost",
    ] {
        assert!(of(fine).is_ok(), "{fine}");
    }
}
