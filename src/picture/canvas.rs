//! A picture of few colours, and its PNG: 4 bits a pixel, since a preview is words on an even ground.

use super::PictureError;

/// A colour: red, green, blue.
pub type Color = [u8; 3];

/// Steps of an ink towards the ground. Four make smooth edges and pack well.
const STEPS: u8 = 4;

/// What things are drawn in. Every ink has steps towards the ground, for smooth edges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// For titles.
    Ink,
    /// For the portal's own parts.
    Accent,
    /// For labels.
    Soft,
    /// The ground itself, for words on a field of the accent.
    Ground,
}

impl Ink {
    /// Place of its steps in the palette, and how many there are.
    const fn ramp(self) -> (u8, u8) {
        match self {
            Self::Ink => (1, STEPS),
            Self::Accent | Self::Ground => (1 + STEPS, STEPS),
            Self::Soft => (1 + 2 * STEPS, STEPS),
        }
    }
}

/// A picture of few colours.
pub struct Canvas {
    width: usize,
    height: usize,
    dots: Vec<u8>,
    palette: Vec<u8>,
}

impl Canvas {
    /// An even ground.
    #[must_use]
    pub fn new((width, height): (usize, usize), [ground, ink, accent, soft]: [Color; 4]) -> Self {
        let steps = u16::from(STEPS);
        let mut palette = ground.to_vec();
        for color in [ink, accent, soft] {
            for step in 1..=steps {
                for (from, to) in ground.iter().zip(color) {
                    let mixed =
                        (u16::from(*from) * (steps - step) + u16::from(to) * step + steps / 2)
                            / steps;
                    palette.push(u8::try_from(mixed).unwrap_or(u8::MAX));
                }
            }
        }
        Self {
            width,
            height,
            dots: vec![0; width * height],
            palette,
        }
    }

    /// Fills a field: left, top, width, height. What lies outside is left out.
    pub fn fill(&mut self, [left, top, width, height]: [usize; 4], ink: Ink) {
        let (first, steps) = ink.ramp();
        let right = (left + width).min(self.width);
        for y in top..(top + height).min(self.height) {
            let row = y * self.width;
            if let Some(dots) = self.dots.get_mut(row + left..row + right) {
                dots.fill(first + steps - 1);
            }
        }
    }

    /// Covers a dot in part, `covered` from 0 to 1.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "places on a canvas of some thousand dots; shares between 0 and 1"
    )]
    pub(super) fn dot(
        &mut self,
        (left, top): (f32, f32),
        (dx, dy): (u32, u32),
        covered: f32,
        ink: Ink,
    ) {
        let (x, y) = (left as i64 + i64::from(dx), top as i64 + i64::from(dy));
        let (Ok(x), Ok(y)) = (usize::try_from(x), usize::try_from(y)) else {
            return;
        };
        if x >= self.width || y >= self.height {
            return;
        }
        let (first, steps) = ink.ramp();
        let step = (covered.clamp(0.0, 1.0) * f32::from(steps)).round() as u8;
        let dot = &mut self.dots[y * self.width + x];
        if step == 0 {
            return;
        }
        *dot = match ink {
            Ink::Ground if step == steps => 0,
            Ink::Ground => first + steps - 1 - step,
            // Where two letters touch, the darker one is seen.
            _ if (first..first + steps).contains(dot) => (*dot).max(first + step - 1),
            _ => first + step - 1,
        };
    }

    /// The picture as PNG.
    ///
    /// # Errors
    /// [`PictureError::Png`]; only for a picture that is too large to be one.
    pub fn png(&self) -> Result<Vec<u8>, PictureError> {
        let failed = |error: png::EncodingError| PictureError::Png(error.to_string());
        let size = |side: usize| u32::try_from(side).unwrap_or(u32::MAX);
        let mut bytes = Vec::with_capacity(16 << 10);
        let mut encoder = png::Encoder::new(&mut bytes, size(self.width), size(self.height));
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_depth(png::BitDepth::Four);
        encoder.set_palette(self.palette.as_slice());
        encoder.set_deflate_compression(png::DeflateCompression::Level(6));
        encoder.set_filter(png::Filter::NoFilter);
        let mut writer = encoder.write_header().map_err(failed)?;
        writer.write_image_data(&self.packed()).map_err(failed)?;
        writer.finish().map_err(failed)?;
        Ok(bytes)
    }

    /// Two dots a byte.
    fn packed(&self) -> Vec<u8> {
        let mut packed = Vec::with_capacity(self.dots.len() / 2 + self.height);
        for row in self.dots.chunks(self.width) {
            packed.extend(row.chunks(2).map(|pair| match pair {
                [left, right] => left << 4 | right,
                [left] => left << 4,
                _ => 0,
            }));
        }
        packed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_an_indexed_png() {
        let colors = [[255; 3], [0; 3], [28, 63, 148], [83, 91, 103]];
        let mut canvas = Canvas::new((11, 4), colors);
        canvas.fill([2, 1, 100, 100], Ink::Accent);
        let bytes = canvas.png().expect("PNG");
        let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
        decoder.set_transformations(png::Transformations::EXPAND);
        let mut reader = decoder.read_info().expect("head");
        assert_eq!(reader.info().size(), (11, 4));
        let mut dots = vec![0; 200];
        reader.next_frame(&mut dots).expect("dots");
        assert_eq!(dots[..3], [255; 3], "the ground");
        assert_eq!(dots[(11 + 2) * 3..][..3], [28, 63, 148], "the field");
    }
}
