//! The public gate: the only maker of [`Public`].
//!
//! Whoever holds a `Public<Paper>` holds no restricted consultation, attachment or agenda item: they
//! are cut out here, and no other code can make the type. A document that was not understood in full
//! counts as restricted, since the part that was not understood might have said so.

use std::ops::Deref;
use std::sync::Arc;

use crate::model::{Access, Attachment, Date, List, Meeting, Paper};
use crate::parse::Document;

/// Something that everybody may see, with nothing in it that only some may.
#[derive(Clone, Debug)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Public<T>(T);

impl<T> Deref for Public<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}

/// The public part of a paper, on the day `today`.
pub(super) fn paper(document: &Document<Paper>, today: Date) -> Option<Public<Arc<Paper>>> {
    let embargoed = document.data.publish_from.is_some_and(|day| day > today);
    if document.broken || embargoed || document.data.access != Access::Public {
        return None;
    }
    let mut paper = Arc::clone(&document.data);
    let open = |file: &Attachment| file.access == Access::Public;
    if !paper.consultation.iter().all(|step| step.public) || !paper.attachments.iter().all(open) {
        let paper = Arc::make_mut(&mut paper);
        paper.consultation.retain(|step| step.public);
        paper.attachments.retain(open);
    }
    // What the author tells the program is for nobody else: least of all what is to be blacked out.
    if !(paper.review.is_empty() && paper.redact.is_empty() && paper.personal_data.is_empty()) {
        let paper = Arc::make_mut(&mut paper);
        paper.review = List::default();
        paper.redact = List::default();
        paper.personal_data = List::default();
    }
    Some(Public(paper))
}

/// The public part of a meeting.
pub(super) fn meeting(document: &Document<Meeting>) -> Option<Public<Arc<Meeting>>> {
    if document.broken || document.data.access != Access::Public {
        return None;
    }
    let mut meeting = Arc::clone(&document.data);
    if meeting.agenda_item.iter().any(|item| !item.public) {
        let meeting = Arc::make_mut(&mut meeting);
        meeting.agenda_item.retain(|item| item.public);
    }
    if !(meeting.review.is_empty() && meeting.redact.is_empty() && meeting.personal_data.is_empty())
    {
        let meeting = Arc::make_mut(&mut meeting);
        meeting.review = Vec::new();
        meeting.redact = Vec::new();
        meeting.personal_data = Vec::new();
    }
    Some(Public(meeting))
}
