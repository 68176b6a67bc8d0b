//! An SVG as an icon of pixels.

use resvg::tiny_skia::{Color as Fill, Pixmap, PremultipliedColorU8, Transform};
use resvg::usvg::{Options, Tree};

use super::{Color, PictureError};

/// An SVG drawn into a square of `side` pixels: alone on nothing, or with a margin on a ground, as phones want it.
///
/// # Errors
/// See [`PictureError`].
pub fn icon(svg: &[u8], side: u16, ground: Option<Color>) -> Result<Vec<u8>, PictureError> {
    let tree = read(svg)?;
    let unknown = || PictureError::Svg("it has no size".into());
    let mut dots = Pixmap::new(side.into(), side.into()).ok_or_else(unknown)?;
    let whole = f32::from(side);
    let margin = if let Some([red, green, blue]) = ground {
        dots.fill(Fill::from_rgba8(red, green, blue, u8::MAX));
        whole * 0.14
    } else {
        0.0
    };
    let size = tree.size();
    let scale = (whole - 2.0 * margin) / size.width().max(size.height());
    let centre = |length: f32| (whole - length * scale) / 2.0;
    let place = Transform::from_translate(centre(size.width()), centre(size.height()));
    resvg::render(&tree, place.pre_scale(scale, scale), &mut dots.as_mut());
    png(&dots)
}

/// Whether an SVG can be drawn.
///
/// # Errors
/// [`PictureError::Svg`] says why not.
pub fn drawable(svg: &[u8]) -> Result<(), PictureError> {
    read(svg).map(drop)
}

fn read(svg: &[u8]) -> Result<Tree, PictureError> {
    Tree::from_data(svg, &Options::default()).map_err(|error| PictureError::Svg(error.to_string()))
}

fn png(dots: &Pixmap) -> Result<Vec<u8>, PictureError> {
    let failed = |error: png::EncodingError| PictureError::Png(error.to_string());
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, dots.width(), dots.height());
    encoder.set_color(png::ColorType::Rgba);
    let mut writer = encoder.write_header().map_err(failed)?;
    let dots = dots.pixels().iter().map(PremultipliedColorU8::demultiply);
    let plain: Vec<u8> = dots
        .flat_map(|dot| [dot.red(), dot.green(), dot.blue(), dot.alpha()])
        .collect();
    writer.write_image_data(&plain).map_err(failed)?;
    writer.finish().map_err(failed)?;
    Ok(bytes)
}

/// `favicon.ico` that holds one PNG of 32 pixels (the format: <https://en.wikipedia.org/wiki/ICO_(file_format)>).
#[must_use]
pub fn ico(png: &[u8]) -> Vec<u8> {
    let length = u32::try_from(png.len()).unwrap_or(u32::MAX);
    // Reserved, type icon, one picture; 32 × 32, no palette, reserved, one plane, 32 bits a dot; length, place.
    let mut bytes = vec![0, 0, 1, 0, 1, 0, 32, 32, 0, 0, 1, 0, 32, 0];
    bytes.extend(length.to_le_bytes());
    bytes.extend(22_u32.to_le_bytes());
    bytes.extend(png);
    bytes
}
