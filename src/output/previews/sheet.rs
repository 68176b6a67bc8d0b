//! How a preview looks: the head of a printed paper. A band with the portal's name, the kind and the number, the
//! title as large as it fits, and ruled fields below.

use crate::output::Site;
use crate::picture::{Canvas, Color, Faces, Fitted, Ink, PictureError, fit, one_line};
use crate::route::PREVIEW_SIZE;
use crate::theme::rgb;

/// Left edge of all words.
const LEFT: f32 = 72.0;
/// Width that words may take.
const WIDTH: f32 = 1056.0;
/// Height of the band.
const BAND: usize = 84;
/// Upper edge of the fields.
const FIELDS: usize = 478;
/// Title sizes with the number of lines that have room.
const SIZES: &[(f32, usize)] = &[(86.0, 2), (74.0, 3), (62.0, 4), (52.0, 4), (46.0, 5)];

/// What a preview says.
pub(super) struct Sheet {
    /// What the page is about: a kind of paper, or "Thema".
    pub(super) kind: Option<String>,
    /// The council's number.
    pub(super) number: Option<String>,
    /// The title.
    pub(super) title: String,
    /// Labels and values, three at most.
    pub(super) fields: Vec<(String, String)>,
}

impl Sheet {
    /// The picture as PNG.
    pub(super) fn draw(&self, site: &Site<'_>) -> Result<Vec<u8>, PictureError> {
        let (width, height) = PREVIEW_SIZE;
        let mut canvas = Canvas::new((width, height), colors(site));
        let faces = &site.theme.faces;
        canvas.fill([0, 0, width, BAND], Ink::Accent);
        let name = one_line(&faces.strong, &site.archive.portal.name, 36.0, WIDTH);
        faces
            .strong
            .draw(&mut canvas, (&name, 36.0), (LEFT, 54.0), Ink::Ground);
        let top = self.kicker(&mut canvas, faces);
        self.title(&mut canvas, faces, top);
        self.fields(&mut canvas, faces);
        canvas.png()
    }

    /// Kind and number; gives the upper edge of what follows.
    fn kicker(&self, canvas: &mut Canvas, faces: &Faces) -> f32 {
        let Some(kind) = &self.kind else { return 108.0 };
        let number = self.number.as_ref().map_or(0.0, |number| {
            let number = one_line(&faces.text, number, 38.0, WIDTH / 2.0);
            let width = faces.text.width(&number, 38.0);
            faces.text.draw(
                canvas,
                (&number, 38.0),
                (LEFT + WIDTH - width, 148.0),
                Ink::Soft,
            );
            width + 40.0
        });
        let kind = one_line(&faces.strong, kind, 38.0, WIDTH - number);
        faces
            .strong
            .draw(canvas, (&kind, 38.0), (LEFT, 148.0), Ink::Accent);
        170.0
    }

    /// The title in the middle of the room between `top` and the fields.
    #[expect(
        clippy::cast_precision_loss,
        reason = "a handful of lines, some hundred dots"
    )]
    fn title(&self, canvas: &mut Canvas, faces: &Faces, top: f32) {
        let Fitted { size, lines } = fit(&faces.title, &self.title, WIDTH, SIZES);
        let step = (size * 0.91).round();
        let room = FIELDS as f32 - top;
        let above = ((room - step * lines.len() as f32) / 2.0).max(0.0).round();
        for (at, line) in lines.iter().enumerate() {
            let base = top + above + step * at as f32 + (size * 0.68).round();
            faces
                .title
                .draw(canvas, (line, size), (LEFT, base), Ink::Ink);
        }
    }

    /// Ruled fields, as on a form.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "edges between 0 and 1200"
    )]
    fn fields(&self, canvas: &mut Canvas, faces: &Faces) {
        let column = WIDTH / self.fields.len().max(1) as f32;
        canvas.fill([LEFT as usize, FIELDS, WIDTH as usize, 3], Ink::Ink);
        for (at, (label, value)) in self.fields.iter().enumerate() {
            let (mut left, mut room) = (LEFT + column * at as f32, column - 24.0);
            if at > 0 {
                canvas.fill([left as usize, FIELDS + 22, 2, 88], Ink::Soft);
                (left, room) = (left + 28.0, room - 28.0);
            }
            let label = one_line(&faces.text, label, 30.0, room);
            faces
                .text
                .draw(canvas, (&label, 30.0), (left, 524.0), Ink::Soft);
            let value = one_line(&faces.strong, value, 38.0, room);
            faces
                .strong
                .draw(canvas, (&value, 38.0), (left, 574.0), Ink::Ink);
        }
    }
}

/// Ground, ink, accent and labels, as on a light page.
fn colors(site: &Site<'_>) -> [Color; 4] {
    let color = |name: &str, other: Color| {
        let own = site.theme.color(&site.archive.portal, name, false);
        own.and_then(rgb).unwrap_or(other)
    };
    [
        color("paper", [255, 255, 255]),
        color("ink", [20, 23, 28]),
        color("accent", [28, 63, 148]),
        color("soft", [83, 91, 103]),
    ]
}
