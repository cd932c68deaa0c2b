//! The release binary by itself: started from an empty folder, it has everything it needs inside.
//! `make test` builds it and names it in `LOCAL_OFFER_TEST_RELEASE`.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

/// How often something is asked again before a test gives up: tens of seconds.
const MOST_TRIES: usize = 50_000;

fn binary() -> Option<PathBuf> {
    let path = std::env::var("LOCAL_OFFER_TEST_RELEASE").ok().map(PathBuf::from)?;
    path.exists().then_some(path)
}

fn run(binary: &Path, folder: &Path, args: &[&str]) -> Output {
    Command::new(binary).args(args).current_dir(folder).env_clear().output().expect("the binary runs")
}

/// A server that is stopped when the test ends, however it ends.
struct Server {
    child: Child,
    address: String,
    said: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    fn signal(&self, name: &str) {
        let sent = Command::new("kill").args([name, &self.child.id().to_string()]).status().expect("kill runs");
        assert!(sent.success());
    }

    /// Stops it as the system does, and waits for its end.
    fn stop(mut self) {
        self.signal("-TERM");
        assert!(self.child.wait().expect("it ends").success());
    }
}

fn serve(binary: &Path, folder: &Path) -> Server {
    serve_with(binary, folder, &[])
}

fn serve_with(binary: &Path, folder: &Path, more: &[&str]) -> Server {
    let mut child = Command::new(binary)
        .args(["serve", "--addr", "127.0.0.1:0"])
        .args(more)
        .current_dir(folder)
        .env_clear()
        .stdout(Stdio::piped())
        .stderr(std::fs::File::create(folder.join("log.txt")).expect("a log file"))
        .spawn()
        .expect("the binary serves");
    let mut lines = BufReader::new(child.stdout.take().expect("it is piped")).lines();
    let Some(said) = lines.next() else {
        panic!("it did not start: {}", std::fs::read_to_string(folder.join("log.txt")).unwrap_or_default());
    };
    let said = said.expect("as text");
    let address = said.rsplit("http://").next().unwrap_or_default().to_owned();
    let data = lines.next().expect("and where the data lives").expect("as text");
    Server { child, address, said: format!("{said}\n{data}") }
}

fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).expect("the server is there");
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").expect("it listens");
    let mut answer = Vec::new();
    // A connection that is reset after its answer is an answer; one without is none, and the caller sees that.
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

fn until_ready(address: &str) {
    for _ in 0..MOST_TRIES {
        if get(address, "/health/ready").starts_with("HTTP/1.1 200") {
            return;
        }
        std::thread::yield_now();
    }
    panic!("the server was never ready");
}

#[test]
fn one_file_holds_everything() {
    let Some(binary) = binary() else {
        eprintln!("LACKING the release binary: run `make test`, which builds it");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("local-offer");
    std::fs::copy(&binary, &copy).unwrap();
    assert!(run(&copy, folder.path(), &["seed"]).status.success());
    let server = serve(&copy, folder.path());
    assert!(server.said.contains("data"), "{}", server.said);
    until_ready(&server.address);
    let home = get(&server.address, "/");
    assert!(home.starts_with("HTTP/1.1 200") && home.contains("Help for your child"), "{home}");
    assert!(get(&server.address, "/search").contains("services found"));
    assert!(get(&server.address, "/districts/burnley").contains("Help for families in Burnley"));
    let css = home.split("href=\"/assets/site.").nth(1).and_then(|r| r.split('"').next()).expect("a hashed stylesheet");
    let css = get(&server.address, &format!("/assets/site.{css}"));
    assert!(css.contains("immutable") && css.contains("--accent"), "{}", &css[..200]);
    let islands =
        home.split("src=\"/assets/islands.").nth(1).and_then(|r| r.split('"').next()).expect("the islands are inside");
    assert!(get(&server.address, &format!("/assets/islands.{islands}")).contains("local-offer."));
}

#[test]
fn words_and_postcodes_are_kept_nowhere() {
    let Some(binary) = binary() else { return };
    let folder = tempfile::tempdir().unwrap();
    assert!(run(&binary, folder.path(), &["seed"]).status.success());
    let server = serve(&binary, folder.path());
    until_ready(&server.address);
    for path in [
        "/search?q=canaryword&where=QX1+7ZJ",
        "/search.json?q=canaryword&where=QX17ZJ",
        "/suggest.json?q=canaryword",
        "/services/canaryword",
        "/canaryword",
    ] {
        assert!(get(&server.address, path).starts_with("HTTP/1.1 "));
    }
    // In order, so that the counts of searches that found little are written down too.
    server.stop();
    let mut folders = vec![folder.path().to_owned()];
    let mut files = 0;
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).unwrap().flatten() {
            if entry.path().is_dir() {
                folders.push(entry.path());
                continue;
            }
            files += 1;
            let text = String::from_utf8_lossy(&std::fs::read(entry.path()).unwrap()).to_lowercase();
            for canary in ["canaryword", "qx1 7zj", "qx17zj", "qx1+7zj"] {
                assert!(!text.contains(canary), "{} holds {canary}", entry.path().display());
            }
        }
    }
    let log = std::fs::read_to_string(folder.path().join("log.txt")).unwrap();
    assert!(files > 3 && log.contains("/services/{slug}") && log.contains("\"status\":404"), "{log}");
}

#[test]
fn half_a_request_does_not_keep_it_from_stopping() {
    let Some(binary) = binary() else { return };
    let folder = tempfile::tempdir().unwrap();
    let server = serve(&binary, folder.path());
    until_ready(&server.address);
    let mut half = TcpStream::connect(&server.address).expect("the server is there");
    half.write_all(b"GET / HTTP/1.1\r\nHost: ").expect("it listens");
    // Answered, so that what was sent before it has been read.
    get(&server.address, "/health/live");
    server.stop();
    assert_eq!(half.read(&mut [0; 1]).unwrap_or(0), 0);
}

#[test]
fn a_file_where_the_index_belongs_is_no_reason_not_to_start() {
    let Some(binary) = binary() else { return };
    let folder = tempfile::tempdir().unwrap();
    assert!(run(&binary, folder.path(), &["seed"]).status.success());
    std::fs::write(folder.path().join("data/index"), "a note").unwrap();
    let server = serve(&binary, folder.path());
    until_ready(&server.address);
    assert!(get(&server.address, "/search").contains("services found"));
    assert_eq!(std::fs::read_to_string(folder.path().join("data/index.aside-1")).unwrap(), "a note");
}

#[test]
fn a_running_server_finds_what_another_process_put_in() {
    let Some(binary) = binary() else { return };
    let folder = tempfile::tempdir().unwrap();
    let server = serve(&binary, folder.path());
    until_ready(&server.address);
    assert!(get(&server.address, "/search.json?q=swim").contains("\"total\":0"));
    assert!(run(&binary, folder.path(), &["seed"]).status.success());
    let found = (0..MOST_TRIES).any(|_| !get(&server.address, "/search.json?q=swim").contains("\"total\":0"));
    assert!(found, "the server never saw the listings");
    assert!(get(&server.address, "/").contains("not real"), "and says that they are a sample");
}

#[test]
fn an_empty_folder_says_no_listings_yet() {
    let Some(binary) = binary() else { return };
    let folder = tempfile::tempdir().unwrap();
    let server = serve(&binary, folder.path());
    until_ready(&server.address);
    assert!(get(&server.address, "/").contains("No listings yet"));
    let second = Command::new(&binary).args(["reindex"]).current_dir(folder.path()).env_clear().output().unwrap();
    let said = String::from_utf8_lossy(&second.stderr).into_owned();
    assert!(!second.status.success() && said.contains("being written by"), "two writers: {said}");
}

#[test]
fn seeding_twice_is_once_and_removing_takes_out_what_went_in() {
    let Some(binary) = binary() else { return };
    let folder = tempfile::tempdir().unwrap();
    let feed = folder.path().join("feed.ndjson");
    std::fs::write(&feed, "{\"id\":\"a\",\"name\":\"Ours\"}\n").unwrap();
    let said = |args: &[&str]| String::from_utf8_lossy(&run(&binary, folder.path(), args).stdout).into_owned();
    assert!(said(&["import", "feed.ndjson"]).contains("1 added"));
    let first = said(&["seed"]);
    assert!(!first.contains(" 0 of them new"), "{first}");
    assert!(said(&["seed"]).contains(" 0 of them new"));
    assert!(said(&["seed", "--remove"]).contains("sample listings taken out"));
    assert!(said(&["seed", "--remove"]).starts_with("0 sample listings"));
    assert!(said(&["import", "feed.ndjson", "--data", "data"]).contains("1 the same as before"));
}

#[test]
fn exit_codes_tell_how_an_import_went() {
    let Some(binary) = binary() else { return };
    let folder = tempfile::tempdir().unwrap();
    let code = |name: &str, bytes: &[u8], more: &[&str]| {
        std::fs::write(folder.path().join(name), bytes).unwrap();
        let args: Vec<&str> = ["import", name].into_iter().chain(more.iter().copied()).collect();
        let output = run(&binary, folder.path(), &args);
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let mixed = b"{\"id\":\"a\",\"name\":\"A\"}\n{\"id\":\"b\"}\n";
    let (strict, said) = code("strict.ndjson", mixed, &["--strict"]);
    assert!(strict == Some(1) && said.contains("Nothing was saved"), "{said}");
    let (ok, said) = code("mixed.ndjson", mixed, &[]);
    assert!(ok == Some(0) && said.contains("line 2: it has no name"), "{said}");
    assert_eq!(code("words.txt", b"not a feed", &[]).0, Some(1));
    assert_eq!(code("bad.ndjson", b"{\"x\":1}\n", &[]).0, Some(1));
    let (cut, said) = code("cut.json", b"[{\"id\":\"c\",\"name\":\"C\"},{\"id", &[]);
    assert!(cut == Some(1) && said.contains("cut short"), "{said}");
    assert!(code("latin.ndjson", b"{\"id\":\"d\",\"name\":\"Caf\xe9\"}\n", &[]).1.contains("Latin-1"));
    assert_eq!(run(&binary, folder.path(), &["import"]).status.code(), Some(2));
    assert_eq!(run(&binary, folder.path(), &["import", "nothing.json"]).status.code(), Some(1));
}

#[test]
fn postcodes_name_the_column_that_is_missing() {
    let Some(binary) = binary() else { return };
    let folder = tempfile::tempdir().unwrap();
    let load = |text: &str| {
        std::fs::write(folder.path().join("p.csv"), text).unwrap();
        run(&binary, folder.path(), &["postcodes", "load", "p.csv"])
    };
    let said = String::from_utf8_lossy(&load("postcode,lat\nPR1 2AB,53.7\n").stderr).into_owned();
    assert!(said.contains("no column lon or long"), "{said}");
    let good = load(
        "pcds,oslaua,lat,long,doterm\nPR1 2AB,E07000123,53.75,-2.70,\nPR1 2AC,E07000123,53.75,-2.70,201001\nZZ99,x,0,0,\n",
    );
    let said = String::from_utf8_lossy(&good.stdout).into_owned();
    assert!(said.contains("2 postcodes loaded, 1 of them no longer in use; 1 passed over"), "{said}");
}

const NEEDS: &str = "measure,need,district_code,year,count,source,url,licence,asked_of,asked_on\n";

#[test]
fn figures_are_loaded_while_it_serves_and_a_wrong_file_changes_nothing() {
    let Some(binary) = binary() else { return };
    let folder = tempfile::tempdir().unwrap();
    assert!(run(&binary, folder.path(), &["seed"]).status.success());
    let server = serve(&binary, folder.path());
    until_ready(&server.address);
    let load = |name: &str, rows: &str| {
        std::fs::write(folder.path().join(name), format!("{NEEDS}{rows}")).unwrap();
        let done = run(&binary, folder.path(), &["figures", "load", name]);
        let said = [done.stdout, done.stderr].map(|b| String::from_utf8_lossy(&b).into_owned()).concat();
        (done.status.code(), said)
    };
    let (code, said) =
        load("wrong.csv", "children,,E07000117,2025,-3,ONS,,OGL,,\nchildren,,E09000001,2025,9,,,OGL,,\n");
    assert_eq!(code, Some(1));
    for words in ["line 2: -3 in “count” is below 0", "line 3: E09000001 is no district", "Nothing was loaded"] {
        assert!(said.contains(words), "{said}");
    }
    let (code, said) = load("mid-2025.csv", "children,,E07000117,2025,31234,The Office,,OGL,,\n");
    assert!(code == Some(0) && said.contains("1 row of needs loaded as “mid-2025”"), "{said}");
    let shown = (0..MOST_TRIES).any(|_| get(&server.address, "/gaps.json").contains("\"people\":31234"));
    assert!(shown, "the server never saw the figures");
    assert!(get(&server.address, "/about/data/mid-2025").contains("31234"));
    let listed = run(&binary, folder.path(), &["figures", "list"]);
    assert!(String::from_utf8_lossy(&listed.stdout).contains("mid-2025: 1 row of needs"));
    assert_eq!(run(&binary, folder.path(), &["figures", "remove", "wrong"]).status.code(), Some(1));
    assert_eq!(run(&binary, folder.path(), &["figures", "remove", "mid-2025"]).status.code(), Some(0));
    let gone = (0..MOST_TRIES).any(|_| !get(&server.address, "/gaps.json").contains("\"people\":31234"));
    assert!(gone, "the server never saw them go");
}

#[test]
fn words_are_read_again_at_a_hangup() {
    let Some(binary) = binary() else { return };
    let folder = tempfile::tempdir().unwrap();
    let pack = folder.path().join("pack");
    copy_folder(Path::new("areas/lancashire"), &pack);
    assert!(run(&binary, folder.path(), &["seed"]).status.success());
    let server = serve_with(&binary, folder.path(), &["--area", "pack"]);
    until_ready(&server.address);
    let finds = || !get(&server.address, "/search.json?q=snorkwhiffle").contains("\"total\":0");
    assert!(!finds());
    let file = pack.join("words/synonyms.txt");
    let words = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, format!("{words}\n# Source: this test\nrespite, snorkwhiffle\n")).unwrap();
    server.signal("-HUP");
    assert!((0..MOST_TRIES).any(|_| finds()), "the words were never read again");
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().flatten() {
        let (path, into) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() { copy_folder(&path, &into) } else { std::fs::copy(&path, &into).map(drop).unwrap() }
    }
}

#[test]
fn accounts_are_looked_after_by_the_command() {
    let Some(binary) = binary() else { return };
    let folder = tempfile::tempdir().unwrap();
    let user = |args: &[&str]| {
        let done = run(&binary, folder.path(), &[&["user"], args].concat());
        let said = [done.stdout, done.stderr].map(|b| String::from_utf8_lossy(&b).into_owned()).concat();
        (done.status.code(), said)
    };
    for (args, words) in [
        (&["add", "jo", "--role", "provider"][..], "“jo” is no mail address"),
        (&["add", "jo@example.org", "--role", "king"], "“king” is not one of provider, reviewer, editor, admin"),
        (
            &["add", "jo@example.org", "--role", "provider", "--organisation", "Nobody"],
            "no organisation is called “Nobody”",
        ),
        (&["remove", "jo@example.org"], "nobody signs in as jo@example.org"),
        (&["reset-second-factor", "jo@example.org"], "nobody signs in as"),
        (&["link", "jo@example.org"], "only printed while sample data is loaded"),
    ] {
        let (code, said) = user(args);
        assert!(code == Some(1) && said.contains(words), "{args:?}: {said}");
    }
    assert_eq!(user(&["add", "Jo@Example.org", "--role", "admin"]).0, Some(0));
    assert!(user(&["add", "jo@example.org", "--role", "provider"]).1.contains("remove it first"));
    assert!(user(&["list"]).1.contains("jo@example.org: admin, 0 organisations"));
    assert_eq!(user(&["remove", "jo@example.org"]).0, Some(0));
    assert!(run(&binary, folder.path(), &["seed"]).status.success());
    assert!(
        user(&["link", "provider@example.org", "--at", "https://elsewhere.example.org"]).1.contains("on this machine")
    );
    let organization = "made up to be missing";
    assert_eq!(user(&["add", "x@example.org", "--role", "provider", "--organisation", organization]).0, Some(1));
    assert!(!user(&["list"]).1.contains("x@example.org"), "nothing was done");
}

#[test]
fn what_the_command_does_about_accounts_is_in_the_audit_log() {
    let Some(binary) = binary() else { return };
    let folder = tempfile::tempdir().unwrap();
    assert!(run(&binary, folder.path(), &["seed"]).status.success());
    for args in [
        &["add", "boss@example.org", "--role", "admin"][..],
        &["reset-second-factor", "boss@example.org"],
        &["link", "boss@example.org"],
        &["remove", "boss@example.org"],
    ] {
        assert!(run(&binary, folder.path(), &[&["user"], args].concat()).status.success(), "{args:?}");
    }
    let log = tokio::runtime::Runtime::new().unwrap().block_on(async {
        let store = local_offer::store::Store::open_embedded(&folder.path().join("data")).await.unwrap();
        store.audit_log(99).await.unwrap()
    });
    let audit: Vec<String> = log.into_iter().map(|(_, who, what, about)| format!("{who}: {what} {about}")).collect();
    for what in [
        "loaded the sample with its accounts ",
        "let somebody sign in as admin boss@example.org",
        "took a second check away boss@example.org",
        "printed a link to sign in boss@example.org",
        "took an account away boss@example.org",
    ] {
        assert!(audit.contains(&format!("command line: {what}")), "{what}: {audit:?}");
    }
}

#[test]
fn two_organisations_of_one_name_are_told_apart_by_their_ids() {
    let Some(binary) = binary() else { return };
    let folder = tempfile::tempdir().unwrap();
    let of = |source: &str, id: &str| {
        let line = format!(
            "{{\"id\":\"{source}\",\"name\":\"Club {source}\",\"organization\":{{\"id\":\"{id}\",\"name\":\"Friends\"}}}}\n"
        );
        std::fs::write(folder.path().join("feed.ndjson"), line).unwrap();
        let done = run(&binary, folder.path(), &["import", "feed.ndjson", "--source", source]);
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    };
    of("one", "11111111-1111-4111-8111-111111111111");
    of("two", "22222222-2222-4222-8222-222222222222");
    let user = |args: &[&str]| {
        let done = run(&binary, folder.path(), &[&["user"], args].concat());
        let said = [done.stdout, done.stderr].map(|b| String::from_utf8_lossy(&b).into_owned()).concat();
        (done.status.code(), said)
    };
    let add = ["add", "jo@example.org", "--role", "provider"];
    let (code, said) = user(&[&add[..], &["--organisation", "Friends"]].concat());
    assert!(code == Some(1) && said.contains("2 organisations are called “Friends”. Nothing was done"), "{said}");
    let ids: Vec<&str> = said.lines().filter_map(|line| line.trim().strip_prefix("--organisation-id ")).collect();
    assert_eq!(ids.len(), 2, "{said}");
    assert!(!user(&["list"]).1.contains("jo@example.org"), "nothing was done");
    let missing = "33333333-3333-4333-8333-333333333333";
    assert!(user(&[&add[..], &["--organisation-id", missing]].concat()).1.contains("no organisation has the id 3333"));
    assert_eq!(user(&[&add[..], &["--organisation-id", ids[1]]].concat()).0, Some(0));
    assert!(user(&["list"]).1.contains("jo@example.org: provider, 1 organisation\n"), "{}", user(&["list"]).1);
}

#[test]
fn an_error_of_the_command_says_each_cause_once() {
    let Some(binary) = binary() else { return };
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("data")).unwrap();
    std::fs::write(folder.path().join("data/local-offer.sqlite"), [7; 8192]).unwrap();
    std::fs::write(folder.path().join("wrong.toml"), "data = 3\n").unwrap();
    for (args, cause) in [
        (&["user", "list"][..], "file is not a database"),
        (&["import", "nothing.json", "--data", "other"], "No such file or directory"),
        (&["figures", "load", "nothing.csv", "--data", "other"], "No such file or directory"),
        (&["postcodes", "load", "nothing.csv", "--data", "other"], "No such file or directory"),
        (&["seed", "--data", "/proc/nowhere"], "/proc/nowhere"),
        (&["seed", "--area", "nowhere", "--data", "other"], "area.toml"),
        (&["user", "list", "--config", "wrong.toml"], "invalid type"),
        (
            &["serve", "--smtp-url", "smtp://mail.example.org", "--mail-from", "a@b.c", "--data", "other"],
            "in the clear",
        ),
        (&["serve", "--smtp-url", "smtp://127.0.0.1", "--mail-from", "nobody", "--data", "other"], "“nobody”"),
        (&["serve", "--addr", "nowhere", "--data", "other"], "invalid socket address"),
        (&["serve", "--addr", "192.0.2.1:80", "--data", "other"], "Cannot assign requested address"),
    ] {
        let done = run(&binary, folder.path(), args);
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        let said = said.split_once("local-offer: ").map_or("", |(_, said)| said);
        assert_eq!(said.matches(cause).count(), 1, "{args:?}: {said}");
        assert_eq!(done.status.code(), Some(1), "{args:?}: {said}");
    }
}

#[test]
fn a_mail_to_sign_in_lies_in_the_outbox_and_a_printed_link_signs_in() {
    let Some(binary) = binary() else { return };
    let folder = tempfile::tempdir().unwrap();
    assert!(run(&binary, folder.path(), &["seed"]).status.success());
    let server = serve(&binary, folder.path());
    until_ready(&server.address);
    let answer = post(&server.address, "/sign-in", "email=provider%40example.org");
    assert!(answer.starts_with("HTTP/1.1 303") && answer.contains("set-cookie: sign-in="), "{answer}");
    let outbox = folder.path().join("data/outbox");
    let mail = (0..MOST_TRIES).find_map(|_| {
        let entry =
            std::fs::read_dir(&outbox).ok()?.flatten().find(|e| e.path().extension().is_some_and(|x| x == "eml"))?;
        std::fs::read_to_string(entry.path()).ok()
    });
    let mail = mail.expect("a mail in the outbox");
    assert!(
        mail.contains("To: provider@example.org") && mail.contains(&format!("http://{}", server.address)),
        "{mail}"
    );
    let at = format!("http://{}", server.address);
    let link = run(&binary, folder.path(), &["user", "link", "provider@example.org", "--at", &at]);
    let link = String::from_utf8_lossy(&link.stdout).trim().to_owned();
    let path = link.strip_prefix(&at).expect("a link to this server").to_owned();
    let signed_in = post(&server.address, &path, "");
    assert!(signed_in.contains("location: /provider"), "{signed_in}");
    let log = std::fs::read_to_string(folder.path().join("log.txt")).unwrap();
    let token = path.rsplit('/').next().unwrap();
    assert!(!log.contains(token) && !log.contains("provider@example.org"), "neither link nor address is in the log");
}

fn post(address: &str, path: &str, body: &str) -> String {
    let mut stream = TcpStream::connect(address).expect("the server is there");
    write!(
        stream,
        "POST {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .expect("it listens");
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

#[test]
fn a_running_site_is_backed_up_and_comes_back_in_another_folder() {
    let Some(binary) = binary() else { return };
    let folder = tempfile::tempdir().unwrap();
    let local_offer = |args: &[&str]| {
        let done = run(&binary, folder.path(), args);
        let said = [done.stdout, done.stderr].map(|b| String::from_utf8_lossy(&b).into_owned()).concat();
        (done.status.code(), said)
    };
    let (code, said) = local_offer(&["backup", "early.backup"]);
    assert!(code == Some(1) && said.contains("there is no database in data"), "{said}");
    assert!(!folder.path().join("data").exists(), "and none was made");
    assert!(run(&binary, folder.path(), &["seed"]).status.success());
    let server = serve(&binary, folder.path());
    until_ready(&server.address);
    let found = get(&server.address, "/search.json?q=swim");
    let (code, said) = local_offer(&["backup", "site.backup"]);
    assert!(code == Some(0) && said.contains("rows are in site.backup") && said.contains("secret.key"), "{said}");
    let (code, said) = local_offer(&["backup", "site.backup"]);
    assert!(code == Some(1) && said.contains("is not written over"), "{said}");
    let (code, said) = local_offer(&["backup", "data"]);
    assert!(code == Some(1) && said.contains("--keep"), "{said}");
    assert_eq!(local_offer(&["backup", "--keep", "0", "kept"]).0, Some(2));
    assert_eq!(local_offer(&["backup", "--keep", "2", "kept"]).0, Some(0));
    assert_eq!(std::fs::read_dir(folder.path().join("kept")).unwrap().count(), 1);
    let (code, said) = local_offer(&["restore", "site.backup"]);
    assert!(code == Some(1) && said.contains("an empty place"), "{said}");
    server.stop();
    std::fs::rename(folder.path().join("data/secret.key"), folder.path().join("safe.key")).unwrap();
    std::fs::remove_dir_all(folder.path().join("data")).unwrap();
    let (code, said) = local_offer(&["restore", "site.backup"]);
    assert!(code == Some(1) && said.contains("needs the key") && said.contains("--key-file"), "{said}");
    let (code, said) = local_offer(&["restore", "site.backup", "--data", "new", "--key-file", "safe.key"]);
    assert!(code == Some(0) && said.contains("Everybody signs in again"), "{said}");
    let server = serve_with(&binary, folder.path(), &["--data", "new"]);
    until_ready(&server.address);
    let total = |answer: &str| answer.split("\"total\":").nth(1).and_then(|r| r.split(',').next()).map(str::to_owned);
    let again = get(&server.address, "/search.json?q=swim");
    assert!(total(&found).is_some() && total(&found) == total(&again), "{found} {again}");
}

#[test]
fn under_a_wide_umask_nobody_else_can_read_what_is_kept() {
    use std::os::unix::fs::PermissionsExt;
    let Some(binary) = binary() else { return };
    let folder = tempfile::tempdir().unwrap();
    let script = "umask 000; \"$0\" seed && exec \"$0\" serve --addr 127.0.0.1:0";
    let mut child = Command::new("sh")
        .args(["-c", script])
        .arg(&binary)
        .current_dir(folder.path())
        .env_clear()
        .stdout(Stdio::piped())
        .stderr(std::fs::File::create(folder.path().join("log.txt")).unwrap())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let said = lines.by_ref().map(|l| l.unwrap()).find(|l| l.contains("is at http://")).expect("it says where it is");
    let server = Server { child, address: said.rsplit("http://").next().unwrap().to_owned(), said };
    until_ready(&server.address);
    let data = folder.path().join("data");
    let names =
        ["", "local-offer.sqlite", "local-offer.sqlite-wal", "local-offer.sqlite-shm", "secret.key", "index", "outbox"];
    for name in names {
        let mode = std::fs::metadata(data.join(name)).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode & 0o077, 0, "{name} has the mode {mode:o}");
    }
}
