//! Pictures made of pixels: previews with text, and icons. Pure: from words and shapes to the bytes of a PNG.
//!
//! The same input gives the same bytes. Sizes are in pixels; nothing here knows papers or addresses.

mod canvas;
mod icon;
mod letters;
mod wrap;

pub use canvas::{Canvas, Color, Ink};
pub use icon::{drawable, ico, icon};
pub use letters::Face;
pub use wrap::{Fitted, fit, one_line};

/// Why an icon could not be drawn, in English.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// The file is no SVG that can be drawn.
    #[error("not an SVG that can be drawn: {0}")]
    Svg(String),
    /// The picture could not be written as PNG.
    #[error("cannot be written as PNG: {0}")]
    Png(String),
}

/// The three faces that previews are set in.
pub struct Faces {
    /// For titles.
    pub title: Face,
    /// For labels.
    pub text: Face,
    /// For facts.
    pub strong: Face,
}
