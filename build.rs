//! Gathers what the one binary carries: the stylesheet in one file, everything in `public/`, the built islands where
//! there are any, each under a name with its hash and compressed once; the area pack; and what a screen reader said.

use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if env::var_os("CARGO_FEATURE_SSR").is_none() {
        return;
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let mut assets = Assets { out: out.clone(), table: String::new() };
    assets.add("site.css", "text/css; charset=utf-8", stylesheet().as_bytes(), true);
    for path in files("public") {
        let name = path.strip_prefix("public").expect("it lies there").to_string_lossy().into_owned();
        let bytes = fs::read(&path).expect("a file in public can be read");
        if name != "islands.js" {
            assets.add(&name, media_type(&name), &bytes, true);
        }
    }
    islands(&mut assets);
    fs::write(out.join("assets.rs"), format!("pub static ASSETS: &[Asset] = &[\n{}];\n", assets.table))
        .expect("OUT_DIR is writable");
    fs::write(out.join("area_pack.rs"), pack()).expect("OUT_DIR is writable");
    fs::write(out.join("transcripts.rs"), transcripts()).expect("OUT_DIR is writable");
}

/// The islands, built beforehand by `make`; a binary without them serves every page all the same.
fn islands(assets: &mut Assets) {
    println!("cargo::rerun-if-env-changed=LOCAL_OFFER_ISLANDS");
    let Some(folder) = env::var_os("LOCAL_OFFER_ISLANDS").map(PathBuf::from) else { return };
    let (js, wasm) = (folder.join("local-offer.js"), folder.join("local-offer_bg.wasm"));
    println!("cargo::rerun-if-changed={}", js.display());
    println!("cargo::rerun-if-changed={}", wasm.display());
    let (Ok(js), Ok(wasm)) = (fs::read(js), fs::read(wasm)) else { return };
    let wasm = assets.add("local-offer.wasm", "application/wasm", &wasm, true);
    let js = assets.add("local-offer.js", "text/javascript; charset=utf-8", &js, true);
    let start = fs::read_to_string("public/islands.js").expect("public/islands.js starts the islands");
    let start = start.replace("LOCAL_OFFER_JS", &js).replace("LOCAL_OFFER_WASM", &wasm);
    assets.add("islands.js", "text/javascript; charset=utf-8", start.as_bytes(), true);
}

struct Assets {
    out: PathBuf,
    table: String,
}

impl Assets {
    /// Writes the file and its compressed twins; answers the address it will have.
    fn add(&mut self, name: &str, media: &str, bytes: &[u8], hashed: bool) -> String {
        let hash: String = Sha256::digest(bytes).iter().take(6).fold(String::new(), |mut s, b| {
            write!(s, "{b:02x}").expect("writing to a string");
            s
        });
        let address = match name.rsplit_once('.') {
            Some((stem, kind)) if hashed => format!("/assets/{stem}.{hash}.{kind}"),
            _ => format!("/assets/{name}"),
        };
        let file = self.out.join(format!("{hash}-{}", name.replace('/', "-")));
        let with = |kind: &str| {
            file.with_extension(format!("{}.{kind}", file.extension().unwrap_or_default().to_string_lossy()))
        };
        fs::write(&file, bytes).expect("OUT_DIR is writable");
        fs::write(with("br"), brotli(bytes)).expect("OUT_DIR is writable");
        fs::write(with("gz"), gzip(bytes)).expect("OUT_DIR is writable");
        writeln!(
            self.table,
            "    Asset {{ name: {name:?}, address: {address:?}, media: {media:?}, hash: {hash:?}, plain: include_bytes!({:?}), brotli: include_bytes!({:?}), gzip: include_bytes!({:?}) }},",
            file, with("br"), with("gz"),
        )
        .expect("writing to a string");
        address
    }
}

/// Every stylesheet in one, in the order of the cascade.
fn stylesheet() -> String {
    let mut parts = files("style/parts");
    parts.sort();
    let first = ["tokens", "base", "layout"].map(|n| PathBuf::from(format!("style/{n}.css")));
    let last = ["state", "print"].map(|n| PathBuf::from(format!("style/{n}.css")));
    println!("cargo::rerun-if-changed=style");
    let mut all = String::new();
    for path in first.iter().chain(&parts).chain(&last) {
        all.push_str(&fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display())));
    }
    squeeze(&all)
}

/// Drops comments and the space at both ends of lines: what compression does not.
fn squeeze(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(at) = rest.find("/*") {
        out.push_str(&rest[..at]);
        rest = rest[at..].find("*/").map_or("", |end| &rest[at + end + 2..]);
    }
    out.push_str(rest);
    out.lines().map(str::trim).filter(|l| !l.is_empty()).collect::<Vec<_>>().join("\n")
}

fn pack() -> String {
    table("FILES", "areas/lancashire", &files("areas/lancashire"), "")
}

/// What a screen reader said on journeys through the site. The folder may be missing: nothing is watched then, for cargo
/// would build everything anew each time.
fn transcripts() -> String {
    let root = "end2end/screen-reader/transcripts";
    let found = if Path::new(root).is_dir() { files(root) } else { Vec::new() };
    let found: Vec<_> = found.into_iter().filter(|path| path.extension().is_some_and(|e| e == "txt")).collect();
    table("TRANSCRIPTS", root, &found, ".txt")
}

/// A table of files under their names in a folder, without the end of the name, and their text.
fn table(name: &str, root: &str, files: &[PathBuf], without: &str) -> String {
    let mut table = format!("pub static {name}: &[(&str, &str)] = &[\n");
    for path in files {
        let name = path.strip_prefix(root).expect("it lies there").to_string_lossy().into_owned();
        let name = name.strip_suffix(without).unwrap_or(&name);
        // Through the manifest's folder and not as it is now: a checkout may move and keep what it has built.
        let inside = format!("/{}", path.display());
        writeln!(table, "    ({name:?}, include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), {inside:?}))),")
            .expect("writing to a string");
    }
    table.push_str("];\n");
    table
}

fn files(folder: &str) -> Vec<PathBuf> {
    println!("cargo::rerun-if-changed={folder}");
    let mut found = Vec::new();
    let Ok(entries) = fs::read_dir(folder) else { return found };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path.to_string_lossy()));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("js") => "text/javascript; charset=utf-8",
        Some("txt") => "text/plain; charset=utf-8",
        Some("webmanifest") => "application/manifest+json",
        _ => "application/octet-stream",
    }
}

fn brotli(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut out, 4096, 11, 22);
    writer.write_all(bytes).expect("writing to memory");
    drop(writer);
    out
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    writer.write_all(bytes).expect("writing to memory");
    writer.finish().expect("writing to memory")
}
