//! Records out of a file, one at a time: NDJSON, a page envelope, or a bare array. Memory stays flat.

use serde_json::Value;
use std::io::{BufRead, Cursor, Read};

/// The largest record, in bytes. The largest seen in a real feed is under 100 kB.
const LARGEST: u64 = 4 * 1024 * 1024;

/// A record, or why there is none.
#[derive(Debug)]
pub struct Record {
    /// The line it begins on, from 1.
    pub line: u64,
    /// The record, or what is wrong with it.
    pub value: Result<Value, String>,
}

/// Why a file cannot be read to its end.
#[derive(Debug, thiserror::Error)]
pub enum RecordsError {
    /// It is none of the formats.
    #[error(
        "this is no format we know: it should be HSDS-UK 3.0 JSON, either one service on each line, a list, or a page with “contents”"
    )]
    NoKnownFormat,
    /// It ends inside a list or a record.
    #[error("the file ends in the middle, at line {0}: it was cut short. Get the whole file and run this again")]
    CutShort(u64),
    /// The disk or the pipe failed.
    #[error("the file cannot be read: {0}")]
    Io(#[from] std::io::Error),
}

enum Shape {
    Lines,
    List,
    One(Option<Value>),
}

/// The records of a file, in order.
pub struct Records {
    source: Box<dyn BufRead>,
    shape: Shape,
    line: u64,
    /// Bytes read so far, for a progress bar.
    pub bytes: u64,
    ended: bool,
}

impl Records {
    /// Looks at the beginning to know the format.
    ///
    /// # Errors
    /// When it is none we know, or cannot be read.
    pub fn open(source: impl BufRead + 'static) -> Result<Self, RecordsError> {
        let mut records = Self { source: Box::new(source), shape: Shape::Lines, line: 1, bytes: 0, ended: false };
        match records.first_sign()? {
            Some(b'[') => {
                records.take()?;
                records.shape = Shape::List;
            }
            Some(b'{') => records.read_first_line()?,
            _ => return Err(RecordsError::NoKnownFormat),
        }
        Ok(records)
    }

    /// One service a line, or an object that holds them?
    fn read_first_line(&mut self) -> Result<(), RecordsError> {
        let mut first = Vec::new();
        (&mut self.source).take(LARGEST).read_until(b'\n', &mut first)?;
        let parsed = serde_json::from_slice::<Value>(&first);
        let lines = match &parsed {
            Ok(value) => value.get("contents").or(value.get("content")).is_none(),
            // Broken in itself: a bad first line. Merely not finished: an object over many lines.
            Err(e) => !e.is_eof(),
        };
        let rest = std::mem::replace(&mut self.source, Box::new(Cursor::new(Vec::new())));
        self.source = Box::new(Cursor::new(first).chain(rest));
        if lines {
            return Ok(());
        }
        self.enter_list()
    }

    /// Goes forward to the list under `contents` (3.0) or `content` (1.0); a single service is a list of one.
    fn enter_list(&mut self) -> Result<(), RecordsError> {
        let mut seen: Vec<u8> = Vec::new();
        let (mut depth, mut in_text, mut escaped) = (0usize, false, false);
        let (mut key, mut last_text) = (Vec::new(), Vec::new());
        while let Some(byte) = self.take()? {
            if (seen.len() as u64) < LARGEST {
                seen.push(byte);
            }
            if in_text {
                match byte {
                    _ if escaped => escaped = false,
                    b'\\' => escaped = true,
                    b'"' => in_text = false,
                    _ if last_text.len() < 20 => last_text.push(byte),
                    _ => {}
                }
                continue;
            }
            match byte {
                b'"' => {
                    in_text = true;
                    last_text.clear();
                }
                b':' if depth == 1 => key = std::mem::take(&mut last_text),
                b'[' if depth == 1 && (key == b"contents" || key == b"content") => {
                    self.shape = Shape::List;
                    return Ok(());
                }
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        match serde_json::from_slice::<Value>(&seen) {
            Ok(value) if value.get("id").is_some() => {
                self.shape = Shape::One(Some(value));
                Ok(())
            }
            Err(e) if e.is_eof() => Err(RecordsError::CutShort(self.line)),
            _ => Err(RecordsError::NoKnownFormat),
        }
    }

    /// The next record; none at the end.
    ///
    /// # Errors
    /// When the file ends in the middle or cannot be read. A record that is merely bad is no error here.
    pub fn next_record(&mut self) -> Result<Option<Record>, RecordsError> {
        if self.ended {
            return Ok(None);
        }
        let next = match &mut self.shape {
            Shape::Lines => self.next_line(),
            Shape::List => self.next_of_list(),
            Shape::One(value) => Ok(value.take().map(|value| Record { line: 1, value: Ok(value) })),
        };
        self.ended = !matches!(next, Ok(Some(_)));
        next
    }

    fn next_line(&mut self) -> Result<Option<Record>, RecordsError> {
        loop {
            let mut line = Vec::new();
            let n = (&mut self.source).take(LARGEST).read_until(b'\n', &mut line)? as u64;
            if n == 0 {
                return Ok(None);
            }
            self.bytes += n;
            let at = self.line;
            if n == LARGEST && !line.ends_with(b"\n") {
                self.skip_line()?;
                return Ok(Some(Record { line: at, value: Err(too_large()) }));
            }
            self.line += 1;
            if line.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            return Ok(Some(Record { line: at, value: parse(&line) }));
        }
    }

    fn skip_line(&mut self) -> Result<(), RecordsError> {
        while let Some(byte) = self.take()? {
            if byte == b'\n' {
                break;
            }
        }
        Ok(())
    }

    fn next_of_list(&mut self) -> Result<Option<Record>, RecordsError> {
        loop {
            match self.first_sign()? {
                None => return Err(RecordsError::CutShort(self.line)),
                Some(b']') => return Ok(None),
                Some(b',') => {
                    self.take()?;
                }
                Some(_) => break,
            }
        }
        let at = self.line;
        let mut bytes = Vec::new();
        let (mut depth, mut in_text, mut escaped, mut large) = (0usize, false, false, false);
        loop {
            let Some(byte) = self.peek()? else { return Err(RecordsError::CutShort(self.line)) };
            if !in_text && depth == 0 && !bytes.is_empty() && matches!(byte, b',' | b']') {
                break;
            }
            self.take()?;
            if (bytes.len() as u64) < LARGEST {
                bytes.push(byte);
            } else {
                large = true;
            }
            if in_text {
                match byte {
                    _ if escaped => escaped = false,
                    b'\\' => escaped = true,
                    b'"' => in_text = false,
                    _ => {}
                }
                continue;
            }
            match byte {
                b'"' => in_text = true,
                b'{' | b'[' => depth += 1,
                b'}' | b']' => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        break;
                    }
                }
                _ => {}
            }
        }
        let value = if large { Err(too_large()) } else { parse(&bytes) };
        Ok(Some(Record { line: at, value }))
    }

    /// The next byte that is not white space, not taken. A byte order mark counts as white space.
    fn first_sign(&mut self) -> Result<Option<u8>, RecordsError> {
        while let Some(byte) = self.peek()? {
            if !byte.is_ascii_whitespace() && !matches!(byte, 0xef | 0xbb | 0xbf) {
                return Ok(Some(byte));
            }
            self.take()?;
        }
        Ok(None)
    }

    fn peek(&mut self) -> Result<Option<u8>, RecordsError> {
        Ok(self.source.fill_buf()?.first().copied())
    }

    fn take(&mut self) -> Result<Option<u8>, RecordsError> {
        let Some(byte) = self.peek()? else { return Ok(None) };
        self.source.consume(1);
        self.bytes += 1;
        if byte == b'\n' {
            self.line += 1;
        }
        Ok(Some(byte))
    }
}

fn parse(bytes: &[u8]) -> Result<Value, String> {
    if std::str::from_utf8(bytes).is_err() {
        return Err("it is not UTF-8 text (it may be Latin-1): save the file as UTF-8".to_owned());
    }
    match serde_json::from_slice::<Value>(bytes) {
        Ok(value) if value.is_object() => Ok(value),
        Ok(_) => Err("it is not a service (an object in braces)".to_owned()),
        Err(e) if e.is_eof() => Err("it ends in the middle".to_owned()),
        Err(e) => Err(format!("it is not JSON ({e})")),
    }
}

fn too_large() -> String {
    format!("it is larger than {} MB", LARGEST / 1024 / 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<(u64, bool)>, RecordsError> {
        let mut records = Records::open(Cursor::new(text.as_bytes().to_vec()))?;
        let mut all = Vec::new();
        while let Some(record) = records.next_record()? {
            all.push((record.line, record.value.is_ok()));
        }
        Ok(all)
    }

    #[test]
    fn all_three_formats_and_a_single_service() {
        assert_eq!(read("{\"id\":1}\n\n{\"id\":2}\n").unwrap(), [(1, true), (3, true)]);
        assert_eq!(read("\u{feff}[{\"id\":1},\n {\"id\":\"]}\"}]").unwrap(), [(1, true), (2, true)]);
        assert_eq!(
            read("{\"total_items\":2,\n\"contents\":[\n{\"id\":1},{\"id\":2}]}").unwrap(),
            [(3, true), (3, true)]
        );
        assert_eq!(read("{\"x\":{\"content\":[0]},\"content\":[{\"id\":1}]}").unwrap(), [(1, true)]);
        assert_eq!(read("{\n\"id\": \"x\",\n\"a\": [1]\n}").unwrap(), [(1, true)]);
        assert_eq!(read("[]").unwrap(), []);
    }

    #[test]
    fn bad_records_are_named_and_the_rest_goes_on() {
        assert_eq!(read("{\"id\":1}\nnonsense\n{\"id\":3").unwrap(), [(1, true), (2, false), (3, false)]);
        assert_eq!(read("{broken}\n{\"id\":2}").unwrap(), [(1, false), (2, true)]);
        assert_eq!(read("[1, \"a,]\", {\"id\":1}]").unwrap(), [(1, false), (1, false), (1, true)]);
    }

    #[test]
    fn what_is_cut_short_or_of_no_format_is_said() {
        assert!(matches!(read("[{\"id\":1},{\"id\""), Err(RecordsError::CutShort(_))));
        assert!(matches!(read("[{\"id\":1}"), Err(RecordsError::CutShort(_))));
        assert!(matches!(read("{\"contents\":\n[{\"id\":1},"), Err(RecordsError::CutShort(_))));
        for text in ["", "   ", "name,id\n", "<html>", "\u{1f98a}"] {
            assert!(matches!(read(text), Err(RecordsError::NoKnownFormat)), "{text}");
        }
    }

    #[test]
    fn latin_1_and_giant_lines_are_bad_records_not_the_end() {
        let mut bytes = b"{\"id\":\"caf\xe9\"}\n".to_vec();
        bytes.extend(vec![b'x'; LARGEST as usize * 2]);
        bytes.extend(b"\n{\"id\":3}\n");
        let mut records = Records::open(Cursor::new(bytes)).unwrap();
        let reason = |r: Record| r.value.unwrap_err();
        assert!(reason(records.next_record().unwrap().unwrap()).contains("Latin-1"));
        assert!(reason(records.next_record().unwrap().unwrap()).contains("larger"));
        assert!(records.next_record().unwrap().unwrap().value.is_ok());
        assert!(records.next_record().unwrap().is_none());
    }
}
