//! A sentence rewritten so that patterns of claims can be short: see [`super`] for the signs.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::{named, regex};

/// Lower-case words around the number, rewritten for the patterns. Nothing if the number stands in a quotation.
pub(super) fn canonical(before: &str, after: &str) -> Option<String> {
    let reserved = ['#', '+', '=', '~', '&'];
    let text = format!(
        "{}#{}",
        before.replace(reserved, " "),
        after.replace(reserved, " ")
    );
    let text = without_quotations(text.trim())?;
    let text = MARKED.replace_all(&text, marked);
    let text = CUED.replace_all(&text, " $1");
    let mut text = one_blank(&text);
    while let Cow::Owned(shorter) = LIST.replace(&text, collapsed) {
        text = shorter;
    }
    Some(text)
}

/// Without titles in quotes. Nothing if the number is within quotes, or if they do not match.
fn without_quotations(text: &str) -> Option<Cow<'_, str>> {
    let kept = QUOTED.replace_all(text, "");
    let odd = |c: char| matches!(c, '„' | '“' | '”' | '"' | '»' | '«');
    (kept.contains('#') && !kept.contains(odd)).then_some(kept)
}

/// What a match of [`MARKED`] becomes.
fn marked(found: &Captures<'_>) -> String {
    let word = &found[0];
    let is = |name| found.name(name).is_some();
    match () {
        () if is("as_follows") => word.to_owned(),
        () if is("date") => String::new(),
        () if is("number") && is_school_year(word) => word.to_owned(),
        () if is("number") => "+".to_owned(),
        () if is("verb") => format!(" ={}", word.trim_start()),
        () if is("conjunction") => format!("&{word}"),
        () => format!("~{word}"),
    }
}

/// "2024/2025" and "2024/25" are years (DOMAIN §3), not papers.
fn is_school_year(number: &str) -> bool {
    let years = number.split_once('/');
    years.is_some_and(|(first, second)| {
        let next = first.parse::<u32>().map_or(0, |year| year + 1);
        first.len() == 4 && matches!(second.len(), 2 | 4) && next.to_string().ends_with(second)
    })
}

/// A list of numbers counts as one: the cited one, if it is among them.
fn collapsed(found: &Captures<'_>) -> String {
    let cited = &found[1] == "#" || &found[2] == "#";
    if cited {
        "#".to_owned()
    } else {
        "+".to_owned()
    }
}

/// One blank between words, none before a comma or point.
fn one_blank(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() && !word.starts_with([',', '.', ';', ':', ')']) && !line.ends_with('(')
        {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

static QUOTED: LazyLock<Regex> =
    LazyLock::new(|| regex("„[^“”\"]*[“”\"]|“[^”“]*”|»[^«]*«|«[^»]*»|\"[^\"]*\""));

static MARKED: LazyLock<Regex> = LazyLock::new(|| {
    regex(concat!(
        r"(?<as_follows>(?-u:\b)wie folgt(?-u:\b))|(?<date>(?-u:\b)(?:(?:vom|am|zum|ab|seit|bis zum|bis|von) )?(?:dem )?[0-9]{1,2}\. ?(?:[0-9]{1,2}\.|(?:januar|februar|märz",
        r"|april|mai|juni|juli|august|september|oktober|november|dezember)(?-u:\b)) ?(?:[0-9]{4}(?-u:\b)|[0-9]{2}(?-u:\b))?)",
        r"|(?<number>(?-u:\b)(?:(?:ds|dl|drs|grdrs|vo|bv|an|anf|dhh|[a-z])[-./ ]{0,2})?[0-9]+(?:-[0-9]+)? ?/ ?(?:[a-z-]{1,5}[ /]?)?",
        r"(?:[0-9]+|[ivx]+(?-u:\b))(?:[/-][0-9a-z]+)*(?: [0-9]{3}(?-u:\b))?",
        r"|(?-u:\b)[ivx]+-[a-z]+-[0-9]+(?:-[a-z0-9]+)*|(?-u:\b)[0-9]{2}-[a-z]-[0-9]{2}-[0-9]{4}|(?-u:\b)[0-9]{2}-[0-9]{4}(?:\.[0-9]+)?(?-u:\b))",
        r"|(?<verb>(?-u:\b)(?:ist|sind|wird|werden|hat|haben|soll|sollen|kann|können|muss|müssen|darf|dürfen|bleibt|bleiben",
        r"|liegt|liegen|lautet|sieht|gilt|gelten|steht|stehen|nimmt|nehmen|nehme|teilt|teilen|legt|legen|gibt|geht|kommt",
        r"|folgt|enthält|regelt|fordert|beantragt|verweist|begrüßt|lehnt|stimmt|beschließt|beschließen|berichtet|berichten",
        r"|hebt|heben|kündigt|kündigen|zieht|ziehen|ziehe|setzt|setzen|tritt|treten|antwortet|antworten",
        r"|dient|dienen|erfolgt|betrifft|bezieht|schlägt|unterbreitet|bittet|wirkt|führt|stellt|bildet|besteht|sagt|hält",
        r"|wurde|wurden|war|waren|hatte|hatten)(?-u:\b)| (?:ändert|ändern)(?-u:\b))",
        r"|(?<conjunction>(?-u:\b)(?:und|sowie|oder|aber|sondern|wobei|während|bzw)(?-u:\b))",
        r"|(?<source>(?-u:\b)(?:zur|zu|auf|über|für)(?: die| eine)? (?:aufhebung|änderung|abänderung|berichtigung|ergänzung|rücknahme|neufassung|kündigung)(?-u:\b)",
        r"|(?-u:\b)(?:in|aus|gemäß|gem|laut|nach|aufgrund|wegen|trotz|seit)(?-u:\b))",
    ))
});

static CUED: LazyLock<Regex> =
    LazyLock::new(|| regex(r"[ -]*(?-u:\b)(?:nrn?\.?|nummern?)[ :]*([#+])"));

static LIST: LazyLock<Regex> = LazyLock::new(|| {
    regex(&named(
        r"([#+])(?:, |,? &(?:und|sowie|oder|bzw\.?) (?:(?:zu[mr]?|auch|der|die|das|den|dem|des) ){0,2}(?:{any_noun}[ :]*)?)([#+])",
    ))
});
