//! Which coding of a file a reader takes (RFC 9110, section 12.5.3).

use axum::http::{HeaderMap, header};

/// A coding that files inside the binary have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coding {
    Brotli,
    Gzip,
    Identity,
}

/// The weight of a file as it is, where nobody has named it: taken, but after everything that was.
const UNNAMED: u16 = 1;

/// The coding a reader likes best; of two liked as much, the smaller file. As it is, where none is acceptable: the
/// compression layer then answers 406.
pub fn preferred(headers: &HeaderMap) -> Coding {
    let lines = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|line| line.to_str().ok());
    let named: Vec<(String, u16)> = lines.flat_map(|line| line.split(',')).filter_map(weighted).collect();
    let of = |names: &[&str]| named.iter().find(|(name, _)| names.contains(&name.as_str())).map(|(_, weight)| *weight);
    let others = of(&["*"]);
    let weight = |names: &[&str], unnamed: u16| of(names).or(others).unwrap_or(unnamed);
    let choices = [
        (Coding::Brotli, weight(&["br"], 0)),
        (Coding::Gzip, weight(&["gzip", "x-gzip"], 0)),
        (Coding::Identity, weight(&["identity"], UNNAMED)),
    ];
    let best = choices.iter().map(|(_, weight)| *weight).max().unwrap_or(0);
    choices.into_iter().find(|(_, weight)| *weight == best && best > 0).map_or(Coding::Identity, |(coding, _)| coding)
}

/// "gzip;q=0.5" as a name in small letters and thousandths; none for an empty item. A weight that is none means "no".
fn weighted(item: &str) -> Option<(String, u16)> {
    let mut parts = item.split(';').map(str::trim);
    let name = parts.next().filter(|name| !name.is_empty())?.to_ascii_lowercase();
    let weight = parts.find_map(|part| part.strip_prefix("q=").or(part.strip_prefix("Q=")));
    let thousandths = |text: &str| {
        let weight = text.parse::<f32>().ok().filter(|w| (0.0..=1.0).contains(w));
        weight.map_or(0, |w| (w * 1000.0).round() as u16)
    };
    Some((name, weight.map_or(1000, thousandths)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn the_reader_says_which_coding_it_takes() {
        let preferred = |lines: &[&'static str]| {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append(header::ACCEPT_ENCODING, HeaderValue::from_static(line));
            }
            super::preferred(&headers)
        };
        use Coding::{Brotli, Gzip, Identity};
        for (lines, coding) in [
            (&[][..], Identity),
            (&[""], Identity),
            (&["gzip, deflate, br"], Brotli),
            (&["GZIP"], Gzip),
            (&["x-gzip"], Gzip),
            (&["br;q=0, gzip"], Gzip),
            (&["br;q=0"], Identity),
            (&["br ; q=0.1 , gzip;q=0.8"], Gzip),
            (&["br;q=0.000"], Identity),
            (&["br;q=much"], Identity),
            (&["gzip;q=0, *"], Brotli),
            (&["*"], Brotli),
            (&["*;q=0"], Identity),
            (&["br;q=0, *;q=0.5"], Gzip),
            (&["identity;q=0, gzip;q=0.1"], Gzip),
            (&["identity, gzip;q=0.5"], Identity),
            (&["identity;q=0"], Identity),
            (&["gzip;q=0.5", "br"], Brotli),
        ] {
            assert_eq!(preferred(lines), coding, "{lines:?}");
        }
    }
}
