//! The address of a mail server, as it is set: `smtps://USER:PASSWORD@HOST:PORT`, or `smtp://HOST?tls=required`.

use super::MailSettingsError;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::TlsParameters;
use lettre::transport::smtp::extension::ClientId;
use percent_encoding::percent_decode_str;
use url::{Host, Url};

/// How the connection is encrypted.
pub(super) enum Encryption {
    /// Not at all: the server is this machine.
    None,
    /// From the start.
    FromTheStart(TlsParameters),
    /// By STARTTLS, or not at all.
    StartTls(TlsParameters),
}

/// A mail server.
pub(super) struct ServerAddress {
    /// Its name or number, as a connection takes it.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is encrypted.
    pub encryption: Encryption,
    /// Who we are, where it wants to know.
    pub credentials: Option<Credentials>,
    /// What we call ourselves: the path of the address, where it has one.
    pub hello: ClientId,
}

impl ServerAddress {
    /// Reads an address.
    ///
    /// # Errors
    /// When it is not one of a mail server, or would send mail in the clear to another machine.
    pub fn parse(text: &str) -> Result<Self, MailSettingsError> {
        let wrong = |reason: &str| MailSettingsError(format!("the address of the mail server is not right: {reason}"));
        let url = Url::parse(text).map_err(|e| wrong(&e.to_string()))?;
        let tls = url.query_pairs().find(|(name, _)| name == "tls").map(|(_, value)| value.into_owned());
        let Some(host) = url.host_str().filter(|host| !host.is_empty()) else {
            return Err(wrong("it names no machine"));
        };
        let local = match url.host() {
            Some(Host::Ipv4(ip)) => ip.is_loopback(),
            Some(Host::Ipv6(ip)) => ip.is_loopback(),
            // Of an unknown scheme a name stays as it was typed.
            _ => host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback()),
        };
        let bare = host.trim_start_matches('[').trim_end_matches(']').to_owned();
        let parameters = || TlsParameters::new(bare.clone()).map_err(|e| wrong(&e.to_string()));
        let (encryption, port) = match (url.scheme(), tls.as_deref()) {
            ("smtps", None | Some("required")) => (Encryption::FromTheStart(parameters()?), 465),
            ("smtp", Some("required")) => (Encryption::StartTls(parameters()?), 587),
            ("smtp", None) if local => (Encryption::None, 25),
            ("smtp", None) => {
                return Err(MailSettingsError(
                    "mail would go in the clear: write smtps://, or smtp://HOST?tls=required for STARTTLS".to_owned(),
                ));
            }
            _ => return Err(wrong("write smtps://HOST, or smtp://HOST?tls=required for STARTTLS")),
        };
        let decoded = |text: &str| {
            let decoded = percent_decode_str(text).decode_utf8();
            decoded.map(|text| text.into_owned()).map_err(|_| wrong("the user or the password is no text"))
        };
        let credentials = match url.password() {
            Some(password) => Some(Credentials::new(decoded(url.username())?, decoded(password)?)),
            None => None,
        };
        let hello = match url.path().trim_matches('/') {
            "" => ClientId::default(),
            name => ClientId::Domain(name.to_owned()),
        };
        Ok(Self { host: bare, port: url.port().unwrap_or(port), encryption, credentials, hello })
    }
}
