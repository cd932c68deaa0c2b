//! Colours, and how far apart two of them are for somebody who reads.

mod pairs;
mod palette;

pub use pairs::{Background, ContrastError, ContrastLevel, Foreground, PAIRS, Pair, contrast_errors};
pub use palette::{ColourScheme, Palette, Token};

use std::fmt;

/// A colour that covers what is behind it, in sRGB.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Colour([u8; 3]);

impl Colour {
    /// From `0x0e4f54`.
    pub const fn new(hex: u32) -> Self {
        let [_, red, green, blue] = hex.to_be_bytes();
        Self([red, green, blue])
    }

    /// Reads "#0e4f54" or "#fff".
    ///
    /// # Errors
    /// What to write instead, as the end of a sentence that begins with the colour.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let wrong = "is not a colour here: write # and six digits or letters from 0 to f, like \"#0e4f54\"";
        let digits = text.strip_prefix('#').filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit())).ok_or(wrong)?;
        let whole = match digits.len() {
            3 => digits.chars().flat_map(|c| [c, c]).collect(),
            6 => digits.to_owned(),
            4 | 8 => {
                return Err("is see-through, and how well it can be read would depend on what is behind it: \
                            leave out the digits for that, and write # and six of them");
            }
            _ => return Err(wrong),
        };
        u32::from_str_radix(&whole, 16).map(Self::new).map_err(|_| wrong)
    }

    /// How much light it gives, 0 for black to 1 for white: [relative luminance](https://www.w3.org/TR/WCAG22/#dfn-relative-luminance)
    /// of WCAG 2.2.
    pub fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// How far apart the two are, 1 to 21: [contrast ratio](https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio) of WCAG 2.2.
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// So much of this one and the rest of another, as `color-mix(in oklab, ...)` does it:
    /// [CSS Color 5](https://www.w3.org/TR/css-color-5/#color-mix), with the matrices of
    /// [Oklab](https://bottosson.github.io/posts/oklab/).
    #[must_use]
    pub fn mixed(self, share: f64, other: Self) -> Self {
        let (mine, others) = (oklab(self), oklab(other));
        let mut mix = [0.0; 3];
        for (at, value) in mix.iter_mut().enumerate() {
            *value = mine[at] * share + others[at] * (1.0 - share);
        }
        from_oklab(mix)
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

/// One part of a colour as light. The bend stands at 0.04045, as in the note of WCAG 2.2 and in sRGB itself; for eight bits
/// it gives what 0.03928 gave.
fn linear(part: u8) -> f64 {
    let part = f64::from(part) / 255.0;
    if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
}

/// The way back. What lies outside sRGB is cut off.
fn unlinear(light: f64) -> u8 {
    let part = if light <= 0.003_130_8 { light * 12.92 } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 };
    // Cut to 0 to 255 first, so nothing is lost.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let part = (part * 255.0).round().clamp(0.0, 255.0) as u8;
    part
}

fn times(matrix: [[f64; 3]; 3], by: [f64; 3]) -> [f64; 3] {
    matrix.map(|row| row[0] * by[0] + row[1] * by[1] + row[2] * by[2])
}

fn oklab(colour: Colour) -> [f64; 3] {
    let cones = times(
        [
            [0.412_221_470_8, 0.536_332_536_3, 0.051_445_992_9],
            [0.211_903_498_2, 0.680_699_545_1, 0.107_396_956_6],
            [0.088_302_461_9, 0.281_718_837_6, 0.629_978_700_5],
        ],
        colour.0.map(linear),
    );
    times(
        [
            [0.210_454_255_3, 0.793_617_785_0, -0.004_072_046_8],
            [1.977_998_495_1, -2.428_592_205_0, 0.450_593_709_9],
            [0.025_904_037_1, 0.782_771_766_2, -0.808_675_766_0],
        ],
        cones.map(f64::cbrt),
    )
}

fn from_oklab(lab: [f64; 3]) -> Colour {
    let cones = times(
        [
            [1.0, 0.396_337_777_4, 0.215_803_757_3],
            [1.0, -0.105_561_345_8, -0.063_854_172_8],
            [1.0, -0.089_484_177_5, -1.291_485_548_0],
        ],
        lab,
    );
    let light = times(
        [
            [4.076_741_662_1, -3.307_711_591_3, 0.230_969_929_2],
            [-1.268_438_004_6, 2.609_757_401_1, -0.341_319_396_5],
            [-0.004_196_086_3, -0.703_418_614_7, 1.707_614_701_0],
        ],
        cones.map(|c| c * c * c),
    );
    Colour(light.map(unlinear))
}

#[cfg(test)]
mod pairs_tests;
#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn colour(text: &str) -> Colour {
        Colour::parse(text).unwrap()
    }

    #[test]
    fn ratios_are_those_that_everybody_knows() {
        assert!((colour("#000").contrast(colour("#fff")) - 21.0).abs() < 1e-9);
        assert!((colour("#fff").contrast(colour("#FFFFFF")) - 1.0).abs() < 1e-9);
        // The lightest grey that may be text on white, and the one after it that may not.
        assert_eq!(format!("{:.2}", colour("#767676").contrast(colour("#fff"))), "4.54");
        assert_eq!(format!("{:.2}", colour("#777777").contrast(colour("#fff"))), "4.48");
        assert_eq!(format!("{:.2}", colour("#ff0000").contrast(colour("#fff"))), "4.00");
    }

    #[test]
    fn a_mix_lies_where_browsers_put_it() {
        // What Chromium 156 paints for color-mix(in oklab, ...).
        assert_eq!(colour("#0e4f54").mixed(0.84, colour("#1d2829")).to_string(), "#14494d");
        assert_eq!(colour("#8fd9ce").mixed(0.84, colour("#f4eee4")).to_string(), "#a1ddd2");
        assert_eq!(colour("#d00").mixed(0.84, colour("#00f")).to_string(), "#bf384f");
        assert_eq!(colour("#fff").mixed(0.5, colour("#000")).to_string(), "#636363");
        assert_eq!(colour("#8fd9ce").mixed(1.0, colour("#000")), colour("#8fd9ce"));
    }

    #[test]
    fn what_is_no_colour_is_told_what_to_write() {
        for text in ["", "#", "fff", "#ff", "#fffff", "#gggggg", "#1234567", "green", "rgb(0 0 0)", "#äää", "# fff"]
        {
            assert!(Colour::parse(text).unwrap_err().contains("like \"#0e4f54\""), "{text}");
        }
        for text in ["#0006", "#38464699"] {
            assert!(Colour::parse(text).unwrap_err().contains("see-through"), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_ratio_is_the_same_both_ways_and_a_colour_is_read_as_it_is_written(a in 0_u32..=0xff_ffff, b in 0_u32..=0xff_ffff) {
            let (a, b) = (Colour::new(a), Colour::new(b));
            prop_assert!((a.contrast(b) - b.contrast(a)).abs() < 1e-12);
            prop_assert!((1.0..=21.000_001).contains(&a.contrast(b)));
            prop_assert_eq!(Colour::parse(&a.to_string()), Ok(a));
            prop_assert_eq!(a.mixed(1.0, b), a);
        }
    }
}
