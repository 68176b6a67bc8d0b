//! What every page shares.

use tera::Value;

use super::search::SCRIPT;
use super::view::{MaybeExternal, SiteView};
use crate::link::Archive;
use crate::model::{MenuPlace, Portal};
use crate::output::downloads;
use crate::route::{Format, Icon, Route, SiteMap};
use crate::theme::Theme;

/// The script that runs before the page is drawn.
const LOOK: &str = "look.js";

/// The view under the name `site` in every template.
#[must_use]
pub fn site_view(archive: &Archive, map: &SiteMap<'_>, theme: &Theme) -> SiteView {
    let portal = &archive.portal;
    let has = |output: &str| portal.outputs.has(output);
    let link = |name: &str, route: Route| super::view::Link {
        name: name.to_owned(),
        url: map.url(&route),
    };
    let title = |key: &str, route| link(theme.words.get(&format!("title.{key}")), route);
    let pages = |place: MenuPlace| {
        let of_place = archive
            .pages
            .iter()
            .enumerate()
            .filter(move |(_, p)| p.page.menu == place);
        of_place.map(|(at, node)| {
            link(
                node.page.menu_name.as_deref().unwrap_or(&node.page.name),
                Route::Page(at),
            )
        })
    };
    let published = |extension: &str| {
        let files = theme.statics.iter().filter(|file| {
            file.name.ends_with(extension) && ![LOOK, SCRIPT].contains(&file.name.as_str())
        });
        files
            .map(|file| map.url(&Route::Theme(file.published.clone())))
            .collect()
    };
    let icon = |icon| theme.file("icon.svg").map(|_| map.url(&Route::Icon(icon)));
    let mut menu = vec![
        title("papers", Route::Papers(1)),
        title("procedures", Route::Procedures(1)),
        title("topics", Route::Topics),
        title("bodies", Route::Bodies),
    ];
    menu.extend(has("search").then(|| title("search", Route::Search)));
    menu.extend(pages(MenuPlace::Header));
    let mut footer: Vec<_> = pages(MenuPlace::Footer).collect();
    footer.push(title("terms", Route::Terms));
    let dates = has("calendars") && !archive.appointments.is_empty();
    let follow = (has("feeds") || dates).then(|| title("feeds", Route::Feeds));
    footer.extend(follow.clone());
    let data = !downloads(portal, map).is_empty();
    footer.extend(data.then(|| title("data", Route::Data)));
    SiteView {
        name: portal.name.clone(),
        description: portal.description.clone(),
        language: portal.language.value.clone(),
        content_lang: content_lang(portal),
        home: map.url(&Route::Home),
        terms: map.url(&Route::Terms),
        notice: portal.notice.clone(),
        menu,
        footer,
        styles: published(".css"),
        scripts: published(".js"),
        look: theme
            .published(LOOK)
            .map(|name| map.url(&Route::Theme(name.to_owned()))),
        icon: theme
            .published("icon.svg")
            .map(|name| map.url(&Route::Theme(name.to_owned()))),
        favicon: icon(Icon::Favicon),
        touch_icon: icon(Icon::Touch),
        manifest: icon(Icon::Manifest),
        ground: theme.color(portal, "paper", false).map(str::to_owned),
        ground_dark: theme.color(portal, "paper", true).map(str::to_owned),
        logo: portal
            .theme
            .logo
            .as_ref()
            .map(|logo| map.url(&Route::Static(logo.value.clone()))),
        follow: follow.map(|link| link.url),
        feed: has("feeds").then(|| map.url(&Route::Feed(Box::new(Route::Home), Format::Rss))),
        search: has("search").then(|| map.url(&Route::Search)),
        search_script: theme
            .published(SCRIPT)
            .map(|name| map.url(&Route::Theme(name.to_owned()))),
        publisher: MaybeExternal {
            name: portal.publisher.name.clone(),
            url: portal
                .publisher
                .website
                .as_ref()
                .map(|website| website.value.clone()),
        },
        license: portal.license.as_ref().map(|url| MaybeExternal {
            name: portal
                .license_name
                .clone()
                .unwrap_or_else(|| url.value.clone()),
            url: Some(url.value.clone()),
        }),
        colors: (!portal.theme.colors.is_empty()).then(|| map.url(&Route::Colors)),
    }
}

/// The attribute for what is in the papers' language, where the interface speaks another one.
fn content_lang(portal: &Portal) -> Value {
    let language = &portal.content_language.value;
    let plain = language
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if *language == portal.language.value || !plain {
        return Value::safe_string("");
    }
    Value::safe_string(&format!(" lang=\"{language}\""))
}
