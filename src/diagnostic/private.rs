//! What of a quoted line nobody may see. A finding quotes its line so that it is found at once; the log of a public
//! CI is public, an author's notes, other people's data and what stands beside the mistake are not.

use std::ops::Range;

use super::Code;
use crate::text::personal;

/// A line that a finding quotes.
pub(super) struct Quoted<'a> {
    pub(super) line: &'a str,
    /// What the finding is about, in bytes.
    pub(super) mark: Range<usize>,
    /// What of the line is shown, in bytes.
    pub(super) shown: Range<usize>,
    /// Whether it is a line of YAML.
    pub(super) yaml: bool,
    pub(super) code: Code,
}

impl Quoted<'_> {
    /// What is to be blanked, in bytes.
    pub(super) fn private(&self) -> Vec<Range<usize>> {
        let mut private = self.notes();
        let found = personal(&self.line[self.shown.clone()]).into_iter();
        let from = self.shown.start;
        private.extend(found.map(|(_, range)| range.start + from..range.end + from));
        if self.yaml {
            private.extend(self.remark());
            private.extend(self.others());
            if self.code == Code::UnknownKey {
                // Nobody knows whether it would be public.
                private.push(self.mark.end..self.line.len());
            }
        }
        private
    }

    /// Insides of HTML comments.
    fn notes(&self) -> Vec<Range<usize>> {
        let line = self.line;
        let mut notes = Vec::new();
        let mut at = 0;
        let opened = line.find("<!--").unwrap_or(line.len());
        let mut open = line.find("-->").is_some_and(|closed| closed < opened);
        while at < line.len() {
            let sign = if open { "-->" } else { "<!--" };
            let end = line[at..].find(sign).map_or(line.len(), |end| at + end);
            if open {
                notes.push(at..end);
            }
            at = (end + sign.len()).min(line.len());
            open = !open;
        }
        notes
    }

    /// YAML's comment. What only looks like one goes too, but for what is marked.
    fn remark(&self) -> Vec<Range<usize>> {
        let begins = |(at, _): &(usize, &str)| {
            let before = self.line[..*at].chars().next_back();
            before.is_none_or(char::is_whitespace)
        };
        let found = self.line.match_indices('#').find(begins);
        found.map_or(Vec::new(), |(at, _)| self.but_mark(at..self.line.len()))
    }

    /// Entries in braces that are not the one with the mistake: `[{name: A, access: restricted}, {nme: B}]`. What stands
    /// in quotes counts and does not: an apostrophe looks like one.
    fn others(&self) -> Vec<Range<usize>> {
        let mut others = self.in_braces(true);
        others.extend(self.in_braces(false));
        others.retain(|range| !range.contains(&self.mark.start));
        others
    }

    fn in_braces(&self, quotes: bool) -> Vec<Range<usize>> {
        let (mut found, mut open, mut quote) = (Vec::new(), Vec::new(), None);
        for (at, c) in self.line.char_indices() {
            match c {
                '"' | '\'' if quotes && quote.is_none_or(|open| open == c) => {
                    quote = if quote.is_none() { Some(c) } else { None };
                }
                _ if quote.is_some() => {}
                '{' => open.push(at),
                '}' => found.push(open.pop().unwrap_or(0)..at + 1),
                _ => {}
            }
        }
        found.extend(open.into_iter().map(|at| at..self.line.len()));
        found
    }

    fn but_mark(&self, range: Range<usize>) -> Vec<Range<usize>> {
        let (start, end) = (self.mark.start, self.mark.end);
        vec![
            range.start..range.end.min(start),
            range.start.max(end)..range.end,
        ]
    }
}
