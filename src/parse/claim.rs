//! What a sentence says that its paper does to the one that it cites: a suggestion, never a fact.
//!
//! The types are DOMAIN §2's. Cue verbs are weak evidence (DOMAIN §3: "Aufhebung" is mostly a budget term), and a
//! wrong suggestion is worse than none. So a cue counts only in the forms in which a paper speaks about
//! itself: its heading ("Änderungsantrag zur Vorlage …"), what a council resolves in the present tense
//! ("Der Beschluss … wird aufgehoben"), and what "diese Vorlage" does. Whatever is denied, asked, wished,
//! quoted, told of the past or done by another paper says nothing.
//!
//! A sentence is first rewritten so that patterns can be short (`canonical`): the cited number becomes
//! `#`, other numbers `+`, lists of them `#`; finite verbs begin with `=`, conjunctions with `&`,
//! prepositions that name a source with `~`; dates and quoted titles go.

mod canonical;

use std::ops::Range;
use std::sync::{LazyLock, OnceLock};

use canonical::canonical;
use regex::Regex;

use crate::model::RelationType;
use crate::model::RelationType::{
    Amends, Answers, Corrects, Implements, Repeals, ReportsOn, Supersedes, Supplements, Terminates,
    Withdraws,
};

/// What `sentence` says that its own paper does to the one whose number stands at bytes `number`.
/// Nothing if it says nothing, or two different things.
pub(super) fn claim(sentence: &str, number: Range<usize>) -> Option<RelationType> {
    let before = sentence.get(..number.start)?.to_lowercase();
    let after = sentence.get(number.end..)?.to_lowercase();
    if !STEMS.is_match(&before) && !STEMS.is_match(&after) {
        return None;
    }
    let text = canonical(&before, &after)?;
    let clause = text.split(';').find(|clause| clause.contains('#'))?;
    if text.ends_with(['?', '…']) || VETO.is_match(clause) {
        return None;
    }
    let claimed = CLAIMS.iter().filter(|claim| claim.is_made(clause));
    let mut types = claimed.map(|claim| claim.relation);
    let found = types.next()?;
    types.next().is_none().then_some(found)
}

/// All forms of one type.
struct Claim {
    relation: RelationType,
    cues: &'static [&'static str],
    /// Made when first needed, since that takes milliseconds.
    forms: OnceLock<Regex>,
}

impl Claim {
    fn is_made(&self, clause: &str) -> bool {
        self.cues.iter().any(|cue| clause.contains(cue)) && self.forms().is_match(clause)
    }

    fn forms(&self) -> &Regex {
        self.forms.get_or_init(|| {
            let own = TABLE.iter().filter(|(of, _)| *of == self.relation);
            let patterns: Vec<String> = own.map(|(_, form)| form.pattern()).collect();
            regex(&patterns.join("|"))
        })
    }
}

/// The types with their cues: stems without which none of their forms can match. Most sentences have none.
#[rustfmt::skip]
const CUES: &[(RelationType, &[&str])] = &[
    (Answers, &["antwort", "stellung", "rückmeldung", "behand", "erledig", "geht auf"]),
    (Implements, &["umsetz", "umgesetzt", "setzt", "führ", "vollz", "erfüllung"]),
    (Amends, &["änder", "ergänz", "gehoben", "ersetzt", "gestrichen", "neu gefasst"]),
    (Supplements, &["ergänz", "nachtrag"]),
    (Supersedes, &["ersetzt", "neufassung", "stelle"]),
    (Repeals, &["hebung", "gehoben", "zuheben", "hebt", "heben", "annull", "ungültig"]),
    (Terminates, &["kündig", "beend"]),
    (Corrects, &["bericht", "korr", "richtig"]),
    (Withdraws, &["zurück", "rücknahme", "rückzug"]),
    (ReportsOn, &["bericht", "sachstand"]),
];

static STEMS: LazyLock<Regex> = LazyLock::new(|| {
    let cues = CUES.iter().flat_map(|(_, cues)| cues.iter().copied());
    regex(&cues.collect::<Vec<_>>().join("|"))
});

static CLAIMS: LazyLock<Vec<Claim>> = LazyLock::new(|| {
    let claim = |&(relation, cues): &(RelationType, &'static [&'static str])| Claim {
        relation,
        cues,
        forms: OnceLock::new(),
    };
    CUES.iter().map(claim).collect()
});

/// How a sentence puts it; the words are alternatives of a regular expression.
enum Form {
    /// A heading that needs "zu": "*Änderungsantrag* der Fraktion X zur Vorlage #".
    Title(&'static str),
    /// A heading with a genitive: "*Aufhebung* des Beschlusses #"; also "beschließt die Aufhebung …".
    Noun(&'static str),
    /// "Der Beschluss # wird *aufgehoben*", "Mit dieser Vorlage wird …".
    Passive(&'static str),
    /// "beschließt, den Beschluss # *aufzuheben*".
    Infinitive(&'static str),
    /// "Der Rat *hebt* den Beschluss # *auf*": verb and particle.
    Council(&'static str, &'static str),
    /// "Diese Vorlage *ersetzt* die Vorlage #": verb and particle.
    Itself(&'static str, &'static str),
    /// A pattern of its own.
    Plain(&'static str),
}

use Form::{Council, Infinitive, Itself, Noun, Passive, Plain, Title};

/// Every claim that is understood; a new one is a line here and sentences in `tests/claims.txt`.
#[rustfmt::skip]
const TABLE: &[(RelationType, Form)] = &[
    (Answers, Plain("^{label}(?:schriftliche )?(?:antwort(?:schreiben)?|stellungnahme|rückmeldung)(?: {by})? (?:zu[mr]?|auf) {asked}{rest}$")),
    (Answers, Plain("^{label}antwort(?: {by})? auf #{rest}$")),
    (Answers, Plain("^{label}(?:schriftliche )?(?:beantwortung|behandlung|erledigung) {asked}{rest}$")),
    (Answers, Plain("^(?:=|~)?in (?:beantwortung|behandlung|erledigung) {asked}")),
    (Answers, Plain("^zu[mr]? {asked}{rest} =(?:nimmt|nehmen) (?:{us})[^#+;]* stellung")),
    (Answers, Plain("^auf {asked}{rest} =(?:antwortet|antworten) (?:{us})")),
    (Answers, Plain("^{asked}{rest} =(?:wird|werden){adverbs}(?: schriftlich)? beantwortet(?:$|[.:,])")),
    (Answers, Plain("{asked}[^=;:]* =(?:ist|sind){thus} (?:{statutes}|{thus1}) (?:behandelt|erledigt){end}")),
    (Answers, Plain("{asked}[^=;:]* =(?:gilt|gelten){thus} als (?:{statutes} )?(?:behandelt|erledigt|beantwortet){end}")),
    (Answers, Plain("^(?:{office}|{this})[^=#+;:]* =?(?:beantwortet|beantworten){adverbs} {asked}")),
    (Answers, Plain("^{this}{own} =geht auf {asked}{q} zurück{end}")),
    (Implements, Plain("^{label}~in (?:umsetzung|ausführung|vollzug|erfüllung) {any}")),
    (Implements, Plain("^(?:{office}|{council}|{this})[^=#+;:]* =[^#+;:]* ~in (?:umsetzung|ausführung|vollzug|erfüllung) {any}")),
    (Implements, Plain("^zur (?:umsetzung|ausführung) {any}{rest} =(?:legt|legen|schlägt|unterbreitet) ")),
    (Implements, Plain("{now} =(?:wird|werden) {any}{q} (?:umgesetzt|vollzogen|ausgeführt){end}")),
    (Implements, Itself("setzt", " um")),
    (Amends, Title("(?:änderungs|ergänzungs)(?:antrag|anträge)|änderungsvorlage")),
    (Amends, Noun("änderung(?:en)?|abänderung")),
    (Amends, Passive("geändert|abgeändert")),
    (Amends, Infinitive("zu =?ändern|abzuändern")),
    (Amends, Council("ändert|ändern", "(?: ab)?")),
    (Amends, Itself("ändert", "(?: ab)?")),
    (Amends, Plain("{start}(?:die )?(?:ziffer|nummer|punkt|absatz|satz|§)n? [^=#+;:]*{any}{q} =(?:wird|werden){adverbs} (?:geändert|ersetzt|gestrichen|aufgehoben|ergänzt|neu gefasst){end}")),
    (Supplements, Title("ergänzung|ergänzungsvorlage|nachtrag|nachtragsvorlage")),
    (Supplements, Plain("^{label}(?:~in )?ergänzung {genitive}{any}{rest}$")),
    (Supplements, Plain("^(?:~?in ergänzung|ergänzend) zu[mr]? {any}{rest} =(?:wird|teilt|legt|nimmt) ")),
    (Supplements, Itself("ergänzt", "")),
    (Supersedes, Noun("neufassung")),
    (Supersedes, Itself("ersetzt", "")),
    (Supersedes, Plain("^{this}{own} =tritt{adverbs} an (?:die )?stelle {any}")),
    (Supersedes, Plain("{start}{any}{q} =(?:wird|werden){adverbs} durch (?:(?:{this}|{council}) )?[^=#+;:,]*ersetzt{end}")),
    (Repeals, Noun("aufhebung")),
    (Repeals, Passive("aufgehoben|annulliert|für ungültig erklärt")),
    (Repeals, Infinitive("aufzuheben")),
    (Repeals, Council("hebt|heben", " auf")),
    (Repeals, Itself("hebt", " auf")),
    (Terminates, Plain("^{label}(?:kündigung|beendigung) {founded}[^=#+;:]*$")),
    (Terminates, Plain("=(?:beschließt|beschließen),? die (?:kündigung|beendigung) {founded} ")),
    (Terminates, Plain("=(?:beschließt|beschließen), {founded} [^=#+;:,&]*(?:zu kündigen|zu beenden){end}")),
    (Terminates, Plain("{start}{founded} [^=#+;:,&]*=(?:wird|werden)[^=#+;:,&]* (?:gekündigt|beendet){end}")),
    (Terminates, Plain("^(?:{office}|{council}) =(?:kündigt|kündigen|beendet|beenden){adverbs} {founded}[^=#+;:,&]*$")),
    (Corrects, Noun("berichtigung|korrektur|richtigstellung")),
    (Corrects, Passive("berichtigt|korrigiert|richtiggestellt")),
    (Corrects, Itself("berichtigt|korrigiert", "")),
    (Withdraws, Plain("^{label}(?:rücknahme|zurücknahme|zurückziehung|rückzug) {any}{rest}$")),
    (Withdraws, Passive("zurückgezogen|zurückgenommen")),
    (Withdraws, Plain("^hiermit =(?:zieht|ziehen|ziehe|nimmt|nehmen|nehme) (?:{council}|{office}) {any}{q} zurück{end}")),
    (Withdraws, Council("zieht|ziehen|ziehe|nimmt|nehmen|nehme", " zurück")),
    (ReportsOn, Plain("^{label}{report}(?: {by})? (?:zu[mr]?|über) (?:{progress} )?{decided}{rest}$")),
    (ReportsOn, Plain("^(?:{office}|{this}){own} =(?:berichtet|berichten){adverbs} (?:zu[mr]?|über) (?:{progress} )?{decided}")),
];

/// Names in patterns; later ones may use earlier ones.
#[rustfmt::skip]
const NAMES: &[(&str, &str)] = &[
    ("{det}", r"(?:(?:der|die|das|den|dem|des|ihren?|seinen?|unseren?|unser|meinen?|meine|ihre|seine|unsere) )?"),
    ("{adj}", r"(?:(?:o\. ?g\.|vorgenannten?|oben genannten?|genannten?|obigen?|gefassten?|bisherigen?|ursprünglichen?|bestehenden?|geltenden?|gemeinsamen?|interfraktionellen?|kleinen?|großen?|schriftlichen?|mündlichen?|dringlichen?) )*"),
    ("{case}", r"(?:e|en|er|es|s|n)?"),
    ("{decided_noun}", r"(?:[a-zäöüß/-]*(?:beschluss|beschlüsse|beschluß|vorlage|drucksache){case}|drs\.?|ds)"),
    ("{any_noun}", r"[a-zäöüß/-]*(?:(?:beschluss|beschlüsse|beschluß|vorlage|drucksache|antrag|anträge|anfrage|empfehlung|mitteilung|petition|anregung){case}|drs\.?|ds)"),
    // What may stand between a paper's noun and its number: "des Stadtrats (Vorlage #)".
    ("{of}", r"(?: (?:des|der|vom|von|zum|zur|zu|über)(?: [^=~&#+;:.,() ]+)+)?"),
    ("{to_number}", r"{of}(?: ?#|,? ?\((?:{any_noun}[ :-]{0,2})?#\)?|,? (?:auf )?(?:drucksache|drs\.?|ds)[ :-]{1,2}#)"),
    ("{asked}", r"{det}{adj}[a-zäöüß/-]*(?:antrag|anträge|anfrage|empfehlung|petition|anregung|prüfauftrag){case}{to_number}"),
    ("{decided}", r"{det}{adj}{decided_noun}{to_number}"),
    ("{any}", r"{det}{adj}{any_noun}{to_number}"),
    // What may follow a number: all of a heading; what belongs to the noun.
    ("{rest}", r"[^=#+;:?…]*"),
    ("{q}", r"[^=#+;:?…&,]*,?"),
    ("{end}", r"(?:$|[.,)!:]| &)"),
    ("{label}", r"(?:(?:betreff|betr\.|thema|gegenstand|titel|hier): ?|(?:[ivx]+|[0-9]+|[a-z])[.)] |[a-zäöüß-]*(?:vorlage|mitteilung|drucksache) ?[:–-] |[–-] )*"),
    ("{by}", r"(?:der|des|von|vom|durch|seitens)(?: [^=~&#+;:?,. ]+){1,6}"),
    ("{genitive}", r"(?:von )?"),
    ("{this}", r"(?:diese[rs]?|(?:die|der|das) vorliegende) [a-zäöüß-]*(?:vorlage|antrag|beschluss|drucksache|mitteilung|bericht|stellungnahme|fassung|neufassung|ergänzung|antwort)"),
    ("{own}", r"(?: \(\+\))?"),
    ("{us}", r"(?:die |das |der )?(?:[a-zäöüß-]*(?:verwaltung|referat|amt|bürgermeister|bürgermeisterin|magistrat|senat|stadt|dezernat|fachbereich|bezirksamt)|wir)"),
    ("{office}", r"{us}"),
    ("{council}", r"(?:(?:der|die|das) [a-zäöüß-]*(?:rat|ausschuss|versammlung|kreistag|bürgerschaft|vertretung|senat|magistrat|fraktion|gruppe|antragsteller|antragstellerin|verwaltung)|wir|ich)(?: [^=~&#+;:, ]+)*"),
    ("{adverbs}", r"(?: (?:hiermit|damit|somit|daher|ersatzlos|vollständig|insgesamt|rückwirkend|vollumfänglich|ebenfalls|gleichzeitig|zugleich|wie folgt|entsprechend|dahingehend|insoweit|mit sofortiger wirkung|mit wirkung|(?:durch|mit) {this}{own}|von der verwaltung|seitens der verwaltung|(?:von|seitens) (?:der|des|den) (?:[a-zäöüß-]*fraktion(?:en)?|antragsteller(?:n|s|in)?)(?: [^=~#+;:,. ]+)*))*"),
    ("{resolves}", r"(?:=(?:beschließt|beschließen)|beschließen)"),
    ("{start}", r"(?:^{label}|{resolves}:? |{resolves}:? ?{label}|^(?:[a-zäöüß-]*(?:beschluss|beschlussvorschlag|entscheidungsvorschlag|antrag|beschlussempfehlung)): )"),
    ("{thus}", r"(?: (?:damit|hiermit|somit|hierdurch|dadurch))?(?: (?:gemäß|gem\.|nach|~gemäß|~gem\.|~nach) art[^=#+;:,]*)?"),
    ("{thus1}", r"(?:damit|hiermit|somit)"),
    ("{statutes}", r"(?:satzungsgemäß|satzungsmäßig|geschäftsordnungsgemäß|geschäftsordnungsmäßig)"),
    ("{progress}", r"(?:(?:den |zum )?(?:stand|sachstand) (?:der|zur) )?(?:(?:die|der) )?(?:umsetzung|ausführung|durchführung|erledigung)"),
    ("{report}", r"(?:(?:sachstands|zwischen|abschluss|umsetzungs|erfahrungs|status|ergebnis|vollzugs)?(?:bericht|berichterstattung)|sachstand)"),
    // Before an inverted verb: what is done is done here and now.
    ("{now}", r"^{label}(?:hiermit|gleichzeitig|zugleich|damit|mit (?:sofortiger )?wirkung|(?:mit|durch) (?:{this}|(?:dieser|diesem|der vorliegenden|dem vorliegenden) [a-zäöüß-]+))"),
    // What a resolution created: "die mit Beschluss # begründete Mitgliedschaft".
    ("{founded}", r"{det}(?:mit|durch|aufgrund) {any}[^=#+;:,&]* (?:begründet|eingegangen|beschlossen|erworben|geschlossen|abgeschlossen|vereinbart|eingerichtet)e[nrs]? [a-zäöüß-]+"),
];

impl Form {
    fn pattern(&self) -> String {
        let pattern = match self {
            Plain(pattern) => (*pattern).to_owned(),
            Title(words) => {
                let noun = format!("^{{label}}(?:[0-9]+\\. )?(?:{words})(?: {{by}})?");
                let to = "(?:zu[mr]?|auf|zu de[nmr])";
                format!("{noun} {to} (?:{{any}}|#){{rest}}$")
            }
            Noun(words) => {
                let noun = format!("(?:[0-9]+\\. )?(?:{words})(?: &und ergänzung)?");
                let of = "(?:(?:zu[mr]?|von) (?:{any}|#)|(?:de[rsn]) {any})";
                let heading = format!("^{{label}}{noun} {of}{{rest}}$");
                format!("{heading}|{{resolves}},? die {noun} {of}{{q}}{{end}}")
            }
            Passive(words) => passive(words),
            Infinitive(words) => format!("{{resolves}}, {{any}}{{q}} (?:{words}){{end}}"),
            Council(verb, particle) => {
                format!(
                    "^{{label}}{{council}} =(?:{verb}){{adverbs}} (?:{{any}}|#){{q}}{particle}{{end}}"
                )
            }
            Itself(verb, particle) => itself(verb, particle),
        };
        named(&pattern)
    }
}

/// The number is the subject; who acts is nobody or this paper.
fn passive(words: &str) -> String {
    let inverted =
        format!("{{now}} =(?:wird|werden) (?:{{any}}|#){{q}}{{adverbs}} (?:{words}){{end}}");
    let straight =
        format!("{{start}}(?:{{any}}|#){{q}} =(?:wird|werden){{adverbs}} (?:{words}){{end}}");
    let subordinate =
        format!("{{resolves}}, dass {{any}}{{q}} (?:{words}) =(?:wird|werden){{end}}");
    format!("{inverted}|{straight}|{subordinate}")
}

/// "Diese Vorlage ersetzt", "Die Vorlage ersetzt", "(ersetzt Vorlage #)" at the start.
fn itself(verb: &str, particle: &str) -> String {
    let subject = "(?:{this}{own}|die (?:sitzungs|beschluss|tisch)?vorlage|die drucksache)";
    let told =
        format!("^{{label}}{subject} =?(?:{verb}){{adverbs}} (?:{{any}}|#){{q}}{particle}{{end}}");
    format!("{told}|^{{label}}\\(?=?(?:{verb}) (?:{{any}}|#){{rest}}{particle}\\)?$")
}

/// What makes a sentence say nothing about its own paper: denials, questions, wishes, conditions, the past;
/// also an end that was cut off, since German keeps "nicht" and the verb for it.
static VETO: LazyLock<Regex> = LazyLock::new(|| {
    regex(concat!(
        r"[?]|…$|(?-u:\b)(?:nicht|nie|niemals|weder|kein(?:e[nmrs]?)?|ohne|statt|anstatt|anstelle",
        r"|(?:könn|soll|würd|müss|müß|dürf|möch|wär|hätt|möcht)t?e[nt]?|falls|wenn|sofern|sobald|ob|bevor|solange",
        r"|wurden?|worden|waren?|hatten?|angeblich|seinerzeit|damals|vgl|siehe|abgelehnt|angenommen|zugestimmt|vertagt)(?-u:\b)",
    ))
});

#[expect(clippy::expect_used, reason = "constants; the tests compile them")]
fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("pattern of claims")
}

/// A pattern with its names spelled out.
fn named(pattern: &str) -> String {
    let names = NAMES.iter().rev();
    names.fold(pattern.to_owned(), |pattern, (name, meaning)| {
        pattern.replace(name, meaning)
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    /// `expected | sentence with its [number]`, one a line; `-` where nothing is claimed.
    const SENTENCES: &str = include_str!("../../tests/claims.txt");

    fn cases() -> impl Iterator<Item = (&'static str, String, Range<usize>)> {
        let lines = SENTENCES
            .lines()
            .filter(|line| !line.starts_with('#') && !line.is_empty());
        lines.map(|line| {
            let (expected, sentence) = line.split_once(" | ").expect("expected | sentence");
            let (before, rest) = sentence.split_once('[').expect("[number]");
            let (number, after) = rest.split_once(']').expect("[number]");
            let start = before.len();
            (
                expected.trim(),
                format!("{before}{number}{after}"),
                start..start + number.len(),
            )
        })
    }

    fn name(claim: Option<RelationType>) -> &'static str {
        claim.map_or("-", RelationType::name)
    }

    #[test]
    fn sentences_claim_what_a_reader_would_say() {
        let mut confused: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        let mut wrong = Vec::new();
        for (expected, sentence, number) in cases() {
            let found = name(claim(&sentence, number));
            *confused.entry((expected, found)).or_default() += 1;
            if found != expected {
                wrong.push(format!("{expected} but {found}: {sentence}"));
            }
        }
        assert!(wrong.is_empty(), "{}\n{confused:#?}", wrong.join("\n"));
    }

    proptest! {
        #[test]
        fn no_sentence_panics(
            text in "(aufhebung|wird|[#+=~&„“\"ä0-9/ …?;-]|antrag| und |\\PC){0,12}",
            start in 0_usize..40,
            end in 0_usize..40,
        ) {
            claim(&text, start..end);
        }
    }
}
