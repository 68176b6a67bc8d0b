//! What schemes see in sentences.

use super::*;

pub(super) fn schemes(names: &[&str]) -> Schemes {
    let compile = |name: &&str| Scheme::compile(&SchemeEntry::Named((*name).to_owned()));
    Schemes::new(names.iter().flat_map(|n| compile(n).expect(n)).collect())
}

#[track_caller]
fn check(scheme: &str, text: &str, expected: &[&str]) {
    let found = schemes(&[scheme]).mentions(text);
    let numbers: Vec<_> = found.iter().map(|m| &*m.number.canonical).collect();
    assert_eq!(numbers, expected, "{text:?}");
}

#[test]
fn ready_made_schemes_know_their_own_examples() {
    for ready in READY_MADE {
        for form in ready.forms.iter().filter(|form| !form.example.is_empty()) {
            let number = schemes(&[ready.names[0]]).number(form.example);
            assert_eq!(number.map(|n| n.canonical).as_deref(), Some(form.example));
        }
    }
}

#[test]
fn every_spelling_is_the_same_number() {
    for text in [
        "Nr. 20-26/V 12685 vom",
        "Nr. 20-26/ V 12685",
        "**20–26 / V\u{a0}12685**",
        "20-26 /\nV 12685",
        "20-26/V12685",
        "(20-26 / V 12685)",
    ] {
        check("muenchen", text, &["20-26 / V 12685"]);
    }
    check("muenchen", "Vorlage 14-20/V363", &["14-20 / V 00363"]);
}

#[test]
fn numbers_without_own_form_need_a_cue() {
    check("marienmuenster", "Drucksache-Nr.: 560/2022", &["560/2022"]);
    check(
        "marienmuenster",
        "Vorlagen 560/2022, 561/2022 und 12/2023",
        &["560/2022", "561/2022", "12/2023"],
    );
    check("marienmuenster", "im Haushalt 560/2022", &[]);
    check(
        "sankt-augustin",
        "Drucksache Nr.: **21/0219**",
        &["21/0219"],
    );
    check("sankt-augustin", "Tel. 21/0219", &[]);
}

#[test]
fn a_list_goes_on_only_in_a_form_with_the_same_parts() {
    check(
        "wiesbaden",
        "DL 10/20-1, 09/20-1",
        &["DL 10/20-1", "DL 09/20-1"],
    );
    check("wiesbaden", "20-V-05-0012, 09/20-1", &["20-V-05-0012"]);
}

#[test]
fn every_council_writes_its_numbers_its_own_way() {
    check(
        "karlsruhe",
        "Vorlagen Nr. 2019/0724, 2019/0924/1 und 2019 / 931",
        &["2019/0724", "2019/0924/1", "2019/0931"],
    );
    check(
        "karlsruhe",
        "Antrag ANF2022/2001, Liste DHH/2023/4153",
        &["ANF2022/2001", "DHH/2023/4153"],
    );
    check(
        "stuttgart",
        "GRDrsn 1438/2005 (zu lfd. Nr. 12), 754/2005 Neufassung und 1423/2005 sowie die Anträge Nrn. 972/2017, 973/2017",
        &[
            "GRDrs 1438/2005",
            "GRDrs 754/2005",
            "GRDrs 1423/2005",
            "Antrag 972/2017",
            "Antrag 973/2017",
        ],
    );
    check("stuttgart", "im Jahr 972/2017", &[]);
    check(
        "nordstemmen",
        "Drucksachen 64/2012 und 65/2012",
        &["DS 64/2012", "DS 65/2012"],
    );
    check(
        "frankfurt",
        "vom 11.07.2024, § 4994 (E 160), und OM 3097 vom 7.11.2022",
        &["E 160/24", "OM 3097/22"],
    );
    check(
        "nordstemmen",
        "die Drucksache 82/ 2010 und DS 10/2013 – 1. Ergänzung",
        &["DS 82/2010", "DS 10/2013 – 1. Ergänzung"],
    );
    check(
        "koeln",
        "| 0845/2017 | AN/0748/2017 |",
        &["0845/2017", "AN/0748/2017"],
    );
    check(
        "dresden",
        "im Schuljahr 2021/2022 (V0748/21, V-Co00041/21)",
        &["V0748/21", "V-Co00041/21"],
    );
    check(
        "leipzig",
        "VII-A-07860-NF-04 zum Antrag V/3638",
        &["VII-A-07860-NF-04", "V/3638"],
    );
    check("stuttgart", "GRDrs. 255/2021", &["GRDrs 255/2021"]);
    check(
        "magdeburg",
        "zu DS0531/21/1 und A0249/25",
        &["DS0531/21/1", "A0249/25"],
    );
    check(
        "hamburg-bezirke",
        "Drucksache 22-1940.01 der Wahlzeit 21-1967",
        &["22-1940.01"],
    );
    check(
        "luebeck",
        "bis 2017-2030 (VO/2023/12571-01)",
        &["VO/2023/12571-01"],
    );
    check(
        "berlin-bezirke",
        "Drucksache - 0305/III und DS/1721/V",
        &["DS/0305/III", "DS/1721/V"],
    );
    check(
        "parlament",
        "Kleine Anfrage 17/13 032, Drs. 18/12345",
        &["17/13032", "18/12345"],
    );
    check("potsdam", "DS 20/SVV/0309", &["20/SVV/0309"]);
    check("rostock", "2021/BV/2114", &["2021/BV/2114"]);
    check("freiburg", "Drucksache G-17/074", &["G-17/074"]);
    check("muenster", "2023-12-11V/0716/2023/1", &["V/0716/2023/1"]);
    check(
        "wiesbaden",
        "20-V-04-0006 DL 26/20-4, 34/20-1",
        &["20-V-04-0006", "DL 26/20-4", "DL 34/20-1"],
    );
}

#[track_caller]
fn verdicts(scheme: &str, text: &str, expected: &[Verdict]) {
    let seen = schemes(&[scheme]).sightings(text);
    let verdicts: Vec<_> = seen.iter().map(|s| s.verdict).collect();
    assert_eq!(verdicts, expected, "{text:?}");
}

#[test]
fn what_looks_like_a_number_says_why_it_counts_or_not() {
    use Verdict as V;
    for (text, expected) in [
        ("im DHH 2024/2025", V::Years),
        ("des Schuljahres 2023/2024", V::Years),
        ("2023/2024 wurde gebaut", V::Years),
        ("laut 2008/105/EG", V::Piece),
        ("Verordnung (EU) 2016/0679", V::Law),
        ("Verordnung (EG) Nr. 1370/2007", V::Law),
        ("Telefon 2021/4711", V::Phone),
        ("Az. 2021/0815", V::FileNumber),
        ("Bebauungsplan Nr. 2021/0815", V::OtherNumber),
        ("Antrag auf 2021/0815 Euro", V::Amount),
        ("BT-Drs. 2021/0815", V::Elsewhere),
        ("am Wehr 2021/0815", V::NoCue),
        ("am Wehr (2021/0815)", V::NoCue),
        ("Vorlage 2021/0117", V::Cue),
        (
            "Änderungsantrag der Fraktion X (2018/0305): abgelehnt",
            V::Cue,
        ),
        ("Antrag X (2018/0305, Ziffer 2)", V::Cue),
        ("siehe 2021/0117 vom 23.03.2021", V::Date),
    ] {
        let scheme = if text.contains("1370") {
            "marienmuenster"
        } else {
            "karlsruhe"
        };
        verdicts(scheme, text, &[expected]);
    }
    verdicts(
        "parlament",
        "Haushalt 2016 (18/5500, 18/5502)",
        &[V::Cue, V::List],
    );
    verdicts("parlament", "in der 18. Wahlperiode 18/8191", &[V::Cue]);
    verdicts("parlament", "Drucksache 6/2838Thüringer Landtag", &[V::Cue]);
    verdicts(
        "frankfurt",
        "Urteil vom 1.2.2010, 2 A 184/11",
        &[V::FileNumber],
    );
    verdicts(
        "berlin-bezirke",
        "öffentlichAktenzeichen:898/V",
        &[V::Vetoed],
    );
    verdicts("karlsruhe", "Haushaltsanträge 2022/2023", &[V::Years]);
    verdicts("karlsruhe", "Vorlage 2022/2023", &[V::Cue]);
    verdicts(
        "karlsruhe",
        "Antrag A. Im Wehr (2018/0305) geht es",
        &[V::NoCue],
    );
}

#[test]
fn a_text_that_cites_a_number_once_may_repeat_it_bare() {
    use Verdict as V;
    let text = "Hauptantrag (Vorlage Nr.: 2022/0373). Zum Werder (2022/0373, Nr. 2) und 2022/0374.";
    verdicts("karlsruhe", text, &[V::Cue, V::Repeat, V::NoCue]);
}

#[test]
fn versions_are_papers_of_their_own_that_belong_to_one() {
    check(
        "nordstemmen",
        "die DS 31/2023 und deren 1. Ergänzung",
        &["DS 31/2023", "DS 31/2023 – 1. Ergänzung"],
    );
    check(
        "karlsruhe",
        "Vorlage 2021/0117 und deren 1. und 2. Ergänzung",
        &["2021/0117", "2021/0117/1", "2021/0117/2"],
    );
    check(
        "karlsruhe",
        "Vorlage 2021/0117 und 1. Nachtrag zur Hauptsatzung",
        &["2021/0117"],
    );
    check(
        "karlsruhe",
        "Vorlage 2021/0117 sowie die 2. Ergänzung",
        &["2021/0117", "2021/0117/2"],
    );
    check(
        "marienmuenster",
        "Vorlage 12/2022 und deren 1. Ergänzung",
        &["12/2022", "12/2022/1"],
    );
    let bases = |scheme: &str, text: &str| {
        let bases = schemes(&[scheme]).bases(text);
        let canonical = bases.into_iter().map(|n| n.canonical.to_string());
        canonical.collect::<Vec<_>>()
    };
    assert_eq!(bases("karlsruhe", "2022/0373/1"), ["2022/0373"]);
    assert_eq!(
        bases("luebeck", "VO/2023/12571-01-02"),
        ["VO/2023/12571-01", "VO/2023/12571"]
    );
    assert_eq!(
        bases("nordstemmen", "DS 31/2023 - 1. Ergänzung"),
        ["DS 31/2023"]
    );
    assert_eq!(bases("karlsruhe", "2022/0373"), [""; 0]);
}

#[test]
fn months_plans_and_compounds_are_no_papers() {
    for text in [
        "Mitteilungsblatt 12/2024",
        "Antragsfrist 12/2024",
        "Beschlussfassung 05/2022",
        "Antragseingang: 03/2022",
        "Anfrage der Fraktion (Stand 05/2022)",
        "Die Beschlussvorlage liegt vor (ab 05/2022)",
        "Verordnungen (EG) Nr. 1370/2007 und Nr. 1371/2007",
        "UN-Resolution 1325/2000",
        "Rundschreiben Nr. 12/2022",
        "Vorlage 12/2024.pdf",
    ] {
        check("marienmuenster", text, &[]);
    }
    check(
        "marienmuenster",
        "Beschluss 05/2023, Umsetzung bis 05/2023",
        &["05/2023"],
    );
    for text in ["Anlage 3/II", "1/II Quartal", "Haus 1/IV"] {
        check("berlin-bezirke", text, &[]);
    }
    check(
        "karlsruhe",
        "Durchführungsbeschluss 2021/914 der Kommission",
        &[],
    );
}

#[test]
fn papers_are_found_however_the_sentence_goes() {
    for text in [
        "Beschluss des Stadtrats vom 12.03.2021 (2021/0117)",
        "Antrag der Fraktion DIE ROTEN. (2021/0117)",
        "Änderungsantrag: Die Blauen (2021/0117)",
        "Ergänzungsantrag zu 2021/0117",
        "Antragsnummer 2021/0117",
    ] {
        check("karlsruhe", text, &["2021/0117"]);
    }
    check(
        "karlsruhe",
        "Vorlagen 2022/0119 – 2022/0121, 2021/0118 (Anlage 2), 2021/0119",
        &["2022/0119", "2022/0121", "2021/0118", "2021/0119"],
    );
    check("karlsruhe", "Vorlage 2021/0117-1", &["2021/0117/1"]);
    check(
        "muenchen",
        "Beschluss 20-26 / V 12 685",
        &["20-26 / V 12685"],
    );
}

#[test]
fn a_body_states_its_own_words() {
    let entry = SchemeEntry::Own(Box::new(SchemeSpec {
        pattern: r"(?<number>[0-9]{1,4})/(?<year>[0-9]{2})".into(),
        aliases: vec![r"(?<number>[0-9]{1,4})-(?<year>[0-9]{2})".into()],
        canonical: "{number}/{year}".into(),
        cue: true,
        cue_words: vec!["*papier".into()],
        vetoes: vec!["Vorlage alt".into()],
        ..SchemeSpec::default()
    }));
    let own = Schemes::new(Scheme::compile(&entry).expect("sound"));
    let numbers = |text: &str| {
        let mentions = own.mentions(text);
        mentions
            .into_iter()
            .map(|m| m.number.canonical.to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        numbers("Ratspapier 12/24 und Vorlage 13-24"),
        ["12/24", "13/24"]
    );
    assert_eq!(numbers("Vorlage alt 12/24, Blatt 13/24"), [""; 0]);
}

#[test]
fn look_alikes_are_no_mentions() {
    check(
        "karlsruhe",
        "im Doppelhaushalt 2022/2023, in den DHH \n2019/2020",
        &[],
    );
    check(
        "karlsruhe",
        "Zwischenbericht 2004 / 2005, Projekt Nr. 7.88004",
        &[],
    );
    check("marienmuenster", "Tel. 05271/965-6320", &[]);
    check("marienmuenster", "Vorlage zur Richtlinie 105/2008/EG", &[]);
    check("wiesbaden", "Nr. _____ vom _____", &[]);
    check("muenchen", "in den Jahren 2020-2026 / Vorlage", &[]);
}

#[test]
fn a_scheme_that_matches_everything_is_refused() {
    let spec = |pattern: &str, canonical: &str| {
        Scheme::compile(&SchemeEntry::Own(Box::new(SchemeSpec {
            name: "x".into(),
            pattern: pattern.into(),
            canonical: canonical.into(),
            ..SchemeSpec::default()
        })))
    };
    assert!(matches!(spec("[0-9]*", "x"), Err(SchemeError::TooBroad(_))));
    assert!(matches!(spec("(", "x"), Err(SchemeError::Pattern(_))));
    assert!(matches!(
        spec("N(?<n>[0-9]+)", "{m}"),
        Err(SchemeError::Template(_))
    ));
    assert!(spec("(?<n>[0-9]+)/x", "{n:04}/x").is_ok());
}
