//! A council's own colours: `[colours]` in `area.toml`. What cannot be read by everybody is refused.

use super::reader::{Document, Reader};
use crate::domain::Colour;
use crate::domain::colour::{ColourScheme, Palette, Token, contrast_errors};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hash, Hasher};

/// A colour as the pack has it. Both belong together: readers choose light or dark themselves.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeclaredColours {
    light: String,
    dark: String,
}

/// A council's own colours, as a stylesheet that comes after the site's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Colours {
    /// The stylesheet.
    pub css: String,
    /// Changes when the stylesheet does.
    pub hash: u64,
}

/// Reads them; none when the pack has none. What a pack does not name stays as the site has it, and every pair is measured.
pub fn read<T>(
    reader: &Reader<'_>,
    document: &Document<T>,
    file: &str,
    written: &BTreeMap<String, DeclaredColours>,
) -> Option<Colours> {
    if written.is_empty() {
        return None;
    }
    let (mut light, mut dark) = (Palette::of(ColourScheme::Light), Palette::of(ColourScheme::Dark));
    let (mut own, mut faults) = (Vec::new(), Vec::new());
    for (name, both) in written {
        let Some(token) = Token::parse(name) else {
            let names: Vec<&str> = Token::ALL.iter().map(|(_, name, _)| *name).collect();
            faults.push((name.clone(), format!("{name} is no colour of the site: the names are {}", names.join(", "))));
            continue;
        };
        let mut parse = |lit: &str, text: &str| {
            Colour::parse(text)
                .map_err(|wrong| faults.push((name.clone(), format!("{name}, in {lit}: \"{text}\" {wrong}"))))
                .ok()
        };
        if let (Some(by_day), Some(by_night)) = (parse("light", &both.light), parse("dark", &both.dark)) {
            light.set(token, by_day);
            dark.set(token, by_night);
            own.push((token, by_day, by_night));
        }
    }
    let missed =
        contrast_errors(&light, ColourScheme::Light).into_iter().chain(contrast_errors(&dark, ColourScheme::Dark));
    // A pair belongs to no line: either of its colours may be what is wrong.
    let missed: Vec<_> = missed.map(|miss| miss.to_string()).collect();
    if !faults.is_empty() || !missed.is_empty() {
        for (name, message) in faults {
            reader.fault_at(document, &format!("colours.{name}"), message);
        }
        let at = document.line("colours");
        missed.into_iter().for_each(|message| reader.fault(file, at, message));
        return None;
    }
    let css = stylesheet(&own);
    let mut hasher = DefaultHasher::new();
    css.hash(&mut hasher);
    Some(Colours { css, hash: hasher.finish() })
}

/// In the layer of `style/tokens.css`, and written as there: plain light colours first, then both for browsers that know
/// `light-dark()`. Cream is what a reader chose, and stays as it is; so does what "more contrast" does to quiet text and
/// lines, which must come again because it would be written over otherwise.
fn stylesheet(own: &[(Token, Colour, Colour)]) -> String {
    let (mut plain, mut both) = (String::new(), String::new());
    for (token, light, dark) in own {
        let name = token.name();
        let _ = write!(plain, "--{name}:{light};");
        let _ = write!(both, "--{name}:light-dark({light},{dark});");
    }
    let root = ":root:not([data-theme=cream])";
    format!(
        "@layer theme{{{root}{{{plain}}}\n\
         @supports (color:light-dark(#000,#fff)){{{root}{{{both}}}}}\n\
         @media (prefers-contrast:more){{{root}{{--quiet:var(--ink);--line:var(--edge);--edge:var(--ink)}}}}}}\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::area::reader::{Embedded, PackError};

    fn read_text(text: &str) -> Result<Option<Colours>, PackError> {
        let reader = Reader::new(&Embedded);
        let file: Document<BTreeMap<String, BTreeMap<String, DeclaredColours>>> =
            reader.parse("area.toml", format!("[colours]\n{text}")).unwrap();
        let read = read(&reader, &file, "area.toml", &file.value["colours"]);
        reader.finish(Some(read))
    }

    fn refused(text: &str) -> String {
        read_text(text).unwrap_err().to_string()
    }

    #[test]
    fn a_link_too_pale_to_read_is_refused_with_both_colours_and_the_ratio() {
        let said = refused("accent = { light = \"#c8a03c\", dark = \"#8fd9ce\" }");
        let links = "links on the page, in light: #c8a03c on #fbf6ee is 2.2 to 1, and must be 4.5 to 1 or more";
        assert!(said.contains("area.toml line 1: ") && said.contains(links), "{said}");
        assert!(said.contains("button text on the button, in light: #fffdf9 on #c8a03c"), "all at once: {said}");
        assert!(!said.contains("in dark"), "the dark one is good: {said}");
    }

    #[test]
    fn every_miss_and_every_slip_is_named_at_once() {
        let said = refused(
            "ink = { light = \"#1d2829\", dark = \"#fff8\" }\nacent = { light = \"#000\", dark = \"#fff\" }\n\
             paper = { light = \"cream\", dark = \"#000\" }\nedge = { light = \"#dddddd\", dark = \"#8f9c99\" }",
        );
        for part in [
            "ink, in dark: \"#fff8\" is see-through",
            "acent is no colour of the site: the names are paper, card, ink",
            "paper, in light: \"cream\" is not a colour here: write # and six digits",
            "the edge of a field or tile on a card, in light: #dddddd on #fffdf9 is 1.3 to 1, and must be 3 to 1 or more",
        ] {
            assert!(said.contains(part), "{part} is not in: {said}");
        }
    }

    #[test]
    fn a_button_that_pales_under_the_pointer_is_refused() {
        // Dark text on a mid green is just enough; under the pointer the green goes towards the text’s colour.
        let said = refused(
            "accent = { light = \"#0e4f54\", dark = \"#8a8f3c\" }\non-accent = { light = \"#fffdf9\", dark = \"#060606\" }\n\
             ink = { light = \"#1d2829\", dark = \"#b0b0b0\" }",
        );
        assert!(said.contains("in dark"), "{said}");
        let said = refused(
            "accent = { light = \"#0e4f54\", dark = \"#767676\" }\non-accent = { light = \"#fffdf9\", dark = \"#ffffff\" }",
        );
        assert!(said.contains("button text on the button under the pointer, in dark"), "{said}");
        assert!(!said.contains("button text on the button, in dark"), "{said}");
    }

    #[test]
    fn good_colours_become_a_stylesheet_of_their_own() {
        let text = "accent = { light = \"#5b2a86\", dark = \"#d9b8ff\" }\nline = { light = \"#ccc\", dark = \"#333\" }";
        let css = read_text(text).unwrap().unwrap().css;
        assert!(css.contains(":root:not([data-theme=cream]){--accent:#5b2a86;--line:#cccccc;}"), "{css}");
        assert!(css.contains("--accent:light-dark(#5b2a86,#d9b8ff);"), "{css}");
        assert!(css.contains("prefers-contrast:more"), "{css}");
        assert_eq!(css.matches('{').count(), css.matches('}').count(), "{css}");
        assert_eq!(read_text("").unwrap(), None);
    }
}
