//! Icons at their well-known places, drawn from the theme's `icon.svg`, and the web app manifest that lists them.
//!
//! A file of the same name in the theme's `static/` takes the place of the drawn one; one in `content/static/` of both.

use std::sync::Arc;

use serde::Serialize;

use super::{Plan, Problem, Site};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::picture;
use crate::route::{Icon, Route, Url};
use crate::theme::{FOLDER, rgb};

/// The file of the theme that icons are drawn from.
const SOURCE: &str = "icon.svg";

/// Adds the icons and the manifest; none for a theme without an icon.
pub fn plan<'a>(site: &'a Site<'a>, plan: &mut Plan<'a>) {
    if site.theme.file(SOURCE).is_none() {
        return;
    }
    let source: Arc<str> = "icons".into();
    for icon in Icon::ALL {
        let path = site.map.file(&Route::Icon(icon));
        let given = site.archive.statics.iter().any(|file| file.path == path);
        if !given {
            plan.picture(path, &source, move || bytes(site, icon));
        }
    }
}

fn bytes(site: &Site<'_>, icon: Icon) -> Result<Vec<u8>, Problem> {
    if let Some(own) = site.theme.file(icon.file()) {
        return Ok(own.bytes.clone());
    }
    match icon {
        Icon::Favicon => Ok(picture::ico(&draw(site, 32, false)?)),
        Icon::Touch => draw(site, 180, true),
        Icon::Small => draw(site, 192, true),
        Icon::Large => draw(site, 512, true),
        Icon::Manifest => Ok(manifest(site)),
    }
}

fn draw(site: &Site<'_>, side: u16, on_ground: bool) -> Result<Vec<u8>, Problem> {
    let svg = site.theme.file(SOURCE).map_or(&[][..], |file| &file.bytes);
    let color = || site.theme.color(&site.archive.portal, "paper", false);
    let ground = on_ground.then(|| color().and_then(rgb).unwrap_or([u8::MAX; 3]));
    picture::icon(svg, side, ground).map_err(|error| {
        let file: Arc<str> = format!("{FOLDER}/static/{SOURCE}").into();
        let found = Diagnostic::new(Code::TemplateError, Place::file(&file));
        found.with("detail", error.to_string()).into()
    })
}

/// <https://www.w3.org/TR/appmanifest/>
#[derive(Serialize)]
struct Manifest<'a> {
    name: &'a str,
    short_name: &'a str,
    description: &'a str,
    lang: &'a str,
    start_url: Url,
    scope: Url,
    display: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    theme_color: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    background_color: Option<&'a str>,
    icons: Vec<ManifestIcon>,
}

#[derive(Serialize)]
struct ManifestIcon {
    src: Url,
    sizes: &'static str,
    #[serde(rename = "type")]
    media_type: &'static str,
    purpose: &'static str,
}

fn manifest(site: &Site<'_>) -> Vec<u8> {
    let portal = &site.archive.portal;
    let icon = |route: &Route, sizes, media_type, purpose| ManifestIcon {
        src: site.map.url(route),
        sizes,
        media_type,
        purpose,
    };
    let mut icons = vec![
        icon(&Route::Icon(Icon::Small), "192x192", "image/png", "any"),
        icon(&Route::Icon(Icon::Large), "512x512", "image/png", "any"),
    ];
    icons.extend(site.theme.published(SOURCE).map(|name| {
        let route = Route::Theme(name.to_owned());
        icon(&route, "any", "image/svg+xml", "any")
    }));
    let home = site.map.url(&Route::Home);
    let manifest = Manifest {
        name: &portal.name,
        short_name: &portal.name,
        description: &portal.description,
        lang: &portal.language.value,
        scope: home.clone(),
        start_url: home,
        display: "browser",
        theme_color: site.theme.color(portal, "accent", false),
        background_color: site.theme.color(portal, "paper", false),
        icons,
    };
    serde_json::to_vec_pretty(&manifest).unwrap_or_default()
}
