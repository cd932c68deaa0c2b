//! What the stylesheets put on what, and what misses the contrast that it needs.

use super::{Colour, ColourScheme, Palette, Token};
use std::fmt;

/// How much contrast something needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContrastLevel {
    /// 4.5 to 1: [WCAG 2.2, 1.4.3 Contrast (Minimum)](https://www.w3.org/TR/WCAG22/#contrast-minimum), level AA. Large
    /// text would need less; hardly any of ours is large at every size of window, so none is let off.
    Text,
    /// 3 to 1: [WCAG 2.2, 1.4.11 Non-text Contrast](https://www.w3.org/TR/WCAG22/#non-text-contrast), level AA.
    Shape,
}

impl ContrastLevel {
    /// The ratio.
    pub fn ratio(self) -> f64 {
        match self {
            ContrastLevel::Text => 4.5,
            ContrastLevel::Shape => 3.0,
        }
    }
}

/// What a colour stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Background {
    /// One colour.
    One(Token),
    /// Everything from one colour to another.
    Blend(Token, Token),
    /// A colour with 16 parts in a hundred of another: a button under the pointer.
    Deeper(Token, Token),
}

/// What stands in front.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Foreground {
    /// A colour of the theme.
    Of(Token),
    /// A colour that no theme changes.
    Always(Colour),
}

/// Something that is read or seen on something else.
#[derive(Clone, Copy, Debug)]
pub struct Pair {
    /// What it is, in words.
    pub words: &'static str,
    /// What stands in front.
    pub front: Foreground,
    /// What it stands on.
    pub over: Background,
    /// What it needs.
    pub needs: ContrastLevel,
}

const fn text(words: &'static str, front: Token, over: Token) -> Pair {
    Pair { words, front: Foreground::Of(front), over: Background::One(over), needs: ContrastLevel::Text }
}

const fn shape(words: &'static str, front: Token, over: Token) -> Pair {
    Pair { words, front: Foreground::Of(front), over: Background::One(over), needs: ContrastLevel::Shape }
}

/// Every pair there is in `style/`. What is both text and shape stands here once, as text: borders of buttons and the
/// shapes of facts have the link's colour, and bars beside errors the errors'.
///
/// Exempt, because nothing is lost without them: `line` only divides (`--line`, not `--edge`), the hills and the sun are
/// pictures, and the glow round the focus (`focus`) only helps the ring inside it, which is in the text's own colour.
pub const PAIRS: &[Pair] = &{
    use Token::{
        Accent, Bad, BadSoft, Card, Edge, Focus, Ink, Mark, OnAccent, Paper, Quiet, Soft, Visited, Warm, WarmSoft,
    };
    [
        text("text on the page", Ink, Paper),
        text("text on a card", Ink, Card),
        text("text on a calm area, such as the footer", Ink, Soft),
        text("text on a honey area", Ink, WarmSoft),
        text("text in the summary of errors", Ink, BadSoft),
        text("text that is marked", Ink, Mark),
        Pair {
            words: "text at the top of the home page, where honey runs into the page",
            front: Foreground::Of(Ink),
            over: Background::Blend(WarmSoft, Paper),
            needs: ContrastLevel::Text,
        },
        text("quiet text on the page", Quiet, Paper),
        text("quiet text on a card", Quiet, Card),
        text("quiet text on a calm area", Quiet, Soft),
        text("quiet text on a honey area", Quiet, WarmSoft),
        text("links on the page", Accent, Paper),
        text("links on a card", Accent, Card),
        text("links on a calm area, such as the footer", Accent, Soft),
        text("links on a honey area", Accent, WarmSoft),
        text("visited links on the page", Visited, Paper),
        text("visited links on a card", Visited, Card),
        text("visited links on a calm area, such as the footer", Visited, Soft),
        text("visited links on a honey area", Visited, WarmSoft),
        text("button text on the button", OnAccent, Accent),
        Pair {
            words: "button text on the button under the pointer",
            front: Foreground::Of(OnAccent),
            over: Background::Deeper(Accent, Ink),
            needs: ContrastLevel::Text,
        },
        text("labels on a honey area", Warm, WarmSoft),
        text("warnings on the page", Warm, Paper),
        text("warnings on a card", Warm, Card),
        text("errors on the page", Bad, Paper),
        text("errors on a card", Bad, Card),
        text("errors in their summary", Bad, BadSoft),
        Pair {
            words: "the skip link’s text, which is always the same, on the skip link",
            front: Foreground::Always(SKIP),
            over: Background::One(Focus),
            needs: ContrastLevel::Text,
        },
        shape("the edge of a field or tile on the page", Edge, Paper),
        shape("the edge of a field or tile on a card", Edge, Card),
        shape("the edge of a field or tile on a calm area", Edge, Soft),
        shape("the focus ring on the page", Ink, Paper),
        shape("the focus ring on a card", Ink, Card),
        shape("the focus ring on a calm area", Ink, Soft),
        shape("the focus ring on a honey area", Ink, WarmSoft),
        shape("the focus ring in the summary of errors", Ink, BadSoft),
    ]
};

/// The skip link's text: `.skip` in `style/parts/shell.css`.
const SKIP: Colour = Colour::new(0x1d_2829);

/// A pair that is not far enough apart.
#[derive(Clone, Debug, PartialEq)]
pub struct ContrastError {
    /// What it is, in words.
    pub words: &'static str,
    /// Where.
    pub lit: ColourScheme,
    /// The colour in front.
    pub front: Colour,
    /// What it stands on, by the colours' values.
    pub over: String,
    /// How far apart they are.
    pub ratio: f64,
    /// How far apart they must be.
    pub needed: f64,
}

impl fmt::Display for ContrastError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lit = if self.lit == ColourScheme::Light { "light" } else { "dark" };
        // Cut and not rounded: 4.49 must not be told as 4.5.
        let ratio = (self.ratio * 10.0).floor() / 10.0;
        let ContrastError { words, front, over, needed, .. } = self;
        write!(f, "{words}, in {lit}: {front} on {over} is {ratio:.1} to 1, and must be {needed} to 1 or more")
    }
}

/// Every pair that misses what it needs.
pub fn contrast_errors(palette: &Palette, lit: ColourScheme) -> Vec<ContrastError> {
    let miss = |pair: &Pair| {
        let front = match pair.front {
            Foreground::Of(token) => palette.get(token),
            Foreground::Always(colour) => colour,
        };
        let (over, ratio) = against(front, pair.over, palette);
        let needed = pair.needs.ratio();
        (ratio < needed).then_some(ContrastError { words: pair.words, lit, front, over, ratio, needed })
    };
    PAIRS.iter().filter_map(miss).collect()
}

fn against(front: Colour, over: Background, palette: &Palette) -> (String, f64) {
    match over {
        Background::One(token) => (palette.get(token).to_string(), front.contrast(palette.get(token))),
        Background::Blend(from, to) => {
            let (from, to) = (palette.get(from), palette.get(to));
            let (light, dark) = (from.luminance().max(to.luminance()), from.luminance().min(to.luminance()));
            // Somewhere between the two is a colour as light as the text.
            let lost = (dark..=light).contains(&front.luminance());
            let ratio = if lost { 1.0 } else { front.contrast(from).min(front.contrast(to)) };
            (format!("{from} to {to}"), ratio)
        }
        Background::Deeper(token, with) => {
            let deeper = palette.get(token).mixed(0.84, palette.get(with));
            (deeper.to_string(), front.contrast(deeper))
        }
    }
}
