//! A portal's own theme: what it replaces, and what happens when it has a mistake.

use crate::support::{Portal, assert_same, text};

#[test]
fn one_file_of_the_theme_can_be_replaced() {
    let portal = Portal::sound();
    portal.file(
        "theme/page.html",
        "{% extends \"base.html\" %}{% block main %}EIGEN {{ view.name }}{% endblock main %}",
    );
    let site = portal.site();
    assert!(text(&site, "impressum/index.html").contains("EIGEN Impressum"));
    assert!(text(&site, "vorlagen/musterstadt/radweg/index.html").contains("<h1"));
}

#[test]
fn a_part_that_every_page_shares_can_be_replaced_and_another_added() {
    let portal = Portal::sound();
    portal.file(
        "theme/site-foot.html",
        "<footer>FUSS von {{ site.name }} & mehr</footer>",
    );
    portal.file("theme/site-mein-teil.html", "{{ t.nav.feed }}");
    portal.file(
        "theme/page.html",
        "{% extends \"base.html\" %}{% block main %}[{{ part.mein_teil }}]{% endblock main %}",
    );
    let site = portal.site();
    for path in ["impressum/index.html", "index.html", "404.html"] {
        let page = text(&site, path);
        assert!(page.contains("<footer>FUSS von "), "{path}: {page}");
        assert!(!page.contains("class=\"imprint\""), "{path}: {page}");
    }
    assert!(text(&site, "impressum/index.html").contains("[Neues als Feed]"));
}

#[test]
fn a_part_that_needs_a_page_is_a_mistake_among_others() {
    let portal = Portal::sound();
    let good = portal.site();
    portal.file("theme/site-foot.html", "\n{{ view.name }}\n");
    portal.file("theme/site-head.html", "{{ view.titel }}");
    portal.file("theme/page.html", "{{ view.gibt_es_nicht }}");
    let built = portal.build();
    assert_eq!(built.code, Some(1));
    let checked = portal.check();
    for word in [
        "template-error",
        "site-foot.html:2",
        "site-head.html:1",
        "view.gibt_es_nicht",
    ] {
        assert!(checked.out.contains(word), "{word}: {}", checked.out);
    }
    assert!(built.err.contains("site-foot.html:2"), "{}", built.err);
    assert_same(&good, &portal.tree("public"));
}

#[test]
fn a_portals_own_colours_are_on_small_pages_too() {
    let portal = Portal::sound();
    let path = "content/portal.yaml";
    let settings = std::fs::read_to_string(portal.path(path)).unwrap();
    portal.file(
        path,
        &format!("{settings}theme: {{colors: {{accent: '#005500'}}}}\n"),
    );
    portal.paper("neu", "name: Neu\nredirectFrom: [/alt/]", "");
    let site = portal.site();
    for path in ["index.html", "alt/index.html"] {
        let page = text(&site, path);
        let colors = "<link rel=\"stylesheet\" href=\"/theme/colors.";
        assert!(page.contains(colors), "{path}: {page}");
        let style = page.find("/theme/style.").unwrap();
        assert!(style < page.find(colors).unwrap(), "{path}: {page}");
    }
}

#[test]
fn a_mistake_in_a_template_names_its_line_and_the_paper_and_leaves_the_old_site() {
    let portal = Portal::sound();
    let good = portal.site();
    portal.file(
        "theme/paper.html",
        "{% extends \"base.html\" %}\n{% block main %}\n{{ view.titel }}\n{% endblock main %}\n",
    );
    let built = portal.build();
    assert_eq!(built.code, Some(1));
    for word in [
        "template-error",
        "paper.html:3",
        "view.titel",
        "papers/2024/beschluss.md",
    ] {
        assert!(built.err.contains(word), "{word}: {}", built.err);
    }
    assert_same(&good, &portal.tree("public"));
}

#[test]
fn a_mistake_in_a_template_is_told_once_and_not_for_every_paper() {
    let portal = Portal::sound();
    for number in 0..40 {
        portal.paper(&format!("neu-{number}"), "name: Neu", "");
    }
    portal.file("theme/paper.html", "{{ view.titel }}");
    let checked = portal.check();
    assert_eq!(
        checked.out.matches("template-error").count(),
        1,
        "{}",
        checked.out
    );
}

#[test]
fn a_template_that_cannot_be_read_names_its_line() {
    let portal = Portal::sound();
    portal.file("theme/paper.html", "<p>\n{% if view.name %}\n");
    let built = portal.build();
    assert_eq!(built.code, Some(1), "{}", built.err);
    assert!(
        built.err.contains("template-error") && built.err.contains("paper.html"),
        "{}",
        built.err
    );
    assert!(portal.tree("public").is_empty());
}

#[test]
fn a_language_file_with_a_mistake_is_told() {
    let portal = Portal::sound();
    portal.file("theme/lang/de.yaml", "nav: [kaputt\n");
    let built = portal.build();
    assert_eq!(built.code, Some(1), "{}", built.err);
    assert!(built.err.contains("theme/lang/de.yaml"), "{}", built.err);
}

#[test]
fn both_languages_know_every_word_that_pages_use() {
    for language in ["de", "en"] {
        let portal = Portal::musterstadt();
        std::fs::remove_dir_all(portal.path("theme")).unwrap();
        let path = "content/portal.yaml";
        let text = std::fs::read_to_string(portal.path(path)).unwrap();
        portal.file(path, &format!("{text}language: {language}\n"));
        for (path, bytes) in portal.site() {
            if path.ends_with(".html") {
                let page = String::from_utf8(bytes).unwrap();
                assert!(
                    page.contains(&format!("<html lang=\"{language}\">")),
                    "{path}"
                );
            }
        }
    }
}
