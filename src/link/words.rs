//! Who asks for whose words: what a text says to readers, and to nobody else in the archive. What was made without
//! asking for a text's words stays as it is when only they change.
//!
//! Every answer of a [`Text`](super::Text) about its words takes note of itself here, by thread.

use std::cell::RefCell;
use std::sync::OnceLock;

use crate::parse::SourceId;

thread_local! {
    /// For everything that this thread is making right now, the innermost last: whose words were asked for.
    static ASKED: RefCell<Vec<Vec<SourceId>>> = const { RefCell::new(Vec::new()) };
}

/// Makes something, and says whose words were asked for meanwhile on this thread, each once, in the order of their files.
pub fn asking<T>(make: impl FnOnce() -> T) -> (T, Vec<SourceId>) {
    let frame = Frame::open();
    let made = make();
    let asked = ASKED.with_borrow_mut(|asked| asked.last_mut().map(std::mem::take));
    drop(frame);
    let mut asked = asked.unwrap_or_default();
    asked.sort_unstable();
    asked.dedup();
    (made, asked)
}

/// Takes note that whatever is being made shows the words of these files: for what hands on something that was made
/// from them before.
pub fn ask(files: &[SourceId]) {
    ASKED.with_borrow_mut(|asked| {
        if let Some(asked) = asked.last_mut() {
            for file in files {
                if asked.last() != Some(file) {
                    asked.push(*file);
                }
            }
        }
    });
}

/// Something that is made once for several, each of whom shows the words that it was made from.
pub struct MadeOnce<T>(OnceLock<(T, Vec<SourceId>)>);

impl<T> MadeOnce<T> {
    /// Not made yet.
    #[must_use]
    pub const fn new() -> Self {
        Self(OnceLock::new())
    }

    /// What was made, by `make` if nobody asked before.
    pub fn get_or_init(&self, make: impl FnOnce() -> T) -> &T {
        let (made, asked) = self.0.get_or_init(|| asking(make));
        ask(asked);
        made
    }
}

impl<T> Default for MadeOnce<T> {
    fn default() -> Self {
        Self::new()
    }
}

/// One thing that is being made; no more when it is dropped, whatever happened.
struct Frame;

impl Frame {
    fn open() -> Self {
        ASKED.with_borrow_mut(|asked| asked.push(Vec::new()));
        Self
    }
}

impl Drop for Frame {
    fn drop(&mut self) {
        ASKED.with_borrow_mut(Vec::pop);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_told_what_it_asked_for_itself() {
        let ids = [3, 1, 3, 2].map(SourceId);
        let (inner, outer) = asking(|| {
            ask(&ids[..1]);
            let ((), inner) = asking(|| ask(&ids[1..]));
            ask(&ids[..1]);
            inner
        });
        assert_eq!(inner, [1, 2, 3].map(SourceId));
        assert_eq!(outer, [SourceId(3)]);
        // Nobody asks.
        ask(&ids);
        assert_eq!(asking(|| ()).1, []);
    }

    #[test]
    fn what_is_made_once_counts_for_all_who_show_it() {
        let shared = MadeOnce::new();
        let show = || asking(|| *shared.get_or_init(|| ask(&[SourceId(4)]))).1;
        assert_eq!(show(), [SourceId(4)]);
        assert_eq!(show(), [SourceId(4)]);
    }

    #[test]
    fn who_comes_to_an_untimely_end_leaves_nothing_behind() {
        let ended = std::panic::catch_unwind(|| asking(|| panic!("at once")));
        assert!(ended.is_err());
        let ((), asked) = asking(|| ask(&[SourceId(1)]));
        assert_eq!(asked, [SourceId(1)]);
        assert!(ASKED.with_borrow(Vec::is_empty));
    }
}
