//! Letters: a font file, how wide words are in it, and their shapes.

use ab_glyph::{Font, FontVec, GlyphId, PxScale, ScaleFont, point};

use super::canvas::{Canvas, Ink};

/// A font.
pub struct Face(FontVec);

impl Face {
    /// A font file (TTF or OTF); `None` if it is none.
    #[must_use]
    pub fn parse(bytes: Vec<u8>) -> Option<Self> {
        FontVec::try_from_vec(bytes).ok().map(Self)
    }

    /// `text` in characters that this font has: others are written with Latin letters, or left out.
    #[must_use]
    pub fn spell(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            if c.is_whitespace() {
                out.push(' ');
            } else if c == '\u{ad}' || self.0.glyph_id(c) != GlyphId(0) {
                out.push(c);
            } else {
                let other = deunicode::deunicode_char(c).unwrap_or_default();
                out.extend(other.chars().filter(|c| self.0.glyph_id(*c) != GlyphId(0)));
            }
        }
        out
    }

    /// Width of `text` at `size` pixels a line. Soft hyphens have none.
    #[must_use]
    pub fn width(&self, text: &str, size: f32) -> f32 {
        let font = self.0.as_scaled(PxScale::from(size));
        let advances = seen(text).map(|c| font.h_advance(font.glyph_id(c)));
        advances.sum()
    }

    /// Draws words of a size, from the left edge on the base line.
    pub fn draw(
        &self,
        canvas: &mut Canvas,
        (text, size): (&str, f32),
        (left, base): (f32, f32),
        ink: Ink,
    ) {
        let font = self.0.as_scaled(PxScale::from(size));
        // On whole dots, in large words on even ones (two dots are a byte): a letter then looks the same wherever
        // it stands, which packs well.
        let step = if size < 45.0 { 1.0 } else { 2.0 };
        let mut x = left;
        for c in seen(text) {
            let id = font.glyph_id(c);
            let place = point((x / step).round() * step, base);
            let glyph = id.with_scale_and_position(PxScale::from(size), place);
            x += font.h_advance(id);
            let Some(outline) = self.0.outline_glyph(glyph) else {
                continue;
            };
            let bounds = outline.px_bounds();
            outline.draw(|dx, dy, covered| {
                canvas.dot((bounds.min.x, bounds.min.y), (dx, dy), covered, ink);
            });
        }
    }
}

fn seen(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|c| *c != '\u{ad}')
}
