//! Headings of Vorlagen: which line begins which part. Pure.

use std::sync::LazyLock;

use regex::Regex;

use super::lines::Line;
use super::ocr::alike;

/// What a part of a Vorlage is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    /// What stands before the first heading.
    Head,
    /// The title.
    Subject,
    /// What it is about, in short.
    Short,
    /// What is proposed.
    Proposal,
    /// What is proposed, in the overview before the paper.
    ShortProposal,
    /// Which organizations deal with it.
    Consultation,
    /// Total costs.
    Costs,
    /// What is saved.
    Saving,
    /// What it means for the budget, in words.
    Finance,
    /// The box in which a form asks about money.
    Effects,
    /// The climate check.
    Climate,
    /// Keywords.
    Keywords,
    /// The place it is about.
    Place,
    /// Who must be heard.
    Hearing,
    /// Who takes part.
    Participants,
    /// What was decided.
    Decision,
    /// Who gets a copy.
    Distribution,
    /// Which offices are asked.
    Opinions,
    /// Public attachments.
    Attachments,
    /// Attachments that are not public.
    RestrictedAttachments,
    /// The resolution that it reports on.
    ReportOn,
    /// Who wrote it.
    Author,
    /// Departments that bring it in.
    Originators,
    /// Who confirms it.
    Signatures,
    /// Running text under a heading.
    Prose,
}

/// Headings with what they begin. Those with a star may have their content on the same line.
const HEADINGS: &[(&str, Part)] = &[
    ("*Betreff", Part::Subject),
    ("*Anlass", Part::Subject),
    ("*Titel", Part::Subject),
    ("*Inhalt", Part::Short),
    (
        "Kurzbeschreibung des Vorhabens (verpflichtend)",
        Part::Short,
    ),
    ("Kurzbeschreibung des Vorhabens", Part::Short),
    ("Kurzbeschreibung", Part::Short),
    ("Beschlussvorschlag", Part::Proposal),
    ("Beschlussvorschlag der Verwaltung", Part::Proposal),
    ("Beschlussantrag", Part::Proposal),
    ("Beschlussentwurf", Part::Proposal),
    ("Antrag der Referentin", Part::Proposal),
    ("Antrag des Referenten", Part::Proposal),
    ("Antrag", Part::Proposal),
    ("Anfrage", Part::Proposal),
    ("Entscheidungsvorschlag", Part::ShortProposal),
    ("Beratungsfolge", Part::Consultation),
    ("*Gesamtkosten / Gesamterlöse", Part::Costs),
    ("*Einsparung", Part::Saving),
    ("Haushaltsrechtliche Stellungnahme", Part::Finance),
    ("Finanzielle Auswirkungen", Part::Finance),
    ("Kosten und Finanzierung", Part::Finance),
    ("Die Maßnahme", Part::Effects),
    ("Klimaprüfung", Part::Climate),
    ("Gesucht werden kann im RIS auch unter", Part::Keywords),
    ("Schlagwörter", Part::Keywords),
    ("*Ortsangabe", Part::Place),
    ("Anhörung des Bezirksausschusses", Part::Hearing),
    ("Korreferentin und Verwaltungsbeiräte", Part::Participants),
    ("Korreferent und Verwaltungsbeirat", Part::Participants),
    (
        "Beteiligung der Korreferentin und der Verwaltungsbeiräte",
        Part::Participants,
    ),
    ("Beschluss", Part::Decision),
    ("*Abdruck von", Part::Distribution),
    ("Erforderliche Stellungnahmen", Part::Opinions),
    ("Anlagen öffentlich", Part::Attachments),
    ("Anlagen", Part::Attachments),
    ("Anlagen nichtöffentlich", Part::RestrictedAttachments),
    ("Bericht zum Beschluss", Part::ReportOn),
    ("Verfasser", Part::Author),
    ("*Dezernat/e", Part::Originators),
    ("Bestätigung der Dezernent*innen", Part::Signatures),
    ("Sachverhalt", Part::Prose),
    ("Sachverhalt / Begründung", Part::Prose),
    ("Begründung", Part::Prose),
    ("Zusammenfassung", Part::Prose),
    ("Vortrag der Referentin", Part::Prose),
    ("Vortrag des Referenten", Part::Prose),
    ("Kurzübersicht", Part::Head),
];

#[expect(clippy::expect_used, reason = "constant patterns, each used by a test")]
static ENUMERATOR: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:[A-H]\s+|[IVX]{1,4}\.\s+|\d{1,2}\.\s+)").expect("a sound pattern")
});

/// A heading with what stands on its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Heading {
    pub(super) part: Part,
    /// Its words.
    pub(super) words: String,
    /// What stands behind it.
    pub(super) rest: String,
    /// How many lines it takes.
    pub(super) lines: usize,
}

/// The heading that these lines begin with. `overview`: within a table whose left column holds the headings.
pub(super) fn heading(lines: &[Line], overview: bool) -> Option<Heading> {
    let first = lines.first()?;
    if first.is_blank() {
        return None;
    }
    let found = of(&first.text, overview, 1);
    found.or_else(|| {
        let second = lines.get(1).filter(|line| !line.is_blank())?;
        let line = first.words();
        let open = line.ends_with(['-', '/']) || line.ends_with("kann");
        if !open || line.chars().count() >= 24 {
            return None;
        }
        let joined = match line.strip_suffix('-') {
            Some(part) => format!("{part}{}", second.words()),
            None => format!("{line} {}", second.words()),
        };
        of(&joined, false, 2)
    })
}

fn of(line: &str, overview: bool, lines: usize) -> Option<Heading> {
    let plain = line.replace("**", "").replace("__", "");
    let bare = ENUMERATOR.replace(&plain, "");
    let bare = bare.trim();
    let words = bare.trim_end_matches([':', '.']).trim();
    let length = words.chars().count();
    for (name, part) in HEADINGS {
        let (name, inline) = name
            .strip_prefix('*')
            .map_or((*name, false), |name| (name, true));
        let whole = name.chars().count();
        // Most lines are longer than any heading, and what scanners do takes much longer to tell.
        if length <= whole + 3 && (words == name || (whole >= 8 && alike(words, name))) {
            return Some(Heading {
                part: *part,
                words: words.to_owned(),
                rest: String::new(),
                lines,
            });
        }
        let rest = bare.strip_prefix(name);
        let rest = rest.filter(|rest| {
            rest.starts_with([':', '\t'])
                || (rest.starts_with(' ') && (inline && (overview || line.contains("**"))))
                || (rest.starts_with(' ') && *part == Part::Distribution)
        });
        let table = matches!(part, Part::Consultation);
        if let Some(rest) = rest.filter(|_| inline || table) {
            return Some(Heading {
                part: *part,
                words: name.to_owned(),
                rest: rest.trim_start_matches([':', ' ']).trim_end().to_owned(),
                lines,
            });
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::*;

    #[test]
    fn headings_are_known_also_when_they_are_damaged_or_broken() {
        for (text, overview, part, rest) in [
            ("Beschlussvorschlag:", false, Some(Part::Proposal), ""),
            ("C Beschlussvorschlag", false, Some(Part::Proposal), ""),
            ("Klimapriifung", false, Some(Part::Climate), ""),
            (
                "Betreff **Beitritt**",
                false,
                Some(Part::Subject),
                "Beitritt",
            ),
            ("Anlass Kündigung", true, Some(Part::Subject), "Kündigung"),
            ("Anlass dazu gab es nicht.", false, None, ""),
            (
                "Entscheidungs-\nvorschlag",
                true,
                Some(Part::ShortProposal),
                "",
            ),
            (
                "Gesucht werden kann\nim RIS auch unter",
                false,
                Some(Part::Keywords),
                "",
            ),
            (
                "Beratungsfolge\tSitzungstermin",
                false,
                Some(Part::Consultation),
                "\tSitzungstermin",
            ),
            ("Der Beschluss liegt vor.", false, None, ""),
            (
                "III. Abdruck von 1. mit II.",
                false,
                Some(Part::Distribution),
                "1. mit II.",
            ),
        ] {
            let found = heading(&lines(text), overview);
            let found = found.map(|heading| (heading.part, heading.rest));
            assert_eq!(found, part.map(|part| (part, rest.to_owned())), "{text}");
        }
    }
}
