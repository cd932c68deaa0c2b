//! For tests: a proxy between the store and PostgreSQL that passes everything on, refuses, cuts or hangs.

use sqlx::postgres::PgConnectOptions;
use std::net::SocketAddr;
use std::path::PathBuf;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream, UnixStream};
use tokio::sync::watch;

/// What the proxy does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Passes everything on.
    Pass,
    /// Nobody listens, and every connection is cut.
    Refuse,
    /// Somebody listens and cuts every connection.
    Drop,
    /// Takes everything and answers nothing.
    Hang,
}

/// Where PostgreSQL really is.
#[derive(Clone)]
enum Upstream {
    Socket(PathBuf),
    Tcp(String),
}

/// A proxy that ends with its runtime.
pub struct Proxy {
    mode: watch::Sender<Mode>,
    address: SocketAddr,
}

impl Proxy {
    /// Stands in front of a database. Answers itself and the address by which the database is reached through it.
    pub async fn before(url: &str) -> (Self, String) {
        let options: PgConnectOptions = url.parse().expect("the address of a test database");
        let upstream = match options.get_socket() {
            Some(folder) => Upstream::Socket(folder.join(format!(".s.PGSQL.{}", options.get_port()))),
            None => Upstream::Tcp(format!("{}:{}", options.get_host(), options.get_port())),
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("its address");
        let mode = watch::Sender::new(Mode::Pass);
        tokio::spawn(listen(Some(listener), address, upstream, mode.subscribe()));
        let name = options.get_database().expect("the name of a test database");
        let through = format!("postgres://{}@{address}/{name}?sslmode=disable", options.get_username());
        (Self { mode, address }, through)
    }

    /// Does this from now on. Answers once nobody can reach the database any more where it refuses.
    pub async fn set(&self, mode: Mode) {
        self.mode.send_replace(mode);
        while mode == Mode::Refuse && TcpStream::connect(self.address).await.is_ok() {
            tokio::task::yield_now().await;
        }
    }
}

async fn listen(first: Option<TcpListener>, address: SocketAddr, upstream: Upstream, mode: watch::Receiver<Mode>) {
    let mut listener = first;
    let mut now = mode.clone();
    loop {
        let _ = now.wait_for(|mode| *mode != Mode::Refuse).await;
        let open = match listener.take() {
            Some(open) => open,
            None => match TcpListener::bind(address).await {
                Ok(open) => open,
                Err(_) => {
                    tokio::task::yield_now().await;
                    continue;
                }
            },
        };
        loop {
            tokio::select! {
                Ok((client, _)) = open.accept() => {
                    tokio::spawn(pass(client, upstream.clone(), mode.clone()));
                }
                gone = now.wait_for(|mode| *mode == Mode::Refuse) => match gone {
                    Ok(_) => break,
                    Err(_) => return,
                }
            }
        }
    }
}

/// One connection, until one end closes it or the proxy cuts it.
async fn pass(client: TcpStream, upstream: Upstream, mode: watch::Receiver<Mode>) {
    let (mut opens, mut cuts) = (mode.clone(), mode.clone());
    let passing = async move {
        let _ = opens.wait_for(|mode| *mode != Mode::Hang).await;
        match upstream {
            Upstream::Socket(path) => {
                if let Ok(server) = UnixStream::connect(path).await {
                    between(client, server, mode).await;
                }
            }
            Upstream::Tcp(address) => {
                if let Ok(server) = TcpStream::connect(address).await {
                    between(client, server, mode).await;
                }
            }
        }
    };
    tokio::select! {
        biased;
        _ = cuts.wait_for(|mode| matches!(mode, Mode::Drop | Mode::Refuse)) => {}
        () = passing => {}
    }
}

async fn between(client: TcpStream, server: impl AsyncRead + AsyncWrite + Unpin, mode: watch::Receiver<Mode>) {
    let (from_client, to_client) = client.into_split();
    let (from_server, to_server) = tokio::io::split(server);
    tokio::select! {
        () = flow(from_client, to_server, mode.clone()) => {}
        () = flow(from_server, to_client, mode) => {}
    }
}

/// One direction. What was read while it hangs goes on once it passes again.
async fn flow(mut from: impl AsyncRead + Unpin, mut to: impl AsyncWrite + Unpin, mut mode: watch::Receiver<Mode>) {
    let mut bytes = vec![0; 16 * 1024];
    while let Ok(n) = from.read(&mut bytes).await {
        let _ = mode.wait_for(|mode| *mode != Mode::Hang).await;
        if n == 0 || to.write_all(&bytes[..n]).await.is_err() {
            return;
        }
    }
}
