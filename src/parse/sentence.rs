//! The sentence in which a number is cited, as plain words that may be quoted as evidence (DESIGN §5).
//!
//! Comments and raw HTML must never come out of here: a comment may hold what is not public. What is
//! real text of papers (hyphens at line ends, bullets of word processors, ordinals) is DOMAIN §4's.

mod flat;
mod plain;

use std::ops::Range;

pub(super) use flat::Flat;
use plain::Plain;

/// How many bytes to each side of the number are looked at.
const REACH: usize = 1_500;

/// Characters of a quoted sentence.
const LONGEST: usize = 300;

/// A sentence that cites a number. Empty if the number stands where nothing may be quoted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sentence {
    /// Its words, on one line and without markup; `…` where something was left out.
    pub(super) text: String,
    /// Where in `text` the number stands, in bytes.
    pub(super) number: Range<usize>,
}

/// The sentence around the number at bytes `number` of the source, at most 300 characters unless the
/// number itself has more. Empty if the number is hidden.
pub(super) fn around(flat: &Flat, number: &Range<usize>) -> Sentence {
    let Some((block, number)) = flat.around(number) else {
        return Sentence::default();
    };
    let words = flat.words();
    let start = words.ceil_char_boundary(number.start.saturating_sub(REACH));
    let end = words.floor_char_boundary(number.end + REACH);
    let seen = start.max(block.start)..end.min(block.end);
    Plain {
        text: &words[seen.clone()],
        number: number.start - seen.start..number.end - seen.start,
        cut_before: seen.start > block.start,
        cut_after: seen.end < block.end,
    }
    .sentence()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use pulldown_cmark::Parser;

    use super::super::{OPTIONS, visible};

    /// A text as `parse::markdown` sees it.
    fn flat(markdown: &str) -> Flat {
        let mut flat = Flat::default();
        let markdown = visible(markdown).text;
        for (event, range) in Parser::new_ext(&markdown, OPTIONS).into_offset_iter() {
            flat.see(&event, &range, &markdown);
        }
        flat
    }

    fn quote(markdown: &str, number: &str) -> Sentence {
        let at = markdown.find(number).expect("the number");
        around(&flat(markdown), &(at..at + number.len()))
    }

    /// The sentence around "2024/0117".
    #[track_caller]
    fn check(markdown: &str, expected: &str) {
        let sentence = quote(markdown, "2024/0117");
        assert_eq!(sentence.text, expected, "{markdown:?}");
        assert_eq!(&sentence.text[sentence.number], "2024/0117", "{markdown:?}");
    }

    #[test]
    fn a_sentence_ends_where_a_reader_ends_it() {
        check(
            "Eins. Vorlage 2024/0117 gilt. Zwei.",
            "Vorlage 2024/0117 gilt.",
        );
        check("Was? Vorlage 2024/0117! Ja.", "Vorlage 2024/0117!");
        check(
            "Er sagt „Nein.“ Vorlage 2024/0117. Ende",
            "Vorlage 2024/0117.",
        );
        check("Siehe 2024/0117. Die Stadt zahlt.", "Siehe 2024/0117.");
        check("Im Jahr 2019. Mit 2024/0117 neu.", "Mit 2024/0117 neu.");
        check("Vorlage 2024/0117", "Vorlage 2024/0117");
    }

    #[test]
    fn abbreviations_and_ordinals_end_nothing() {
        for sentence in [
            "Der Rat hat am 17. April 2024 gem. § 5 Abs. 2 GO die Vorlage Nr. 2024/0117 gesehen.",
            "Laut Drs. 2024/0117 i. V. m. Art. 60 GO zahlt der Sportverein e. V. Musterstadt.",
            "Dr. A. Muster (vgl. Ziff. 3 bzw. Tz. 4, lfd. Nr. 2024/0117, z. B. St. Georg u. a. Orte).",
            "Die 1. Ergänzung zu 2024/0117 nennt ca. 30 Mio. Euro, d. h. viel, in der Musterstr. 5.",
            "Im II. Quartal wird nach Az. 2024/0117 v. 1. Mai i.V.m. Nr. 4 gezahlt.",
            "Heute, um 10 Uhr; die Vorlage: 2024/0117, sagt der 3. Bürgermeister.",
        ] {
            check(
                &format!("Davor steht etwas. {sentence} Danach auch."),
                sentence,
            );
        }
    }

    #[test]
    fn blocks_end_sentences() {
        for (markdown, expected) in [
            ("oben\n\nVorlage 2024/0117\n\nunten", "Vorlage 2024/0117"),
            ("oben\n## Zu 2024/0117 ##\nunten", "Zu 2024/0117"),
            ("Zu 2024/0117\n===\nunten", "Zu 2024/0117"),
            ("oben\n\n---\n2024/0117 gilt\n***\n", "2024/0117 gilt"),
            ("Beschluss:\n- 2024/0117 gilt\n- anderes", "2024/0117 gilt"),
            (
                "Beschluss:\n\n1. eins\n2. 2024/0117 gilt\n3. drei",
                "2024/0117 gilt",
            ),
            (
                "Beschluss:\n1. eins\n   2024/0117 gilt\n2. zwei",
                "eins 2024/0117 gilt",
            ),
            ("- [x] 2024/0117 gilt\n- [ ] mehr", "2024/0117 gilt"),
            (
                "| A | 2024/0117 gilt | C |\n|---|---|---|\n| x | y | z |",
                "2024/0117 gilt",
            ),
            ("oben\n> 2024/0117\n> gilt\n>\n> unten", "2024/0117 gilt"),
            ("oben[^1]\n\n[^1]: 2024/0117 gilt\n", "2024/0117 gilt"),
            ("oben\n• 2024/0117 gilt\n\u{f0b7} unten", "2024/0117 gilt"),
            ("oben:\na) 2024/0117 gilt\nb) unten", "a) 2024/0117 gilt"),
            (
                "```\nCode\n```\n2024/0117 gilt\n\n    Code",
                "2024/0117 gilt",
            ),
            (
                "Am\n17. April wurde 2024/0117 am\n5. Mai gelesen",
                "Am 17. April wurde 2024/0117 am 5. Mai gelesen",
            ),
        ] {
            check(markdown, expected);
        }
    }

    #[test]
    fn markup_goes_and_words_stay() {
        for (markdown, expected) in [
            (
                "**Vorlage** _2024/0117_ und ~~alt~~",
                "Vorlage 2024/0117 und alt",
            ),
            (
                "Bürger*innen und 3 \\* 4 zu 2024/0117",
                "Bürger*innen und 3 * 4 zu 2024/0117",
            ),
            (
                "A&nbsp;&amp;&nbsp;B&#32;zu&#x20;2024/0117 &unbekannt;",
                "A & B zu 2024/0117 &unbekannt;",
            ),
            (
                "siehe [die *Vorlage*](https://x.example/a.b \"Titel\") 2024/0117",
                "siehe die Vorlage 2024/0117",
            ),
            (
                "siehe ![Plan](plan.png) 2024/0117 <https://x.example/>",
                "siehe Plan 2024/0117 https://x.example/",
            ),
            (
                "siehe [![Plan](p.png)](q.pdf) und `a * b` 2024/0117",
                "siehe Plan und a * b 2024/0117",
            ),
            (
                "Mitglied-\nschaft, IT-\nReferat, Haupt-\nund Neben\u{ad}weg 2024/0117",
                "Mitgliedschaft, IT-Referat, Haupt- und Nebenweg 2024/0117",
            ),
            (
                "hart  \numbrochen\\\n2024/0117[^1]\n\n[^1]: Fußnote",
                "hart umbrochen 2024/0117",
            ),
            (
                "- Laut `Nr.\n    2024/0117` gilt",
                "Laut Nr. 2024/0117 gilt",
            ),
            (
                "> Laut `` `A`\n>  zu\r\n> 2024/0117 `` gilt",
                "Laut `A` zu 2024/0117 gilt",
            ),
            ("| A |\n|---|\n| `x\\|y  2024/0117` |", "x|y 2024/0117"),
            (
                "snake_case und A<br>B zu 2024/0117",
                "snake_case und A B zu 2024/0117",
            ),
        ] {
            check(markdown, expected);
        }
    }

    #[test]
    fn the_number_is_found_in_its_own_words() {
        for (markdown, number, expected) in [
            (
                "Laut **20-26/**\n> V 12685 gilt",
                "20-26/**\n> V 12685",
                "20-26/ V 12685",
            ),
            (
                "Laut 20-\n26 / V 12685.",
                "20-\n26 / V 12685",
                "20-26 / V 12685",
            ),
            ("… und 20–26\u{a0}/ V 1", "20–26\u{a0}/ V 1", "20–26 / V 1"),
            (
                "DS 10/2013 –\n1. Ergänzung",
                "DS 10/2013 –\n1. Ergänzung",
                "DS 10/2013 – 1. Ergänzung",
            ),
        ] {
            let sentence = quote(markdown, number);
            assert_eq!(&sentence.text[sentence.number], expected);
        }
    }

    #[test]
    fn what_is_hidden_is_never_quoted() {
        for (markdown, expected) in [
            (
                "Die Vorlage<!-- geheim --> 2024/0117 gilt.",
                "Die Vorlage 2024/0117 gilt.",
            ),
            (
                "<!-- geheim\n\ngeheim -->\n2024/0117 gilt",
                "2024/0117 gilt",
            ),
            ("2024/0117 gilt\n<!-- geheim -->\nnoch", "2024/0117 gilt"),
            ("2024/0117 gilt <!-- geheim", "2024/0117 gilt"),
            (
                "2024/0117 gilt <b title='geheim'>sehr</b>.",
                "2024/0117 gilt sehr.",
            ),
            ("<div>\ngeheim\n</div>\n\n2024/0117 gilt", "2024/0117 gilt"),
            ("2024/0117 gilt\n\n[//]: # (geheim)\n", "2024/0117 gilt"),
            (
                "[//]: # (geheim\ngeheim)\n\n2024/0117 gilt",
                "2024/0117 gilt",
            ),
            (
                "[Plan](a.pdf \"geheim\") 2024/0117 [x <!-- geheim -->y](z)",
                "Plan 2024/0117 x y",
            ),
        ] {
            check(markdown, expected);
        }
        for markdown in [
            "<!-- 2024/0117 geheim -->",
            "offen <!-- geheim 2024/0117",
            "[//]: # (2024/0117 geheim)",
            "[a]: b 'geheim\n2024/0117'",
            "<p title='2024/0117'>",
        ] {
            assert_eq!(
                quote(markdown, "2024/0117"),
                Sentence::default(),
                "{markdown:?}"
            );
        }
    }

    #[test]
    fn long_sentences_are_cut_at_words() {
        let many = "Wörter ".repeat(400);
        for (before, after) in [(0, 400), (400, 0), (10, 400), (400, 3), (60, 60)] {
            let markdown = format!(
                "{}2024/0117 {}Ende.",
                &"Wörter ".repeat(before),
                &"Wörter ".repeat(after)
            );
            let sentence = quote(&markdown, "2024/0117");
            let length = sentence.text.chars().count();
            assert!(
                (270..=LONGEST).contains(&length),
                "{length}: {}",
                sentence.text
            );
            assert_eq!(
                sentence.text.starts_with("… Wörter"),
                before > 10,
                "{}",
                sentence.text
            );
            assert_eq!(
                sentence.text.ends_with("Wörter …"),
                after > 3,
                "{}",
                sentence.text
            );
        }
        let url = format!(
            "[Plan](https://x.example/{}) 2024/0117 gilt",
            "a".repeat(3_000)
        );
        assert_eq!(quote(&url, "2024/0117").text, "Plan 2024/0117 gilt");
        assert!(many.len() > REACH);
    }

    /// Scraps of Markdown that meet in every order; `\u{1}` becomes a comment.
    fn scraps() -> impl Strategy<Value = String> {
        let scrap = prop_oneof![
            "[ a-zÄ.:|*_#>~`\\\\&;()\\[\\]!<\n-]{1,6}",
            Just("\u{1}".to_owned()),
            prop::sample::select(vec![
                "\n",
                "\n\n",
                "- ",
                "1. ",
                "> ",
                "## ",
                "`",
                "```\n",
                "**",
                "[a](b ",
                "![",
                "](c)",
                ")",
                "<b>",
                "</b>",
                "<div>\n",
                "|",
                "|---|\n",
                "[^1]: ",
                "[a]: ",
                "&nbsp;",
                "-\n",
                "Nr. ",
                "Ende. Neu ",
                "-->",
                "<!--",
                "    ",
                "\\",
            ])
            .prop_map(str::to_owned),
            "\\PC{0,3}",
        ];
        prop::collection::vec(scrap, 0..14).prop_map(|scraps| scraps.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(ProptestConfig::default().cases.max(3_000)))]

        #[test]
        fn no_text_panics(text in "[\\PC\\s*_>#|`<!\\[\\]-]{0,80}", start in 0_usize..90, len in 0_usize..90) {
            let sentence = around(&flat(&text), &(start..start + len));
            prop_assert!(sentence.text.get(sentence.number).is_some());
        }

        #[test]
        fn comments_never_come_out(before in scraps(), after in scraps(), closing in any::<bool>()) {
            let comment = if closing { "<!-- GEHEIM\n GEHEIM 9/99 -->" } else { "<!-- GEHEIM GEHEIM" };
            let markdown = format!("{before}2024/0117{after}").replace('\u{1}', comment);
            let sentence = quote(&markdown, "2024/0117");
            // In code, and with an escaped `<`, it is no comment and is seen on the page.
            let seen = visible(&markdown).text.contains("GEHEIM");
            prop_assert!(seen || !sentence.text.contains("GEHEIM"), "{markdown:?} → {:?}", sentence.text);
            if !sentence.text.is_empty() {
                prop_assert_eq!(&sentence.text[sentence.number], "2024/0117");
            }
        }

        #[test]
        fn plain_numbers_are_always_quoted(before in "[a-zA-ZÄöü .,:?!()„“0-9-]{0,400}", after in "[a-zA-ZÄöü .,:?!()„“-]{0,400}") {
            let markdown = format!("{before} 2024/0117 {after}");
            let at = markdown.rfind("2024/0117").expect("the number");
            let sentence = around(&flat(&markdown), &(at..at + 9));
            if !sentence.text.is_empty() {
                prop_assert_eq!(&sentence.text[sentence.number.clone()], "2024/0117");
            }
            prop_assert!(sentence.text.chars().count() <= LONGEST);
            prop_assert!(!sentence.text.is_empty() || before.contains('-'));
        }
    }
}
