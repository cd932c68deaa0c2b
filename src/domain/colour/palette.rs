//! The colours of the site by name, as `style/tokens.css` has them.

use super::Colour;

/// Light or dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColourScheme {
    /// Dark words on light.
    Light,
    /// Light words on dark.
    Dark,
}

/// A name with what it is in both lights.
type Line = (Token, &'static str, [Colour; 2]);

macro_rules! tokens {
    ($($(#[$doc:meta])* $token:ident = $name:literal, $light:literal, $dark:literal;)*) => {
        /// A colour that a council may bring, by its name in `style/tokens.css`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Token { $($(#[$doc])* $token),* }

        impl Token {
            /// Every token, its name, and what it is in light and in dark unless a council brings its own.
            pub const ALL: &'static [Line] =
                &[$((Self::$token, $name, [Colour::new($light), Colour::new($dark)])),*];
        }
    };
}

tokens! {
    /// The page.
    Paper = "paper", 0xfb_f6ee, 0x13_1b1c;
    /// Cards and fields.
    Card = "card", 0xff_fdf9, 0x1c_2627;
    /// Text, and the ring round what has the focus.
    Ink = "ink", 0x1d_2829, 0xf4_eee4;
    /// Second text.
    Quiet = "quiet", 0x46_514f, 0xc6_cbc4;
    /// Links, buttons, "yes".
    Accent = "accent", 0x0e_4f54, 0x8f_d9ce;
    /// Text on what is filled with the accent.
    OnAccent = "on-accent", 0xff_fdf9, 0x0a_2022;
    /// Calm areas.
    Soft = "soft", 0xe2_efea, 0x20_393a;
    /// Labels in honey areas.
    Warm = "warm", 0x6f_3d0d, 0xf4_cd90;
    /// Honey areas: gaps, near misses, advice.
    WarmSoft = "warm-soft", 0xfc_ebcf, 0x3a_2e1b;
    /// Links to pages that were read.
    Visited = "visited", 0x5d_3471, 0xd8_bdec;
    /// Errors.
    Bad = "bad", 0x93_1f1c, 0xff_b8ab;
    /// The summary of errors.
    BadSoft = "bad-soft", 0xfc_eae5, 0x41_231f;
    /// The glow round what has the focus, and the skip link.
    Focus = "focus", 0xff_c53d, 0xff_c53d;
    /// Lines that only divide. In the stylesheet the dark one is see-through; this is how it looks on the page.
    Line = "line", 0xe0_d5c3, 0x29_3535;
    /// Edges of fields, tiles and chips.
    Edge = "edge", 0x78_726a, 0x8f_9c99;
    /// The marker under a number or a word.
    Mark = "mark", 0xff_d06b, 0x6b_4f14;
}

impl Token {
    /// Its name in the stylesheet.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(token, ..)| *token == self).map_or("", |(_, name, _)| name)
    }

    /// Reads the name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, n, _)| *n == name).map(|(token, ..)| *token)
    }
}

/// What every token is in one light.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette([Colour; Token::ALL.len()]);

impl Palette {
    /// The colours that the site has by itself.
    pub fn of(lit: ColourScheme) -> Self {
        let mut all = [Colour::new(0); Token::ALL.len()];
        for (token, _, [light, dark]) in Token::ALL {
            all[*token as usize] = if lit == ColourScheme::Light { *light } else { *dark };
        }
        Self(all)
    }

    /// Another colour for a token.
    pub fn set(&mut self, token: Token, colour: Colour) {
        self.0[token as usize] = colour;
    }

    /// What a token is.
    pub fn get(&self, token: Token) -> Colour {
        self.0[token as usize]
    }
}
