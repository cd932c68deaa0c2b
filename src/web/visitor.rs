//! Who is asking: nobody in particular, with the choices their two cookies hold.

use crate::domain::Shortlist;
use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;
use std::convert::Infallible;

/// Somebody reading a page.
#[derive(Clone, Debug, Default)]
pub struct Visitor {
    /// What they chose to see.
    pub preferences: Preferences,
    /// What they saved.
    pub list: Shortlist,
    /// The path and parameters they asked for.
    pub address: String,
    /// The search of ours they came from, with its parameters.
    pub came_from_search: Option<String>,
}

/// What somebody chose on the preferences page. Every choice has a word; the cookie holds those words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Preferences {
    /// Colours.
    pub theme: Theme,
    /// Size of the text.
    pub size: TextSize,
    /// Space between letters and lines.
    pub spacing: Spacing,
    /// Whether results change while filters are chosen.
    pub live: LiveResults,
}

/// A choice with its words, its first being what everybody has who did not choose.
macro_rules! choice {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal, $label:literal;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub enum $name { #[default] $($(#[$vdoc])* $variant),* }
        impl $name {
            /// All choices: value, word and label.
            pub const ALL: &'static [(Self, &'static str, &'static str)] = &[$((Self::$variant, $word, $label)),*];
            /// The word for it.
            pub fn word(self) -> &'static str {
                Self::ALL.iter().find(|(v, ..)| *v == self).map_or("", |(_, word, _)| word)
            }
            /// Reads the word.
            pub fn parse(word: &str) -> Option<Self> {
                Self::ALL.iter().find(|(_, w, _)| *w == word).map(|(v, ..)| *v)
            }
        }
    };
}

choice! {
    /// Colours. Cascading: the first asks the device.
    Theme {
        /// As the device is set.
        System = "system", "Same as my device";
        /// Dark ink on light paper.
        Light = "light", "Light";
        /// Light ink on dark paper.
        Dark = "dark", "Dark";
        /// Dark ink on cream.
        Cream = "cream", "Cream";
    }
}
choice! {
    /// Size of the text.
    TextSize {
        /// As designed.
        Standard = "standard", "Standard";
        /// A step larger.
        Large = "large", "Large";
        /// Two steps larger.
        Larger = "larger", "Larger";
    }
}
choice! {
    /// Space between letters and lines.
    Spacing {
        /// As designed.
        Normal = "normal", "Normal";
        /// More of it.
        Wide = "wide", "More space";
    }
}
choice! {
    /// Whether results change while filters are chosen.
    LiveResults {
        /// They change at once.
        On = "live", "Change results as I choose";
        /// They change when the button is pressed.
        Off = "still", "Wait until I press the button";
    }
}

impl Preferences {
    /// Reads the cookie's text; unknown words are passed over.
    pub fn parse(text: &str) -> Self {
        let mut chosen = Self::default();
        for word in text.split('.') {
            if let Some(theme) = Theme::parse(word) {
                chosen.theme = theme;
            } else if let Some(size) = TextSize::parse(word) {
                chosen.size = size;
            } else if let Some(spacing) = Spacing::parse(word) {
                chosen.spacing = spacing;
            } else if let Some(live) = LiveResults::parse(word) {
                chosen.live = live;
            }
        }
        chosen
    }

    /// The cookie's text; empty when everything is as designed.
    pub fn text(&self) -> String {
        if *self == Self::default() {
            return String::new();
        }
        [self.theme.word(), self.size.word(), self.spacing.word(), self.live.word()].join(".")
    }
}

impl<S: Sync> FromRequestParts<S> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let cookies = parts.headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok());
        let cookies: Vec<(&str, &str)> =
            cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('=')).collect();
        let cookie = |name: &str| cookies.iter().find(|(n, _)| *n == name).map_or("", |(_, v)| v);
        let host = parts.headers.get(header::HOST).and_then(|v| v.to_str().ok()).unwrap_or_default();
        let referer = parts.headers.get(header::REFERER).and_then(|v| v.to_str().ok());
        let own = referer.and_then(|r| r.split_once("://")).and_then(|(_, rest)| rest.strip_prefix(host));
        Ok(Self {
            preferences: Preferences::parse(cookie("prefs")),
            list: Shortlist::parse(cookie("list")),
            address: parts.uri.path_and_query().map_or("/", |p| p.as_str()).to_owned(),
            came_from_search: own.filter(|p| *p == "/search" || p.starts_with("/search?")).map(str::to_owned),
        })
    }
}
