//! A record's new state brought into what the author has made of its file. What only the source changed is
//! taken, what only the author changed stays; where both did, nothing changes and the author is asked. Pure.

use serde_json::{Map, Value};

use super::draft::Draft;
use super::file::{Mapping, compose, paragraphs, parts};
use super::merge::{Pick, merge};
use super::state::{Prints, Record, as_read, print};
use super::yaml;
use crate::text::fingerprint;

/// Who wins where both sides changed something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Decision {
    /// Nobody: it is reported, again with each import.
    #[default]
    Open,
    /// What stands in the content.
    Ours,
    /// What the source has.
    Theirs,
}

/// Something that both sides changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The key, or `text`.
    pub key: String,
    /// As it stands in the content.
    pub ours: String,
    /// As the source has it now.
    pub theirs: String,
}

/// A file after an import.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Updated {
    /// Its text.
    pub(super) text: String,
    /// What is to be remembered.
    pub(super) record: Record,
    /// What the author has to decide.
    pub(super) conflicts: Vec<Conflict>,
}

/// A new file.
pub(super) fn fresh(draft: &Draft, place: &str) -> Updated {
    let front = yaml::mapping(&draft.front, 0);
    Updated {
        text: compose(&front, &draft.body),
        record: Record::of(draft, place, &as_read(&draft.front)),
        conflicts: Vec::new(),
    }
}

/// A Markdown file that is there already. `base` is what was imported last; without it, the author is asked about
/// whatever differs.
pub(super) fn update(
    file: &str,
    base: Option<&Record>,
    draft: &Draft,
    decision: Decision,
) -> Option<Updated> {
    let parts = parts(file)?;
    let place = base.map_or("", |base| &base.place);
    let mut side = Side::new(base, draft, place, decision);
    let front = side.mapping(Mapping::new(parts.front))?;
    let body = side.body(parts.body, &draft.body);
    let same = body == parts.body;
    let (head, mut fence) = (parts.head, parts.fence.to_owned());
    if parts.body.is_empty() && !same {
        fence = format!("{}\n\n", fence.trim_end());
    }
    let text = format!("{head}{front}{fence}{body}");
    Some(Updated {
        text,
        record: side.record,
        conflicts: side.conflicts,
    })
}

/// An item of a list in a YAML file, or a whole YAML file.
pub(super) fn update_mapping(
    mapping: Mapping,
    base: Option<&Record>,
    draft: &Draft,
    decision: Decision,
) -> Option<Updated> {
    let place = base.map_or("", |base| &base.place);
    let mut side = Side::new(base, draft, place, decision);
    let text = side.mapping(mapping)?;
    Some(Updated {
        text,
        record: side.record,
        conflicts: side.conflicts,
    })
}

/// The source's side of a merge, and what comes of it.
struct Side<'a> {
    base: Option<&'a Record>,
    theirs: Map<String, Value>,
    decision: Decision,
    record: Record,
    conflicts: Vec<Conflict>,
}

impl<'a> Side<'a> {
    fn new(base: Option<&'a Record>, draft: &Draft, place: &str, decision: Decision) -> Self {
        let theirs = as_read(&draft.front);
        Self {
            base,
            record: Record::of(draft, place, &theirs),
            theirs,
            decision,
            conflicts: Vec::new(),
        }
    }

    fn mapping(&mut self, mut mapping: Mapping) -> Option<String> {
        let ours = mapping.values()?;
        let mut keys: Vec<String> = self.theirs.keys().cloned().collect();
        let gone = self.base.into_iter().flat_map(|base| base.keys.keys());
        keys.extend(gone.filter(|key| !self.theirs.contains_key(*key)).cloned());
        keys.sort_by(|a, b| yaml::rank(a).cmp(&yaml::rank(b)));
        for key in keys {
            let own = ours.get(&key).cloned().unwrap_or_default();
            let theirs = self.theirs.get(&key).cloned().unwrap_or_default();
            match self.value(&key, &own, &theirs) {
                Verdict::Stays => {}
                Verdict::Becomes(value) if mapping.set(&key, &value) => {}
                Verdict::Becomes(_) | Verdict::Open => {
                    self.conflict(&key, &own, &theirs);
                    let (closed, sure) = closed(&key, &own, &theirs);
                    let set = closed.is_none_or(|closed| mapping.set(&key, &closed));
                    if !(sure && set) {
                        mapping.set("access", &RESTRICTED.into());
                    }
                }
            }
        }
        Some(mapping.into_text())
    }

    /// What becomes of a key.
    fn value(&self, key: &str, ours: &Value, theirs: &Value) -> Verdict {
        let own = Prints::of(ours);
        let new = Prints::of(theirs);
        let none = Prints::default();
        let known = self.base.and_then(|base| base.keys.get(key));
        let old = known.unwrap_or(&none);
        if own == new
            || (new == *old && self.base.is_some())
            || theirs.is_null() && self.base.is_none()
        {
            return Verdict::Stays;
        }
        // What was closed is not opened by a machine: the author may have closed it, too.
        let opens = key == "access" && is_closed_to(ours) && !is_closed_to(theirs);
        if own == *old && !opens {
            return Verdict::Becomes(theirs.clone());
        }
        match (ours, theirs, self.decision) {
            (Value::Array(ours), Value::Array(theirs), _)
                if let Some(merged) = merged_lists(old, ours, theirs) =>
            {
                Verdict::Becomes(Value::Array(merged))
            }
            (_, _, Decision::Theirs) => Verdict::Becomes(theirs.clone()),
            (_, _, Decision::Ours) => Verdict::Stays,
            _ => Verdict::Open,
        }
    }

    fn conflict(&mut self, key: &str, ours: &Value, theirs: &Value) {
        let shown = |value: &Value| match value {
            Value::Null => String::new(),
            value => yaml::entry(key, value, 0),
        };
        self.conflicts.push(Conflict {
            key: key.to_owned(),
            ours: shown(ours),
            theirs: shown(theirs),
        });
        // Until it is decided, it counts as not yet imported.
        self.record.all = 0;
        match self.base.and_then(|base| base.keys.get(key)) {
            Some(old) => self.record.keys.insert(key.to_owned(), old.clone()),
            None => self.record.keys.remove(key),
        };
    }

    fn body(&mut self, ours: &str, theirs: &str) -> String {
        let own = Prints::of_text(ours);
        let new = Prints::of_text(theirs);
        let old = self.base.map(|base| base.text.clone());
        let kept = old.as_ref().map_or(theirs.is_empty(), |old| new == *old);
        if own == new || kept {
            return ours.to_owned();
        }
        let whole = |text: &str| match text.trim_matches('\n') {
            "" => String::new(),
            text => format!("{text}\n"),
        };
        let old = old.unwrap_or_default();
        if own == old {
            return whole(theirs);
        }
        let (mine, yours) = (paragraphs(ours), paragraphs(theirs));
        if let Some(picks) = merge(&old.list(), &own.list(), &new.list()) {
            let piece = |pick: &Pick| match pick {
                Pick::Ours(at) => mine[*at],
                Pick::Theirs(at) => yours[*at],
            };
            let pieces: Vec<&str> = picks.iter().map(piece).collect();
            return whole(&pieces.join("\n\n"));
        }
        match self.decision {
            Decision::Ours => ours.to_owned(),
            Decision::Theirs => whole(theirs),
            Decision::Open => {
                self.conflicts.push(differing(&mine, &yours));
                self.record.all = 0;
                self.record.text = old;
                ours.to_owned()
            }
        }
    }
}

/// What becomes of a key.
enum Verdict {
    /// What it is.
    Stays,
    /// This.
    Becomes(Value),
    /// Nobody knows.
    Open,
}

/// How a paper says that it is not public.
const RESTRICTED: &str = "restricted";

fn is_closed_to(access: &Value) -> bool {
    !matches!(access.as_str(), None | Some("public"))
}

/// Ours with everything closed that the source closed, whoever has changed what else; nothing if there is nothing to
/// close. The second value is false if the source closed something of which nobody knows what it is here.
fn closed(key: &str, ours: &Value, theirs: &Value) -> (Option<Value>, bool) {
    let (Value::Array(own), Value::Array(new)) = (ours, theirs) else {
        let closes = key == "access" && is_closed_to(theirs) && !is_closed_to(ours);
        return (closes.then(|| theirs.clone()), true);
    };
    let is_closed = |item: &Value| {
        is_closed_to(&item["access"]) || item.get("public").is_some_and(|public| *public != true)
    };
    let mut list = own.clone();
    let mut sure = true;
    for item in new.iter().filter(|item| is_closed(item)) {
        let mut found = false;
        for own in list.iter_mut().filter(|own| are_one(own, item)) {
            found = true;
            if let (Value::Object(own), Value::Object(item)) = (own, item) {
                for key in ["access", "public"] {
                    if let Some(value) = item.get(key) {
                        own.insert(key.to_owned(), value.clone());
                    }
                }
            }
        }
        let known = |own: &Value| is_closed(own) || new.iter().any(|item| are_one(own, item));
        sure &= found || list.iter().all(known);
    }
    ((list != *own).then_some(Value::Array(list)), sure)
}

/// Whether two versions of an item are of the same thing: a file at its address, or a step on its day.
fn are_one(own: &Value, item: &Value) -> bool {
    let same = |key: &str| !own[key].is_null() && own[key] == item[key];
    same("url")
        || same("file")
        || (same("organization")
            && (same("date") || own["date"].is_null() || item["date"].is_null()))
        || (same("name") && own["url"].is_null() && own["file"].is_null())
}

fn merged_lists(old: &Prints, ours: &[Value], theirs: &[Value]) -> Option<Vec<Value>> {
    let own: Vec<u64> = ours.iter().map(print).collect();
    let new: Vec<u64> = theirs.iter().map(print).collect();
    let picks = merge(&old.list(), &own, &new)?;
    let item = |pick: &Pick| match pick {
        Pick::Ours(at) => ours[*at].clone(),
        Pick::Theirs(at) => theirs[*at].clone(),
    };
    Some(picks.iter().map(item).collect())
}

/// The paragraphs that are not in both texts.
fn differing(ours: &[&str], theirs: &[&str]) -> Conflict {
    let only = |these: &[&str], those: &[&str]| {
        let those: Vec<u64> = those.iter().map(|text| fingerprint(text)).collect();
        let own = these
            .iter()
            .filter(|text| !those.contains(&fingerprint(text)));
        let own: Vec<&str> = own.copied().collect();
        own.join("\n\n") + "\n"
    };
    Conflict {
        key: "text".to_owned(),
        ours: only(ours, theirs),
        theirs: only(theirs, ours),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn draft(front: Value, body: &str) -> Draft {
        let mut draft = Draft::new("https://ris.example/1", "papers/x".into());
        draft.body = body.to_owned();
        if let Value::Object(map) = front {
            draft.front = map;
        }
        draft
    }

    fn first() -> Draft {
        draft(
            json!({"name": "Radweg", "date": "2024-01-02", "keyword": ["Rad"]}),
            "Eins.\n\nZwei.\n",
        )
    }

    /// Imports `first`, lets the author edit, then imports `second`.
    #[track_caller]
    fn check(edit: (&str, &str), second: &Draft, expected: (&str, usize)) {
        let start = fresh(&first(), "papers/x.md");
        assert!(start.text.contains(edit.0), "{}", start.text);
        let edited = start.text.replace(edit.0, edit.1);
        let updated =
            update(&edited, Some(&start.record), second, Decision::Open).expect("front matter");
        assert_eq!((updated.text.as_str(), updated.conflicts.len()), expected);
        // A second run of the same import changes nothing, and asks the same.
        let again =
            update(&updated.text, Some(&updated.record), second, Decision::Open).expect("again");
        assert_eq!(
            (again.text, again.conflicts),
            (updated.text, updated.conflicts)
        );
    }

    const START: &str =
        "---\nname: Radweg\ndate: 2024-01-02\nkeyword: [Rad]\n---\n\nEins.\n\nZwei.\n";

    #[test]
    fn news_come_and_the_authors_work_stays() {
        check(("", ""), &first(), (START, 0));
        let edited = START
            .replace("name: Radweg", "# Kurz\nname: Radweg Nord")
            .replace("Eins", "Erstens");
        let mut news = first();
        news.put("date", "2024-01-03");
        news.put("reference", "7/24");
        news.body = "Eins.\n\nZwei.\n\nDrei.\n".into();
        let both = edited
            .replace("date: 2024-01-02", "reference: 7/24\ndate: 2024-01-03")
            .replace("Zwei.\n", "Zwei.\n\nDrei.\n");
        let start = fresh(&first(), "papers/x.md");
        let updated = update(&edited, Some(&start.record), &news, Decision::Open).expect("sound");
        assert_eq!((updated.text, updated.conflicts), (both, vec![]));
        let mut without = first();
        without.front.remove("keyword");
        check(
            ("", ""),
            &without,
            (&START.replace("keyword: [Rad]\n", ""), 0),
        );
        let mut longer = first();
        longer.put("keyword", json!(["Rad", "Weg"]));
        check(
            ("[Rad]", "[Fahrrad]"),
            &longer,
            (&START.replace("[Rad]", "[Fahrrad, Weg]"), 0),
        );
    }

    #[test]
    fn where_both_changed_the_author_decides() {
        let mut news = first();
        news.put("name", "Radweg Süd");
        let mine = START.replace("name: Radweg", "name: Radweg Nord");
        check(("name: Radweg", "name: Radweg Nord"), &news, (&mine, 1));
        let start = fresh(&first(), "papers/x.md");
        for (decision, text) in [
            (Decision::Ours, &mine),
            (
                Decision::Theirs,
                &START.replace("name: Radweg", "name: Radweg Süd"),
            ),
        ] {
            let decided = update(&mine, Some(&start.record), &news, decision).expect("sound");
            assert_eq!((&decided.text, decided.conflicts.len()), (text, 0));
            let later =
                update(&decided.text, Some(&decided.record), &news, Decision::Open).expect("sound");
            assert_eq!((&later.text, later.conflicts.len()), (text, 0));
        }
        news.put("name", "Radweg");
        news.body = "Eins!\n\nZwei.\n".into();
        check(
            ("Eins.", "Eins?"),
            &news,
            (&START.replace("Eins.", "Eins?"), 1),
        );
    }

    #[test]
    fn a_file_without_a_past_is_its_authors() {
        let file = "---\nname: Mein Titel\n---\nMein Text.\n";
        let updated = update(file, None, &first(), Decision::Open).expect("sound");
        assert_eq!(
            updated.text,
            "---\nname: Mein Titel\ndate: 2024-01-02\nkeyword: [Rad]\n---\nMein Text.\n"
        );
    }

    fn with_step(public: bool, access: bool) -> Draft {
        let mut step = json!({"organization": "rat", "date": "2024-05-01", "role": "Beratung"});
        let mut file = json!({"name": "Anlage", "url": "https://ris.example/a.pdf"});
        if !public {
            step["public"] = json!(false);
        }
        if !access {
            file["access"] = json!("restricted");
        }
        let mut draft = first();
        draft.put("consultation", json!([step]));
        draft.put("attachments", json!([file]));
        draft
    }

    #[test]
    fn what_the_source_closes_is_closed_whatever_the_author_did() {
        let start = fresh(&with_step(true, true), "papers/x.md");
        let edited = start
            .text
            .replace("Beratung", "Vorberatung")
            .replace("Anlage", "Gutachten");
        for base in [Some(&start.record), None] {
            let closed =
                update(&edited, base, &with_step(false, false), Decision::Open).expect("sound");
            assert!(closed.text.contains("public: false"), "{}", closed.text);
            assert!(
                closed.text.contains("access: restricted"),
                "{}",
                closed.text
            );
            assert!(closed.text.contains("Vorberatung") && closed.text.contains("Gutachten"));
            assert!(!closed.text.contains("\naccess:"), "{}", closed.text);
            assert!(!closed.conflicts.is_empty());
            let again = update(
                &closed.text,
                Some(&closed.record),
                &with_step(false, false),
                Decision::Open,
            );
            assert_eq!(again.expect("sound").text, closed.text);
        }
        // What cannot be told apart closes the paper as a whole.
        let other = edited.replace("a.pdf", "b.pdf");
        let closed = update(
            &other,
            Some(&start.record),
            &with_step(true, false),
            Decision::Open,
        );
        assert!(
            closed
                .expect("sound")
                .text
                .contains("\naccess: restricted\n")
        );
        // The author may open again what the source has long closed.
        let start = fresh(&with_step(false, false), "papers/x.md");
        let opened = start.text.replace("    public: false\n", "");
        let kept = update(
            &opened,
            Some(&start.record),
            &with_step(false, false),
            Decision::Open,
        );
        assert_eq!(kept.expect("sound").text, opened);
    }

    #[test]
    fn a_paper_that_is_closed_is_not_opened_by_an_import() {
        let mut restricted = first();
        restricted.put("access", "restricted");
        let start = fresh(&restricted, "papers/x.md");
        let news =
            update(&start.text, Some(&start.record), &first(), Decision::Open).expect("sound");
        assert!(news.text.contains("access: restricted") && news.conflicts.len() == 1);
        let taken =
            update(&start.text, Some(&start.record), &first(), Decision::Theirs).expect("sound");
        assert!(!taken.text.contains("access"), "{}", taken.text);
        // And what the source closes is closed, unless the author says otherwise afterwards.
        let start = fresh(&first(), "papers/x.md");
        let closed = update(&start.text, None, &restricted, Decision::Open).expect("sound");
        assert!(
            closed.text.contains("access: restricted"),
            "{}",
            closed.text
        );
    }

    #[test]
    fn without_memory_nobody_wins_in_silence() {
        let start = fresh(&first(), "papers/x.md");
        let mut news = first();
        news.put("date", "2024-03-03");
        news.body = "Ganz anders.\n".into();
        let found = update(&start.text, None, &news, Decision::Open).expect("sound");
        assert_eq!((found.text.as_str(), found.conflicts.len()), (START, 2));
        let again = update(&found.text, Some(&found.record), &news, Decision::Open).expect("sound");
        assert_eq!(again.conflicts, found.conflicts);
    }
}
