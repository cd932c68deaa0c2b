//! A mail server for tests: it listens on a port of this machine, speaks enough SMTP, and misbehaves as it is told.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// What the server does instead of going on.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Does {
    /// Says this.
    Says(&'static str),
    /// Says nothing until the other side goes.
    Hangs,
    /// Closes the connection.
    Drops,
}

/// What it does at a command; none to go on. Connecting is the command `CONNECT`, the end of a mail is `.`.
type Manner = dyn Fn(&str) -> Option<Does> + Send + Sync;

/// The server.
pub(crate) struct Stub {
    pub(crate) port: u16,
    manner: Arc<Mutex<Arc<Manner>>>,
    /// To whom mail was taken, in order.
    pub(crate) taken: Arc<Mutex<Vec<String>>>,
    /// How many connections there were.
    pub(crate) met: Arc<Mutex<usize>>,
}

impl Stub {
    /// Starts it; it takes everything unless its manner says otherwise.
    pub(crate) fn start(manner: impl Fn(&str) -> Option<Does> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let manner: Arc<Mutex<Arc<Manner>>> = Arc::new(Mutex::new(Arc::new(manner)));
        let (taken, met) = (Arc::<Mutex<Vec<String>>>::default(), Arc::<Mutex<usize>>::default());
        let (its, takes, meets) = (manner.clone(), taken.clone(), met.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                *meets.lock().unwrap() += 1;
                let (manner, taken) = (its.lock().unwrap().clone(), takes.clone());
                // The other side may go at any moment: that ends the conversation and nothing else.
                std::thread::spawn(move || talk(stream, &*manner, &taken));
            }
        });
        Self { port, manner, taken, met }
    }

    /// Changes how it behaves to those who come next.
    pub(crate) fn behaves(&self, manner: impl Fn(&str) -> Option<Does> + Send + Sync + 'static) {
        *self.manner.lock().unwrap() = Arc::new(manner);
    }

    pub(crate) fn address(&self) -> String {
        format!("smtp://user:secret@127.0.0.1:{}", self.port)
    }
}

fn talk(stream: TcpStream, manner: &Manner, taken: &Mutex<Vec<String>>) -> Option<()> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let mut stream = stream;
    let mut to = String::new();
    let mut command = "CONNECT".to_owned();
    loop {
        let verb = command.split([' ', ':']).next().unwrap_or_default().to_uppercase();
        let says = match manner(&command) {
            Some(Does::Says(says)) => says.to_owned(),
            Some(Does::Drops) => return None,
            Some(Does::Hangs) => {
                let _ = reader.read_to_end(&mut Vec::new());
                return None;
            }
            None => match verb.as_str() {
                "CONNECT" => "220 stub".to_owned(),
                "EHLO" => "250-stub\r\n250 AUTH PLAIN".to_owned(),
                "AUTH" => "235 2.7.0 welcome".to_owned(),
                "DATA" => "354 go on".to_owned(),
                "QUIT" => "221 bye".to_owned(),
                "." => {
                    taken.lock().unwrap().push(to.clone());
                    "250 2.0.0 taken".to_owned()
                }
                _ => "250 2.0.0 fine".to_owned(),
            },
        };
        if verb == "RCPT" {
            to = command.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
        }
        stream.write_all(format!("{says}\r\n").as_bytes()).ok()?;
        if verb == "QUIT" {
            return Some(());
        }
        let text = says.starts_with("354");
        command = line(&mut reader)?;
        while text && command != "." {
            command = line(&mut reader)?;
        }
    }
}

fn line(reader: &mut BufReader<TcpStream>) -> Option<String> {
    let mut line = String::new();
    let read = reader.read_line(&mut line).ok()?;
    (read > 0).then(|| line.trim_end().to_owned())
}
