//! What a mail server's refusal is about: this mail, or everything. By the stage of the conversation, the reply code
//! (RFC 5321, 4.2) and the enhanced status code (RFC 3463), where the server gives one.

use super::MailError;

/// How far the conversation with the server had come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// Connecting, greeting, encrypting, signing in.
    Session,
    /// `MAIL FROM`: our own address.
    Sender,
    /// `RCPT TO`: whom it goes to.
    Recipient,
    /// `DATA` and the mail itself.
    Content,
}

/// A refusal by a server, or none at all: the connection failed, dropped or said nothing for too long.
#[derive(Clone, Debug)]
pub(super) struct Refusal {
    /// When.
    pub stage: Stage,
    /// The reply code: 400 to 599; none where there was no reply.
    pub code: Option<u16>,
    /// What the server said.
    pub said: String,
}

impl Refusal {
    /// What becomes of the mail. Given up is only what the recipient's address or this mail itself is refused for, so that it
    /// would be tomorrow as well; everything that could be the server's or our settings' fault is tried again.
    ///
    /// | stage | code | meaning (RFC) | is |
    /// |---|---|---|---|
    /// | any | none, 421 | no connection; closing down (5321: 3.8) | the server's; once it knows whom the mail goes to, perhaps the mail's |
    /// | session | any | 5xx greeting; 530, 534, 535, 538: we may not sign in so (4954: 6) | the server's |
    /// | sender | any | our address or our rate | the server's |
    /// | any | 500 to 504, 530 to 538 | our commands, or we have to sign in first (5321: 4.2.2) | the server's |
    /// | recipient, content | 5.1.x but 5.1.7 and 5.1.8 | the address is wrong (3463: 3.2); those two are the sender's | for good |
    /// | recipient | 550, 551, 553 without an enhanced code | no such mailbox | for good |
    /// | content | 5.6.x, 5.2.3, 5.3.4 | the text, or its size | for good |
    /// | content | 550 to 554 without an enhanced code | refused as it is | for good |
    /// | else | 4xx; 5.2.x, 5.4.x, 5.7.x | a full mailbox, a route, a policy: relaying denied is one | another time |
    ///
    /// A policy (5.7.x) may be about us or about the mail, and servers do not say which: it holds up no other mail, and is
    /// given up as everything is after three days.
    pub fn judge(&self) -> MailError {
        let said = match self.code {
            Some(code) => format!("{code} {}", self.said.trim()),
            None => self.said.trim().to_owned(),
        };
        let begun = matches!(self.stage, Stage::Recipient | Stage::Content);
        let Some(code) = self.code else { return MailError::Server { said, mail_too: begun } };
        let of_server = matches!(code, 421 | 500..=504 | 530..=538);
        if of_server || matches!(self.stage, Stage::Session | Stage::Sender) {
            return MailError::Server { said, mail_too: false };
        }
        let for_good = match (self.stage, enhanced(&self.said)) {
            _ if code < 500 => false,
            (_, Some((5, 1, detail))) => !matches!(detail, 7 | 8),
            (Stage::Content, Some((5, 6, _) | (5, 2, 3) | (5, 3, 4))) => true,
            (_, Some(_)) => false,
            (Stage::Content, None) => matches!(code, 550..=554),
            (_, None) => matches!(code, 550 | 551 | 553),
        };
        if for_good { MailError::Never(said) } else { MailError::Later(said) }
    }
}

/// The enhanced status code at the start of a reply's text: class, subject, detail.
fn enhanced(said: &str) -> Option<(u16, u16, u16)> {
    let mut parts = said.split_whitespace().next()?.split('.').map(|part| part.parse::<u16>().ok());
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(Some(class @ (2 | 4 | 5))), Some(Some(subject)), Some(Some(detail)), None) => {
            Some((class, subject, detail))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::Stage::{Content, Recipient, Sender, Session};
    use super::*;

    #[test]
    fn only_what_is_about_the_address_or_the_mail_is_given_up() {
        let judged = |stage, code, said: &str| {
            let code = (code > 0).then_some(code);
            match (Refusal { stage, code, said: said.to_owned() }).judge() {
                MailError::Never(_) => "never",
                MailError::Later(_) => "later",
                MailError::Server { mail_too: false, .. } => "server",
                MailError::Server { mail_too: true, .. } => "server or mail",
            }
        };
        for (stage, code, said, expected) in [
            (Session, 0, "connection refused", "server"),
            (Sender, 0, "the connection dropped", "server"),
            (Recipient, 0, "the connection dropped", "server or mail"),
            (Content, 0, "nothing was said for 30 s", "server or mail"),
            (Session, 554, "no SMTP service here", "server"),
            (Session, 535, "5.7.8 Authentication credentials invalid", "server"),
            (Session, 534, "5.7.9 mechanism is too weak", "server"),
            (Session, 538, "5.7.11 encryption required", "server"),
            (Sender, 530, "5.7.0 Authentication required", "server"),
            (Sender, 550, "5.7.60 not allowed to send as this sender", "server"),
            (Sender, 550, "no such sender", "server"),
            (Recipient, 503, "5.5.1 need MAIL first", "server"),
            (Recipient, 421, "4.3.2 shutting down", "server"),
            (Recipient, 550, "5.1.1 no such user", "never"),
            (Recipient, 550, "No such user", "never"),
            (Recipient, 551, "user not local", "never"),
            (Recipient, 553, "mailbox name not allowed", "never"),
            (Recipient, 556, "5.1.10 null MX", "never"),
            (Recipient, 550, "5.1.8 bad sender's address", "later"),
            (Recipient, 554, "5.7.1 relay access denied", "later"),
            (Recipient, 550, "5.7.1 blocked", "later"),
            (Recipient, 552, "5.2.2 mailbox full", "later"),
            (Recipient, 554, "no", "later"),
            (Recipient, 450, "4.7.1 greylisted", "later"),
            (Recipient, 451, "4.1.1 cannot say now", "later"),
            (Content, 552, "5.3.4 too big", "never"),
            (Content, 552, "message size exceeds the limit", "never"),
            (Content, 554, "5.6.0 content", "never"),
            (Content, 554, "transaction failed", "never"),
            (Content, 554, "5.7.1 policy", "later"),
            (Content, 550, "5.1.1 no such user", "never"),
            (Content, 452, "4.3.1 disk full", "later"),
        ] {
            assert_eq!(judged(stage, code, said), expected, "{stage:?} {code} {said}");
        }
    }

    #[test]
    fn an_enhanced_code_is_three_numbers() {
        assert_eq!(enhanced("5.1.10 null MX"), Some((5, 1, 10)));
        for none in ["", "mail", "5.1", "5.1.1.1 x", "192.0.2 x", "5.x.1", "10.0.0.1 said no"] {
            assert_eq!(enhanced(none), None, "{none}");
        }
    }
}
