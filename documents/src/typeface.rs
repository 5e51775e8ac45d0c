//! The typeface that is built in, and what it cannot write.
use krilla::Data;
use krilla::text::{Font, GlyphId, KrillaGlyph};
use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{FontRef, MetadataProvider};

use crate::Unwritable;

static REGULAR: &[u8] = include_bytes!("../fonts/DejaVuSansCondensed.ttf");
static BOLD: &[u8] = include_bytes!("../fonts/DejaVuSansCondensed-Bold.ttf");

/// One face: its signs and how wide they are.
pub(crate) struct Face {
    pub font: Font,
    signs: Charmap<'static>,
    metrics: GlyphMetrics<'static>,
    units_per_em: f32,
}

/// Regular and bold; they have the same signs.
pub(crate) struct Typeface {
    pub regular: Face,
    pub bold: Face,
}

/// A line of text in one face, ready to be drawn at any size.
pub(crate) struct Run {
    pub text: String,
    pub glyphs: Vec<KrillaGlyph>,
}

impl Typeface {
    pub(crate) fn built_in() -> Result<Self, Unwritable> {
        Ok(Self {
            regular: Face::read(REGULAR)?,
            bold: Face::read(BOLD)?,
        })
    }

    /// A text with what can be printed: a sign that the typeface does not have is written by its
    /// number. Lines are kept.
    pub(crate) fn printable(&self, text: &str) -> String {
        let mut printable = String::with_capacity(text.len());
        for sign in text.chars() {
            match sign {
                '\n' => printable.push('\n'),
                '\t' => printable.push(' '),
                _ if self.regular.has(sign) => printable.push(sign),
                _ => printable.push_str(&format!("⟨U+{:04X}⟩", u32::from(sign))),
            }
        }
        printable
    }

    /// Whether all of a text can be printed as it is.
    pub(crate) fn has_all(&self, text: &str) -> bool {
        let known = |sign| matches!(sign, '\n' | '\t') || self.regular.has(sign);
        text.chars().all(known)
    }
}

impl Face {
    fn read(bytes: &'static [u8]) -> Result<Self, Unwritable> {
        let font = Font::new(Data::from(bytes), 0).ok_or(Unwritable::Typeface)?;
        let tables = FontRef::new(bytes).map_err(|_| Unwritable::Typeface)?;
        Ok(Self {
            units_per_em: font.units_per_em(),
            font,
            signs: tables.charmap(),
            metrics: tables.glyph_metrics(Size::unscaled(), LocationRef::default()),
        })
    }

    fn has(&self, sign: char) -> bool {
        self.signs.map(sign).is_some()
    }

    /// How wide a sign is, in parts of the size.
    pub(crate) fn width_of(&self, sign: char) -> f32 {
        let glyph = self.signs.map(sign);
        let advance = glyph.and_then(|glyph| self.metrics.advance_width(glyph));
        advance.unwrap_or_default() / self.units_per_em
    }

    /// How wide a text is, in parts of the size.
    pub(crate) fn width(&self, text: &str) -> f32 {
        text.chars().map(|sign| self.width_of(sign)).sum()
    }

    /// A printable text of one line.
    pub(crate) fn run(&self, text: String) -> Run {
        let glyphs = text.char_indices().filter_map(|(at, sign)| {
            let glyph = self.signs.map(sign)?;
            Some(KrillaGlyph::new(
                GlyphId::new(glyph.to_u32()),
                self.width_of(sign),
                0.0,
                0.0,
                0.0,
                at..at + sign.len_utf8(),
                None,
            ))
        });
        Run {
            glyphs: glyphs.collect(),
            text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_faces_have_the_same_signs_and_all_of_french() {
        let typeface = Typeface::built_in().unwrap();
        for number in 0..=0x2FFFF {
            let Some(sign) = char::from_u32(number) else {
                continue;
            };
            let has = [typeface.regular.has(sign), typeface.bold.has(sign)];
            assert_eq!(has[0], has[1], "U+{number:04X}");
        }
        let french = "àâäæçéèêëîïôœùûüÿ ÀÂÄÆÇÉÈÊËÎÏÔŒÙÛÜŸ « » ’ – — … € n° 1er ½ \u{202f}\u{a0}";
        assert!(typeface.has_all(french));
        assert!(typeface.has_all("Nguyễn Þórður Łukasz Şahin Ñuño Dvořák Ștefan Ağaoğlu"));
        assert_eq!(typeface.printable(french), french);
    }

    #[test]
    fn what_the_typeface_does_not_have_is_written_by_its_number() {
        let typeface = Typeface::built_in().unwrap();
        assert!(!typeface.has_all("Li 李"));
        assert_eq!(typeface.printable("Li 李\n😀"), "Li ⟨U+674E⟩\n⟨U+1F600⟩");
        assert_eq!(
            typeface.printable("محمد"),
            "⟨U+0645⟩⟨U+062D⟩⟨U+0645⟩⟨U+062F⟩"
        );
        assert_eq!(
            typeface.printable("a\u{0}b\u{ad}\u{feff}"),
            "a⟨U+0000⟩b⟨U+00AD⟩⟨U+FEFF⟩"
        );
        assert_eq!(typeface.printable("a\tb\r"), "a b⟨U+000D⟩");
    }

    #[test]
    fn a_run_draws_every_sign_of_its_text() {
        let typeface = Typeface::built_in().unwrap();
        let run = typeface.bold.run("Œuvre d’été ⟨U+674E⟩".to_owned());
        assert_eq!(run.glyphs.len(), run.text.chars().count());
        assert!(typeface.bold.width("WW") > typeface.bold.width("ii"));
    }
}
